import type { PlanningWindow } from "./planning-window.ts";
import type { Step } from "./steps.ts";

/** What is asked of a beam search. Rows and columns are those of the window. */
export interface BeamQuestion {
  readonly window: PlanningWindow;
  readonly steps: readonly Step[];
  readonly row: number;
  readonly column: number;
  /** Of the way it goes now; absent: standing. */
  readonly headingRad: number | undefined;
  readonly speedMps: number;
  readonly detection: number;
  readonly turnS: number;
  readonly horizonS: number;
  /** What a second of the vehicle's time is worth elsewhere. */
  readonly price: number;
  /** Whether it can still come home from a block after so many seconds. */
  readonly mayBeAt?: (row: number, column: number, afterS: number) => boolean;
}

export interface BeamPath {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** When it is at each, s after the first. */
  readonly timesS: readonly number[];
  readonly gain: number;
  /** Gain, what comes late counted for less, less the price of the time. */
  readonly score: number;
}

/** How many ways are followed at once. */
const beamWidth = 48;
/** Of those at most so many end in one block. */
const perBlock = 2;

/** What is found at the end of the horizon counts so much less than now: ways are planned anew long before. */
const fading = 0.5;

/** Everything kept about the nodes of a search, by their number; a node is the end of one step. */
interface Nodes {
  readonly parent: Int32Array;
  readonly step: Int8Array;
  readonly row: Int16Array;
  readonly column: Int16Array;
  readonly timeS: Float64Array;
  readonly gain: Float64Array;
  /** Of the gain what counts, because of its time. */
  readonly worth: Float64Array;
}

const makeNodes = (count: number): Nodes => ({
  parent: new Int32Array(count).fill(-1),
  step: new Int8Array(count).fill(-1),
  row: new Int16Array(count),
  column: new Int16Array(count),
  timeS: new Float64Array(count),
  gain: new Float64Array(count),
  worth: new Float64Array(count),
});

const copyNode = (from: Nodes, i: number, to: Nodes, k: number): void => {
  to.parent[k] = from.parent[i] ?? -1;
  to.step[k] = from.step[i] ?? -1;
  to.row[k] = from.row[i] ?? 0;
  to.column[k] = from.column[i] ?? 0;
  to.timeS[k] = from.timeS[i] ?? 0;
  to.gain[k] = from.gain[i] ?? 0;
  to.worth[k] = from.worth[i] ?? 0;
};

/**
 * The way over a lattice that collects most probability for its time: beam search. Each round lengthens all ways by one step in
 * every direction and keeps the best by gain less the price of time, few for each block so that they stay different. What
 * a way has swept before gives only what its first passes missed: (1 - P) for each.
 */
export const beamSearch = (question: BeamQuestion): BeamPath | undefined => new BeamSearch(question).best();

class BeamSearch {
  readonly #question: BeamQuestion;
  readonly #depth: number;
  readonly #kept: Nodes;
  readonly #offered: Nodes;
  readonly #scores: Float64Array;
  /** What the way that is being lengthened has left of each block, where `mark` is its own. */
  readonly #remains: Float32Array;
  readonly #mark: Int32Array;
  #marked = 0;
  /** For each pair of steps what turning from one into the other costs, s. */
  readonly #turnS: Float32Array;

