import type { PersonEvidence } from "./heat-source.ts";

/** What is known of a source; what isn't is absent and says nothing. */
export interface PersonFeatures {
  /** The network's word of each independent look, log-odds. */
  readonly networkLogits: readonly number[];
  /** Hottest, K. */
  readonly peakK?: number | undefined;
  /** Mean of the spots above their surroundings, K; of radiometric cameras only. */
  readonly contrastK?: number | undefined;
  /** The larger side, m, mean over sightings, and what a pixel spans there, m. */
  readonly sizeM?: number | undefined;
  readonly pixelM?: number | undefined;
  /** Over the ground, m/s; only where it is known to move. */
  readonly speedMps?: number | undefined;
  readonly looks: number;
}

/** The few numbers that are fitted, by `test/support/evidence/fit-person.ts`: its output is this table. */
export interface PersonConstants {
  readonly prior: number;
  readonly network: number;
  /** What the network says of what is a person as often as not in a search, log-odds. */
  readonly networkNeutral: number;
  readonly temperature: number;
  readonly size: number;
  readonly motion: number;
  /** What the logistic sum says, and how often it was so: between these points it is straight. Both rise. */
  readonly reliability: readonly (readonly [said: number, was: number])[];
}

export const personConstants: PersonConstants = {
  prior: -2.92,
  network: 1.81,
  networkNeutral: -0.5,
  temperature: 1.31,
  size: 1.47,
  motion: 1,
  reliability: [
    [0.026, 0.003],
    [0.091, 0.037],
    [0.225, 0.239],
    [0.358, 0.374],
    [0.517, 0.647],
    [0.683, 0.805],
    [0.889, 0.925],
  ],
};

/**
 * No kind of evidence alone may be surer than this, in log-odds: models are wrong in ways that nobody saw. Whoever stands
 * right below a drone is half a metre across: their size must not outweigh what a network recognised.
 */
export const MOST_OF = { network: 5, temperature: 3, size: 1.5, motion: 3 } as const;

/** Of each look after the first: what misleads the network from one side often does from the other. */
const NEXT_LOOK = 0.6;

/**
 * How likely a source is a person: a sum of log-odds, as if the kinds of evidence were independent, with a weight each that is
 * fitted so that the sum is calibrated.
 */
export const judgePerson = (
  features: PersonFeatures,
  constants: PersonConstants = personConstants,
): { readonly probability: number; readonly evidence: PersonEvidence } => {
  const terms = evidenceTerms(features, constants.networkNeutral);
  const weighed = (kind: "network" | "temperature" | "size" | "motion") => {
    const term = terms[kind];
    if (term === undefined) return {};
    return { [kind]: bounded(constants[kind] * term, MOST_OF[kind]) };
  };
  const evidence: PersonEvidence = {
    prior: constants.prior,
    ...weighed("network"),
    ...weighed("temperature"),
    ...weighed("size"),
    ...weighed("motion"),
    looks: features.looks,
  };
  return { probability: probabilityOf(evidence, constants), evidence };
};

/** Of the sum of all that speaks for and against. */
export const probabilityOf = (evidence: PersonEvidence, { reliability }: PersonConstants = personConstants): number => {
  const { prior, network = 0, temperature = 0, size = 0, motion = 0 } = evidence;
  const said = withSurprise(1 / (1 + Math.exp(-(prior + network + temperature + size + motion))));
  return corrected(said, reliability);
};

/** By straight lines from (0, 0) over the points to (1, 1). */
const corrected = (said: number, points: PersonConstants["reliability"]): number => {
  let [fromSaid, fromWas] = [0, 0];
  for (const [toSaid, toWas] of [...points, [1, 1] as const]) {
    if (said <= toSaid) return fromWas + ((said - fromSaid) / (toSaid - fromSaid)) * (toWas - fromWas);
    [fromSaid, fromWas] = [toSaid, toWas];
  }
  return 1;
};

/** One in fifty things is what nobody thought of, whatever speaks for or against it: nothing is surer than that. */
export const SURPRISE = 0.02;
export const withSurprise = (probability: number): number => SURPRISE + (1 - 2 * SURPRISE) * probability;

