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
  /** Kinds of evidence are neither independent nor straight lines: apart where the network looked and where it didn't. */
  readonly straightening: { readonly heard: StraightLine; readonly unheard: StraightLine };
}

/** What the sum says becomes `shift + slope * said`, log-odds. */
export interface StraightLine {
  readonly shift: number;
  readonly slope: number;
}

/**
 * Fitted to 105 flights of the simulator over as many countries; what the network said there was drawn from what it says of
 * real people and other things in pictures it wasn't trained on. Of what constants fitted to other flights called likely, so
 * much were people (13,156 rows, of which each flight has many):
 *
 * | said | rows | sources | mean of what was said | people |
 * | --- | --- | --- | --- | --- |
 * | 0 to 0.05 | 8599 | 2610 | 0.014 | 0.8 % |
 * | 0.05 to 0.15 | 1625 | 713 | 0.084 | 4.4 % |
 * | 0.15 to 0.25 | 767 | 340 | 0.202 | 22.3 % |
 * | 0.25 to 0.35 | 793 | 296 | 0.289 | 43.0 % |
 * | 0.35 to 0.45 | 72 | 60 | 0.393 | 47.2 % |
 * | 0.45 to 0.55 | 88 | 68 | 0.502 | 63.6 % |
 * | 0.55 to 0.65 | 76 | 63 | 0.599 | 68.4 % |
 * | 0.65 to 0.75 | 75 | 62 | 0.702 | 69.3 % |
 * | 0.75 to 0.85 | 124 | 91 | 0.806 | 77.4 % |
 * | 0.85 to 0.95 | 284 | 177 | 0.910 | 85.2 % |
 * | 0.95 to 1 | 653 | 241 | 0.982 | 95.7 % |
 *
 * No row helped to fit the constants that judged it, but the form (two lines, a slope of 1.5 at most) was chosen of four with
 * this table in view: it is somewhat favourable until flights are held against it that nobody has seen.
 *
 * Without the network nothing is called likelier than 0.4, where 45 % are people: in one simulator people are all of a size and
 * a warmth, and a steeper line would believe that of the world. What it doesn't know: real grounds, real decoys, real bodies.
 */
export const personConstants: PersonConstants = {
  prior: -3,
  network: 1.34,
  networkNeutral: -0.25,
  temperature: 1.67,
  size: 1,
  motion: 1,
  straightening: { heard: { shift: 0.47, slope: 1.37 }, unheard: { shift: 0.94, slope: 1.5 } },
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
export const probabilityOf = (evidence: PersonEvidence, constants: PersonConstants = personConstants): number => {
  const { heard, unheard } = constants.straightening;
  const { shift, slope } = evidence.network === undefined ? unheard : heard;
  return 1 / (1 + Math.exp(-(shift + slope * saidLogit(evidence))));
};

/** What the sum says before it is straightened, log-odds. */
export const saidLogit = ({ prior, network = 0, temperature = 0, size = 0, motion = 0 }: PersonEvidence): number => {
  const said = withSurprise(1 / (1 + Math.exp(-(prior + network + temperature + size + motion))));
  return Math.log(said / (1 - said));
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
