import type { Frame } from "../../mavlink/frame.ts";
import { LogTimeline } from "../clock/log-timeline.ts";
import { RawTimeline, type TimedFrame } from "../clock/raw-timeline.ts";

/** Where a log is gone on reading: all that decides about the times of what comes. */
export interface RecordEntry {
  /** Of the next record. */
  readonly offset: number;
  readonly positionUs: number;
  /** With stamps: the stamp at that position. Without: the position of the vehicle's boot. NaN: not heard yet. */
  readonly clockUs: number;
  /** With stamps: the last one that was trusted, NaN: none. Without: whose clock it is, or -1. */
  readonly clockOf: number;
}

/** When each record of a log was, with stamps or without. */
export class RecordClock {
  /** Of a log with stamps. */
  readonly timeline: LogTimeline | undefined;
  readonly #raw: RawTimeline | undefined;
  /** Of the newest record, microseconds since the beginning. */
  positionUs: number;
  /** Its last trusted stamp, microseconds since 1970; NaN: none. */
  stampUs: number;
  #endedAt: number;

  /** @param entry where to go on; absent: at the log's beginning */
  constructor(format: "tlog" | "raw", entry?: RecordEntry) {
    const isTlog = format === "tlog";
    this.positionUs = entry?.positionUs ?? 0;
    this.stampUs = isTlog ? (entry?.clockOf ?? Number.NaN) : Number.NaN;
    this.#endedAt = entry?.offset ?? 0;
    if (isTlog) {
      this.timeline = entry === undefined ? new LogTimeline() : LogTimeline.from({ ...entry, lastUs: entry.clockUs });
      return;
    }
    this.#raw =
      entry === undefined
        ? new RawTimeline()
        : new RawTimeline({ positionUs: entry.positionUs, bootAtUs: entry.clockUs, sender: entry.clockOf });
  }

  /** UTC of position 0, microseconds; of a clock that went on in the middle of a log meaningless. */
  get startUtcUs(): number | undefined {
    return this.timeline === undefined ? this.#raw?.startUtcUs : this.timeline.startUs;
  }

  /** Changes when UTC begins to run otherwise against the position. */
  get turns(): number {
    return this.timeline === undefined ? 0 : this.timeline.turns;
  }

  /** A step of the clock waits for witnesses: an entry doesn't tell all. */
  get isPending(): boolean {
    return this.timeline?.isPending === true;
  }

  /** Where another clock can go on, whose next record is at `offset`. */
  entryAt(offset: number): RecordEntry {
    const { timeline, positionUs } = this;
    if (timeline !== undefined) return { offset, positionUs, clockUs: timeline.lastUs, clockOf: this.stampUs };
    const raw = this.#raw;
    // What lies between the last record and this one has gone by: whoever goes on here doesn't see it.
    raw?.pass(offset - this.#endedAt);
    this.#endedAt = offset;
    return {
      offset,
      positionUs: raw?.positionUs ?? 0,
      clockUs: raw?.bootAtUs ?? Number.NaN,
      clockOf: raw?.sender ?? -1,
    };
  }

  /** The next record of a log with stamps. @param stampUs NaN: none yet */
  stamped(stampUs: number): void {
    const { timeline } = this;
    if (timeline === undefined || Number.isNaN(stampUs)) return;
    this.stampUs = stampUs;
    this.positionUs = timeline.position(stampUs);
  }

  /** The stamp that the position belongs to, microseconds since 1970; NaN: none. */
  get latestUs(): number {
    return this.timeline === undefined ? Number.NaN : this.timeline.lastUs;
  }

  /** The records behind one that was `stamped`, up to the one with this stamp: each followed the one before closely, and no step of the clock is pending. */
  follow(stampUs: number): void {
    const { timeline } = this;
    if (timeline === undefined) return;
    timeline.follow(stampUs);
    this.stampUs = stampUs;
    this.positionUs = timeline.positionUs;
  }

  /** The next record of a log without stamps. */
  passed(offset: number, end: number, frame: TimedFrame): void {
    const raw = this.#raw;
    if (raw === undefined) return;
    raw.pass(offset - this.#endedAt);
    raw.observe(frame);
    this.positionUs = raw.positionUs;
    raw.pass(end - offset);
    this.#endedAt = end;
  }

  /** The next record, of either. */
  tell(offset: number, end: number, stampUs: number, frame: Frame): void {
    if (this.timeline !== undefined) this.stamped(stampUs);
    else this.passed(offset, end, frame);
  }
}
