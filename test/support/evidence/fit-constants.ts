import {
  bounded,
  evidenceTerms,
  judgePerson,
  MOST_OF,
  type PersonConstants,
  type StraightLine,
  SURPRISE,
  saidLogit,
  withSurprise,
} from "../../../shared/heat/person-probability.ts";
import type { EvidenceRow } from "./evidence-rows.ts";

/**
 * What the prior and the weights (network, temperature, size) are believed to be beforehand, and how firmly: as a normal
 * distribution. One simulator's one lying body mustn't make size or warmth mean everything.
 */
const believed = [-2, 1, 1, 1] as const;
const firmness: readonly number[] = [0.5, 20, 100, 100];
const most = [Number.POSITIVE_INFINITY, MOST_OF.network, MOST_OF.temperature, MOST_OF.size];
const ROUNDS = 12;
/** Tried one by one, log-odds. */
const neutrals = [-1, -0.75, -0.5, -0.25, 0, 0.25] as const;

/** How often something that was called so likely was a person. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly sources: number;
  readonly meanProbability: number;
  readonly people: number;
}

/**
 * Logistic regression of the prior and three weights, for each neutral word of the network, by Newton's steps. Motion isn't
 * fitted: nobody walks in these searches but animals.
 */
export const fitConstants = (rows: readonly EvidenceRow[], motion: number): PersonConstants => {
  const fits = neutrals.map((networkNeutral) => ({ networkNeutral, ...fitWeights(rows, networkNeutral, motion) }));
  const { loss: _least, ...best } = fits.reduce((a, b) => (b.loss < a.loss ? b : a));
  const rounded = (value: number) => Math.round(100 * value) / 100;
  const constants: PersonConstants = {
    prior: rounded(best.prior),
    network: rounded(best.network),
    networkNeutral: best.networkNeutral,
    temperature: rounded(best.temperature),
    size: rounded(best.size),
    motion,
    straightening: { heard: asSaid, unheard: asSaid },
  };
  const heard = rows.filter(({ networkLogits }) => networkLogits.length > 0);
  const unheard = rows.filter(({ networkLogits }) => networkLogits.length === 0);
  const straightening = { heard: straightLine(heard, constants), unheard: straightLine(unheard, constants) };
  return { ...constants, straightening };
};

const asSaid: StraightLine = { shift: 0, slope: 1 };
/** Believed to be none, as firmly as so many cases that can go either way would make it. */
const STRAIGHT_FIRMNESS = 1;
/** In one simulator people are all of a size and a warmth: size and warmth alone aren't to mean as much as they would there. */
const STEEPEST = 1.5;

/** Kinds of evidence are no straight lines in log-odds: what is left over, as two numbers (Platt 1999), so that few rows can't bend it. */
const straightLine = (rows: readonly EvidenceRow[], constants: PersonConstants): StraightLine => {
  const cases = rows.map((row) => ({
    said: saidLogit(judgePerson(row, constants).evidence),
    isPerson: row.isPerson ? 1 : 0,
  }));
  let [shift, slope] = [0, 1];
  for (let round = 0; round < ROUNDS; round++) {
    const right = [-STRAIGHT_FIRMNESS * shift, -STRAIGHT_FIRMNESS * (slope - 1)];
    let [a, b, c] = [STRAIGHT_FIRMNESS, 0, STRAIGHT_FIRMNESS];
    for (const { said, isPerson } of cases) {
      const probability = 1 / (1 + Math.exp(-(shift + slope * said)));
      const information = probability * (1 - probability);
      right[0] = (right[0] ?? 0) + isPerson - probability;
      right[1] = (right[1] ?? 0) + (isPerson - probability) * said;
      a += information;
      b += information * said;
      c += information * said * said;
    }
    const together = solved(
      [
        [a, b],
        [b, c],
      ],
      right,
    );
    const [shiftStep = 0, slopeStep = 0] =
      slope + (together[1] ?? 0) < STEEPEST ? together : [(right[0] ?? 0) / a, STEEPEST - slope];
    shift += shiftStep;
    slope += slopeStep;
  }
  const rounded = (value: number) => Math.round(100 * value) / 100;
  return { shift: rounded(shift), slope: rounded(slope) };
};

const WEIGHTS = 4;

