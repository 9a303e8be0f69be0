import { upright } from "./draw-contours.ts";
import type { Context2d } from "./tile-context.ts";
import type { VectorFeature } from "./vector-feature.ts";

/** A name's place at one zoom, in pixels of the whole world at that zoom; the same for every tile, so that none is cut. */
export interface NameLabel {
  readonly text: string;
  readonly kind: VectorFeature["kind"];
  readonly x: number;
  readonly y: number;
  readonly turnRad: number;
  readonly halfWidthPx: number;
}

export const nameFont = (kind: VectorFeature["kind"]): string => {
  const family = '"Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif';
  if (kind === "water" || kind === "stream") return `italic 500 12px ${family}`;
  return kind === "building" || kind === "field" ? `400 11px ${family}` : `500 11.5px ${family}`;
};

const leastZoom: Readonly<Record<VectorFeature["kind"], number>> = {
  water: 13,
  road: 14,
  stream: 15,
  wood: 14,
  track: 16,
  field: 17,
  building: 16,
};

const order: readonly VectorFeature["kind"][] = ["water", "road", "stream", "wood", "building", "track", "field"];

/** Places the names of a zoom: along the longest straight of a line, in the middle of an area; important kinds first, none over another. */
export function placeNames(
  context: Context2d,
  features: readonly VectorFeature[],
  zoom: number,
  worldPx: number,
): NameLabel[] {
  const placed: NameLabel[] = [];
  for (const kind of order) {
    if (zoom < leastZoom[kind]) continue;
    context.font = nameFont(kind);
    for (const feature of features) {
      if (feature.kind !== kind || feature.name === undefined || feature.name === "") continue;
      const halfWidthPx = context.measureText(feature.name).width / 2 + 3;
      const spot = feature.closed ? inArea(feature, worldPx, halfWidthPx) : alongLine(feature, worldPx, halfWidthPx);
      if (spot === undefined) continue;
      const label = { text: feature.name, kind, halfWidthPx, ...spot };
      if (!placed.some((other) => collide(label, other))) placed.push(label);
    }
  }
  return placed;
}

const collide = (a: NameLabel, b: NameLabel): boolean => {
  const reachPx = a.halfWidthPx + b.halfWidthPx + (a.text === b.text ? 260 : 8);
  return Math.abs(a.x - b.x) < reachPx && Math.abs(a.y - b.y) < (a.text === b.text ? reachPx : 22);
};

type Spot = Pick<NameLabel, "x" | "y" | "turnRad">;

function inArea(feature: VectorFeature, worldPx: number, halfWidthPx: number): Spot | undefined {
  if ((feature.east - feature.west) * worldPx < halfWidthPx * 1.6) return undefined;
  const outline = feature.paths[0];
  if (outline === undefined) return undefined;
  const centre = centroid(outline);
  return { x: centre.x * worldPx, y: centre.y * worldPx, turnRad: 0 };
}

/** Area centroid, worked out relative to the first corner: world units are too coarse for the plain formula. */
function centroid(path: Float64Array): { x: number; y: number } {
  const x0 = path[0] ?? 0;
  const y0 = path[1] ?? 0;
  let area = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i + 1 < path.length; i += 2) {
    const next = (i + 2) % path.length;
    const ax = (path[i] ?? 0) - x0;
    const ay = (path[i + 1] ?? 0) - y0;
    const bx = (path[next] ?? 0) - x0;
    const by = (path[next + 1] ?? 0) - y0;
    const cross = ax * by - bx * ay;
    area += cross;
    sumX += (ax + bx) * cross;
    sumY += (ay + by) * cross;
  }
  return area === 0 ? { x: x0, y: y0 } : { x: x0 + sumX / (3 * area), y: y0 + sumY / (3 * area) };
}

/** The piece between two points, some 2.4 label widths apart along the line, that bends least. */
function alongLine(feature: VectorFeature, worldPx: number, halfWidthPx: number): Spot | undefined {
  const path = feature.paths[0];
  if (path === undefined) return undefined;
  let best: (Spot & { score: number }) | undefined;
  for (let i = 0; i + 3 < path.length; i += 2) {
    let walkedPx = 0;
    for (let j = i + 2; j + 1 < path.length; j += 2) {
      walkedPx += Math.hypot((path[j] ?? 0) - (path[j - 2] ?? 0), (path[j + 1] ?? 0) - (path[j - 1] ?? 0)) * worldPx;
      if (walkedPx < halfWidthPx * 2.4) continue;
      const dx = ((path[j] ?? 0) - (path[i] ?? 0)) * worldPx;
      const dy = ((path[j + 1] ?? 0) - (path[i + 1] ?? 0)) * worldPx;
      const score = Math.hypot(dx, dy) / walkedPx + Math.min(0.03, walkedPx / 100_000);
      if (score > 0.97 && score > (best?.score ?? 0)) {
        const x = (((path[i] ?? 0) + (path[j] ?? 0)) / 2) * worldPx;
        const y = (((path[i + 1] ?? 0) + (path[j + 1] ?? 0)) / 2) * worldPx;
        best = { score, x, y, turnRad: upright(Math.atan2(dy, dx)) };
      }
      break;
    }
  }
  return best;
}
