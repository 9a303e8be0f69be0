import { degToRad } from "../units/angle.ts";
import type { Georeference } from "./georeference.ts";
import type { HotSpot } from "./heat-source.ts";

/** One spot of one frame, placed as well as it could be. */
export interface HeatSighting {
  readonly spot: HotSpot;
  readonly georeference: Georeference;
  readonly cropPng?: Uint8Array | undefined;
  /** 0: the spot is in the crop's middle; 1: at its edge. */
  readonly cropOffset?: number | undefined;
  /** The detector network searched the picture: what it says nothing of, it took for nothing. */
  readonly searched?: boolean | undefined;
}

/** Warmer than the warm parts of the scene by this much a spot is no piece of water or wall, whatever else is unsure, K. */
const CLEARLY_WARM_K = 2;
/** Seen flatter than this, far water and walls are slivers as small as a body. */
const FLAT_RAD = degToRad(20);

/**
 * Whether a sighting can help to make a source. What the picture's border cuts or what is seen very flat may be the tip of
 * something large; it must be clearly warmer than what the picture is full of. It goes into a track all the same.
 */
export const isEvidence = ({ spot, georeference }: HeatSighting): boolean => {
  const unsure = spot.cut === true || (georeference.located && georeference.depressionRad < FLAT_RAD);
  return !unsure || (spot.aboveSceneK ?? Number.POSITIVE_INFINITY) >= CLEARLY_WARM_K;
};

/** Less likely than that a network's box is no reason to watch a place. */
const WORTH_WATCHING = 0.1;

/**
 * Whether a spot can begin a track. A network's or an onboard computer's car or bicycle can't: lists would be full of them.
 * What is hot by itself can, whatever it is called: then it stays in the list, as unlikely as it is.
 */
export const mayBegin = ({ finder, category, personProbability }: HotSpot): boolean => {
  if (finder === undefined) return true;
  const isPerson = category === undefined || category === "person";
  return isPerson && (personProbability ?? 1) >= WORTH_WATCHING;
};
