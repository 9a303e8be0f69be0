import { specOfId } from "../../mavlink/dialect.ts";
import type { SequenceCounter } from "../../mavlink/link-statistics.ts";
import { type ColumnKernel, columnKernel } from "./extremes-kernel.ts";
import { columnsOf } from "./message-columns.ts";
import { Places } from "./places.ts";
import type { StreamIdentity } from "./super-block.ts";
import { TrackScan } from "./track-scan.ts";

/** Blocks of a super-block at most. */
export const blocksAtMost = 64;

/** What a pass counts of one stream, by block of the super-block that is being filled. */
export class StreamTally implements StreamIdentity {
  readonly number: number;
  readonly systemId: number;
  readonly componentId: number;
  readonly messageId: number;
  readonly columns: number;
  /** Of a payload with nothing left out, bytes; 0 where the id is unknown. */
  readonly payloadLength: number;
  readonly isKnown: boolean;
  /** Says where the vehicle is. */
  readonly isPosition: boolean;
  /** Of its sender. */
  readonly counter: SequenceCounter;
  readonly counts = new Uint32Array(blocksAtMost);
  readonly firsts = new Uint32Array(blocksAtMost);
  readonly lasts = new Uint32Array(blocksAtMost);
  readonly lost = new Int32Array(blocksAtMost);
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** Of the block that is being filled; offsets from its first record. */
  count = 0;
  first = 0;
  last = 0;
  lostNow = 0;
  /** Payloads whose values weren't looked at yet: whole ones where they lie, and copies of those that were cut short. */
  readonly whole = new Places();
  readonly copied = new Places();
  waits = false;
  /** It has frames in the super-block that is being filled. */
  isListed = false;
  readonly #kernels: readonly ColumnKernel[];
  readonly #offsets: Int32Array;
  /** By column, of the block that is being filled. */
  readonly #leastNow: Float64Array;
  readonly #greatestNow: Float64Array;

  constructor(number: number, counter: SequenceCounter, from: Omit<StreamIdentity, "columns">) {
    this.number = number;
    this.counter = counter;
    this.systemId = from.systemId;
    this.componentId = from.componentId;
    this.messageId = from.messageId;
    const spec = specOfId(from.messageId);
    const columns = spec === undefined ? [] : columnsOf(spec);
    this.columns = columns.length;
    this.#kernels = columns.map(({ type }) => columnKernel(type));
    this.#offsets = Int32Array.from(columns, ({ offset }) => offset);
    this.payloadLength = spec?.payloadLength ?? 0;
    this.isKnown = spec !== undefined;
    this.isPosition = TrackScan.wants(from.messageId);
    this.least = new Float64Array(this.columns * blocksAtMost);
    this.greatest = new Float64Array(this.columns * blocksAtMost);
    this.#leastNow = new Float64Array(this.columns).fill(Number.POSITIVE_INFINITY);
    this.#greatestNow = new Float64Array(this.columns).fill(Number.NEGATIVE_INFINITY);
    this.clear();
  }

  /** Looks at the values of the payloads that wait. @param whole,copied what the places are in */
  look(whole: DataView, copied: DataView): void {
    this.#lookAt(whole, this.whole);
    this.#lookAt(copied, this.copied);
    this.waits = false;
  }

  #lookAt(view: DataView, places: Places): void {
    const { count } = places;
    if (count === 0) return;
    for (let column = 0; column < this.columns; column++)
      this.#kernels[column]?.(
        view,
        places.at,
        count,
        this.#offsets[column] ?? 0,
        this.#leastNow,
        this.#greatestNow,
        column,
      );
    places.count = 0;
  }

  closeBlock(block: number): void {
    this.counts[block] = this.count;
    this.firsts[block] = this.first;
    this.lasts[block] = this.last;
    this.lost[block] = this.lostNow;
    this.count = 0;
    this.lostNow = 0;
    for (let column = 0; column < this.columns; column++) {
      const at = column * blocksAtMost + block;
      this.least[at] = this.#leastNow[column] ?? 0;
      this.greatest[at] = this.#greatestNow[column] ?? 0;
    }
    this.#leastNow.fill(Number.POSITIVE_INFINITY);
    this.#greatestNow.fill(Number.NEGATIVE_INFINITY);
  }

  /** By block, borrowed. */
  leastOf(column: number, blocks: number): Float64Array {
    return this.least.subarray(column * blocksAtMost, column * blocksAtMost + blocks);
  }

  /** By block, borrowed. */
  greatestOf(column: number, blocks: number): Float64Array {
    return this.greatest.subarray(column * blocksAtMost, column * blocksAtMost + blocks);
  }

  /** For the next super-block. */
  clear(): void {
    this.isListed = false;
    this.counts.fill(0);
    this.firsts.fill(0);
    this.lasts.fill(0);
    this.lost.fill(0);
    this.least.fill(Number.POSITIVE_INFINITY);
    this.greatest.fill(Number.NEGATIVE_INFINITY);
  }
}
