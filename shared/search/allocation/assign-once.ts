/** Who goes where, and the overall probability of success that it brings. */
export interface OnceAssignment {
  /** For each resource the index of its area; -1: it would bring nothing anywhere. */
  readonly areas: readonly number[];
  readonly opos: number;
}

/**
 * The best single assignment of a few resources whose POD in each area is given: maximises OPOS, the sum of
 * p (1 - product of (1 - POD)) over areas; two in one area where that is best. Exact by branch and bound: what the resources
 * still without an area could bring where nobody is bounds what a branch can reach.
 * @param probabilities p, of each area
 * @param pods for each resource its POD in each area
 */
export const assignOnce = (probabilities: readonly number[], pods: readonly (readonly number[])[]): OnceAssignment => {
  const missed = probabilities.map(() => 1);
  const atMost = pods.map((pod) => Math.max(0, ...pod.map((value, i) => value * (probabilities[i] ?? 0))));
  const areas = pods.map(() => -1);
  let best: OnceAssignment = { areas: [...areas], opos: 0 };
  const assign = (resource: number, opos: number): void => {
    if (opos > best.opos) best = { areas: [...areas], opos };
    const pod = pods[resource];
    if (pod === undefined || opos + atMost.slice(resource).reduce((sum, gain) => sum + gain, 0) <= best.opos) return;
    const gains = pod.map((value, i) => value * (probabilities[i] ?? 0) * (missed[i] ?? 1));
    const order = [...gains.keys()].sort((one, other) => (gains[other] ?? 0) - (gains[one] ?? 0));
    for (const i of order) {
      const gain = gains[i] ?? 0;
      if (!(gain > 0)) break;
      const before = missed[i] ?? 1;
      missed[i] = before * (1 - (pod[i] ?? 0));
      areas[resource] = i;
      assign(resource + 1, opos + gain);
      missed[i] = before;
    }
    areas[resource] = -1;
    assign(resource + 1, opos);
  };
  assign(0, 0);
  return best;
};
