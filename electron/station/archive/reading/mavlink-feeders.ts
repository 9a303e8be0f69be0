import { LogTimeline } from "../../../../shared/archive/clock/log-timeline.ts";
import { RawTimeline } from "../../../../shared/archive/clock/raw-timeline.ts";
import type { Frame } from "../../../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../../../shared/mavlink/scanner.ts";
import { TlogReader } from "../../../../shared/mavlink/tlog.ts";
import type { Feeder, LogFrame, Mutable, OnLogFrame } from "./feeder.ts";

/** A .tlog: each frame at its own time. */
export class TlogFeeder implements Feeder {
  readonly #reader = new TlogReader();
  readonly #timeline = new LogTimeline();
  readonly #onFrame: OnLogFrame;
  #record: Mutable<LogFrame> | undefined;
  #steps = 0;
  frameBytes = 0;
  clockJumps = 0;

  constructor(onFrame: OnLogFrame) {
    this.#onFrame = onFrame;
  }

  get stats() {
    return this.#reader.stats;
  }

  get positionMs(): number {
    return this.#timeline.positionUs / 1000;
  }

  get startUtcUs(): number | undefined {
    return this.#timeline.startUs;
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk, this.#onRecord);
  }

  flush(): void {
    this.#reader.flush(this.#onRecord);
  }

  readonly #onRecord = (utcUs: number | undefined, frame: Frame): void => {
    this.frameBytes += frame.length;
    this.#record ??= { frame, utcUs, positionMs: 0, offset: 0, skippedBytes: 0 };
    const record = this.#record;
    record.frame = frame;
    record.utcUs = utcUs;
    record.positionMs = this.#timeline.position(utcUs) / 1000;
    if (this.#timeline.steps !== this.#steps) this.#noteStep();
    record.offset = this.#reader.recordOffset;
    record.skippedBytes = this.#reader.stats.skippedBytes;
    this.#onFrame(record);
  };

  #noteStep(): void {
    this.#steps = this.#timeline.steps;
    if (this.#timeline.believed?.kind !== "gap") this.clockJumps++;
  }
}

/** A raw byte stream, on the first vehicle's own clock. */
export class RawFeeder implements Feeder {
  readonly #scanner = new FrameScanner();
  readonly #timeline = new RawTimeline();
  readonly #onFrame: OnLogFrame;
  #record: Mutable<LogFrame> | undefined;
  #passed = 0;
  frameBytes = 0;
  readonly clockJumps = 0;

  constructor(onFrame: OnLogFrame) {
    this.#onFrame = onFrame;
  }

  get stats() {
    return this.#scanner.stats;
  }

  get positionMs(): number {
    return this.#timeline.positionUs / 1000;
  }

  get startUtcUs(): number | undefined {
    return this.#timeline.startUtcUs;
  }

  push(chunk: Uint8Array): void {
    this.#scanner.push(chunk, this.#onRecord);
  }

  flush(): void {
    this.#scanner.flush(this.#onRecord);
  }

  readonly #onRecord = (frame: Frame): void => {
    const { skippedBytes } = this.#scanner.stats;
    // Each byte so far was either in a frame or skipped: that gives the frame's place.
    const offset = this.frameBytes + skippedBytes;
    this.frameBytes += frame.length;
    const end = offset + frame.length;
    this.#timeline.pass(end - this.#passed);
    this.#passed = end;
    this.#timeline.observe(frame);
    this.#record ??= { frame, utcUs: undefined, positionMs: 0, offset: 0, skippedBytes: 0 };
    const record = this.#record;
    record.frame = frame;
    record.positionMs = this.#timeline.positionUs / 1000;
    record.offset = offset;
    record.skippedBytes = skippedBytes;
    this.#onFrame(record);
  };
}
