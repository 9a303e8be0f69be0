import { isShifted } from "./china-outline.ts";
import type { LatLon } from "./lat-lon.ts";

/** The ellipsoid of the offset (Krasovsky 1940), m and squared eccentricity. */
const axisM = 6_378_245;
const ee = 0.006_693_421_622_965_943;
/** Inverting stops when a round moves less than this, degrees: a tenth of a millimetre. */
const closeDeg = 1e-9;

/** The offset itself, wherever; see `wgs84ToGcj02`. */
const offset = ({ latDeg, lonDeg }: LatLon): LatLon => {
  const [x, y] = [lonDeg - 105, latDeg - 35];
  const { PI, sin } = Math;
  const fine = ((20 * sin(6 * PI * x) + 20 * sin(2 * PI * x)) * 2) / 3;
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    fine +
    ((20 * sin(PI * y) + 40 * sin((PI * y) / 3)) * 2) / 3 +
    ((160 * sin((PI * y) / 12) + 320 * sin((PI * y) / 30)) * 2) / 3;
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    fine +
    ((20 * sin(PI * x) + 40 * sin((PI * x) / 3)) * 2) / 3 +
    ((150 * sin((PI * x) / 12) + 300 * sin((PI * x) / 30)) * 2) / 3;
  const latRad = (latDeg * PI) / 180;
  const w2 = 1 - ee * sin(latRad) ** 2;
  const w = Math.sqrt(w2);
  return {
    latDeg: (north * 180) / (((axisM * (1 - ee)) / (w2 * w)) * PI),
    lonDeg: (east * 180) / ((axisM / w) * Math.cos(latRad) * PI),
  };
};

/**
 * Where a WGS-84 place is drawn on a GCJ-02 map (Amap, Tencent): up to 700 m away in mainland China, unchanged elsewhere. The
 * formula is the one of public knowledge (eviltransform, coordtransform); for drawing only, everything stored is WGS-84.
 */
export const wgs84ToGcj02 = (place: LatLon): LatLon => {
  if (!isShifted(place)) return place;
  const by = offset(place);
  return { latDeg: place.latDeg + by.latDeg, lonDeg: place.lonDeg + by.lonDeg };
};

/**
 * The WGS-84 place of what stands at a place of a GCJ-02 map, to 1e-9 degrees. Where the border runs, some hundred metres of
 * such a map belong to both sides or to none: these are taken as shifted where the answer lies inside, else as they are.
 */
export const gcj02ToWgs84 = (place: LatLon): LatLon => {
  let { latDeg, lonDeg } = place;
  // Each round leaves some thousandths of the error of the one before.
  for (let round = 0; round < 10; round += 1) {
    const by = offset({ latDeg, lonDeg });
    const [offLat, offLon] = [latDeg + by.latDeg - place.latDeg, lonDeg + by.lonDeg - place.lonDeg];
    latDeg -= offLat;
    lonDeg -= offLon;
    if (Math.abs(offLat) < closeDeg && Math.abs(offLon) < closeDeg) break;
  }
  return isShifted({ latDeg, lonDeg }) ? { latDeg, lonDeg } : place;
};
