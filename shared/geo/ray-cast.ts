import type { Ned } from "../units/ned.ts";
import type { LatLon } from "./lat-lon.ts";
import { LocalFrame } from "./local-frame.ts";
import type { Terrain } from "./terrain.ts";

/** A line of sight from a place and height. */
export interface Ray extends LatLon {
  readonly altMslM: number;
  /** Unit vector, NED, from the camera. */
  readonly direction: Ned;
}

/** Where it meets the ground, WGS-84 degrees and local metres. */
export interface RayHit extends LatLon {
  /** From the ray's start, in its tangent plane, m. */
  readonly northM: number;
  readonly eastM: number;
  readonly slantM: number;
  readonly groundMslM: number;
}

const BISECTIONS = 24;

/**
 * Intersects a camera ray with the terrain by marching half a cell at a time (more only where nothing around is as high as
 * the ray), then bisecting to a thousandth of a millimetre or so. The earth's curvature is allowed for (0.7 m at 3 km). A ray that starts below the ground hits nothing.
 * @param maxRangeM give up beyond this slant range, m
 * @param frame the local frame at the ray's start, if the caller has one: many rays start at one place
 * @returns the hit, or undefined past the range and where the ray leaves the terrain or doesn't descend to it
 */
export const castRay = (
  ray: Ray,
  terrain: Terrain,
  maxRangeM: number,
  frame: LocalFrame = new LocalFrame(ray),
): RayHit | undefined => {
  const { north, east, down } = ray.direction;
  const bulge = (north * north + east * east) / (2 * frame.radiusM);
  /** Height of the ray above the ground; NaN outside the terrain. */
  const clearanceM = (slantM: number): number => {
    const ground = terrain.heightMslM(
      frame.latDeg(north * slantM, east * slantM),
      frame.lonDeg(north * slantM, east * slantM),
    );
    return ground === undefined ? Number.NaN : ray.altMslM - down * slantM + bulge * slantM * slantM - ground;
  };

  if (!(clearanceM(0) >= 0)) return undefined;
  const stepAtM = stepOf(ray, terrain, frame);
  let aboveM = 0;
  while (aboveM < maxRangeM) {
    const belowM = Math.min(aboveM + stepAtM(aboveM), maxRangeM);
    const clearance = clearanceM(belowM);
    if (Number.isNaN(clearance)) return undefined;
    if (clearance <= 0) return hitBetween(aboveM, belowM, clearanceM, ray, frame);
    aboveM = belowM;
  }
  return undefined;
};

/** How far a ray may go on from a slant range without missing the ground. */
const stepOf = (ray: Ray, terrain: Terrain, frame: LocalFrame): ((slantM: number) => number) => {
  if (terrain.cellAtM === undefined && terrain.roofAt === undefined) return () => terrain.cellM / 2;
  const { north, east, down } = ray.direction;
  const level = Math.hypot(north, east);
  return (slantM) => {
    const latDeg = frame.latDeg(north * slantM, east * slantM);
    const lonDeg = frame.lonDeg(north * slantM, east * slantM);
    const cellM = terrain.cellAtM?.(latDeg, lonDeg) ?? terrain.cellM;
    const roof = terrain.roofAt?.(latDeg, lonDeg);
    if (roof === undefined) return cellM / 2;
    // The earth's curvature only adds to the clearance further on.
    const clearM = ray.altMslM - down * slantM - roof.mslM;
    const untilRoofM = down > 0 ? clearM / down : clearM > 0 ? Number.POSITIVE_INFINITY : 0;
    return Math.max(cellM / 2, Math.min(untilRoofM, roof.withinM / level));
  };
};

const hitBetween = (
  aboveM: number,
  belowM: number,
  clearanceM: (slantM: number) => number,
  ray: Ray,
  frame: LocalFrame,
): RayHit => {
  let above = aboveM;
  let below = belowM;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (above + below) / 2;
    if (clearanceM(middle) > 0) above = middle;
    else below = middle;
  }
  const slantM = (above + below) / 2;
  const northM = ray.direction.north * slantM;
  const eastM = ray.direction.east * slantM;
  const bulgeM = (northM * northM + eastM * eastM) / (2 * frame.radiusM);
  const groundMslM = ray.altMslM - ray.direction.down * slantM + bulgeM;
  return { ...frame.toLatLon(northM, eastM), northM, eastM, slantM, groundMslM };
};
