import { fullRule, inSpace, type MovementRule, type Passage } from "./passage.ts";
import { type Pair, TopPairs } from "./top-pairs.ts";

/** For each passage of the first set, at its index, what of the second fits it. */
export interface Correlation {
  readonly partners: Uint32Array;
  /** The partner that asks for the least speed, then the one nearest in time, then the first; -1 where none fits. */
  readonly best: Int32Array;
  /** m/s; NaN where none fits. */
  readonly bestSpeedMps: Float64Array;
  /** All pairs that fit. */
  readonly pairs: number;
  /** Those that ask for the least speed, in order. */
  readonly top: readonly Pair[];
}

/** Smaller cubes of space would be too many to number. */
const leastCubeM = 500;

/**
 * All pairs of two sets that one and the same could be: near enough, near enough in time, and reachable at the speed. Both sets
 * are sorted into cubes of space as wide as the greatest distance, and by time in each; only neighbouring cubes are
 * compared, within a window of time that slides along. Every pair is then checked exactly.
 * @param top how many of the best pairs to give
 */
export const correlate = (
  first: readonly Passage[],
  second: readonly Passage[],
  rule: MovementRule,
  top = 100,
): Correlation => {
  const { maxSpeedMps, maxDistanceM, windowMs, clockToleranceMs } = fullRule(rule);
  const cubeM = Math.max(leastCubeM, maxDistanceM);
  const [a, b] = [new SortedPassages(first, cubeM), new SortedPassages(second, cubeM)];
  const partners = new Uint32Array(first.length);
  const best = new Int32Array(first.length).fill(-1);
  const bestSpeedMps = new Float64Array(first.length).fill(Number.NaN);
  const bestMs = new Float64Array(first.length);
  const topPairs = new TopPairs(top);
  const maxSquareM2 = maxDistanceM * maxDistanceM;
  let pairs = 0;

  const { order, utcMs, xM, yM, zM, accuracyM } = b;
  const compare = (aFrom: number, aEnd: number, bFrom: number, bEnd: number): void => {
    let begin = bFrom;
    for (let i = aFrom; i < aEnd; i += 1) {
      const atMs = a.utcMs[i] ?? 0;
      const [x, y, z] = [a.xM[i] ?? 0, a.yM[i] ?? 0, a.zM[i] ?? 0];
      const offM = a.accuracyM[i] ?? 0;
      const own = a.order[i] ?? 0;
      let count = 0;
      let bestOne = best[own] ?? -1;
      let bestSpeed = bestOne < 0 ? Number.POSITIVE_INFINITY : (bestSpeedMps[own] ?? 0);
      let soonestMs = bestMs[own] ?? 0;
      while (begin < bEnd && (utcMs[begin] ?? 0) < atMs - windowMs) begin += 1;
      for (let j = begin; j < bEnd; j += 1) {
        const awayMs = (utcMs[j] ?? 0) - atMs;
        if (awayMs > windowMs) break;
        const dx = x - (xM[j] ?? 0);
        const dy = y - (yM[j] ?? 0);
        const dz = z - (zM[j] ?? 0);
        const squareM2 = dx * dx + dy * dy + dz * dz;
        if (squareM2 > maxSquareM2) continue;
        const gapM = Math.sqrt(squareM2) - offM - (accuracyM[j] ?? 0);
        const apartMs = Math.abs(awayMs);
        const speedMps = gapM <= 0 ? 0 : gapM / ((apartMs + clockToleranceMs) / 1000);
        if (!(speedMps <= maxSpeedMps)) continue;
        count += 1;
        const other = order[j] ?? 0;
        if (topPairs.wants(speedMps)) topPairs.add({ first: own, second: other, speedMps, apartMs });
        if (speedMps > bestSpeed) continue;
        const isTie = speedMps === bestSpeed;
        if (isTie && (apartMs > soonestMs || (apartMs === soonestMs && other > bestOne))) continue;
        bestOne = other;
        bestSpeed = speedMps;
        soonestMs = apartMs;
      }
      if (count === 0) continue;
      pairs += count;
      partners[own] = (partners[own] ?? 0) + count;
      best[own] = bestOne;
      bestSpeedMps[own] = bestSpeed;
      bestMs[own] = soonestMs;
    }
  };

  for (const [cube, [aFrom, aEnd]] of a.cubes) {
    for (const neighbour of neighboursOf(cube)) {
      const range = b.cubes.get(neighbour);
      if (range) compare(aFrom, aEnd, range[0], range[1]);
    }
  }
  return { partners, best, bestSpeedMps, pairs, top: topPairs.sorted() };
};

/** Cubes across the whole earth along each axis, at most: the earth's diameter in the smallest cubes, and some more. */
const cubesAcross = 32_768;

const neighboursOf = (cube: number): readonly number[] => {
  const numbers: number[] = [];
  for (let x = -1; x <= 1; x += 1) {
    for (let y = -1; y <= 1; y += 1) {
      for (let z = -1; z <= 1; z += 1) numbers.push(cube + (x * cubesAcross + y) * cubesAcross + z);
    }
  }
  return numbers;
};

/** Passages by cube and within it by time, their numbers in columns. */
class SortedPassages {
  readonly order: Uint32Array;
  readonly utcMs: Float64Array;
  readonly xM: Float64Array;
  readonly yM: Float64Array;
  readonly zM: Float64Array;
  readonly accuracyM: Float64Array;
  /** From and to where the passages of a cube lie. */
  readonly cubes = new Map<number, readonly [from: number, end: number]>();

  constructor(passages: readonly Passage[], cubeM: number) {
    const places = passages.map(inSpace);
    const cubes = Float64Array.from(places, ([x, y, z]) => {
      const [i, j, k] = [x, y, z].map((m) => Math.floor(m / cubeM) + cubesAcross / 2);
      return ((i ?? 0) * cubesAcross + (j ?? 0)) * cubesAcross + (k ?? 0);
    });
    const cubeOf = (index: number) => cubes[index] ?? 0;
    const msOf = (index: number) => passages[index]?.utcMs ?? 0;
    this.order = Uint32Array.from(passages, (_, index) => index).sort(
      (one, other) => cubeOf(one) - cubeOf(other) || msOf(one) - msOf(other) || one - other,
    );
    const column = (of: (index: number) => number) => Float64Array.from(this.order, of);
    this.utcMs = column(msOf);
    this.xM = column((index) => places[index]?.[0] ?? 0);
    this.yM = column((index) => places[index]?.[1] ?? 0);
    this.zM = column((index) => places[index]?.[2] ?? 0);
    this.accuracyM = column((index) => passages[index]?.accuracyM ?? 0);
    let from = 0;
    for (let at = 1; at <= this.order.length; at += 1) {
      const cube = cubeOf(this.order[from] ?? 0);
      if (at < this.order.length && cubeOf(this.order[at] ?? 0) === cube) continue;
      this.cubes.set(cube, [from, at]);
      from = at;
    }
  }
}
