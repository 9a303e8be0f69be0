import { Carry, type ScanUnits } from "./carry.ts";
import type { Frame } from "./frame.ts";
import {
  candidateLength,
  decisiveLength,
  FrameChecker,
  incomplete,
  isMagic,
  rejected,
  type ScanStats,
} from "./frame-check.ts";
import { follows, isPlausibleStamp, readStamp, TlogClock, tlogStampLength } from "./tlog-clock.ts";
import { viewOf } from "./x25.ts";

export { looksLikeTlog } from "./tlog-clock.ts";

/** @param utcUs since 1970, of a frame whose record has no trustworthy stamp the last trusted one; undefined before any */
export type OnTlogRecord = (utcUs: number | undefined, frame: Frame) => void;

/**
 * Records one behind the other with nothing between them, as nearly all of a log are: each with a trusted stamp that isn't
 * before the last one, and within two seconds of it.
 * @param bytes borrowed until it returns; the run is from `from` up to, not including, `to`
 */
type OnTlogRun = (bytes: Uint8Array, from: number, to: number) => void;

/** A record with all that decides about it, and a stamp behind it. */
const longestUnit = tlogStampLength + decisiveLength + tlogStampLength;

/**
 * Reads a telemetry log that comes in chunks of any size. In step it goes from record to record; behind damage it
 * tries every byte, so each frame that survived whole is found, with its own time where that survived too.
 */
export class TlogReader {
  readonly #checker = new FrameChecker({ gap: tlogStampLength });
  #clock = new TlogClock();
  readonly #carry = new Carry(longestUnit);
  #onRecord: OnTlogRecord = () => {};
  #onRun: OnTlogRun | undefined;
  /** In step: the place behind the last frame is where a record should start. Else every byte is tried. */
  #inStep = true;
  /** Bytes kept before the one that is tried next, 0-8: the stamp, should a frame start there. */
  #lead = 0;
  /** The place 8 bytes behind the last frame was tried while in step. */
  #triedAhead = false;
  #view = viewOf(new Uint8Array(0));
  #consumed = 0;
  #base = 0;
  #offset = 0;
  #end = 0;

  /** @param resume goes on in the middle of a log: the offset of the first byte to come, and the last trusted stamp before it */
  constructor(resume?: { readonly offset: number; readonly lastUs: number | undefined }) {
    if (resume === undefined) return;
    this.#consumed = resume.offset;
    this.#clock = new TlogClock(resume.lastUs);
  }

  /** `skippedBytes` counts what is neither a frame nor a trusted stamp. */
  get stats(): Readonly<ScanStats> {
    return this.#checker.stats;
  }

  /** Inside `onRecord`, or of a run's first record: where this record starts in the whole log (its frame, where it has no trusted stamp), bytes. */
  get recordOffset(): number {
    return this.#offset;
  }

  /** Inside `onRecord`: behind this record, or this run. */
  get recordEnd(): number {
    return this.#end;
  }

  /**
   * @param onRecord gets each frame with its time; frame and bytes are borrowed until it returns
   * @param onRun gets runs of records at once, which `onRecord` doesn't get then; absent: it gets all
   */
  push(chunk: Uint8Array, onRecord: OnTlogRecord, onRun?: OnTlogRun): void {
    this.#onRecord = onRecord;
    this.#onRun = onRun;
    this.#carry.feed(chunk, this.#scan);
  }

  /** The log ends here: a cut record is given up, and whole frames inside it are handed over. */
  flush(onRecord: OnTlogRecord): void {
    this.#onRecord = onRecord;
    this.#carry.drain(this.#scanLast);
  }

  readonly #scan: ScanUnits = (bytes, from, end, limit) => this.#read(bytes, from, end, limit, false);
  readonly #scanLast: ScanUnits = (bytes, from, end, limit) => this.#read(bytes, from, end, limit, true);