export const bounded = (logOdds: number, most: number): number => Math.min(most, Math.max(-most, logOdds));

/** Each kind of evidence before it is weighed, log-odds. */
export const evidenceTerms = (
  features: PersonFeatures,
  networkNeutral: number,
): { readonly [Kind in "network" | "temperature" | "size" | "motion"]: number | undefined } => ({
  network: networkTerm(features.networkLogits.map((logit) => logit - networkNeutral)),
  temperature: temperatureTerm(features),
  size: sizeTerm(features),
  motion: features.speedMps === undefined ? undefined : motionTerm(features.speedMps),
});

const networkTerm = (logits: readonly number[]): number | undefined => {
  if (logits.length === 0) return undefined;
  // The surest look counts fully, whichever way it points.
  const sorted = [...logits].sort((a, b) => Math.abs(b) - Math.abs(a));
  return sorted.reduce((sum, logit, i) => sum + logit * (i === 0 ? 1 : NEXT_LOOK), 0);
};

/** Log of a normal density at `x`, without the constant that cancels in a ratio. */
const logNormal = (x: number, mean: number, sigma: number): number =>
  -0.5 * ((x - mean) / sigma) ** 2 - Math.log(sigma);

/** The larger side of a body seen from above or aside, lying or upright, curled up or stretched: log of m. */
const PERSON_SIZE = { mean: Math.log(1.25), sigma: 0.33 } as const;
/** Of all else that is warm: embers and hares to cattle and cars. */
const OTHER_SIZE = { mean: Math.log(1.6), sigma: 0.75 } as const;
/** Of an outline's edge, px: the spot's two edges, blurred by the lens. */
const EDGE_PX = 1;

const sizeTerm = ({ sizeM, pixelM = 0 }: PersonFeatures): number | undefined => {
  if (sizeM === undefined || sizeM <= 0) return undefined;
  const x = Math.log(sizeM);
  const blur = Math.min(1, (EDGE_PX * pixelM) / sizeM);
  return (
    logNormal(x, PERSON_SIZE.mean, Math.hypot(PERSON_SIZE.sigma, blur)) -
    logNormal(x, OTHER_SIZE.mean, Math.hypot(OTHER_SIZE.sigma, blur))
  );
};

/** Mean contrast of a clothed body to the ground at night or in shade, log of K; and of all else that is warm. */
const PERSON_CONTRAST = { mean: Math.log(4), sigma: 0.5 } as const;
const OTHER_CONTRAST = { mean: Math.log(3.5), sigma: 0.9 } as const;
/** Skin is never hotter; clothes in the sun may be, a little. Lamps, stoves and exhausts are. */
const SKIN_K = 310;
const SUN_WARMED_K = 318;
const HOT_LOG_ODDS = -3;

const temperatureTerm = ({ contrastK, peakK }: PersonFeatures): number | undefined => {
  const hot =
    peakK === undefined
      ? undefined
      : HOT_LOG_ODDS * Math.min(1, Math.max(0, (peakK - SKIN_K) / (SUN_WARMED_K - SKIN_K)));
  if (contrastK === undefined || contrastK <= 0) return hot;
  const x = Math.log(contrastK);
  const warm =
    logNormal(x, PERSON_CONTRAST.mean, PERSON_CONTRAST.sigma) - logNormal(x, OTHER_CONTRAST.mean, OTHER_CONTRAST.sigma);
  return (hot ?? 0) + warm;
};

/** On foot: a stroll to a run uphill. It is alive then, but a cow and a fox walk too. */
const WALK_LOG_ODDS = 0.7;
const FASTEST_WALK_MPS = 2.5;
/** Nobody keeps that up on rough ground. */
const VEHICLE_MPS = 4;
const VEHICLE_LOG_ODDS = -3;

const motionTerm = (speedMps: number): number => {
  const share = Math.min(1, Math.max(0, (speedMps - FASTEST_WALK_MPS) / (VEHICLE_MPS - FASTEST_WALK_MPS)));
  return WALK_LOG_ODDS + share * (VEHICLE_LOG_ODDS - WALK_LOG_ODDS);
};
