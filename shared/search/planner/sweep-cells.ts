import { type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { spansIn } from "../grid/cell-spans.ts";
import type { SearchGrid } from "../grid/search-grid.ts";

/** What a path sweeps of the cells: those whose middle lies within half a swath beside it, once for each leg. */
export const sweepCells = (
  grid: SearchGrid,
  path: readonly PlanePoint[],
  swathM: number,
  take: (cell: number) => void,
): void => {
  for (let i = 1; i < path.length; i += 1) {
    const [a, b] = [path[i - 1], path[i]];
    if (!a || !b) continue;
    const lengthM = planeDistanceM(a, b);
    if (lengthM === 0) continue;
    const northM = ((b.eastM - a.eastM) / lengthM) * (swathM / 2);
    const eastM = ((b.northM - a.northM) / lengthM) * (swathM / 2);
    const ring = [
      { northM: a.northM + northM, eastM: a.eastM - eastM },
      { northM: b.northM + northM, eastM: b.eastM - eastM },
      { northM: b.northM - northM, eastM: b.eastM + eastM },
      { northM: a.northM - northM, eastM: a.eastM + eastM },
    ];
    spansIn(grid, [ring], (from, to) => {
      for (let cell = from; cell < to; cell += 1) take(cell);
    });
  }
};
