import { between, type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import type { GhostPhase } from "../../vehicle/ghost.ts";
import { type GhostPlace, type GhostState, type GhostTrack, type Pace, stateOnTrack } from "./ghost-track.ts";

/** It does something else from some time on. */
export interface GhostTurn {
  readonly cause: "link" | "battery";
  readonly afterS: number;
  /** @returns undefined where it goes on as it was */
  readonly from: (place: GhostPlace, phase: GhostPhase) => GhostTrack | undefined;
}

/** One way it may have gone: on as before, and from some times on by its failsafes. */
export interface GhostCourse {
  readonly base: GhostTrack;
  /** The earliest first. */
  readonly turns: readonly GhostTurn[];
}

export interface CourseState extends GhostState {
  readonly track: GhostTrack;
  /** Why it does what it does; absent: as before. */
  readonly cause?: GhostTurn["cause"];
}

/** A part of a course: on one track from one time to another. */
interface Stretch {
  readonly track: GhostTrack;
  readonly fromS: number;
  readonly toS: number;
  readonly cause?: GhostTurn["cause"];
}

const stretchesOf = ({ base, turns }: GhostCourse, pace: Pace): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  let now: Omit<Stretch, "toS"> = { track: base, fromS: 0 };
  for (const { afterS, from, cause } of turns) {
    const { place, phase } = stateOnTrack(now.track, afterS - now.fromS, pace);
    const track = from(place, phase);
    if (track === undefined) continue;
    stretches.push({ ...now, toS: afterS });
    now = { track, fromS: afterS, cause };
  }
  return [...stretches, { ...now, toS: Number.POSITIVE_INFINITY }];
};

/** Where it is `atS` after it was heard last. */
export const stateOnCourse = (course: GhostCourse, atS: number, pace: Pace): CourseState => {
  const stretches = stretchesOf(course, pace);
  const { track, fromS, cause } = stretches.find(({ toS }) => atS < toS) ?? { track: course.base, fromS: 0 };
  return { ...stateOnTrack(track, atS - fromS, pace), track, ...(cause === undefined ? {} : { cause }) };
};

/** The way from where it is at a time on: its corners up to where each failsafe takes over, and from there. */
export const wayFrom = (course: GhostCourse, atS: number, pace: Pace): readonly GhostPlace[] => {
  const left = stretchesOf(course, pace).filter(({ toS }) => atS < toS);
  return left.flatMap(({ track, fromS, toS }) => {
    const begin = stateOnTrack(track, Math.max(0, atS - fromS), pace);
    const endLeg = Number.isFinite(toS) ? stateOnTrack(track, toS - fromS, pace).leg : track.legs.length;
    return [begin.place, ...track.legs.slice(begin.leg, endLeg).map(({ to }) => to)];
  });
};

/** Looks at so many places of every leg. */
const looksPerLeg = 20;

/** When it first comes within `nearM` of a place, s after it was heard last; undefined: it never does. */
export const whenNear = (
  course: GhostCourse,
  place: PlanePoint,
  { nearM, pace }: { readonly nearM: number; readonly pace: Pace },
): number | undefined => {
  for (const { track, fromS, toS } of stretchesOf(course, pace)) {
    const afterS = whenTrackNear(track, place, { nearM, pace, untilS: toS - fromS });
    if (afterS !== undefined) return fromS + afterS;
  }
  return undefined;
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
