import { focalPx } from "../camera-model.ts";
import type { CameraBias } from "./camera-bias.ts";
import {
  anglesOfPixel,
  anglesOfPlace,
  noSightingError,
  placeFromCamera,
  type ReferenceSighting,
  type SightingError,
} from "./reference-sighting.ts";

/** Of a spot's middle, px, and of what is warm about the place that is meant, m. */
const PIXEL_SIGMA = 1;
const SPOT_WANDER_M = 0.4;

/** How far one unit of an error moves the place in the picture: to the right and down, rad. */
export type Effect = readonly [rightRad: number, belowRad: number];

/** A sighting near a bias: what the camera saw, less what it should have seen, and how that changes with each error. */
export interface LinearSighting {
  readonly sighting: ReferenceSighting;
  /** Seen less expected with the bias that was tried, rad. */
  readonly residual: Effect;
  readonly effects: { readonly [K in keyof SightingError]: Effect };
  /** Variance of each angle that nothing else explains, rad2. */
  readonly noise: Effect;
}

const steps: SightingError = {
  headingRad: 1e-4,
  pitchRad: 1e-4,
  timeMs: 5,
  crossRad: 1e-4,
  rollRad: 1e-4,
  northM: 0.05,
  eastM: 0.05,
  heightM: 0.05,
  placeNorthM: 0.05,
  placeEastM: 0.05,
};

/** @returns undefined where the camera would look away from the place */
export const linearised = (sighting: ReferenceSighting, bias: CameraBias): LinearSighting | undefined => {
  const tried = { ...noSightingError, ...bias };
  const from = placeFromCamera(sighting);
  const expected = anglesOfPlace(sighting, tried, from);
  if (expected === undefined) return undefined;
  const seen = anglesOfPixel(sighting);
  const effect = (name: keyof SightingError): Effect => {
    const plus = anglesOfPlace(sighting, { ...tried, [name]: tried[name] + steps[name] }, from) ?? expected;
    const minus = anglesOfPlace(sighting, { ...tried, [name]: tried[name] - steps[name] }, from) ?? expected;
    return [(plus.rightRad - minus.rightRad) / (2 * steps[name]), (plus.belowRad - minus.belowRad) / (2 * steps[name])];
  };
  const effects = {
    headingRad: effect("headingRad"),
    pitchRad: effect("pitchRad"),
    timeMs: effect("timeMs"),
    crossRad: effect("crossRad"),
    rollRad: effect("rollRad"),
    northM: effect("northM"),
    eastM: effect("eastM"),
    heightM: effect("heightM"),
    placeNorthM: effect("placeNorthM"),
    placeEastM: effect("placeEastM"),
  };
  const slantM = Math.hypot(from.northM, from.eastM, sighting.pose.altMslM - sighting.place.altMslM);
  const white = (PIXEL_SIGMA / focalPx(sighting.camera)) ** 2 + (SPOT_WANDER_M / Math.max(1, slantM)) ** 2;
  return {
    sighting,
    residual: [seen.rightRad - expected.rightRad, seen.belowRad - expected.belowRad],
    effects,
    noise: [white, white],
  };
};

/** A symmetric 2x2 matrix: variance to the right, covariance, variance downwards. */
export interface Spread {
  readonly rr: number;
  readonly rb: number;
  readonly bb: number;
}

export const spreadOf = (effect: Effect, sigma: number): Spread => {
  const [right, below] = [effect[0] * sigma, effect[1] * sigma];
  return { rr: right * right, rb: right * below, bb: below * below };
};

export const addSpreads = (spreads: readonly Spread[]): Spread => {
  let [rr, rb, bb] = [0, 0, 0];
  for (const spread of spreads) {
    rr += spread.rr;
    rb += spread.rb;
    bb += spread.bb;
  }
  return { rr, rb, bb };
};

/** Chi squared with 2 degrees of freedom. */
export const distance2 = ([right, below]: Effect, { rr, rb, bb }: Spread): number =>
  (bb * right * right - 2 * rb * right * below + rr * below * below) / (rr * bb - rb * rb);