  constructor(question: BeamQuestion) {
    const { window, steps, speedMps, horizonS, turnS } = question;
    this.#question = question;
    const stepS = (3 * window.cellM) / speedMps;
    this.#depth = Math.max(1, Math.ceil(horizonS / stepS));
    this.#kept = makeNodes(1 + this.#depth * beamWidth);
    this.#offered = makeNodes(beamWidth * steps.length);
    this.#scores = new Float64Array(beamWidth * steps.length);
    this.#remains = new Float32Array(window.left.length);
    this.#mark = new Int32Array(window.left.length);
    this.#turnS = Float32Array.from({ length: steps.length ** 2 }, (_, i) => {
      const from = steps[Math.floor(i / steps.length)]?.headingRad ?? 0;
      const to = steps[i % steps.length]?.headingRad ?? 0;
      return (turnS * (1 - Math.cos(to - from))) / 2;
    });
  }

  best(): BeamPath | undefined {
    const { row, column, horizonS, price } = this.#question;
    const kept = this.#kept;
    kept.row[0] = row;
    kept.column[0] = column;
    let [first, count] = [0, 1];
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    const consider = (node: number): void => {
      const score = (kept.worth[node] ?? 0) - price * (kept.timeS[node] ?? 0);
      if (score > bestScore) [best, bestScore] = [node, score];
    };
    for (let level = 0; level < this.#depth; level += 1) {
      const offered = this.#offer(first, count);
      const [next, fresh] = this.#keep(first + count, offered);
      if (fresh === 0) break;
      first = next;
      count = fresh;
      let isDone = true;
      for (let node = first; node < first + count; node += 1) if ((kept.timeS[node] ?? 0) < horizonS) isDone = false;
      if (isDone) break;
    }
    if (first === 0) return undefined;
    for (let node = first; node < first + count; node += 1) consider(node);
    return this.#pathTo(best, bestScore);
  }

  /** Lengthens the ways that end in nodes `first` and on. @returns how many offers there are */
  #offer(first: number, count: number): number {
    const { window, steps, speedMps, detection, price, mayBeAt, headingRad, turnS } = this.#question;
    const { rows, columns, left, slowness } = window;
    const [kept, offered] = [this.#kept, this.#offered];
    let offers = 0;
    const fade = fading / this.#question.horizonS;
    for (let node = first; node < first + count; node += 1) {
      this.#markWay(node);
      const [row, column, last] = [kept.row[node] ?? 0, kept.column[node] ?? 0, kept.step[node] ?? -1];
      for (let s = 0; s < steps.length; s += 1) {
        const step = steps[s];
        if (step === undefined) continue;
        const [toRow, toColumn] = [row + step.rows, column + step.columns];
        if (toRow < 0 || toRow >= rows || toColumn < 0 || toColumn >= columns) continue;
        const slow = slowness === undefined ? 1 : slownessOf(window, row, column, step);
        if (slow === Number.POSITIVE_INFINITY) continue;
        const turn =
          last >= 0
            ? (this.#turnS[last * steps.length + s] ?? 0)
            : headingRad === undefined
              ? 0
              : (turnS * (1 - Math.cos(step.headingRad - headingRad))) / 2;
        const timeS = (kept.timeS[node] ?? 0) + turn + (slow * step.lengthM) / speedMps;
        if (mayBeAt && !mayBeAt(toRow, toColumn, timeS)) continue;
        let swept = 0;
        const { sweptRows, sweptColumns, shares } = step;
        for (let k = 0; k < shares.length; k += 1) {
          const r = row + (sweptRows[k] ?? 0);
          const c = column + (sweptColumns[k] ?? 0);
          if (r < 0 || r >= rows || c < 0 || c >= columns) continue;
          const block = r * columns + c;
          const of = this.#mark[block] === this.#marked ? (this.#remains[block] ?? 0) : (left[block] ?? 0);
          swept += of * (shares[k] ?? 0);
        }
        offered.parent[offers] = node;
        offered.step[offers] = s;
        offered.row[offers] = toRow;
        offered.column[offers] = toColumn;
        offered.timeS[offers] = timeS;
        const worth = (kept.worth[node] ?? 0) + detection * swept * (1 - fade * timeS);
        offered.gain[offers] = (kept.gain[node] ?? 0) + detection * swept;
        offered.worth[offers] = worth;
        this.#scores[offers] = worth - price * timeS;
        offers += 1;
      }
    }
    return offers;
  }

  /** Writes down what the way to a node has left of the blocks that it swept. */
  #markWay(node: number): void {
    const { window, steps, detection } = this.#question;
    const { rows, columns, left } = window;
    const kept = this.#kept;
    this.#marked += 1;
    for (let at = node; at > 0; at = kept.parent[at] ?? 0) {
      const step = steps[kept.step[at] ?? 0];
      const from = kept.parent[at] ?? 0;
      if (step === undefined) continue;
      const [row, column] = [kept.row[from] ?? 0, kept.column[from] ?? 0];
      const { sweptRows, sweptColumns, shares } = step;
      for (let k = 0; k < shares.length; k += 1) {
        const r = row + (sweptRows[k] ?? 0);
        const c = column + (sweptColumns[k] ?? 0);
        if (r < 0 || r >= rows || c < 0 || c >= columns) continue;
        const block = r * columns + c;
        const before = this.#mark[block] === this.#marked ? (this.#remains[block] ?? 0) : (left[block] ?? 0);
        this.#mark[block] = this.#marked;
        this.#remains[block] = before * (1 - detection * (shares[k] ?? 0));
      }
    }
  }

  /** Keeps the best offers as nodes from `next` on. */
  #keep(next: number, offers: number): readonly [number, number] {
    const { columns } = this.#question.window;
    const order = Array.from({ length: offers }, (_, i) => i);
    const scores = this.#scores;
    order.sort((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0));
    const ending = new Map<number, number>();
    let count = 0;
    for (const i of order) {
      const block = (this.#offered.row[i] ?? 0) * columns + (this.#offered.column[i] ?? 0);
      const already = ending.get(block) ?? 0;
      if (already >= perBlock) continue;
      ending.set(block, already + 1);
      copyNode(this.#offered, i, this.#kept, next + count);
      count += 1;
      if (count === beamWidth) break;
    }
    return [next, count];
  }

  #pathTo(node: number, score: number): BeamPath {
    const kept = this.#kept;
    const way: number[] = [];
    for (let at = node; at >= 0; at = kept.parent[at] ?? -1) way.push(at);
    way.reverse();
    return {
      rows: way.map((at) => kept.row[at] ?? 0),
      columns: way.map((at) => kept.column[at] ?? 0),
      timesS: way.map((at) => kept.timeS[at] ?? 0),
      gain: kept.gain[node] ?? 0,
      score,
    };
  }
}

/** The mean slowness along a step: Infinity where it can't go. */
const slownessOf = ({ slowness, columns }: PlanningWindow, row: number, column: number, step: Step): number => {
  let slow = 1;
  let sum = 0;
  for (let k = 1; k <= 3; k += 1) {
    const at = (row + Math.round((step.rows * k) / 3)) * columns + column + Math.round((step.columns * k) / 3);
    slow = slowness?.[at] ?? Number.POSITIVE_INFINITY;
    if (slow === Number.POSITIVE_INFINITY) return slow;
    sum += slow;
  }
  return sum / 3;
};
