import { between, type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import { type GhostPlace, type GhostState, type GhostTrack, type Pace, stateOnTrack } from "./ghost-track.ts";

/** One way it may have gone: on as before, and from some time on by its failsafe. */
export interface GhostCourse {
  readonly base: GhostTrack;
  /** Absent: it goes on as before. */
  readonly failsafe?: {
    readonly afterS: number;
    readonly from: (place: GhostPlace) => GhostTrack;
  };
}

export interface CourseState extends GhostState {
  readonly track: GhostTrack;
}

/** Where it is `atS` after it was heard last. */
export const stateOnCourse = ({ base, failsafe }: GhostCourse, atS: number, pace: Pace): CourseState => {
  if (failsafe === undefined || atS < failsafe.afterS) return { ...stateOnTrack(base, atS, pace), track: base };
  const track = failsafe.from(stateOnTrack(base, failsafe.afterS, pace).place);
  return { ...stateOnTrack(track, atS - failsafe.afterS, pace), track };
};

/** The way from where it is at a time on: its corners up to where the failsafe takes over, and from there. */
export const wayFrom = (course: GhostCourse, atS: number, pace: Pace): readonly GhostPlace[] => {
  const here = stateOnCourse(course, atS, pace);
  const { failsafe } = course;
  if (failsafe === undefined || atS >= failsafe.afterS) return placesFrom(here);
  const turning = stateOnTrack(course.base, failsafe.afterS, pace);
  const before = course.base.legs.slice(here.leg, turning.leg).map(({ to }) => to);
  const after = failsafe.from(turning.place);
  return [here.place, ...before, turning.place, ...after.legs.map(({ to }) => to)];
};

const placesFrom = ({ place, track, leg }: CourseState): readonly GhostPlace[] => [
  place,
  ...track.legs.slice(leg).map(({ to }) => to),
];

/** Looks at so many places of every leg. */
const looksPerLeg = 20;

/** When it first comes within `nearM` of a place, s after it was heard last; undefined: it never does. */
export const whenNear = (
  { base, failsafe }: GhostCourse,
  place: PlanePoint,
  { nearM, pace }: { readonly nearM: number; readonly pace: Pace },
): number | undefined => {
  const onBase = whenTrackNear(base, place, { nearM, pace, untilS: failsafe?.afterS ?? Number.POSITIVE_INFINITY });
  if (onBase !== undefined || failsafe === undefined) return onBase;
  const track = failsafe.from(stateOnTrack(base, failsafe.afterS, pace).place);
  const later = whenTrackNear(track, place, { nearM, pace, untilS: Number.POSITIVE_INFINITY });
  return later === undefined ? undefined : failsafe.afterS + later;
};

const whenTrackNear = (
  { from, legs }: GhostTrack,
  place: PlanePoint,
  { nearM, pace, untilS }: { readonly nearM: number; readonly pace: Pace; readonly untilS: number },
): number | undefined => {
  let [at, atS]: [PlanePoint, number] = [from, 0];
  for (const { to, moveS, turnS, waitS } of legs) {
    for (let i = 1; i <= looksPerLeg; i += 1) {
      const lookS = atS + (i / looksPerLeg) * moveS * pace.moves;
      if (lookS > untilS) return undefined;
      if (planeDistanceM(between(at, to, i / looksPerLeg), place) <= nearM) return lookS;
    }
    atS += moveS * pace.moves + turnS * pace.turns + waitS;
    at = to;
  }
  return undefined;
};
