import type { LatLon } from "../geo/lat-lon.ts";
import { LocalFrame } from "../geo/local-frame.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import { type Approach, approachOf, type Limits } from "./closest-approach.ts";
import { type Course, courseOf, endS, type PlannedFlight } from "./planned-flight.ts";

/** One of the two that come close: where it is then. */
export interface ConflictSide extends LatLon {
  readonly planId: string;
  readonly vehicleId: VehicleId;
  readonly altMslM?: number;
  /** The step of its plan that it is on its way to. */
  readonly elementId?: string;
}

/** Two plans come too close at one time; one conflict for each time that they do. */
export interface PlanConflict {
  readonly sides: readonly [ConflictSide, ConflictSide];
  /** While both distances are below their limits, s on the flights' clock. */
  readonly fromS: number;
  readonly toS: number;
  /** When it is worst, and how close they are then. */
  readonly closestS: number;
  readonly horizontalM: number;
  /** Absent where a height isn't known. */
  readonly verticalM?: number;
}

/** What two vehicles must keep: either of them is enough. */
export const conflictLimits: Limits = { horizontalM: 30, verticalM: 15 };

/** Two approaches with less than this between them are one, s. */
const oneEncounterS = 10;
/** Two that go around for ever are looked at for so long, s. */
const endlessS = 3600;
/** So many for one pair of plans are enough to say that they don't go together. */
const mostOfPair = 50;

/**
 * Finds all times at which two flights come closer than both limits. Exact for straight even motion between the points of
 * their paths. Plans of one vehicle are not compared: it flies one at a time.
 * @returns in the order in which they happen
 */
export const findConflicts = (
  flights: readonly PlannedFlight[],
  limits: Limits = conflictLimits,
): readonly PlanConflict[] => {
  const origin = flights.flatMap(({ path }) => path.points.slice(0, 1))[0];
  if (origin === undefined) return [];
  const frame = new LocalFrame(origin);
  const ends = flights.map(endS).filter((s) => s !== undefined);
  const lastStartS = flights.reduce((latest, { startS = 0 }) => Math.max(latest, startS), 0);
  const untilS = ends.reduce((latest, s) => Math.max(latest, s), lastStartS + endlessS);
  const courses = flights
    .map((flight) => bounded(courseOf(flight, frame, untilS)))
    .filter(({ course }) => course.count > 1);
  const found: PlanConflict[] = [];
  for (const [i, one] of courses.entries()) {
    for (const other of courses.slice(i + 1)) {
      if (one.course.flight.vehicleId === other.course.flight.vehicleId || !mayMeet(one, other, limits)) continue;
      for (const encounter of encountersOf(one.course, other.course, limits)) {
        found.push(conflictOf(one.course, other.course, encounter, frame));
      }
    }
  }
  return found.sort((one, other) => one.fromS - other.fromS);
};

