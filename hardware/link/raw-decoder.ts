import { RawTimeline } from "../../shared/archive/clock/raw-timeline.ts";
import type { Frame } from "../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import type { ReplayBatch } from "./replay-batch.ts";
import type { ReplayDecoder } from "./replay-decoder.ts";

/** Bytes without a frame are handed over in pieces of this. */
const pieceLength = 256;
const longestFrame = 280;

/**
 * A raw byte stream: all bytes, with the text of a booting autopilot, cut behind each frame. The first vehicle's own clock gives
 * the time; before that is heard, the pace of a radio.
 */
export class RawDecoder implements ReplayDecoder {
  readonly #scanner = new FrameScanner();
  /** Bytes not yet handed over, from the stream offset `#cutAt` on. */
  #waiting = new Uint8Array(1 << 17);
  #waitingLength = 0;
  #cutAt = 0;
  #frameBytes = 0;
  readonly #timeline = new RawTimeline();
  #batch: ReplayBatch | undefined;

  /** From the vehicle's SYSTEM_TIME, where it knows the time. */
  get startUtcUs(): number | undefined {
    return this.#timeline.startUtcUs;
  }

  get frames(): number {
    return this.#scanner.stats.frames;
  }

  get skippedBytes(): number {
    return this.#scanner.stats.skippedBytes;
  }

  /** A raw stream may end anywhere. */
  get tailBytes(): number {
    return 0;
  }

  push(chunk: Uint8Array, into: ReplayBatch): void {
    this.#batch = into;
    this.#append(chunk);
    this.#scanner.push(chunk, this.#onFrame);
    // What the scanner holds back may be the start of a frame; what is older than the longest frame is in none.
    while (this.#waitingLength >= pieceLength + longestFrame) this.#cut(pieceLength);
  }

  flush(into: ReplayBatch): void {
    this.#batch = into;
    this.#scanner.flush(this.#onFrame);
    while (this.#waitingLength > 0) this.#cut(Math.min(pieceLength, this.#waitingLength));
  }

  readonly #onFrame = (frame: Frame): void => {
    // Each byte so far was either in a frame or skipped: that gives the frame's place in the stream.
    const startAt = this.#frameBytes + this.skippedBytes;
    this.#frameBytes += frame.length;
    while (startAt - this.#cutAt >= pieceLength) this.#cut(pieceLength);
    const length = startAt + frame.length - this.#cutAt;
    if (length <= 0) return;
    this.#timeline.observe(frame);
    this.#cut(length);
  };

  #append(chunk: Uint8Array): void {
    const least = this.#waitingLength + chunk.length;
    if (least > this.#waiting.length) {
      const grown = new Uint8Array(2 * least);
      grown.set(this.#waiting.subarray(0, this.#waitingLength));
      this.#waiting = grown;
    }
    this.#waiting.set(chunk, this.#waitingLength);
    this.#waitingLength = least;
  }

  #cut(length: number): void {
    this.#timeline.pass(length);
    this.#batch?.add(this.#waiting, 0, length, this.#timeline.positionUs);
    this.#waiting.copyWithin(0, length, this.#waitingLength);
    this.#waitingLength -= length;
    this.#cutAt += length;
  }
}
