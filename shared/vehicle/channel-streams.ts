import { type Numbered, numbered } from "./numbered.ts";
import { Path } from "./path.ts";
import { type SavedSequenceSplit, SequenceSplit } from "./sequence-split.ts";
import type { Stamp } from "./vehicle-time.ts";

/** Clocks nearer than this can't be told apart by the stamps of messages with varying delays. */
const nearestClocksMs = 200;

/** What is known of a channel; paths by their numbers. */
export interface SavedStreams {
  readonly first: number;
  readonly second: number | undefined;
  readonly split: SavedSequenceSplit;
}

/** What one channel carries under one system id: one stream of an autopilot, or two interleaved ones. */
export class ChannelStreams {
  readonly first: Path;
  readonly #split: SequenceSplit;
  #second: Path | undefined;

  constructor(first: Path, split = new SequenceSplit()) {
    this.first = first;
    this.#split = split;
  }

  save(paths: Numbered<Path>): SavedStreams {
    const second = this.#second === undefined ? undefined : paths.numberOf(this.#second);
    return { first: paths.numberOf(this.first), second, split: this.#split.save() };
  }

  static restore({ first, second, split }: SavedStreams, paths: readonly Path[]): ChannelStreams {
    const streams = new ChannelStreams(numbered(paths, first), SequenceSplit.restore(split));
    streams.#second = second === undefined ? undefined : numbered(paths, second);
    return streams;
  }

  get paths(): readonly Path[] {
    return this.#second === undefined ? [this.first] : [this.first, this.#second];
  }

  /**
   * The path that a message of the autopilot came by. Clocks tell better than sequence numbers where they differ.
   * @returns undefined where it could be from either of two: better lost than mixed up
   */
  route(sequence: number, stamp: Stamp | undefined, nowMs: number): Path | undefined {
    const second = this.#second;
    const byClock =
      second === undefined || stamp === undefined ? undefined : this.#byClock(second, stamp.vehicleMs, nowMs);
    if (byClock !== undefined) {
      this.#split.anchor(byClock === this.first ? "first" : "second", sequence, nowMs);
      return byClock;
    }
    const sender = this.#split.route(sequence, nowMs);
    if (this.#split.isSplit && second === undefined) this.open(nowMs);
    return sender === "first" ? this.first : sender === "second" ? this.#second : undefined;
  }

  /** Both senders' messages take the same way, so of two near clocks the one with the smaller error is the sender's. */
  #byClock(second: Path, vehicleMs: number, nowMs: number): Path | undefined {
    const fitsFirst = this.first.clock.fits(vehicleMs, nowMs);
    const fitsSecond = second.clock.fits(vehicleMs, nowMs);
    if (fitsFirst !== fitsSecond) return fitsFirst ? this.first : second;
    const firstMs = this.first.clock.offset.vehicleTimeAt(nowMs);
    const secondMs = second.clock.offset.vehicleTimeAt(nowMs);
    if (!fitsFirst || firstMs === undefined || secondMs === undefined) return undefined;
    const apartMs = Math.abs(firstMs - secondMs);
    const firstErrorMs = Math.abs(firstMs - vehicleMs);
    const secondErrorMs = Math.abs(secondMs - vehicleMs);
    if (apartMs < nearestClocksMs || Math.min(firstErrorMs, secondErrorMs) > apartMs / 3) return undefined;
    return firstErrorMs < secondErrorMs ? this.first : second;
  }

  /** A second sender showed itself. */
  open(nowMs: number): Path {
    this.#second ??= new Path(this.first.channelId, nowMs);
    this.first.clock.dropRival();
    return this.#second;
  }

  /** By its clock, before the sequence numbers told. */
  openByClock(sequence: number, nowMs: number): Path {
    const second = this.open(nowMs);
    this.#split.anchor("second", sequence, nowMs);
    return second;
  }
}
