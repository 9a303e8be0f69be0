import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import type { Ellipse95 } from "../../../shared/heat/heat-source.ts";

/** The ellipse as a closed ring of `corners` places (the first is not repeated), starting on the major axis, to true scale. */
export function ellipseOutline(centre: LatLon, ellipse: Ellipse95, corners = 48): LatLon[] {
  const frame = new LocalFrame(centre);
  const cosine = Math.cos(ellipse.azimuthRad);
  const sine = Math.sin(ellipse.azimuthRad);
  return Array.from({ length: corners }, (_, i) => {
    const turnRad = (2 * Math.PI * i) / corners;
    const alongM = ellipse.semiMajorM * Math.cos(turnRad);
    const acrossM = ellipse.semiMinorM * Math.sin(turnRad);
    return frame.toLatLon(alongM * cosine - acrossM * sine, alongM * sine + acrossM * cosine);
  });
}