  #read(bytes: Uint8Array, from: number, end: number, limit: number, isLast: boolean): number {
    // Offsets in the whole log are those in `bytes` and this.
    this.#base = this.#consumed - from;
    this.#view = viewOf(bytes);
    this.#checker.use(bytes, { isLast });
    let at = from;
    while (at < limit) {
      if (this.#inStep) at = this.#readStraight(at, end, limit);
      if (at >= limit) break;
      const start = at + (this.#inStep ? tlogStampLength : this.#lead);
      const verdict = this.#try(bytes, at, start, end, isLast);
      if (verdict > 0) {
        const next = start + verdict;
        this.#settle(at, start, next, end);
        at = next;
        this.#onRecord(this.#clock.lastUs, this.#checker.frame);
      } else if (verdict === incomplete && !isLast) break;
      else if (this.#inStep) this.#loseStep();
      else if (start >= end) at = this.#giveUp(at, end);
      else if (this.#lead < tlogStampLength) this.#lead++;
      else {
        at++;
        this.#checker.stats.skippedBytes++;
      }
    }
    this.#consumed = this.#base + at;
    return at;
  }

  #readStraight(from: number, end: number, limit: number): number {
    const onRun = this.#onRun;
    if (onRun === undefined) return this.#readRecords(from, end, limit);
    let at = from;
    for (;;) {
      const next = this.#readRun(at, end, limit);
      if (next > at) onRun(this.#checker.frame.bytes, at, next);
      // What ends a run, a clock that steps back or an unknown id, is often a record like any other.
      at = this.#readRecords(next, end, Math.min(limit, next + 1));
      if (at === next) return at;
    }
  }

  /** @returns behind the run that begins there */
  #readRun(from: number, end: number, limit: number): number {
    const checker = this.#checker;
    const view = this.#view;
    const last = Math.min(limit, end - longestUnit);
    let lastUs = this.#clock.lastUs ?? Number.NaN;
    let at = from;
    while (at < last) {
      const stampUs = readStamp(view, at);
      if (!follows(stampUs, lastUs)) break;
      const length = checker.passes(at + tlogStampLength, end);
      if (length === 0) break;
      lastUs = stampUs;
      at += tlogStampLength + length;
    }
    if (at === from) return at;
    this.#clock.followed(lastUs);
    this.#offset = this.#base + from;
    this.#end = this.#base + at;
    return at;
  }

  /** The straight way, from record to record while all is well and far from the end. @returns where it stopped */
  #readRecords(from: number, end: number, limit: number): number {
    const checker = this.#checker;
    const clock = this.#clock;
    const view = this.#view;
    const last = Math.min(limit, end - longestUnit);
    let at = from;
    while (at < last) {
      const start = at + tlogStampLength;
      const stampUs = readStamp(view, at);
      if (!isPlausibleStamp(stampUs)) break;
      const length = checker.check(start, end);
      if (length <= 0) {
        this.#triedAhead = true;
        this.#loseStep();
        break;
      }
      const next = start + length;
      const isTrusted = clock.trusts(stampUs, view, next, end);
      if (!isTrusted) checker.stats.skippedBytes += tlogStampLength;
      this.#offset = this.#base + (isTrusted ? at : start);
      this.#end = this.#base + next;
      at = next;
      this.#onRecord(clock.lastUs, checker.frame);
    }
    return at;
  }

  /** Checks the candidate at `start`. It waits for the stamp behind it too: that helps to judge the candidate's own. */
  #try(bytes: Uint8Array, at: number, start: number, end: number, isLast: boolean): number {
    if (start >= end) return incomplete;
    if (!this.#inStep && this.#triedAhead && this.#lead === tlogStampLength) {
      this.#triedAhead = false;
      return rejected;
    }
    const byte = bytes[start] ?? 0;
    if (!isMagic(byte)) return rejected;
    if (this.#inStep && !isPlausibleStamp(readStamp(this.#view, at))) return rejected;
    if (end - start < decisiveLength + tlogStampLength && !isLast) {
      const length = candidateLength(bytes, start, end);
      if (length === incomplete || start + length + tlogStampLength > end) return incomplete;
    }
    const verdict = this.#checker.check(start, end);
    if (this.#inStep) this.#triedAhead = verdict <= 0;
    return verdict;
  }

  /** The frame from `start` to `next` is good: takes its time from what is before it. */
  #settle(at: number, start: number, next: number, end: number): void {
    const lead = start - at;
    const isTrusted = lead === tlogStampLength && this.#clock.trusts(readStamp(this.#view, at), this.#view, next, end);
    if (!isTrusted) this.#checker.stats.skippedBytes += lead;
    this.#offset = this.#base + (isTrusted ? at : start);
    this.#end = this.#base + next;
    this.#triedAhead = false;
    this.#inStep = true;
    this.#lead = 0;
  }

  #loseStep(): void {
    this.#inStep = false;
    this.#lead = 0;
    this.#checker.breakRun();
  }

  #giveUp(at: number, end: number): number {
    this.#checker.stats.skippedBytes += end - at;
    this.#inStep = true;
    this.#lead = 0;
    return end;
  }
}
