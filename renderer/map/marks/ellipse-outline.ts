import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Ellipse95 } from "../../../shared/heat/heat-source.ts";

/** Length of a degree at a latitude on WGS-84, m (series of the meridian and parallel arcs, good to 1 cm). */
function degreeM(latDeg: number): { northM: number; eastM: number } {
  const latRad = (latDeg * Math.PI) / 180;
  return {
    northM: 111_132.954 - 559.822 * Math.cos(2 * latRad) + 1.175 * Math.cos(4 * latRad),
    eastM: 111_412.84 * Math.cos(latRad) - 93.5 * Math.cos(3 * latRad) + 0.118 * Math.cos(5 * latRad),
  };
}

/** A place so far north and east of another; for tens of kilometres at most. */
export function offsetBy(from: LatLon, northM: number, eastM: number): LatLon {
  const degree = degreeM(from.latDeg);
  return { latDeg: from.latDeg + northM / degree.northM, lonDeg: from.lonDeg + eastM / degree.eastM };
}

/** The inverse of `offsetBy`. */
export function offsetBetween(from: LatLon, to: LatLon): { northM: number; eastM: number } {
  const degree = degreeM(from.latDeg);
  return {
    northM: (to.latDeg - from.latDeg) * degree.northM,
    eastM: (to.lonDeg - from.lonDeg) * degree.eastM,
  };
}

/** The ellipse as a closed ring of `corners` places (the first is not repeated), starting on the major axis, to true scale. */
export function ellipseOutline(centre: LatLon, ellipse: Ellipse95, corners = 48): LatLon[] {
  const cosine = Math.cos(ellipse.azimuthRad);
  const sine = Math.sin(ellipse.azimuthRad);
  return Array.from({ length: corners }, (_, i) => {
    const turnRad = (2 * Math.PI * i) / corners;
    const alongM = ellipse.semiMajorM * Math.cos(turnRad);
    const acrossM = ellipse.semiMinorM * Math.sin(turnRad);
    return offsetBy(centre, alongM * cosine - acrossM * sine, alongM * sine + acrossM * cosine);
  });
}
