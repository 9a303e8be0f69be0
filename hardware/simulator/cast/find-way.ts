import type { PlanePoint } from "../../../shared/geo/polygon.ts";
import { directions } from "../../../shared/search/dispatch/ground-nodes.ts";
import { seedsOf, startJoint } from "../../../shared/search/dispatch/joined-nodes.ts";
import { TravelFront } from "../../../shared/search/dispatch/travel-front.ts";
import { type GroundMode, groundModes, type TravelGround } from "../../../shared/search/dispatch/travel-ground.ts";
import { cellCount } from "../../../shared/search/grid/search-grid.ts";

/**
 * The way that the post's own estimate of travel times assumes: on foot around water and over bridges, by car on roads, and on
 * foot from there.
 * @returns places to go to one after the other, the target last; the target alone where no way is known
 */
export const findWay = (
  ground: TravelGround,
  from: PlanePoint,
  target: PlanePoint,
  mode: "foot" | "wheels",
): readonly PlanePoint[] => {
  const start = startJoint(ground, from, mode) ?? startJoint(ground, from, "foot");
  if (start === undefined) return [target];
  const front = new TravelFront(ground, seedsOf(ground, target), new Set<GroundMode>([mode]));
  while (front.next() >= 0);
  const cells = cellCount(ground.grid);
  const way: PlanePoint[] = [];
  let node = front.nodeOf(mode, start.cell);
  if (!Number.isFinite(front.seconds[node] ?? Number.POSITIVE_INFINITY)) node = front.nodeOf("foot", start.cell);
  if (!Number.isFinite(front.seconds[node] ?? Number.POSITIVE_INFINITY)) return [target];
  for (let steps = 0; steps < cells; steps++) {
    way.push(ground.nodes.at(node % cells));
    const next = downhill(ground, front, node, cells);
    if (next === undefined) break;
    node = next;
  }
  return [...way, target];
};

/** The neighbour through which the target is reached soonest, or the same cell on foot where the car is left. */
const downhill = (ground: TravelGround, front: TravelFront, node: number, cells: number): number | undefined => {
  const layer = Math.floor(node / cells);
  const cell = node - layer * cells;
  const steps = ground.stepS[groundModes[layer] ?? "foot"];
  const here = front.seconds[node] ?? Number.POSITIVE_INFINITY;
  let best: number | undefined;
  let bestS = Number.POSITIVE_INFINITY;
  for (const [row, column] of directions) {
    const other = cell + row * ground.grid.columns + column;
    const away = front.seconds[layer * cells + other] ?? Number.POSITIVE_INFINITY;
    if (other < 0 || other >= cells || away >= here) continue;
    // A step is kept with the cell that it ends in: the front spreads from the target.
    const back = directions.findIndex(([r, c]) => r === -row && c === -column);
    const wholeS = away + (steps[other * 8 + back] ?? Number.POSITIVE_INFINITY);
    if (wholeS < bestS) [best, bestS] = [layer * cells + other, wholeS];
  }
  const onFootS = layer > 0 ? (front.seconds[cell] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  return onFootS <= bestS + 1e-3 && onFootS <= here + 1e-3 ? cell : best;
};
