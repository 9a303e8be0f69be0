/** How many steps of fading a trail has. */
export const trailSteps = 8;
const trailMs = 5 * 60_000;

/** 0 for the oldest step still drawn, `trailSteps - 1` for now; undefined when older than five minutes. */
export function trailStep(atMs: number, nowMs: number): number | undefined {
  const ageMs = nowMs - atMs;
  if (ageMs > trailMs) return undefined;
  return Math.min(trailSteps - 1, Math.floor((1 - Math.max(0, ageMs) / trailMs) * trailSteps));
}

/** A gap longer than this, or a jump further, is not bridged by a line: nobody saw what happened in between. */
const mostGapMs = 8_000;

export interface TrailPiece {
  readonly step: number;
  /** Flat x, y in px. */
  readonly points: number[];
}

/**
 * Cuts a flat trail (latDeg, lonDeg, atMs ...) into lines of one fading step each, in pixels; points nearer than 1.5 px are skipped.
 * Neighbouring pieces share a point, so that the trail has no holes; gaps in time stay open.
 */
export function trailPieces(
  trail: readonly number[],
  nowMs: number,
  toX: (lonDeg: number) => number,
  toY: (latDeg: number) => number,
): TrailPiece[] {
  const pieces: TrailPiece[] = [];
  let piece: TrailPiece | undefined;
  let lastX = 0;
  let lastY = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i + 2 < trail.length; i += 3) {
    const atMs = trail[i + 2] ?? 0;
    const step = trailStep(atMs, nowMs);
    if (step === undefined) continue;
    const x = toX(trail[i + 1] ?? 0);
    const y = toY(trail[i] ?? 0);
    const gap = atMs - lastMs > mostGapMs;
    const last = i + 5 >= trail.length;
    if (piece !== undefined && !gap && !last && Math.hypot(x - lastX, y - lastY) < 1.5) {
      lastMs = atMs;
      continue;
    }
    if (piece === undefined || gap) {
      piece = { step, points: [x, y] };
      pieces.push(piece);
    } else {
      piece.points.push(x, y);
      if (piece.step !== step) {
        piece = { step, points: [x, y] };
        pieces.push(piece);
      }
    }
    lastX = x;
    lastY = y;
    lastMs = atMs;
  }
  return pieces.filter(({ points }) => points.length >= 4);
}
