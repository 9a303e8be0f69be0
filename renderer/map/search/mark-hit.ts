import type { LatLon } from "../../../shared/geo/lat-lon.ts";

/** A mark that can be pressed, as it was drawn: on the canvas, px. */
export interface MarkHit {
  /** "team/ID", "person/ID", "clue/ID", "heat/ID" ...; undefined for a number that stands for many. */
  readonly key: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly reachPx: number;
  /** Of all that it stands for. */
  readonly places: readonly LatLon[];
}

/** The mark whose middle is nearest, of those drawn last (on top) first where they are as near. */
export const nearestHit = (hits: readonly MarkHit[], x: number, y: number): MarkHit | undefined => {
  let best: MarkHit | undefined;
  let bestPx = Number.POSITIVE_INFINITY;
  for (const hit of hits) {
    const awayPx = Math.hypot(hit.x - x, hit.y - y);
    if (awayPx > hit.reachPx || awayPx > bestPx) continue;
    best = hit;
    bestPx = awayPx;
  }
  return best;
};
