import { type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { cellMiddle, type SearchGrid } from "../grid/search-grid.ts";
import type { SearchingVehicle } from "./searching-vehicle.ts";

/** Edge of the squares that are weighed against each other, in swaths. */
const swathsAcross = 4;

/**
 * Where it pays to fly over to when nothing is left nearby: the square that gives most probability for the time of the way there
 * and of sweeping it once. Undefined where the battery or the time doesn't reach, or nothing is anywhere.
 * @param latestS it must be there by then, s from now
 */
export const richPlace = (
  grid: SearchGrid,
  left: Float32Array,
  { at, home, swathM, speedMps, detection, enduranceS, slowness, mayGo }: SearchingVehicle,
  latestS: number,
): PlanePoint | undefined => {
  const merged = Math.max(1, Math.round((swathsAcross * swathM) / grid.cellM));
  const [rows, columns] = [Math.ceil(grid.rows / merged), Math.ceil(grid.columns / merged)];
  const mass = new Float64Array(rows * columns);
  for (let row = 0; row < grid.rows; row += 1) {
    const first = Math.floor(row / merged) * columns;
    for (let column = 0; column < grid.columns; column += 1) {
      const square = first + Math.floor(column / merged);
      const cell = row * grid.columns + column;
      if (slowness?.[cell] === Number.POSITIVE_INFINITY) continue;
      mass[square] = (mass[square] ?? 0) + (left[cell] ?? 0);
    }
  }
  const sweepS = (merged * grid.cellM) ** 2 / (swathM * speedMps);
  let best: PlanePoint | undefined;
  let bestRate = 0;
  for (const [square, inside] of mass.entries()) {
    const row = Math.min(grid.rows - 1, Math.floor((Math.floor(square / columns) + 0.5) * merged));
    const column = Math.min(grid.columns - 1, Math.floor(((square % columns) + 0.5) * merged));
    const middle = cellMiddle(grid, row * grid.columns + column);
    const travelS = planeDistanceM(at, middle) / speedMps;
    const rate = (detection * inside) / (travelS + sweepS);
    if (rate <= bestRate || travelS > latestS) continue;
    if (travelS + (home ? planeDistanceM(middle, home) / speedMps : 0) > enduranceS) continue;
    if (mayGo !== undefined && !(mayGo(at, middle) && (home === undefined || mayGo(middle, home)))) continue;
    [best, bestRate] = [middle, rate];
  }
  return best;
};
