import type { LatLon } from "../../shared/geo/lat-lon.ts";

/** A point on the spherical Mercator square (EPSG:3857): 0,0 is its north-west corner, 1,1 its south-east one. */
export interface WorldPoint {
  readonly x: number;
  readonly y: number;
}

export const tileSizePx = 256;
const equatorM = 40_075_016.686;
const maxLatDeg = 85.0511287798066;

export const worldX = (lonDeg: number): number => (lonDeg + 180) / 360;

/** Latitudes beyond the square's edge (85.05 degrees) are held at the edge. */
export const worldY = (latDeg: number): number => {
  const heldDeg = Math.min(maxLatDeg, Math.max(-maxLatDeg, latDeg));
  const sine = Math.sin((heldDeg * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
};

export const worldLonDeg = (x: number): number => x * 360 - 180;

export const worldLatDeg = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

export const worldPoint = (place: LatLon): WorldPoint => ({ x: worldX(place.lonDeg), y: worldY(place.latDeg) });

/** Side of the whole square in pixels at a zoom. */
export const worldSizePx = (zoom: number): number => tileSizePx * 2 ** zoom;

/** Ground length of one pixel at a latitude, m. */
export const metresPerPx = (latDeg: number, zoom: number): number =>
  (equatorM * Math.cos((latDeg * Math.PI) / 180)) / worldSizePx(zoom);
