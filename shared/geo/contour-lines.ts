import { between, type PlanePoint } from "./polygon.ts";

/** Heights at the corners of squares, row-major from the south-west; NaN where nothing is known. */
export interface HeightGrid {
  readonly southM: number;
  readonly westM: number;
  readonly stepM: number;
  readonly rows: number;
  readonly columns: number;
  readonly heightsM: Float64Array;
}

interface Crossing {
  readonly key: number;
  readonly point: PlanePoint;
}

/**
 * The contour lines of one height (marching squares, linear between the grid's points); closed ones end where they begin. Where
 * four sides of a square are crossed, its middle decides which belong together.
 */
export const contourLines = (grid: HeightGrid, levelM: number): readonly (readonly PlanePoint[])[] => {
  const { rows, columns } = grid;
  const links = new Map<number, number[]>();
  const points = new Map<number, PlanePoint>();
  const join = (one: Crossing | undefined, other: Crossing | undefined) => {
    if (!one || !other) return;
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      points.set(from.key, from.point);
      links.set(from.key, [...(links.get(from.key) ?? []), to.key]);
    }
  };
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const at = row * columns + column;
      const sides = crossingsOfSquare(grid, levelM, row, column);
      const [south, east, north, west] = sides;
      const crossed = sides.filter((side) => side !== undefined);
      if (crossed.length === 2) join(crossed[0], crossed[1]);
      if (crossed.length < 4) continue;
      const middle = [at, at + 1, at + columns, at + columns + 1].reduce(
        (sum, i) => sum + (grid.heightsM[i] ?? 0) / 4,
        0,
      );
      const isLikeSouthWest = middle > levelM === (grid.heightsM[at] ?? 0) > levelM;
      join(south, isLikeSouthWest ? east : west);
      join(north, isLikeSouthWest ? west : east);
    }
  }
  return chains(links).map((chain) => chain.flatMap((key) => points.get(key) ?? []));
};

/** On the south, east, north and west side, where crossed. Each side has one key for both its squares. */
const crossingsOfSquare = (grid: HeightGrid, levelM: number, row: number, column: number): (Crossing | undefined)[] => {
  const { columns, heightsM } = grid;
  const at = row * columns + column;
  const [sw, se, nw, ne] = [heightsM[at], heightsM[at + 1], heightsM[at + columns], heightsM[at + columns + 1]];
  if (![sw, se, nw, ne].every((m) => m !== undefined && !Number.isNaN(m))) return [];
  const corner = (r: number, c: number): PlanePoint => ({
    northM: grid.southM + r * grid.stepM,
    eastM: grid.westM + c * grid.stepM,
  });
  const cross = (key: number, a: number, b: number, from: PlanePoint, to: PlanePoint): Crossing | undefined =>
    a > levelM === b > levelM ? undefined : { key, point: between(from, to, (levelM - a) / (b - a)) };
  const [p, q, r, s] = [sw ?? 0, se ?? 0, nw ?? 0, ne ?? 0];
  const [southWest, southEast] = [corner(row, column), corner(row, column + 1)];
  const [northWest, northEast] = [corner(row + 1, column), corner(row + 1, column + 1)];
  return [
    cross(2 * at, p, q, southWest, southEast),
    cross(2 * (at + 1) + 1, q, s, southEast, northEast),
    cross(2 * (at + columns), r, s, northWest, northEast),
    cross(2 * at + 1, p, r, southWest, northWest),
  ];
};

/** Keys in the order in which they hang together: open lines from their ends first, then the closed ones. */
const chains = (links: ReadonlyMap<number, readonly number[]>): readonly (readonly number[])[] => {
  const left = new Set(links.keys());
  const follow = (first: number): number[] => {
    const chain = [first];
    left.delete(first);
    for (let last: number | undefined = first; last !== undefined; ) {
      const next: number | undefined = links.get(last)?.find((key) => left.has(key));
      if (next !== undefined) {
        left.delete(next);
        chain.push(next);
      }
      last = next;
    }
    return chain;
  };
  const found: number[][] = [];
  for (const [key, others] of links) if (others.length === 1 && left.has(key)) found.push(follow(key));
  for (const key of links.keys()) {
    if (!left.has(key)) continue;
    const ring = follow(key);
    found.push(ring.length > 2 ? [...ring, key] : ring);
  }
  return found;
};
