import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { tileSizePx, worldX, worldY } from "../../../shared/geo/web-mercator.ts";

/** A tile of the web's grid. */
export interface TilePlace {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Which tiles make the picture over the ground, and where the picture lies in the Mercator square (0 to 1). */
export interface MosaicPlan {
  readonly zoom: number;
  readonly westX: number;
  readonly northY: number;
  readonly widthX: number;
  readonly heightY: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** From the middle outwards: what is looked at comes first. */
  readonly tiles: readonly (TilePlace & { readonly leftPx: number; readonly topPx: number })[];
}

/** The deepest zoom whose picture of the region keeps within `mostPx` on each side. Whole tiles: the picture is a little larger. */
export const mosaicPlan = (corners: readonly LatLon[], mostPx: number, deepestZoom: number): MosaicPlan => {
  const west = Math.min(...corners.map(({ lonDeg }) => worldX(lonDeg)));
  const east = Math.max(...corners.map(({ lonDeg }) => worldX(lonDeg)));
  const north = Math.min(...corners.map(({ latDeg }) => worldY(latDeg)));
  const south = Math.max(...corners.map(({ latDeg }) => worldY(latDeg)));
  const rangeAt = (z: number) => {
    const count = 2 ** z;
    const last = (end: number, start: number): number => Math.max(start, Math.ceil(end * count - 1e-9) - 1);
    const [x0, y0] = [Math.floor(west * count), Math.floor(north * count)];
    return { x0, y0, x1: last(east, x0), y1: last(south, y0) };
  };
  let zoom = deepestZoom;
  for (; zoom > 0; zoom -= 1) {
    const { x0, y0, x1, y1 } = rangeAt(zoom);
    if (Math.max(x1 - x0 + 1, y1 - y0 + 1) * tileSizePx <= mostPx) break;
  }
  const { x0, y0, x1, y1 } = rangeAt(zoom);
  const count = 2 ** zoom;
  const tiles: { z: number; x: number; y: number; leftPx: number; topPx: number }[] = [];
  for (let y = y0; y <= y1; y += 1)
    for (let x = x0; x <= x1; x += 1)
      tiles.push({ z: zoom, x, y, leftPx: (x - x0) * tileSizePx, topPx: (y - y0) * tileSizePx });
  const awayFrom = ({ x, y }: TilePlace): number => Math.hypot(x - (x0 + x1) / 2, y - (y0 + y1) / 2);
  return {
    zoom,
    westX: x0 / count,
    northY: y0 / count,
    widthX: (x1 - x0 + 1) / count,
    heightY: (y1 - y0 + 1) / count,
    widthPx: (x1 - x0 + 1) * tileSizePx,
    heightPx: (y1 - y0 + 1) * tileSizePx,
    tiles: tiles.toSorted((a, b) => awayFrom(a) - awayFrom(b)),
  };
};
