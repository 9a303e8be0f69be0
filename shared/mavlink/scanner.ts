import { Carry, type ScanUnits } from "./carry.ts";
import type { Frame } from "./frame.ts";
import { decisiveLength, FrameChecker, incomplete, isMagic, type ScanStats } from "./frame-check.ts";

/**
 * Finds the frames of MAVLink 1, 2 and signed 2 in a byte stream that comes in chunks of any size. A candidate that
 * fails its checksum costs one byte: the search goes on at the next, so a broken frame never hides whole ones inside
 * it. What is found doesn't depend on where the chunks are cut. Nothing is allocated per frame and nothing is thrown.
 */
export class FrameScanner {
  readonly #checker = new FrameChecker({ gap: 0 });
  readonly #carry = new Carry(decisiveLength);
  #onFrame: (frame: Frame) => void = () => {};

  get stats(): Readonly<ScanStats> {
    return this.#checker.stats;
  }

  /** @param onFrame gets each frame; it and its bytes (this chunk or the scanner's own) are borrowed until it returns */
  push(chunk: Uint8Array, onFrame: (frame: Frame) => void): void {
    this.#onFrame = onFrame;
    this.#carry.feed(chunk, this.#scan);
  }

  /**
   * The stream ends or pauses here (end of a file, a closed link, a datagram that must stand alone): a cut candidate
   * is given up, and the whole frames inside it are handed over.
   */
  flush(onFrame: (frame: Frame) => void): void {
    this.#onFrame = onFrame;
    this.#carry.drain(this.#scanLast);
  }

  readonly #scan: ScanUnits = (bytes, from, end, limit) => {
    this.#checker.use(bytes, { isLast: false });
    return this.#handOver(from, end, limit);
  };

  readonly #scanLast: ScanUnits = (bytes, from, end, limit) => {
    this.#checker.use(bytes, { isLast: true });
    let at = from;
    while (at < limit) {
      at = this.#handOver(at, end, limit);
      if (at < limit) {
        at++;
        this.#checker.stats.skippedBytes++;
      }
    }
    return at;
  };

  #handOver(from: number, end: number, limit: number): number {
    const checker = this.#checker;
    const onFrame = this.#onFrame;
    const { frame, stats } = checker;
    const { bytes } = frame;
    let at = from;
    while (at < limit) {
      const skippedFrom = at;
      while (at < limit && !isMagic(bytes[at] ?? 0)) at++;
      if (at > skippedFrom) {
        stats.skippedBytes += at - skippedFrom;
        if (at >= limit) break;
      }
      const length = checker.check(at, end);
      if (length > 0) {
        at += length;
        onFrame(frame);
      } else if (length === incomplete) {
        return at;
      } else {
        at++;
        stats.skippedBytes++;
      }
    }
    return at;
  }
}
