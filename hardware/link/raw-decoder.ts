import type { Frame } from "../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import type { ReplayBatch } from "./replay-batch.ts";
import type { ReplayDecoder } from "./replay-decoder.ts";

/** Without a better clock, as fast as a radio at 57,600 baud would have carried it. */
const usPerByte = 10_000_000 / 57_600;
/** Bytes without a frame are handed over in pieces of this. */
const pieceLength = 256;
const longestFrame = 280;
/** ATTITUDE, ATTITUDE_QUATERNION, LOCAL_POSITION_NED, GLOBAL_POSITION_INT: their first field is the time since boot, ms. */
const bootTimeFirst: ReadonlySet<number> = new Set([30, 31, 32, 33]);
const systemTimeId = 2;
/** The vehicle was restarted when its time since boot goes back by more. */
const restartUs = 2_000_000;

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
  #positionUs = 0;
  #clockOf: { readonly sender: number; bootAtUs: number } | undefined;
  #startUtcUs: number | undefined;
  #batch: ReplayBatch | undefined;

  /** From the vehicle's SYSTEM_TIME, where it knows the time. */
  get startUtcUs(): number | undefined {
    return this.#startUtcUs;
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
    const bootUs = bootTimeUs(frame);
    if (bootUs !== undefined) this.#tellTime(frame, bootUs);
    this.#cut(length);
  };

  #tellTime(frame: Frame, bootUs: number): void {
    const sender = frame.systemId * 256 + frame.componentId;
    const clock = this.#clockOf;
    if (clock === undefined) this.#clockOf = { sender, bootAtUs: this.#positionUs - bootUs };
    else if (clock.sender === sender) {
      const positionUs = clock.bootAtUs + bootUs;
      if (positionUs >= this.#positionUs) this.#positionUs = positionUs;
      else if (positionUs < this.#positionUs - restartUs) clock.bootAtUs = this.#positionUs - bootUs;
    }
    if (frame.messageId !== systemTimeId || this.#startUtcUs !== undefined) return;
    const utcUs = readUint(frame, 0, 8);
    if (utcUs > 1e15) this.#startUtcUs = utcUs - this.#positionUs;
  }

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
    if (this.#clockOf === undefined) this.#positionUs += length * usPerByte;
    this.#batch?.add(this.#waiting, 0, length, this.#positionUs);
    this.#waiting.copyWithin(0, length, this.#waitingLength);
    this.#waitingLength -= length;
    this.#cutAt += length;
  }
}

const bootTimeUs = (frame: Frame): number | undefined => {
  if (!frame.known) return undefined;
  if (bootTimeFirst.has(frame.messageId)) return readUint(frame, 0, 4) * 1000;
  return frame.messageId === systemTimeId ? readUint(frame, 8, 4) * 1000 : undefined;
};

/** Little-endian; zeros that MAVLink 2 cut off the payload's end are zeros. */
const readUint = (frame: Frame, offset: number, length: number): number => {
  let value = 0;
  for (let i = length - 1; i >= 0; i--) {
    const at = offset + i;
    value = value * 256 + (at < frame.payloadLength ? (frame.bytes[frame.payloadStart + at] ?? 0) : 0);
  }
  return value;
};
