import { distanceToSideM, type PlanePoint } from "./polygon.ts";

/**
 * Leaves out what a line doesn't need (Douglas and Peucker 1973).
 * @param offBy how far point `index` is from the straight way between points `from` and `to`, in the unit of `tolerance`
 * @returns the indices kept, in order; the ends always are
 */
export const keptIndices = (
  count: number,
  tolerance: number,
  offBy: (index: number, from: number, to: number) => number,
): readonly number[] => {
  if (count <= 2) return Array.from({ length: count }, (_, i) => i);
  const keep = new Uint8Array(count);
  keep[0] = 1;
  keep[count - 1] = 1;
  // A stack of its own: a line of a hundred thousand points must not end in a stack overflow.
  const open: [number, number][] = [[0, count - 1]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    let worst = tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i += 1) {
      const off = offBy(i, from, to);
      if (off > worst) [worst, at] = [off, i];
    }
    if (at < 0) continue;
    keep[at] = 1;
    open.push([from, at], [at, to]);
  }
  const kept: number[] = [];
  for (let i = 0; i < count; i += 1) if (keep[i] === 1) kept.push(i);
  return kept;
};

/** A line with as few points as stay within `toleranceM` of it. */
export const simplifyLine = (line: readonly PlanePoint[], toleranceM: number): readonly PlanePoint[] => {
  const at = (index: number): PlanePoint => line[index] ?? { northM: 0, eastM: 0 };
  return keptIndices(line.length, toleranceM, (i, from, to) => distanceToSideM(at(i), at(from), at(to))).map(at);
};
