import { type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { cellsAround } from "./cell-walk.ts";
import { isOnRoad } from "./ground-nodes.ts";
import type { FrontSeed } from "./travel-front.ts";
import type { GroundMode, TravelGround } from "./travel-ground.ts";
import { offPathFactor, travelSpeeds } from "./travel-speeds.ts";

/** A car that stands off the road is within so far of it: a yard, a car park. An assumption. */
const yardM = 150;

/** A way from a place onto the net of nodes. */
interface Joint {
  readonly cell: number;
  readonly seconds: number;
  readonly metres: number;
}

const overOpenGround = (metres: number): number => metres / (travelSpeeds.foot * offPathFactor);

/**
 * The nodes one can walk to straight from a place without crossing a shore, for a place in the water those of its bank.
 * @param reach how many cells around the place's own
 */
const walkJoints = (
  { grid, nodes }: TravelGround,
  place: PlanePoint,
  reach: number,
  suits: (cell: number) => boolean = () => true,
): readonly Joint[] => {
  const [middle] = cellsAround(grid, place, 0);
  if (middle === undefined) return [];
  const cells = cellsAround(grid, place, reach).filter(suits);
  const crossed = nodes.isWet(place, middle) ? 1 : 0;
  return cells.flatMap((cell) => {
    const node = nodes.at(cell);
    if (nodes.wet[cell] === 1 || nodes.water.crossings(place, node) !== crossed) return [];
    const metres = planeDistanceM(place, node);
    return [{ cell, metres, seconds: overOpenGround(metres) }];
  });
};

/** Is a place in water? False outside the grid. */
export const isInWater = ({ grid, nodes }: TravelGround, place: PlanePoint): boolean => {
  const [cell] = cellsAround(grid, place, 0);
  return cell !== undefined && nodes.isWet(place, cell);
};

/** Where the last step to a target is made from: on foot from around it, or straight from a boat where it lies in water. */
export const seedsOf = (ground: TravelGround, target: PlanePoint): readonly FrontSeed[] => {
  const seeds: FrontSeed[] = nearestJoints(ground, target).map((joint) => ({ ...joint, mode: "foot" }));
  if (isInWater(ground, target)) {
    for (const cell of cellsAround(ground.grid, target, 1)) {
      const node = ground.nodes.at(cell);
      if (ground.nodes.wet[cell] === 0 || ground.nodes.water.crossings(target, node) > 0) continue;
      const metres = planeDistanceM(target, node);
      seeds.push({ mode: "boat", cell, metres, seconds: metres / travelSpeeds.boat });
    }
  }
  return seeds;
};

/** The joints of the nearest ring of cells that has any. */
const nearestJoints = (ground: TravelGround, place: PlanePoint): readonly Joint[] => {
  for (const reach of [1, 2]) {
    const joints = walkJoints(ground, place, reach);
    if (joints.length > 0) return joints;
  }
  return [];
};

/** Where somebody joins the net at the start: the nearest node that its way of travelling can use. */
export const startJoint = (ground: TravelGround, place: PlanePoint, mode: GroundMode): Joint | undefined => {
  const { grid, nodes } = ground;
  if (mode === "boat") {
    const cells = cellsAround(grid, place, 1).filter((cell) => nodes.wet[cell] === 1);
    return nearest(cells.map((cell) => jointTo(ground, place, cell)));
  }
  if (mode === "wheels") {
    const joints = walkJoints(
      ground,
      place,
      Math.ceil(yardM / grid.cellM),
      (cell) => isOnRoad(nodes, cell) && planeDistanceM(place, nodes.at(cell)) <= yardM,
    );
    return nearest(joints);
  }
  const [own] = cellsAround(grid, place, 0);
  const isOpen = own !== undefined && nodes.water.touched[own] === 0 && nodes.wet[own] === 0;
  return isOpen ? jointTo(ground, place, own) : nearest(nearestJoints(ground, place));
};

const jointTo = ({ nodes }: TravelGround, place: PlanePoint, cell: number): Joint => {
  const metres = planeDistanceM(place, nodes.at(cell));
  return { cell, metres, seconds: overOpenGround(metres) };
};

const nearest = (joints: readonly Joint[]): Joint | undefined => {
  let best: Joint | undefined;
  for (const joint of joints) if (!best || joint.metres < best.metres) best = joint;
  return best;
};
