/** Ground heights of a region. Pure and cheap to ask: a ray cast asks some hundred times. */
export interface Terrain {
  /** Spacing of the underlying samples, m; a ray is marched at half of it. */
  readonly cellM: number;
  /** @returns the ground's height above mean sea level, m, or undefined outside the region */
  heightMslM(latDeg: number, lonDeg: number): number | undefined;
  /** Spacing of the samples there, m, where it differs from place to place. */
  cellAtM?(latDeg: number, lonDeg: number): number;
  /** What no height within so many metres is above, where that is known: a ray leaps over it. */
  roofAt?(latDeg: number, lonDeg: number): { readonly mslM: number; readonly withinM: number };
}

/**
 * A regular latitude/longitude grid of heights, row 0 in the south, column 0 in the west, row-major; bilinear between
 * samples. This is how terrain travels: `GET /api/terrain` (meta) and `GET /api/terrain/heights` (little-endian float32).
 */
export interface TerrainGridMeta {
  /** Of the sample at row 0, column 0. */
  readonly southDeg: number;
  readonly westDeg: number;
  readonly stepLatDeg: number;
  readonly stepLonDeg: number;
  readonly rows: number;
  readonly columns: number;
}
