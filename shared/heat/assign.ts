/**
 * The assignment of rows to columns, each at most once, with the least sum of costs: all are tried, so a handful of rows only.
 * @param costs of each row for each column
 * @param limits `most`: what costs as much is impossible; `none`: what it costs to leave a row without a column
 * @returns the column of each row, undefined where none
 */
export const assign = (
  costs: readonly (readonly number[])[],
  { most, none }: { readonly most: number; readonly none: number },
): readonly (number | undefined)[] => {
  const taken = new Set<number>();
  const chosen: (number | undefined)[] = costs.map(() => undefined);
  let best = chosen;
  let least = Number.POSITIVE_INFINITY;
  const go = (row: number, sum: number): void => {
    if (sum >= least) return;
    if (row === costs.length) {
      [best, least] = [[...chosen], sum];
      return;
    }
    for (const [column, cost] of (costs[row] ?? []).entries()) {
      if (taken.has(column) || cost >= most) continue;
      taken.add(column);
      chosen[row] = column;
      go(row + 1, sum + cost);
      taken.delete(column);
    }
    chosen[row] = undefined;
    go(row + 1, sum + none);
  };
  go(0, 0);
  return best;
};
