import { between, type PlanePoint, planeDistanceM } from "../../geo/polygon.ts";
import type { GhostPhase } from "../../vehicle/ghost.ts";

/** A place on an expected way; the height is above mean sea level where it is known. */
export interface GhostPlace extends PlanePoint {
  readonly altMslM?: number;
}

/** A part of an expected way, to `to`. */
export interface GhostLeg {
  readonly to: GhostPlace;
  /** On the way, at the speeds that are expected, s; it may be faster or slower. */
  readonly moveS: number;
  /** Turning or braking at its end, s: from nothing to twice as much. */
  readonly turnS: number;
  /** Standing still at its end, s, for sure. */
  readonly waitS: number;
  readonly phase: GhostPhase;
  /** It goes around its end this far, m. */
  readonly aroundM?: number;
}

/** An expected way; at its end it stays. */
export interface GhostTrack {
  readonly from: GhostPlace;
  readonly legs: readonly GhostLeg[];
  readonly endPhase: GhostPhase;
}

/** One way it may come about: how much longer moves take, and how much of the turns. */
export interface Pace {
  readonly moves: number;
  readonly turns: number;
}

export interface GhostState {
  readonly place: GhostPlace;
  readonly phase: GhostPhase;
  readonly aroundM: number;
  /** The leg it is on; `legs.length` at the end. */
  readonly leg: number;
}

/** From one place to another at a speed, with its climb or descent on the way. */
export const legTo = (
  from: GhostPlace,
  to: GhostPlace,
  { mps, turnS, phase }: { readonly mps: number; readonly turnS: number; readonly phase: GhostPhase },
): GhostLeg => ({ to, moveS: planeDistanceM(from, to) / Math.max(0.1, mps), turnS, waitS: 0, phase });

/** Where it is `atS` after the track's beginning. */
export const stateOnTrack = (track: GhostTrack, atS: number, pace: Pace): GhostState => {
  let from = track.from;
  let leftS = Math.max(0, atS);
  for (const [leg, { to, moveS, turnS, waitS, phase, aroundM = 0 }] of track.legs.entries()) {
    const movingS = moveS * pace.moves;
    if (leftS < movingS) return { place: placeBetween(from, to, leftS / movingS), phase, aroundM, leg };
    leftS -= movingS;
    const restS = turnS * pace.turns + waitS;
    if (leftS < restS) return { place: to, phase, aroundM, leg };
    leftS -= restS;
    from = to;
  }
  const aroundM = track.legs.at(-1)?.aroundM ?? 0;
  return { place: from, phase: track.endPhase, aroundM, leg: track.legs.length };
};

const placeBetween = (from: GhostPlace, to: GhostPlace, share: number): GhostPlace => ({
  ...between(from, to, share),
  ...(from.altMslM === undefined || to.altMslM === undefined
    ? {}
    : { altMslM: from.altMslM + share * (to.altMslM - from.altMslM) }),
});
