/** How effort is divided, in the order of the areas, and the probability of success that it brings. */
export interface OptimalEffort {
  /** In the unit of `total`. */
  readonly efforts: Float64Array;
  /** Sum of p (1 - e^(-w t)). */
  readonly gain: number;
  /** Gain for a little more effort: what the last of it brings wherever it went; 0 where nothing brings anything. */
  readonly price: number;
}

/** What one area promises for its first bit of effort; areas without a rate or a probability promise nothing. */
const promise = (rate: number, probability: number): number =>
  Number.isFinite(rate) && Number.isFinite(probability) && rate > 0 && probability > 0 ? rate * probability : 0;

/**
 * Optimal division of search effort with exponential detection (Charnes and Cooper 1958): maximises the sum of
 * p_i (1 - e^(-w_i t_i)) with all t_i together `total`. Then t_i = max(0, ln(w_i p_i / lambda) / w_i) with one lambda for
 * all. It is found without bisecting: with areas taken in the order of falling w p, the first k of them share
 * ln(lambda) = (sum of ln(w p) / w - total) / (sum of 1 / w) for the one k whose next area promises no more than lambda.
 * @param rates w, coverage for each unit of effort; 0 where effort finds nothing
 * @param probabilities p, of containing the subject; need not sum to one
 * @param total effort to divide, in the unit that `rates` count by
 */
export const optimalEffort = (
  rates: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  total: number,
): OptimalEffort => {
  const count = Math.min(rates.length, probabilities.length);
  const efforts = new Float64Array(count);
  const promises = Float64Array.from({ length: count }, (_, i) => promise(rates[i] ?? 0, probabilities[i] ?? 0));
  const order = Array.from(promises.keys())
    .filter((i) => (promises[i] ?? 0) > 0)
    .sort((one, other) => (promises[other] ?? 0) - (promises[one] ?? 0));
  if (order.length === 0 || !(total > 0)) return { efforts, gain: 0, price: promises[order[0] ?? -1] ?? 0 };
  let [weighted, widths, lnPrice] = [0, 0, 0];
  for (const [k, i] of order.entries()) {
    const rate = rates[i] ?? 0;
    weighted += Math.log(promises[i] ?? 0) / rate;
    widths += 1 / rate;
    lnPrice = (weighted - total) / widths;
    const next = order[k + 1];
    if (next === undefined || Math.log(promises[next] ?? 0) <= lnPrice) break;
  }
  let used = 0;
  for (const i of order) {
    const coverage = Math.log(promises[i] ?? 0) - lnPrice;
    if (coverage <= 0) break;
    efforts[i] = coverage / (rates[i] ?? 1);
    used += efforts[i] ?? 0;
  }
  // Tiny coverages are lost in the difference of logarithms: what is divided stays `total` all the same.
  if (used === 0) efforts[order[0] ?? 0] = total;
  let gain = 0;
  for (const i of order) {
    if (used > 0) efforts[i] = (efforts[i] ?? 0) * (total / used);
    gain -= (probabilities[i] ?? 0) * Math.expm1(-(rates[i] ?? 0) * (efforts[i] ?? 0));
  }
  return { efforts, gain, price: Math.exp(lnPrice) };
};
