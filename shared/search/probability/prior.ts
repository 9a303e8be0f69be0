/** Where the person may be before any search: mass of each cell and of the rest of the world, together 1. */
export interface Prior {
  readonly mass: Float32Array;
  /** Rest of the world: that the person is outside the grid, 0 to 1. */
  readonly row: number;
  /**
   * Cells in which the search found something that may be the person, 1: looks there don't say that nobody is there. Absent: none.
   */
  readonly found?: Uint8Array;
}

/** What is wrong with probabilities, and what was done about it. */
export type PriorProblem =
  /** Refused only where they sum to nothing. */
  | { readonly code: "not-one"; readonly sum: number; readonly done: "normalised" | "refused" }
  | { readonly code: "negative"; readonly count: number; readonly least: number; readonly done: "refused" }
  /** Absent, or no numbers. */
  | { readonly code: "missing-value"; readonly count: number; readonly done: "refused" };

export type CheckedPrior =
  | { readonly ok: true; readonly prior: Prior; readonly problems: readonly PriorProblem[] }
  | { readonly ok: false; readonly problems: readonly PriorProblem[] };

/** How far a sum may be from 1 by rounding of 32-bit masses alone. */
const roundingTolerance = 1e-4;

/**
 * Makes a prior of masses that may be anything. Those that don't sum to 1 are normalised, and the problem says what they
 * summed to; negative, absent or undefined ones are refused: nobody knows what was meant.
 * @param mass not copied where it is right; `expected` cells
 */
export const checkPrior = (mass: Float32Array, row: number, expected: number): CheckedPrior => {
  const refuse = (...problems: readonly PriorProblem[]): CheckedPrior => ({ ok: false, problems });
  if (mass.length !== expected)
    return refuse({ code: "missing-value", count: Math.abs(expected - mass.length), done: "refused" });
  let [sum, negatives, least, strange] = [row, 0, 0, 0];
  const look = (value: number): void => {
    if (!Number.isFinite(value)) strange += 1;
    else if (value < 0) {
      negatives += 1;
      least = Math.min(least, value);
    }
  };
  look(row);
  for (let cell = 0; cell < mass.length; cell += 1) {
    const value = mass[cell] ?? 0;
    sum += value;
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) look(value);
  }
  const problems: PriorProblem[] = [];
  if (strange > 0) problems.push({ code: "missing-value", count: strange, done: "refused" });
  if (negatives > 0) problems.push({ code: "negative", count: negatives, least, done: "refused" });
  if (problems.length > 0) return refuse(...problems);
  if (!(sum > 0)) return refuse({ code: "not-one", sum, done: "refused" });
  const isOne = Math.abs(sum - 1) <= roundingTolerance;
  return {
    ok: true,
    // Rounding is taken out too, so that OPOS of a search of everything is 1.
    prior: { mass: sum === 1 ? mass : mass.map((value) => value / sum), row: row / sum },
    problems: isOne ? [] : [{ code: "not-one", sum, done: "normalised" }],
  };
};