const fitWeights = (rows: readonly EvidenceRow[], networkNeutral: number, motion: number) => {
  // Flat, and nothing is made in the innermost loop: rows are many.
  const values = new Float64Array(rows.length * WEIGHTS);
  const fixed = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    const { network = 0, temperature = 0, size = 0, motion: moves = 0 } = evidenceTerms(row, networkNeutral);
    values.set([1, network, temperature, size], i * WEIGHTS);
    fixed[i] = motion * moves;
  }
  const weights = Float64Array.from(believed);
  const free = new Float64Array(WEIGHTS);
  let loss = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const slope = Array.from(weights, (weight, i) => (firmness[i] ?? 0) * ((believed[i] ?? 0) - weight));
    const bend = slope.map((_, i) => slope.map((__, j) => (i === j ? (firmness[i] ?? 0) : 0)));
    loss = 0;
    for (const [row, { isPerson }] of rows.entries()) {
      let sum = fixed[row] as number;
      for (let i = 0; i < WEIGHTS; i++) {
        const value = values[row * WEIGHTS + i] as number;
        const term = (weights[i] as number) * value;
        const limit = most[i] as number;
        sum += bounded(term, limit);
        // What is at its bound already doesn't move with its weight.
        free[i] = Math.abs(term) < limit ? value : 0;
      }
      const logistic = 1 / (1 + Math.exp(-sum));
      const probability = withSurprise(logistic);
      // How fast the probability follows the sum, and what one case tells of it (Fisher's scoring).
      const rate = (1 - 2 * SURPRISE) * logistic * (1 - logistic);
      const information = rate / (probability * (1 - probability));
      loss -= Math.log(isPerson ? probability : 1 - probability);
      const off = ((isPerson ? 1 : 0) - probability) * information;
      for (let i = 0; i < WEIGHTS; i++) {
        const a = free[i] as number;
        if (a === 0) continue;
        slope[i] = (slope[i] as number) + off * a;
        const line = bend[i] as number[];
        for (let j = 0; j < WEIGHTS; j++) line[j] = (line[j] as number) + rate * information * a * (free[j] as number);
      }
    }
    for (const [i, step] of solved(bend, slope).entries()) weights[i] = (weights[i] ?? 0) + step;
  }
  const [prior = 0, network = 0, temperature = 0, size = 0] = weights;
  return { prior, network, temperature, size, loss };
};

/** Solves a small positive definite system by elimination. */
const solved = (matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] => {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    for (const [j, row] of rows.entries()) {
      if (i === j) continue;
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1);
      for (let k = i; k < row.length; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1));
};

const sourceOf = ({ seed, source, worded }: EvidenceRow): string => `${seed} ${source} ${worded}`;

/** How many parts the flights are dealt into, two seeds at a time: only every other one has the second drone cross the place. */
const FOLDS = 5;
const foldOf = ({ seed }: EvidenceRow): number => (seed >> 1) % FOLDS;

/** Every row with what is said of it by constants that were fitted to the flights of the other parts. */
export const crossFitted = (rows: readonly EvidenceRow[], motion: number): readonly JudgedRow[] =>
  Array.from({ length: FOLDS }, (_, fold) => {
    const constants = fitConstants(
      rows.filter((row) => foldOf(row) !== fold),
      motion,
    );
    return judgedBy(
      rows.filter((row) => foldOf(row) === fold),
      constants,
    );
  }).flat();

export interface JudgedRow {
  readonly row: EvidenceRow;
  readonly probability: number;
}

export const judgedBy = (rows: readonly EvidenceRow[], constants: PersonConstants): readonly JudgedRow[] =>
  rows.map((row) => ({ row, probability: judgePerson(row, constants).probability }));

/** The reliability table: of what was called so likely, how much was people. */
export const calibrationOf = (
  judged: readonly JudgedRow[],
  edges: readonly number[] = [0, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1],
): readonly CalibrationBin[] => {
  return edges.slice(1).map((to, i) => {
    const from = edges[i] ?? 0;
    const inside = judged.filter(({ probability }) => probability >= from && (probability < to || to === 1));
    const sum = inside.reduce((total, { probability }) => total + probability, 0);
    return {
      from,
      to,
      rows: inside.length,
      sources: new Set(inside.map(({ row }) => sourceOf(row))).size,
      meanProbability: sum / inside.length,
      people: inside.filter(({ row }) => row.isPerson).length / inside.length,
    };
  });
};
