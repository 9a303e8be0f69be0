import { setImmediate as nextTurn } from "node:timers/promises";
import type { Terrain } from "../../../shared/geo/terrain.ts";
import {
  columnEastM,
  gridFor,
  gridFrame,
  rowNorthM,
  type SearchGrid,
} from "../../../shared/search/grid/search-grid.ts";
import type { SearchHeights } from "./search-spec.ts";

/** The station's thread is held up no longer than this at a time, ms. */
const longestTurnMs = 4;
/** Finer heights than this make no difference to a search, and the worker holds them all. */
const mostSamples = 1_000_000;

/**
 * Reads the ground's heights over a grid, a few milliseconds at a time, so that nothing else of the station waits.
 * @returns undefined where no height is known at all, or where `isWanted` no longer holds
 */
export const sampleHeights = async (
  terrain: Terrain,
  map: SearchGrid,
  isWanted: () => boolean,
): Promise<SearchHeights | undefined> => {
  const radiusM = (Math.max(map.rows, map.columns) * map.cellM) / 2;
  // Between the samples of the terrain itself there is nothing to be read; one cell more on each side, for the edges.
  const most = Math.min(mostSamples, Math.ceil((2 * radiusM) / terrain.cellM + 2) ** 2);
  const grid = gridFor(map.centre, radiusM, Math.max(4, most));
  const wider = { ...grid, rows: grid.rows + 2, columns: grid.columns + 2 };
  const frame = gridFrame(wider);
  const mslM = new Float32Array(wider.rows * wider.columns);
  let known = 0;
  let turnMs = performance.now();
  for (let row = 0; row < wider.rows; row += 1) {
    if (performance.now() - turnMs > longestTurnMs) {
      await nextTurn();
      if (!isWanted()) return undefined;
      turnMs = performance.now();
    }
    const northM = rowNorthM(wider, row);
    for (let column = 0; column < wider.columns; column += 1) {
      const eastM = columnEastM(wider, column);
      const height = terrain.heightMslM(frame.latDeg(northM, eastM), frame.lonDeg(northM, eastM));
      if (height !== undefined) known += 1;
      mslM[row * wider.columns + column] = height ?? Number.NaN;
    }
  }
  return known === 0 ? undefined : { grid: wider, mslM };
};
