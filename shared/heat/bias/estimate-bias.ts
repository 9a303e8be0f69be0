import { degToRad } from "../../units/angle.ts";
import { systematicShare } from "../georeference.ts";
import { BiasSolver } from "./bias-solver.ts";
import type { BiasEstimate } from "./camera-bias.ts";
import type { ReferenceSighting } from "./reference-sighting.ts";

export interface EstimateOptions {
  readonly sightings: readonly ReferenceSighting[];
  /** The instant that it is for: what was seen long ago says less by then. */
  readonly nowUtcMs: number;
}

/** Lasting part of an error whose sigma is given. */
export const lastingSigma = (sigma: number): number => Math.sqrt(systematicShare) * sigma;

/** A compass that nobody calibrated, a camera that was screwed on askew: off by several degrees (sar.md 3, OpenAthena). */
const askew = { headingRad: degToRad(8), pitchRad: degToRad(4) };
/** Of the sightings, before a camera is taken for askew: it must explain nearly all of them, and at least so many. */
const askewShare = 0.75;
const askewLeast = 3;
/** Seen from one side only, a place that was mistaken for another looks just like a camera that is askew. */
const askewSpreadRad = degToRad(30);

/**
 * How wrong a camera points and how late its pictures are, from pictures of places that are known. A smoother over all of
 * them: the errors that a pass or a known place shares (GPS, height, roll) are unknowns of their own, so that a hundred
 * pictures of one pass count as little as they tell. What fits nothing (a wrong association) loses its weight (an iterated,
 * redescending M-estimator; Huber 1964, Geman & McClure 1985).
 * @returns undefined where no sighting counts
 */
export const estimateBias = ({ sightings, nowUtcMs }: EstimateOptions): BiasEstimate | undefined => {
  const [first] = sightings;
  if (first === undefined) return undefined;
  const sorted = [...sightings].sort((a, b) => a.utcMs - b.utcMs);
  const most = (of: (sighting: ReferenceSighting) => number) => Math.max(...sorted.map(of));
  const prior = {
    headingRad: lastingSigma(most(({ sigmas }) => sigmas.headingRad)),
    pitchRad: lastingSigma(most(({ sigmas }) => sigmas.pitchRad)),
    timeMs: most(({ captureSigmaMs }) => captureSigmaMs),
  };
  const usual = new BiasSolver(sorted, prior).solve(nowUtcMs);
  const fitting = usual?.sightings ?? 0;
  if (2 * fitting >= sorted.length || sorted.length < askewLeast || !seenFromSeveralSides(sorted)) return usual;
  const wide = { ...prior, ...askew };
  const turned = new BiasSolver(sorted, wide).solve(nowUtcMs);
  return turned !== undefined && turned.sightings >= askewShare * sorted.length ? turned : usual;
};

const seenFromSeveralSides = (sightings: readonly ReferenceSighting[]): boolean =>
  sightings.some(({ pose }) => Math.abs(angleBetween(pose.yawRad, sightings[0]?.pose.yawRad ?? 0)) > askewSpreadRad);

const angleBetween = (aRad: number, bRad: number): number => Math.atan2(Math.sin(aRad - bRad), Math.cos(aRad - bRad));
