import type { LocalFrame } from "../geo/local-frame.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import type { TimedPath, TimedPoint } from "./timed-path.ts";

/** One vehicle's plan in time. */
export interface PlannedFlight {
  readonly planId: string;
  readonly vehicleId: VehicleId;
  readonly path: TimedPath;
  /** When it begins, s, on the clock that all compared flights share; absent: at 0, together. */
  readonly startS?: number;
  /** Walks or drives: on the ground is where it works, not where it is out of the way. */
  readonly onGround?: boolean;
}

/** Corners of a course; typed arrays, because pairs of courses are compared corner by corner. */
export interface Course {
  readonly flight: PlannedFlight;
  readonly count: number;
  readonly northM: Float64Array;
  readonly eastM: Float64Array;
  /** NaN where it isn't known. */
  readonly altM: Float64Array;
  readonly atS: Float64Array;
  /** The step of the plan that leads to each corner. */
  readonly elementIds: readonly (string | undefined)[];
}

/** This much above where it stands it is in the air, m. */
const liftedM = 1;
/** Farther than this is not straight up or down any more, m. */
const asideM = 1;
/** Endless rounds are followed for so many corners at most. */
const mostCorners = 20_000;

/** Lays a flight out up to `untilS`, in the air only: what stands on the ground before and after is in nobody's way. */
export const courseOf = (flight: PlannedFlight, frame: LocalFrame, untilS: number): Course => {
  const points = airborneOnly(unrolled(flight.path, untilS - (flight.startS ?? 0)), flight.onGround === true);
  const count = points.length;
  const course = {
    flight,
    count,
    northM: new Float64Array(count),
    eastM: new Float64Array(count),
    altM: new Float64Array(count),
    atS: new Float64Array(count),
    elementIds: points.map(({ elementId }) => elementId),
  };
  for (const [i, point] of points.entries()) {
    const { northM, eastM } = frame.toNorthEast(point);
    course.northM[i] = northM;
    course.eastM[i] = eastM;
    course.altM[i] = point.altMslM ?? Number.NaN;
    course.atS[i] = point.atS + (flight.startS ?? 0);
  }
  return course;
};

/** When a flight ends by itself; undefined for one that goes round and round. */
export const endS = ({ path, startS = 0 }: PlannedFlight): number | undefined =>
  path.repeatsFromIndex === undefined ? startS + (path.points.at(-1)?.atS ?? 0) : undefined;

const unrolled = ({ points, repeatsFromIndex }: TimedPath, untilS: number): readonly TimedPoint[] => {
  const first = repeatsFromIndex === undefined ? undefined : points[repeatsFromIndex];
  const last = points.at(-1);
  if (repeatsFromIndex === undefined || first === undefined || last === undefined) return points;
  const roundS = last.atS - first.atS;
  const round = points.slice(repeatsFromIndex + 1);
  const all = [...points];
  for (let k = 1; roundS > 0 && (all.at(-1)?.atS ?? untilS) < untilS && all.length < mostCorners; k += 1) {
    for (const point of round) all.push({ ...point, atS: point.atS + k * roundS });
  }
  return all;
};

const airborneOnly = (points: readonly TimedPoint[], onGround: boolean): readonly TimedPoint[] => {
  if (onGround) return points;
  const risen = fromLift(points);
  // Backwards in time a landing is a take-off.
  return fromLift(risen.toReversed()).toReversed();
};

/** Cuts off what happens below `liftedM` on a way straight up from the first point; nothing where it doesn't go up. */
const fromLift = (points: readonly TimedPoint[]): readonly TimedPoint[] => {
  const first = points[0];
  if (first?.altMslM === undefined) return points;
  const liftM = first.altMslM + liftedM;
  for (let i = 1; i < points.length; i += 1) {
    const [from, to] = [points[i - 1], points[i]];
    if (!from || !to || to.altMslM === undefined || from.altMslM === undefined || isAside(first, to)) return points;
    if (to.altMslM <= liftM) continue;
    const share = (liftM - from.altMslM) / (to.altMslM - from.altMslM);
    return [{ ...from, altMslM: liftM, atS: from.atS + share * (to.atS - from.atS) }, ...points.slice(i)];
  }
  return points;
};

const metresPerDeg = 111_320;

const isAside = (a: TimedPoint, b: TimedPoint): boolean => {
  const northM = (b.latDeg - a.latDeg) * metresPerDeg;
  const eastM = (b.lonDeg - a.lonDeg) * metresPerDeg * Math.cos((a.latDeg * Math.PI) / 180);
  return Math.hypot(northM, eastM) > asideM;
};
