export const tileSizePx = 256;
const equatorM = 40_075_016.686;
const maxLatDeg = 85.0511287798066;

/** Across the spherical Mercator square (EPSG:3857): 0 is its western edge, 1 its eastern one. */
export const worldX = (lonDeg: number): number => (lonDeg + 180) / 360;

/** Down the square: 0 is its northern edge, 1 its southern one. Latitudes beyond the edge (85.05 degrees) are held at the edge. */
export const worldY = (latDeg: number): number => {
  const heldDeg = Math.min(maxLatDeg, Math.max(-maxLatDeg, latDeg));
  const sine = Math.sin((heldDeg * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
};

export const worldLonDeg = (x: number): number => x * 360 - 180;

export const worldLatDeg = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

/** Side of the whole square in pixels at a zoom. */
export const worldSizePx = (zoom: number): number => tileSizePx * 2 ** zoom;

/** Ground length of one pixel at a latitude, m. */
export const metresPerPx = (latDeg: number, zoom: number): number =>
  (equatorM * Math.cos((latDeg * Math.PI) / 180)) / worldSizePx(zoom);
