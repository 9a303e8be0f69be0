import { Path } from "./path.ts";
import { SequenceSplit } from "./sequence-split.ts";
import type { Stamp } from "./vehicle-time.ts";

/** What one channel carries under one system id: one stream of an autopilot, or two interleaved ones. */
export class ChannelStreams {
  readonly first: Path;
  readonly #split = new SequenceSplit();
  #second: Path | undefined;

  constructor(channelId: string, nowMs: number) {
    this.first = new Path(channelId, nowMs);
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
    if (second !== undefined && stamp !== undefined) {
      const fitsFirst = this.first.clock.fits(stamp.vehicleMs, nowMs);
      const fitsSecond = second.clock.fits(stamp.vehicleMs, nowMs);
      if (fitsFirst !== fitsSecond) {
        this.#split.anchor(fitsFirst ? "first" : "second", sequence, nowMs);
        return fitsFirst ? this.first : second;
      }
    }
    const sender = this.#split.route(sequence, nowMs);
    if (this.#split.isSplit && second === undefined) this.open(nowMs);
    return sender === "first" ? this.first : sender === "second" ? this.#second : undefined;
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
