import type { LocalFrame } from "../../../shared/geo/local-frame.ts";
import type { PlaneRing } from "../../../shared/geo/polygon.ts";
import type { Fence } from "../../../shared/plan/plan.ts";
import { spansIn } from "../../../shared/search/grid/cell-spans.ts";
import { markNearLine } from "../../../shared/search/grid/near-lines.ts";
import { cellCount, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { AutopilotFamily } from "../../../shared/vehicle/vehicle-state.ts";

/** A vehicle that cuts a corner, or drifts in a gust, stays inside all the same, m. */
const marginM = 20;
const circleCorners = 64;

/**
 * Where fences leave to fly in, as the planner's slowness: 1 there, Infinity elsewhere and along every side. ArduPilot wants a
 * vehicle inside of all inclusions, PX4 inside of any.
 */
export const fencedCells = (
  fences: readonly Fence[],
  grid: SearchGrid,
  frame: LocalFrame,
  autopilot: AutopilotFamily,
): Float32Array => {
  const inclusions = fences.filter(({ inclusion }) => inclusion);
  const wanted = inclusions.length === 0 ? 0 : autopilot === "px4" ? 1 : inclusions.length;
  const inside = new Uint16Array(cellCount(grid));
  for (const fence of inclusions)
    spansIn(grid, [ringOf(fence, frame)], (from, to) => {
      for (let cell = from; cell < to; cell += 1) inside[cell] = (inside[cell] ?? 0) + 1;
    });
  const slowness = Float32Array.from(inside, (count) => (count >= wanted ? 1 : Number.POSITIVE_INFINITY));
  const close = (cell: number): void => {
    slowness[cell] = Number.POSITIVE_INFINITY;
  };
  for (const fence of fences) {
    const ring = ringOf(fence, frame);
    const [first] = ring;
    if (first !== undefined) markNearLine(grid, [...ring, first], marginM, close);
    if (fence.inclusion) continue;
    spansIn(grid, [ring], (from, to) => slowness.fill(Number.POSITIVE_INFINITY, from, to));
  }
  return slowness;
};

const ringOf = (fence: Fence, frame: LocalFrame): PlaneRing => {
  if (fence.shape === "polygon") return fence.points.map((place) => frame.toNorthEast(place));
  const { northM, eastM } = frame.toNorthEast(fence.centre);
  return Array.from({ length: circleCorners }, (_, i) => {
    const angle = (2 * Math.PI * i) / circleCorners;
    return { northM: northM + fence.radiusM * Math.cos(angle), eastM: eastM + fence.radiusM * Math.sin(angle) };
  });
};
