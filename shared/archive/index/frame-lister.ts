import type { Frame } from "../../mavlink/frame.ts";
import { FrameScanner } from "../../mavlink/scanner.ts";
import { TlogReader } from "../../mavlink/tlog.ts";
import { tlogStampLength } from "../../mavlink/tlog-clock.ts";
import { chunkLength, type FrameList } from "./frame-list.ts";

/** Finds and checks the frames of a log, a chunk at a time: the first half of a pass, which knows nothing of what they say. */
export class FrameLister {
  readonly #push: (chunk: Uint8Array) => void;
  readonly #flush: () => void;
  #list: FrameList | undefined;
  #pushed: Uint8Array | undefined;
  #count = 0;
  #joinedAt = 0;
  /** Zeros that were gone by without a look at them. */
  #zeros = 0;

  /** @param from where in the log the first chunk begins, and the last stamp that was trusted before */
  constructor(format: "tlog" | "raw", from: { readonly offset: number; readonly lastUs: number | undefined }) {
    if (format === "tlog") {
      const reader = new TlogReader(from);
      const onRecord = (utcUs: number | undefined, frame: Frame) => {
        const lead = reader.recordEnd - reader.recordOffset - frame.length;
        this.#add(frame, reader.recordOffset, lead, utcUs === undefined ? Number.NaN : utcUs);
      };
      const onRun = (bytes: Uint8Array, from: number, to: number) => this.#addRun(bytes, from, to, reader.recordOffset);
      this.#push = (chunk) => reader.push(chunk, onRecord, onRun);
      this.#flush = () => reader.flush(onRecord);
      return;
    }
    const scanner = new FrameScanner();
    let frameBytes = 0;
    const onFrame = (frame: Frame) => {
      // Each byte so far was either in a frame or skipped: that gives the frame's place.
      const offset = from.offset + frameBytes + scanner.stats.skippedBytes;
      frameBytes += frame.length;
      this.#add(frame, offset, 0, Number.NaN);
    };
    this.#push = (chunk) => scanner.push(chunk, onFrame);
    this.#flush = () => scanner.flush(onFrame);
  }

  /** The first `length` bytes of the list's chunk are what comes next; lists their frames, and those that were cut before. */
  push(list: FrameList, length: number): void {
    this.#begin(list);
    this.#pushed = list.chunk.subarray(0, length);
    this.#push(this.#pushed);
    this.#end(list);
  }

  /** The log ends here. */
  flush(list: FrameList): void {
    this.#begin(list);
    this.#pushed = undefined;
    this.#flush();
    this.#end(list);
  }

  /** So many zeros come next, with more of them pushed before and behind. */
  skipZeros(bytes: number): void {
    this.#zeros += bytes;
  }

  #begin(list: FrameList): void {
    this.#list = list;
    this.#count = 0;
    this.#joinedAt = chunkLength;
  }

  #end(list: FrameList): void {
    list.count = this.#count;
  }

  /** @param lead bytes of the record before the frame */
  #add(frame: Frame, offset: number, lead: number, stampUs: number): void {
    const list = this.#list;
    if (list === undefined) return;
    const start = this.#place(list, frame.bytes, frame.start, frame.start + frame.length);
    this.#put(list, offset, start, start + frame.length, lead);
    list.isStamped[this.#count] = 0;
    list.stampsUs[this.#count++] = stampUs;
  }

  #addRun(bytes: Uint8Array, from: number, to: number, offset: number): void {
    const list = this.#list;
    if (list === undefined) return;
    const start = this.#place(list, bytes, from, to);
    this.#put(list, offset, start + tlogStampLength, start + to - from, tlogStampLength);
    list.isStamped[this.#count++] = 1;
  }

  /** @returns where in the list's bytes they are; those of the chunk lie there already */
  #place(list: FrameList, bytes: Uint8Array, from: number, to: number): number {
    if (bytes === this.#pushed) return from;
    const place = this.#joinedAt;
    list.bytes.set(bytes.subarray(from, to), place);
    this.#joinedAt += to - from;
    return place;
  }

  #put(list: FrameList, offset: number, start: number, end: number, lead: number): void {
    const run = this.#count;
    list.offsets[run] = offset + this.#zeros;
    list.starts[run] = start;
    list.ends[run] = end;
    list.leads[run] = lead;
  }
}
