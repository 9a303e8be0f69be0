import type { LatLon } from "./lat-lon.ts";

/** A transverse Mercator projection of the WGS-84 ellipsoid (GRS 80 differs by a tenth of a millimetre). */
export interface TransverseMercator {
  readonly centralLonDeg: number;
  readonly scale: number;
  readonly falseEastingM: number;
  readonly falseNorthingM: number;
}

export interface EastNorth {
  readonly eastingM: number;
  readonly northingM: number;
}

const a = 6378137;
const f = 1 / 298.257223563;
const n = f / (2 - f);
const e = Math.sqrt(f * (2 - f));
/** Radius of the rectifying sphere. */
const A = (a / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
/** Karney 2011, "Transverse Mercator with an accuracy of a few nanometers", equation 35, to the fourth order (0.1 mm). */
const alpha = [
  n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3 + (41 / 180) * n ** 4,
  (13 / 48) * n ** 2 - (3 / 5) * n ** 3 + (557 / 1440) * n ** 4,
  (61 / 240) * n ** 3 - (103 / 140) * n ** 4,
  (49561 / 161280) * n ** 4,
];
const rad = Math.PI / 180;

/** Krüger's series, good within some 30 degrees of the central meridian. */
export const project = ({ latDeg, lonDeg }: LatLon, to: TransverseMercator): EastNorth => {
  const lambda = (((lonDeg - to.centralLonDeg + 540) % 360) - 180) * rad;
  const sinLat = Math.sin(latDeg * rad);
  const t = Math.sinh(Math.atanh(sinLat) - e * Math.atanh(e * sinLat));
  const xi0 = Math.atan2(t, Math.cos(lambda));
  const eta0 = Math.asinh(Math.sin(lambda) / Math.hypot(t, Math.cos(lambda)));
  let xi = xi0;
  let eta = eta0;
  for (const [i, coefficient] of alpha.entries()) {
    const k = 2 * (i + 1);
    xi += coefficient * Math.sin(k * xi0) * Math.cosh(k * eta0);
    eta += coefficient * Math.cos(k * xi0) * Math.sinh(k * eta0);
  }
  return { eastingM: to.falseEastingM + to.scale * A * eta, northingM: to.falseNorthingM + to.scale * A * xi };
};

/** The inverse, by Newton's method on `project`; to a millimetre. */
export const unproject = (at: EastNorth, from: TransverseMercator): LatLon => {
  const latRad = (at.northingM - from.falseNorthingM) / (from.scale * A);
  let latDeg = Math.min(89, Math.max(-89, latRad / rad));
  let lonDeg = from.centralLonDeg + (at.eastingM - from.falseEastingM) / (a * Math.cos(latDeg * rad)) / rad;
  for (let round = 0; round < 8; round++) {
    const step = 1e-5;
    const here = project({ latDeg, lonDeg }, from);
    const north = project({ latDeg: latDeg + step, lonDeg }, from);
    const east = project({ latDeg, lonDeg: lonDeg + step }, from);
    const [eLat, nLat] = [(north.eastingM - here.eastingM) / step, (north.northingM - here.northingM) / step];
    const [eLon, nLon] = [(east.eastingM - here.eastingM) / step, (east.northingM - here.northingM) / step];
    const [missE, missN] = [at.eastingM - here.eastingM, at.northingM - here.northingM];
    const determinant = eLon * nLat - eLat * nLon;
    lonDeg += (missE * nLat - missN * eLat) / determinant;
    latDeg += (missN * eLon - missE * nLon) / determinant;
  }
  return { latDeg, lonDeg };
};

const utm = (zone: number, south: boolean): TransverseMercator => ({
  centralLonDeg: 6 * zone - 183,
  scale: 0.9996,
  falseEastingM: 500_000,
  falseNorthingM: south ? 10_000_000 : 0,
});

const gaussKrueger = (centralLonDeg: number, falseEastingM = 500_000): TransverseMercator => ({
  centralLonDeg,
  scale: 1,
  falseEastingM,
  falseNorthingM: 0,
});

/** Code blocks of the EPSG registry: UTM on WGS 84, ETRS89 and NAD83, Gauss-Kruger on CGCS2000 (within metres the same). */
const blocks: readonly (readonly [first: number, last: number, of: (offset: number) => TransverseMercator])[] = [
  [32601, 32660, (i) => utm(i + 1, false)],
  [32701, 32760, (i) => utm(i + 1, true)],
  [25828, 25838, (i) => utm(i + 28, false)],
  [26901, 26923, (i) => utm(i + 1, false)],
  // 6 degrees wide, with the zone's number before the easting, and without.
  [4491, 4501, (i) => gaussKrueger(75 + 6 * i, (13 + i) * 1e6 + 500_000)],
  [4502, 4512, (i) => gaussKrueger(75 + 6 * i)],
  // 3 degrees wide.
  [4513, 4533, (i) => gaussKrueger(75 + 3 * i, (25 + i) * 1e6 + 500_000)],
  [4534, 4554, (i) => gaussKrueger(75 + 3 * i)],
];

/** @returns undefined for a code that isn't known here */
export const projectionOfEpsg = (code: number): TransverseMercator | undefined => {
  const block = blocks.find(([first, last]) => code >= first && code <= last);
  return block?.[2](code - block[0]);
};
