import type { VehicleState } from "./vehicle-state.ts";

/**
 * What a trail says of each of its points beside where and when, flat: height above mean sea level, m, then the share of the
 * telemetry that came through, 0 to 1; `null` where it isn't known. Apart from the points, since records from before have those alone.
 */
export type TrailDetails = readonly (number | null)[];

/** Numbers of a point: latDeg, lonDeg, atMs; and of its details. */
export const trailStride = 3;
export const detailStride = 2;

/** A link further apart in time than this from the position says nothing about it. */
const mostApartMs = 3_000;

/** A vehicle's height above mean sea level, m; undefined where neither it nor its home says. */
export const heightMslM = ({ position, home }: Pick<VehicleState, "position" | "home">): number | undefined =>
  position?.altMslM ??
  (position?.altHomeM === undefined || home === undefined ? undefined : home.altMslM + position.altHomeM);

/** The share of a vehicle's telemetry that came through about when it was there, 0 to 1. */
export const linkFraction = ({ position, links }: Pick<VehicleState, "position" | "links">): number | undefined => {
  const link = links.find(({ primary }) => primary) ?? links[0];
  const isRecent = link !== undefined && position !== undefined && position.atMs - link.lastHeardMs < mostApartMs;
  return isRecent ? 1 - link.lossFraction : undefined;
};

/** Of where a vehicle is now: to a decimetre and a hundredth, which is more than anybody sees. */
export const trailDetail = (vehicle: Pick<VehicleState, "position" | "home" | "links">): TrailDetails => [
  rounded(heightMslM(vehicle), 10),
  rounded(linkFraction(vehicle), 100),
];

const rounded = (value: number | undefined, per: number): number | null =>
  value === undefined || !Number.isFinite(value) ? null : Math.round(value * per) / per;

/** Brings details to a trail's points by the newest of both: those of points that went are dropped, what is missing isn't known. */
export const detailsFor = (points: readonly number[], details: TrailDetails): TrailDetails => {
  const missing = Math.floor(points.length / trailStride) * detailStride - details.length;
  if (missing === 0) return details;
  return missing < 0 ? details.slice(-missing) : [...new Array<null>(missing).fill(null), ...details];
};
