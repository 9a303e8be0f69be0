import type { RecordEntry } from "./record-clock.ts";
import type { StreamTally } from "./stream-tally.ts";
import type { ScannedClock, ScannedStep, SuperBlock } from "./super-block.ts";

/** Collects blocks until there are enough for a super-block. */
export class SuperBlockBuilder {
  readonly steps: ScannedStep[] = [];
  readonly clocks: ScannedClock[] = [];
  /** Of the streams that have frames in the open block; a stream's rows count as one more. */
  columns = 0;
  readonly #touched: StreamTally[] = [];
  readonly #listed: StreamTally[] = [];
  readonly #entries: RecordEntry[] = [];
  readonly #fromUs: number[] = [];
  readonly #toUs: number[] = [];
  readonly #ends: number[] = [];
  readonly #pending: number[] = [];
  readonly #frames: number[] = [];
  readonly #skippedBytes: number[] = [];
  #framesBefore = 0;
  #skippedBefore: number;

  /** @param counted what was read before */
  constructor(counted: { readonly frames: number; readonly skippedBytes: number }) {
    this.#framesBefore = counted.frames;
    this.#skippedBefore = counted.skippedBytes;
  }

  /** Closed ones. */
  get blocks(): number {
    return this.#ends.length;
  }

  /** A block was opened whose first record isn't known yet. */
  get isNew(): boolean {
    return this.#entries.length > this.#fromUs.length;
  }

  open(entry: RecordEntry, isPending: boolean): void {
    this.#entries.push(entry);
    this.#pending.push(isPending ? 1 : 0);
    this.columns = 0;
  }

  /** @param positionUs of the open block's first record */
  begin(positionUs: number): void {
    this.#fromUs.push(positionUs);
  }

  /** The stream has its first frame in the open block. */
  touch(tally: StreamTally): void {
    this.#touched.push(tally);
    this.columns += tally.columns + 1;
    if (tally.isListed) return;
    tally.isListed = true;
    this.#listed.push(tally);
  }

  /** @param counted up to the block's end */
  close(toUs: number, end: number, counted: { readonly frames: number; readonly skippedBytes: number }): void {
    for (const tally of this.#touched) tally.closeBlock(this.blocks);
    this.#touched.length = 0;
    this.#toUs.push(toUs);
    this.#ends.push(end);
    this.#frames.push(counted.frames - this.#framesBefore);
    this.#skippedBytes.push(counted.skippedBytes - this.#skippedBefore);
    this.#framesBefore = counted.frames;
    this.#skippedBefore = counted.skippedBytes;
  }

  /** The closed blocks as a super-block; begins the next. */
  build(track: Float64Array): { readonly superBlock: SuperBlock; readonly columns: Uint8Array } {
    const entries = this.#entries;
    const listed = this.#listed.sort((a, b) => a.number - b.number);
    const counts = listed.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
    const offsets = Float64Array.from(entries, ({ offset }) => offset);
    const superBlock: SuperBlock = {
      offsets,
      ends: Float64Array.from(this.#ends),
      fromUs: Float64Array.from(this.#fromUs),
      toUs: Float64Array.from(this.#toUs),
      entryPositionsUs: Float64Array.from(entries, ({ positionUs }) => positionUs),
      entryClocksUs: Float64Array.from(entries, ({ clockUs }) => clockUs),
      entryClocksOf: Float64Array.from(entries, ({ clockOf }) => clockOf),
      pending: Uint8Array.from(this.#pending),
      frames: Uint32Array.from(this.#frames),
      skippedBytes: Float64Array.from(this.#skippedBytes),
      streams: Uint32Array.from(listed, ({ number }) => number),
      counts: Uint32Array.from(counts),
      lasts: Float64Array.from(listed, (tally) => lastOf(tally, offsets)),
      steps: this.steps.splice(0),
      clocks: this.clocks.splice(0),
      track,
    };
    const columns = columnsOf(listed, offsets.length);
    for (const tally of listed) tally.clear();
    for (const list of [this.#listed, entries, this.#fromUs, this.#toUs, this.#ends]) list.length = 0;
    for (const list of [this.#pending, this.#frames, this.#skippedBytes]) list.length = 0;
    return { superBlock, columns };
  }
}

const lastOf = ({ counts, lasts }: StreamTally, offsets: Float64Array): number => {
  for (let block = offsets.length - 1; block >= 0; block--)
    if ((counts[block] ?? 0) > 0) return (offsets[block] ?? 0) + (lasts[block] ?? 0);
  return 0;
};

/** Rows of all streams, then extremes of all streams: see `placesOf`. */
const columnsOf = (listed: readonly StreamTally[], blocks: number): Uint8Array => {
  const numbers = listed.reduce((sum, { columns }) => sum + columns, 0);
  const rows = new Uint32Array(listed.length * 4 * blocks);
  const extremes = new Float64Array(numbers * 2 * blocks);
  let row = 0;
  let at = 0;
  for (const tally of listed) {
    for (const column of [tally.counts, tally.firsts, tally.lasts, tally.lost]) {
      rows.set(column.subarray(0, blocks), row);
      row += blocks;
    }
    for (let column = 0; column < tally.columns; column++) {
      extremes.set(tally.leastOf(column, blocks), at);
      extremes.set(tally.greatestOf(column, blocks), at + blocks);
      at += 2 * blocks;
    }
  }
  const bytes = new Uint8Array(rows.byteLength + extremes.byteLength);
  bytes.set(new Uint8Array(rows.buffer));
  bytes.set(new Uint8Array(extremes.buffer), rows.byteLength);
  return bytes;
};
