/** A mark on the screen; the higher the rank, the more it deserves its place. */
export interface Spot {
  readonly id: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly rank: number;
}

export interface Group {
  /** The member whose mark is drawn. */
  readonly leader: Spot;
  /** Everyone in it, the leader first. */
  readonly members: readonly Spot[];
}

/**
 * Groups marks that would cover each other: the highest rank takes its place first, and whatever lies within `gapPx` of it joins it.
 * Equal ranks go by id, so that the outcome does not depend on the order of the input. Looks up neighbours in a grid of cells.
 */
export function declutter(spots: readonly Spot[], gapPx: number): Group[] {
  const sorted = [...spots].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const cells = new Map<string, { leader: Spot; members: Spot[] }[]>();
  const groups: { leader: Spot; members: Spot[] }[] = [];
  for (const spot of sorted) {
    const column = Math.floor(spot.xPx / gapPx);
    const row = Math.floor(spot.yPx / gapPx);
    const near = nearest(cells, spot, column, row, gapPx);
    if (near !== undefined) {
      near.members.push(spot);
      continue;
    }
    const group = { leader: spot, members: [spot] };
    groups.push(group);
    const key = `${column},${row}`;
    cells.set(key, [...(cells.get(key) ?? []), group]);
  }
  return groups;
}

function nearest<G extends { leader: Spot }>(
  cells: ReadonlyMap<string, readonly G[]>,
  spot: Spot,
  column: number,
  row: number,
  gapPx: number,
): G | undefined {
  let best: G | undefined;
  let bestPx = gapPx;
  for (let dr = -1; dr <= 1; dr += 1) {
    for (let dc = -1; dc <= 1; dc += 1) {
      for (const group of cells.get(`${column + dc},${row + dr}`) ?? []) {
        const awayPx = Math.hypot(group.leader.xPx - spot.xPx, group.leader.yPx - spot.yPx);
        if (awayPx < bestPx) {
          best = group;
          bestPx = awayPx;
        }
      }
    }
  }
  return best;
}
