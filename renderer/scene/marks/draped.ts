import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Ellipse95 } from "../../../shared/heat/heat-source.ts";
import type { EnuFrame, EnuPoint } from "../enu-frame.ts";
import type { LineBuffer } from "../paths/line-buffer.ts";

/** What lies on the ground is drawn so far above it, m: the ground's triangles are cut where lines aren't. */
export const liftM = 1;

export interface Ground {
  readonly frame: EnuFrame;
  readonly upM: (eastM: number, northM: number) => number;
}

/** A place on the ground. */
export const onGround = ({ frame, upM }: Ground, place: LatLon, liftedM = liftM): EnuPoint => {
  const point = frame.toEnu(place, frame.originMslM, { x: 0, y: 0, z: 0 });
  point.z = upM(point.x, point.y) + liftedM;
  return point;
};

/** The 95 % ellipse on the ground, to true scale, as a closed line. */
export const drapeEllipse = (
  buffer: LineBuffer,
  centre: EnuPoint,
  ellipse: Ellipse95,
  upM: Ground["upM"],
  ink: { readonly rgb: number; readonly alpha: number; readonly dashed: boolean },
): void => {
  const corners = 48;
  const cosine = Math.cos(ellipse.azimuthRad);
  const sine = Math.sin(ellipse.azimuthRad);
  for (let i = 0; i <= corners; i += 1) {
    const turnRad = (2 * Math.PI * i) / corners;
    const alongM = ellipse.semiMajorM * Math.cos(turnRad);
    const acrossM = ellipse.semiMinorM * Math.sin(turnRad);
    const x = centre.x + alongM * sine + acrossM * cosine;
    const y = centre.y + alongM * cosine - acrossM * sine;
    const isGap = i === corners || (ink.dashed && i % 4 === 3);
    buffer.setInk(buffer.push(x, y, upM(x, y) + liftM), ink.rgb, isGap ? 0 : ink.alpha);
  }
};

/** Points along a line no further apart than `stepM`, so that it follows the ground. */
export const drapeLine = (points: readonly EnuPoint[], stepM: number, upM: Ground["upM"]): EnuPoint[] => {
  const draped: EnuPoint[] = [];
  points.forEach((to, i) => {
    const from = points[i - 1];
    const pieces = from === undefined ? 1 : Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / stepM));
    for (let k = 1; k <= pieces; k += 1) {
      const part = k / pieces;
      const x = from === undefined ? to.x : from.x + (to.x - from.x) * part;
      const y = from === undefined ? to.y : from.y + (to.y - from.y) * part;
      draped.push({ x, y, z: upM(x, y) + liftM });
    }
  });
  return draped;
};
