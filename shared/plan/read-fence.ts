import type { MissionItem } from "../protocols/mission/mission-item.ts";
import { missionCommand as is, placeOf, roundCm } from "./mission-commands.ts";
import type { Fence, RallyPoint } from "./plan.ts";
import { isPlanHeight } from "./read-item.ts";

const isPolygon = (command: number): boolean =>
  command === is.fencePolygonInclusion || command === is.fencePolygonExclusion;
const isCircle = (command: number): boolean =>
  command === is.fenceCircleInclusion || command === is.fenceCircleExclusion;

const mostRadiusM = 100_000;
const isPlace = ({ x, y }: MissionItem): boolean => Math.abs(x) <= 9e8 && Math.abs(y) <= 18e8;

/** Puts fences together; corners that don't make the polygon they say they belong to are left out, and named. */
export const readFences = (
  items: readonly MissionItem[],
  makeId: () => string,
): { readonly fences: readonly Fence[]; readonly leftOut: readonly number[] } => {
  const fences: Fence[] = [];
  const leftOut: number[] = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item === undefined) continue;
    const { command, params } = item;
    const [size] = params;
    if (isCircle(command) && size >= 0 && size <= mostRadiusM && isPlace(item)) {
      const inclusion = command === is.fenceCircleInclusion;
      fences.push({ id: makeId(), shape: "circle", inclusion, centre: placeOf(item), radiusM: roundCm(size) });
      continue;
    }
    const corners = items.slice(i, i + (Number.isInteger(size) && size > 0 ? size : 1));
    const isWhole =
      corners.length === size &&
      corners.every((corner) => corner.command === command && corner.params[0] === size && isPlace(corner));
    if (!isPolygon(command) || !isWhole) {
      leftOut.push(command);
      continue;
    }
    const inclusion = command === is.fencePolygonInclusion;
    fences.push({ id: makeId(), shape: "polygon", inclusion, points: corners.map(placeOf) });
    i += corners.length - 1;
  }
  return { fences, leftOut };
};

/** Rally points; anything else in the list is left out, and named. */
export const readRallyPoints = (
  items: readonly MissionItem[],
  makeId: () => string,
): { readonly points: readonly RallyPoint[]; readonly leftOut: readonly number[] } => {
  const isRally = (item: MissionItem) => item.command === is.rallyPoint && isPlanHeight(item.z) && isPlace(item);
  const points = items.filter(isRally).map((item): RallyPoint => {
    const reference = item.frame === 0 || item.frame === 5 ? "msl" : "home";
    return { id: makeId(), ...placeOf(item), altitude: { reference, m: roundCm(item.z) } };
  });
  return { points, leftOut: items.filter((item) => !isRally(item)).map(({ command }) => command) };
};
