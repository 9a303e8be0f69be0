import type { Frame } from "../../mavlink/frame.ts";
import { FrameScanner } from "../../mavlink/scanner.ts";
import { TlogReader } from "../../mavlink/tlog.ts";
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
      const onRecord = (utcUs: number | undefined, frame: Frame) =>
        this.#add(frame, reader.recordOffset, reader.recordEnd, utcUs === undefined ? Number.NaN : utcUs);
      this.#push = (chunk) => reader.push(chunk, onRecord);
      this.#flush = () => reader.flush(onRecord);
      return;
    }
    const scanner = new FrameScanner();
    let frameBytes = 0;
    const onFrame = (frame: Frame) => {
      // Each byte so far was either in a frame or skipped: that gives the frame's place.
      const offset = from.offset + frameBytes + scanner.stats.skippedBytes;
      frameBytes += frame.length;
      this.#add(frame, offset, offset + frame.length, Number.NaN);
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

  #add(frame: Frame, offset: number, end: number, stampUs: number): void {
    const list = this.#list;
    if (list === undefined) return;
    const n = this.#count++;
    let place = frame.start;
    if (frame.bytes !== this.#pushed) {
      place = this.#joinedAt;
      list.bytes.set(frame.bytes.subarray(frame.start, frame.start + frame.length), place);
      this.#joinedAt += frame.length;
    }
    list.places[n] = place;
    list.offsets[n] = offset + this.#zeros;
    list.ends[n] = end + this.#zeros;
    list.stampsUs[n] = stampUs;
  }
}