/** A course and the box around it in space and time. */
interface Bounded {
  readonly course: Course;
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const bounded = (course: Course): Bounded => {
  const low: number[] = [];
  const high: number[] = [];
  for (const values of [course.northM, course.eastM, course.altM, course.atS]) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let isKnown = true;
    for (const value of values) {
      if (Number.isNaN(value)) isKnown = false;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    low.push(isKnown ? least : Number.NEGATIVE_INFINITY);
    high.push(isKnown ? most : Number.POSITIVE_INFINITY);
  }
  return { course, low, high };
};

const mayMeet = (one: Bounded, other: Bounded, { horizontalM, verticalM }: Limits): boolean =>
  [horizontalM, horizontalM, verticalM, 0].every((marginM, i) => {
    const [a, b] = [one.low[i] ?? 0, one.high[i] ?? 0];
    const [c, d] = [other.low[i] ?? 0, other.high[i] ?? 0];
    return a <= d + marginM && c <= b + marginM;
  });

/** A course's corner indices and a time: where the worst of an encounter is. */
interface Encounter {
  readonly fromS: number;
  toS: number;
  closestS: number;
  share: number;
  /** Of the corners that the two come from then. */
  indices: readonly [number, number];
}

/** Walks both courses through time side by side; each pair of stretches that overlap in time is looked at once. */
const encountersOf = (one: Course, other: Course, limits: Limits): readonly Encounter[] => {
  const found: Encounter[] = [];
  let [i, j] = [0, 0];
  while (i + 1 < one.count && j + 1 < other.count && found.length < mostOfPair) {
    const [oneEndS, otherEndS] = [one.atS[i + 1] ?? 0, other.atS[j + 1] ?? 0];
    const fromS = Math.max(one.atS[i] ?? 0, other.atS[j] ?? 0);
    const durationS = Math.min(oneEndS, otherEndS) - fromS;
    const approach = durationS >= 0 ? approachBetween({ one, i, other, j, fromS, durationS }, limits) : undefined;
    if (approach) note(found, approach, fromS, [i, j]);
    // Written so that a time that is no number ends the walk as well.
    const isOneFirst = !(oneEndS > otherEndS);
    if (!(otherEndS > oneEndS)) j += 1;
    if (isOneFirst) i += 1;
  }
  return found;
};

interface Overlap {
  readonly one: Course;
  readonly i: number;
  readonly other: Course;
  readonly j: number;
  readonly fromS: number;
  readonly durationS: number;
}

const approachBetween = (overlap: Overlap, limits: Limits): Approach | undefined => {
  const { one, i, other, j, fromS, durationS } = overlap;
  const apart = (values: (course: Course) => Float64Array) => {
    const [a, b] = [along(values(one), one.atS, i, fromS), along(values(other), other.atS, j, fromS)];
    return { m: b.m - a.m, mps: b.mps - a.mps };
  };
  const north = apart((course) => course.northM);
  const east = apart((course) => course.eastM);
  const up = apart((course) => course.altM);
  const motion = { northM: north.m, eastM: east.m, upM: up.m, northMps: north.mps, eastMps: east.mps, upMps: up.mps };
  return approachOf({ ...motion, durationS }, limits);
};

/** A value and how fast it changes on the stretch that begins at corner `i`. */
const along = (values: Float64Array, times: Float64Array, i: number, atS: number): { m: number; mps: number } => {
  const [from, to] = [values[i] ?? 0, values[i + 1] ?? 0];
  const [fromS, toS] = [times[i] ?? 0, times[i + 1] ?? 0];
  if (toS <= fromS) return { m: to, mps: 0 };
  const mps = (to - from) / (toS - fromS);
  return { m: from + mps * (atS - fromS), mps };
};

const note = (found: Encounter[], approach: Approach, fromS: number, indices: readonly [number, number]): void => {
  const last = found.at(-1);
  const [beginS, toS] = [fromS + approach.fromS, fromS + approach.toS];
  const worst = { closestS: fromS + approach.closestS, share: approach.share, indices };
  if (last === undefined || beginS - last.toS > oneEncounterS) {
    found.push({ fromS: beginS, toS, ...worst });
    return;
  }
  last.toS = Math.max(last.toS, toS);
  if (approach.share < last.share) Object.assign(last, worst);
};

const conflictOf = (one: Course, other: Course, encounter: Encounter, frame: LocalFrame): PlanConflict => {
  const { fromS, toS, closestS, indices } = encounter;
  const [a, b] = [stateAt(one, indices[0], closestS), stateAt(other, indices[1], closestS)];
  const verticalM = Math.abs(b.altM - a.altM);
  return {
    sides: [sideOf(one, indices[0], a, frame), sideOf(other, indices[1], b, frame)],
    fromS,
    toS,
    closestS,
    horizontalM: Math.hypot(b.northM - a.northM, b.eastM - a.eastM),
    ...(Number.isNaN(verticalM) ? {} : { verticalM }),
  };
};

interface PlaceAt {
  readonly northM: number;
  readonly eastM: number;
  readonly altM: number;
}

const stateAt = (course: Course, i: number, atS: number): PlaceAt => ({
  northM: along(course.northM, course.atS, i, atS).m,
  eastM: along(course.eastM, course.atS, i, atS).m,
  altM: along(course.altM, course.atS, i, atS).m,
});

const sideOf = ({ flight, elementIds }: Course, i: number, place: PlaceAt, frame: LocalFrame): ConflictSide => {
  const elementId = elementIds[i + 1];
  return {
    planId: flight.planId,
    vehicleId: flight.vehicleId,
    ...frame.toLatLon(place.northM, place.eastM),
    ...(Number.isNaN(place.altM) ? {} : { altMslM: place.altM }),
    ...(elementId === undefined ? {} : { elementId }),
  };
};
