import { cellCount, type SearchGrid } from "../grid/search-grid.ts";
import type { PriorFactor, PriorLayer } from "./layers.ts";
import { type CheckedPrior, checkPrior } from "./prior.ts";

export interface PriorParts {
  readonly grid: SearchGrid;
  /** Mixed by their weights (linear pool): sum of w p / sum of w. */
  readonly layers: readonly { readonly layer: PriorLayer; readonly weight: number }[];
  /** Multiplied in one after the other; the mass inside the grid stays what it was. */
  readonly factors?: readonly PriorFactor[];
  /** The coordinator's own share of the rest of the world; that of the layers where absent. */
  readonly row?: number;
}

/** One prior of several layers and factors. Weights that are negative or no numbers are refused like such masses. */
export const composePrior = ({ grid, layers, factors = [], row }: PriorParts): CheckedPrior => {
  const mass = new Float32Array(cellCount(grid));
  const whole = layers.reduce((sum, { weight }) => sum + weight, 0);
  const wrong = layers.filter(({ weight }) => !(weight >= 0 && Number.isFinite(weight)));
  if (wrong.length > 0) {
    const least = Math.min(...wrong.map(({ weight }) => weight));
    return Number.isNaN(least)
      ? { ok: false, problems: [{ code: "missing-value", count: wrong.length, done: "refused" }] }
      : { ok: false, problems: [{ code: "negative", count: wrong.length, least, done: "refused" }] };
  }
  if (!(whole > 0)) return { ok: false, problems: [{ code: "not-one", sum: 0, done: "refused" }] };
  let outside = 0;
  for (const { layer, weight } of layers) {
    const share = weight / whole;
    outside += share * layer.outside;
    for (let cell = 0; cell < mass.length; cell += 1)
      mass[cell] = (mass[cell] ?? 0) + share * (layer.mass[cell] ?? Number.NaN);
  }
  for (const { factor } of factors) multiply(mass, factor);
  if (row === undefined) return checkPrior(mass, outside, mass.length);
  const inside = sumOf(mass);
  if (inside > 0 && row >= 0 && row <= 1) scale(mass, (1 - row) / inside);
  return checkPrior(mass, row, mass.length);
};

const sumOf = (values: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] ?? 0;
  return sum;
};

const scale = (values: Float32Array, by: number): void => {
  for (let i = 0; i < values.length; i += 1) values[i] = (values[i] ?? 0) * by;
};

/** Keeps the sum: a factor moves mass within the grid and takes none out of it, unless it leaves none at all. */
const multiply = (mass: Float32Array, factor: Float32Array): void => {
  const before = sumOf(mass);
  for (let cell = 0; cell < mass.length; cell += 1) mass[cell] = (mass[cell] ?? 0) * (factor[cell] ?? Number.NaN);
  const after = sumOf(mass);
  if (after > 0) scale(mass, before / after);
};
