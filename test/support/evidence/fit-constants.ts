import {
  bounded,
  evidenceTerms,
  judgePerson,
  MOST_OF,
  type PersonConstants,
  SURPRISE,
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
const ROUNDS = 25;
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
    reliability: [],
  };
  return { ...constants, reliability: reliabilityOf(rows, constants) };
};

/** A kind of evidence is no straight line in log-odds: what is left over is taken off here. */
const bins = [0, 0.06, 0.15, 0.3, 0.45, 0.6, 0.75, 0.88, 1] as const;
/** So many cases that were as often people as was said are mixed into each bin: few can't bend it far. */
const DOUBT = 5;

const reliabilityOf = (rows: readonly EvidenceRow[], constants: PersonConstants): PersonConstants["reliability"] => {
  const points: { said: number; was: number; rows: number }[] = [];
  for (const { rows: count, meanProbability: said, people } of calibrationOf(rows, constants, bins)) {
    if (count === 0) continue;
    let point = { said, was: (people * count + said * DOUBT) / (count + DOUBT), rows: count };
    // Pools what would fall: a surer sum is never less often a person.
    for (let last = points.at(-1); last && last.was >= point.was; last = points.at(-1)) {
      points.pop();
      const sum = last.rows + point.rows;
      const mean = (a: number, b: number) => (a * last.rows + b * point.rows) / sum;
      point = { said: mean(last.said, point.said), was: mean(last.was, point.was), rows: sum };
    }
    points.push(point);
  }
  const rounded = (value: number) => Math.round(1000 * value) / 1000;
  return points.map(({ said, was }) => [rounded(said), rounded(was)] as const);
};

const fitWeights = (rows: readonly EvidenceRow[], networkNeutral: number, motion: number) => {
  const cases = rows.map((row) => {
    const { network = 0, temperature = 0, size = 0, motion: moves = 0 } = evidenceTerms(row, networkNeutral);
    return { x: [1, network, temperature, size], fixed: motion * moves, isPerson: row.isPerson ? 1 : 0 };
  });
  const weights: number[] = [...believed];
  let loss = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const slope = weights.map((weight, i) => (firmness[i] ?? 0) * ((believed[i] ?? 0) - weight));
    const bend = weights.map((_, i) => weights.map((__, j) => (i === j ? (firmness[i] ?? 0) : 0)));
    loss = 0;
    for (const { x, fixed, isPerson } of cases) {
      const terms = x.map((value, i) => bounded((weights[i] ?? 0) * value, most[i] ?? Number.POSITIVE_INFINITY));
      const logistic = 1 / (1 + Math.exp(-terms.reduce((sum, term) => sum + term, fixed)));
      const probability = withSurprise(logistic);
      // How fast the probability follows the sum, and what one case tells of it (Fisher's scoring).
      const rate = (1 - 2 * SURPRISE) * logistic * (1 - logistic);
      const information = rate / (probability * (1 - probability));
      loss -= Math.log(isPerson === 1 ? probability : 1 - probability);
      // What is at its bound already doesn't move with its weight.
      const free = x.map((value, i) => (Math.abs(terms[i] ?? 0) < (most[i] ?? Number.POSITIVE_INFINITY) ? value : 0));
      for (const [i, a] of free.entries()) {
        slope[i] = (slope[i] ?? 0) + (isPerson - probability) * information * a;
        const row = bend[i] ?? [];
        for (const [j, b] of free.entries()) row[j] = (row[j] ?? 0) + rate * information * a * b;
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

/** The reliability table: of what was called so likely, how much was people. */
export const calibrationOf = (
  rows: readonly EvidenceRow[],
  constants: PersonConstants,
  edges: readonly number[] = [0, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1],
): readonly CalibrationBin[] => {
  const judged = rows.map((row) => ({ row, probability: judgePerson(row, constants).probability }));
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
