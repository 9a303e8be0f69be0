import { encode } from "fast-png";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { cellAt, gridFrame, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { SearchAt } from "../../../shared/wire/search-answers.ts";
import { drawDensity, drawPod, tilePx } from "./draw-tile.ts";
import type { TileAddress } from "./search-service.ts";

/** What is shown of a probability map: the one that is being searched, or one that was kept. */
export interface DrawnMap {
  readonly grid: SearchGrid;
  /** By cell. */
  readonly prior: Float32Array;
  readonly missed: Float32Array;
  readonly missedResponsive: Float32Array;
  /** Cells that anybody looked at. */
  readonly covered: number;
  readonly posteriorAt: (cell: number) => number;
  readonly lastLookAt: (cell: number) => { readonly by: string; readonly utcMs: number } | undefined;
  readonly segmentAt: (cell: number) => string | undefined;
}

const perKm2Of = ({ cellM }: SearchGrid): number => 1e6 / (cellM * cellM);

/** @returns a PNG; undefined where nothing is to be seen */
export const tileOf = (map: DrawnMap, { layer, z, x, y }: TileAddress, peakPerKm2: number): Uint8Array | undefined => {
  const { grid, missed, prior, covered } = map;
  if (layer === "pod" && covered === 0) return undefined;
  const place = { z, x, y, grid };
  const perKm2 = perKm2Of(grid);
  const data =
    layer === "pod"
      ? drawPod(place, (cell) => 1 - (missed[cell] ?? 1))
      : drawDensity(
          place,
          layer === "poa" ? (cell) => map.posteriorAt(cell) * perKm2 : (cell) => (prior[cell] ?? 0) * perKm2,
          peakPerKm2,
        );
  return data === undefined
    ? undefined
    : encode({ width: tilePx, height: tilePx, data, channels: 4, depth: 8 }, { zlib: { level: 3 } });
};

/** What lies under a place; undefined outside the grid. */
export const searchAtOf = (map: DrawnMap, place: LatLon): SearchAt | undefined => {
  const { northM, eastM } = gridFrame(map.grid).toNorthEast(place);
  const cell = cellAt(map.grid, northM, eastM);
  if (cell < 0) return undefined;
  const perKm2 = perKm2Of(map.grid);
  const lastLook = map.lastLookAt(cell);
  const segmentId = map.segmentAt(cell);
  return {
    densityPerKm2: map.posteriorAt(cell) * perKm2,
    priorPerKm2: (map.prior[cell] ?? 0) * perKm2,
    pod: 1 - (map.missed[cell] ?? 1),
    podResponsive: 1 - (map.missedResponsive[cell] ?? 1),
    ...(lastLook === undefined ? {} : { lastLook }),
    ...(segmentId === undefined ? {} : { segmentId }),
  };
};
