import { gcj02ToWgs84, wgs84ToGcj02 } from "../../../shared/geo/gcj02.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { worldLatDeg, worldLonDeg, worldSizePx, worldX, worldY } from "../../../shared/geo/web-mercator.ts";

/** Pixels from the north-western corner of the Mercator square at some zoom. */
export interface WorldPx {
  readonly x: number;
  readonly y: number;
}

const placeAt = ({ x, y }: WorldPx, sizePx: number): LatLon => ({
  latDeg: worldLatDeg(y / sizePx),
  lonDeg: worldLonDeg(x / sizePx),
});

const pxOf = ({ latDeg, lonDeg }: LatLon, sizePx: number): WorldPx => ({
  x: worldX(lonDeg) * sizePx,
  y: worldY(latDeg) * sizePx,
});

const away = (from: WorldPx, to: WorldPx): WorldPx => ({ x: to.x - from.x, y: to.y - from.y });

/** How far what a GCJ-02 map draws at a pixel is to be moved to lie where it is in WGS-84, px. */
export const pxToWgs84 = (drawn: WorldPx, zoom: number): WorldPx => {
  const sizePx = worldSizePx(zoom);
  return away(drawn, pxOf(gcj02ToWgs84(placeAt(drawn, sizePx)), sizePx));
};

/** How far from a WGS-84 pixel a GCJ-02 map draws what is there, px. */
export const pxToGcj02 = (at: WorldPx, zoom: number): WorldPx => {
  const sizePx = worldSizePx(zoom);
  return away(at, pxOf(wgs84ToGcj02(placeAt(at, sizePx)), sizePx));
};
