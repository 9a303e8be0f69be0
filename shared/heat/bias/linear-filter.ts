/** A Gaussian over a few unknowns, taken further by time and by measurements that are linear in them (Kalman 1960). */
export class LinearFilter {
  readonly #mean: number[];
  readonly #covariance: number[][];

  /** @param sigmas of each unknown, independent, with mean 0 */
  constructor(sigmas: readonly number[]) {
    this.#mean = sigmas.map(() => 0);
    this.#covariance = sigmas.map((sigma, row) => sigmas.map((_, column) => (row === column ? sigma * sigma : 0)));
  }

  mean(row: number): number {
    return this.#mean[row] ?? 0;
  }

  covariance(row: number, column: number): number {
    return this.#covariance[row]?.[column] ?? 0;
  }

  /** Takes in that sum(weights[i] * unknown[i]) was measured as `value`, with a variance. */
  measure(weights: readonly number[], value: number, variance: number): void {
    const gain = this.#covariance.map((row) => dot(row, weights));
    const total = dot(gain, weights) + variance;
    const surprise = value - dot(this.#mean, weights);
    for (const [i, row] of this.#covariance.entries()) {
      const share = (gain[i] ?? 0) / total;
      this.#mean[i] = (this.#mean[i] ?? 0) + share * surprise;
      for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) - share * (gain[j] ?? 0);
    }
  }

  /** Part of an unknown was made anew: what is kept of it, 0 to 1, and the sigma that it always has. */
  renew(row: number, kept: number, sigma: number): void {
    this.#mean[row] = this.mean(row) * kept;
    for (const [i, values] of this.#covariance.entries()) {
      if (i === row) for (let j = 0; j < values.length; j++) values[j] = (values[j] ?? 0) * kept;
      values[row] = (values[row] ?? 0) * kept;
    }
    const own = this.#covariance[row];
    if (own) own[row] = (own[row] ?? 0) + (1 - kept * kept) * sigma * sigma;
  }

  /** An unknown wandered: its variance grows, but not above what it is with nothing known. */
  wander(row: number, variance: number, most: number): void {
    const own = this.#covariance[row];
    if (own) own[row] = Math.max(own[row] ?? 0, Math.min(most, (own[row] ?? 0) + variance));
  }
}

const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
};
