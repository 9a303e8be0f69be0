import { LogTimeline } from "../../shared/archive/clock/log-timeline.ts";
import type { Frame } from "../../shared/mavlink/frame.ts";
import { TlogReader } from "../../shared/mavlink/tlog.ts";
import type { ReplayBatch } from "./replay-batch.ts";
import type { ReplayDecoder } from "./replay-decoder.ts";

/** A .tlog: one piece per whole frame, at its own time. */
export class TlogDecoder implements ReplayDecoder {
  readonly #reader = new TlogReader();
  readonly #timeline = new LogTimeline();
  #batch: ReplayBatch | undefined;
  #skippedBeforeTail = 0;

  get startUtcUs(): number | undefined {
    return this.#timeline.startUs;
  }

  get frames(): number {
    return this.#reader.stats.frames;
  }

  get skippedBytes(): number {
    return this.#reader.stats.skippedBytes;
  }

  get tailBytes(): number {
    return this.skippedBytes - this.#skippedBeforeTail;
  }

  push(chunk: Uint8Array, into: ReplayBatch): void {
    this.#batch = into;
    this.#reader.push(chunk, this.#onRecord);
  }

  flush(into: ReplayBatch): void {
    this.#batch = into;
    this.#reader.flush(this.#onRecord);
  }

  readonly #onRecord = (utcUs: number | undefined, frame: Frame): void => {
    this.#skippedBeforeTail = this.skippedBytes;
    this.#batch?.add(frame.bytes, frame.start, frame.length, this.#timeline.position(utcUs));
  };
}
