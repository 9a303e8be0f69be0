import { connectedParts, type LabelRaster, label, outside } from "./label-raster.ts";

export interface SizeLimits {
  /** Of a segment, in cells. */
  readonly wanted: number;
  /** Smaller ones are joined to a neighbour. */
  readonly least: number;
  /** Larger ones are parted. */
  readonly most: number;
}

/** Parts what is too large, joins what is too small; every label is one connected part afterwards, numbered from 0. */
export const sizeSegments = (raster: LabelRaster, limits: SizeLimits): void => {
  let parts = partsOf(raster);
  const large = parts.filter((cells) => cells.length > limits.most);
  if (large.length > 0) {
    const pieces = large.flatMap((cells) =>
      parted(raster.grid.columns, cells, Math.round(cells.length / limits.wanted)),
    );
    label(raster, [...parts.filter((cells) => cells.length <= limits.most), ...pieces]);
    parts = partsOf(raster);
  }
  label(raster, parts);
  joinSmall(raster, parts, limits);
  label(raster, partsOf(raster));
};

/** Connected parts of one label each. */
export const partsOf = (raster: LabelRaster): Int32Array[] =>
  connectedParts(
    raster,
    () => true,
    (from, to) => raster.labels[from] === raster.labels[to],
  );

/** Cuts cells into `count` parts of one size across their longest extent, again and again. */
const parted = (columns: number, cells: Int32Array, count: number): Int32Array[] => {
  if (count <= 1 || cells.length <= 1) return cells.length === 0 ? [] : [cells];
  const [cos, sin] = longAxis(cells, columns);
  const along = (cell: number) => Math.floor(cell / columns) * cos + (cell % columns) * sin;
  const keys = Float64Array.from(cells, along);
  const first = Math.floor(count / 2);
  const border = keys.toSorted()[Math.round((cells.length * first) / count)] ?? 0;
  const before = cells.filter((_, i) => (keys[i] ?? 0) < border);
  const after = cells.filter((_, i) => (keys[i] ?? 0) >= border);
  return [...parted(columns, before, first), ...parted(columns, after, count - first)];
};

/** Direction in which cells spread most (principal axis), as cosine along rows and sine along columns. */
export const longAxis = (cells: Int32Array, columns: number): readonly [number, number] => {
  let [row, column] = [0, 0];
  for (const cell of cells) {
    row += Math.floor(cell / columns);
    column += cell % columns;
  }
  row /= cells.length;
  column /= cells.length;
  let [rr, cc, rc] = [0, 0, 0];
  for (const cell of cells) {
    const [r, c] = [Math.floor(cell / columns) - row, (cell % columns) - column];
    rr += r * r;
    cc += c * c;
    rc += r * c;
  }
  const angle = Math.atan2(2 * rc, rr - cc) / 2;
  return [Math.cos(angle), Math.sin(angle)];
};

/** An edge on a line that people see is a border to keep: it counts so little for joining. */
const lineEdge = 0.2;

/** What the area's border leaves by itself, smaller than this share of a segment, is left out. */
const crumbShare = 0.1;

/** Joins the smallest part to the neighbour that it shares most border with, until none is too small. */
const joinSmall = ({ grid, labels, onLine }: LabelRaster, parts: readonly Int32Array[], limits: SizeLimits): void => {
  const borders = parts.map(() => new Map<number, number>());
  const add = (one: number, other: number, length: number): void => {
    borders[one]?.set(other, (borders[one]?.get(other) ?? 0) + length);
    borders[other]?.set(one, (borders[other]?.get(one) ?? 0) + length);
  };
  for (let cell = 0; cell < labels.length; cell += 1) {
    const one = labels[cell] ?? outside;
    if (one === outside) continue;
    for (const next of [cell + 1, cell + grid.columns]) {
      const other = labels[next] ?? outside;
      if (other !== outside && other !== one) add(one, other, onLine[cell] === 1 || onLine[next] === 1 ? lineEdge : 1);
    }
  }
  const sizes = parts.map((cells) => cells.length);
  const into = parts.map((_, i) => i);
  const small = new Set([...sizes.keys()].filter((i) => (sizes[i] ?? 0) < limits.least));
  while (small.size > 0) {
    let least = -1;
    for (const i of small) if (least < 0 || (sizes[i] ?? 0) < (sizes[least] ?? 0)) least = i;
    small.delete(least);
    let best = -1;
    let bestWorth = 0;
    for (const [other, length] of borders[least] ?? []) {
      // Rather with a small neighbour than into one that is large enough.
      const together = (sizes[least] ?? 0) + (sizes[other] ?? 0);
      const worth = length * Math.min(1, limits.most / together) ** 2;
      if (worth > bestWorth) [best, bestWorth] = [other, worth];
    }
    if (best < 0) {
      // A crumb in a corner of the area, beside nothing, is no segment.
      if ((sizes[least] ?? 0) < crumbShare * limits.wanted) into[least] = outside;
      continue;
    }
    into[least] = best;
    sizes[best] = (sizes[best] ?? 0) + (sizes[least] ?? 0);
    for (const [other, length] of borders[least] ?? []) {
      borders[other]?.delete(least);
      if (other !== best) add(best, other, length);
    }
    if ((sizes[best] ?? 0) >= limits.least) small.delete(best);
  }
  const last = (i: number): number => {
    let at = i;
    while (at !== outside && into[at] !== at) at = into[at] ?? at;
    return at;
  };
  for (const [i, cells] of parts.entries()) for (const cell of cells) labels[cell] = last(i);
};
