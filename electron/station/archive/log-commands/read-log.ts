import { type FileHandle, open } from "node:fs/promises";
import { LogTimeline } from "../../../../shared/archive/clock/log-timeline.ts";
import { RawTimeline } from "../../../../shared/archive/clock/raw-timeline.ts";
import type { Frame } from "../../../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../../../shared/mavlink/scanner.ts";
import { looksLikeTlog, TlogReader } from "../../../../shared/mavlink/tlog.ts";

/** One frame of a log. */
export interface LogFrame {
  /** Borrowed until the callback returns, as its bytes. */
  readonly frame: Frame;
  /** As stamped, UTC, microseconds since 1970; undefined in raw logs, and before the first trusted stamp. */
  readonly utcUs: number | undefined;
  /** Since the log's beginning; never steps back. In raw logs by the first vehicle's own clock. */
  readonly positionMs: number;
  /** Where its record starts in the file: its stamp, or the frame itself where that can't be trusted, bytes. */
  readonly offset: number;
  /** Bytes of the file before it that belong to no frame. */
  readonly skippedBytes: number;
}

/** What was read. */
export interface ReadLog {
  /** tlog: records with their time. raw: the bytes of a link, without times. */
  readonly format: "tlog" | "raw";
  readonly bytes: number;
  readonly frames: number;
  readonly skippedBytes: number;
  /** Complete candidates whose checksum didn't match. */
  readonly badChecksums: number;
  readonly durationMs: number;
  /** Of the beginning, microseconds since 1970; of a raw log where its vehicle knows the time. */
  readonly startUtcUs: number | undefined;
}

/** Why a file gives no frames. */
export interface LogFault {
  readonly code: "cannot-read" | "empty" | "not-a-log";
  /** What is wrong and what to do. */
  readonly detail: string;
}

export type ReadLogResult =
  | { readonly ok: true; readonly log: ReadLog }
  | { readonly ok: false; readonly fault: LogFault };

type OnLogFrame = (frame: LogFrame) => void;

const chunkLength = 1 << 20;
/** Decides whether the file has time stamps. */
const sampleLength = 1 << 16;

/** Frames that random bytes may be taken for, generously: one per megabyte and a few. */
const accidentalFrames = (bytes: number): number => 3 + bytes / 1e6;

interface Feeder {
  push(chunk: Uint8Array): void;
  flush(): void;
  readonly frameBytes: number;
  readonly positionMs: number;
  readonly startUtcUs: number | undefined;
  readonly stats: { readonly frames: number; readonly skippedBytes: number; readonly badChecksums: number };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class TlogFeeder implements Feeder {
  readonly #reader = new TlogReader();
  readonly #timeline = new LogTimeline();
  readonly #onFrame: OnLogFrame;
  #record: Mutable<LogFrame> | undefined;
  frameBytes = 0;

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
    record.offset = this.#reader.recordOffset;
    record.skippedBytes = this.#reader.stats.skippedBytes;
    this.#onFrame(record);
  };
}

class RawFeeder implements Feeder {
  readonly #scanner = new FrameScanner();
  readonly #timeline = new RawTimeline();
  readonly #onFrame: OnLogFrame;
  #record: Mutable<LogFrame> | undefined;
  #passed = 0;
  frameBytes = 0;

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

const fault = (code: LogFault["code"], detail: string): ReadLogResult => ({ ok: false, fault: { code, detail } });

/** What a person is told of a file that can't be read. */
export const cannotRead = (path: string, error: unknown): LogFault => {
  const reason = error instanceof Error ? error.message : String(error);
  return { code: "cannot-read", detail: `${path} can't be read (${reason}). Check the path and that you may read it.` };
};

/** Reads a .tlog or raw byte stream, told apart by what is in it, piece by piece: never more than one is in memory. */
export class LogReader {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #onFrame: OnLogFrame;
  readonly #buffer = new Uint8Array(chunkLength);
  #feeder: Feeder | undefined;
  #format: "tlog" | "raw" = "raw";
  #bytes = 0;
  #ended = false;

  private constructor(path: string, file: FileHandle, onFrame: OnLogFrame) {
    this.#path = path;
    this.#file = file;
    this.#onFrame = onFrame;
  }

  /**
   * @param onFrame called for each frame while `next` runs, in the file's order; the same object each time
   * @throws what the disk throws
   */
  static async open(path: string, onFrame: OnLogFrame): Promise<LogReader> {
    return new LogReader(path, await open(path, "r"), onFrame);
  }

  /** Reads the next piece. @returns false behind the end @throws what the disk or `onFrame` throws */
  async next(): Promise<boolean> {
    if (this.#ended) return false;
    const { bytesRead } = await this.#file.read(this.#buffer, 0, chunkLength);
    this.#bytes += bytesRead;
    if (bytesRead === 0) {
      this.#ended = true;
      this.#feeder?.flush();
      return true;
    }
    const chunk = this.#buffer.subarray(0, bytesRead);
    if (this.#feeder === undefined) {
      this.#format = looksLikeTlog(chunk.subarray(0, sampleLength)) ? "tlog" : "raw";
      this.#feeder = this.#format === "tlog" ? new TlogFeeder(this.#onFrame) : new RawFeeder(this.#onFrame);
    }
    this.#feeder.push(chunk);
    return true;
  }

  /** What was read so far; behind the end, what the file is. */
  get result(): ReadLogResult {
    const feeder = this.#feeder;
    const path = this.#path;
    if (feeder === undefined)
      return fault("empty", `${path} is empty: nothing was recorded into it. Choose another log.`);
    const { frames, skippedBytes, badChecksums } = feeder.stats;
    const bytes = this.#bytes;
    const isAccidental = frames <= accidentalFrames(bytes) && feeder.frameBytes * 100 < bytes;
    if (frames === 0 || isAccidental) {
      const detail = `${path} holds no MAVLink frames, so it is no telemetry log. Choose a .tlog file, or the raw bytes of a link.`;
      return fault("not-a-log", detail);
    }
    const { positionMs: durationMs, startUtcUs } = feeder;
    return {
      ok: true,
      log: { format: this.#format, bytes, frames, skippedBytes, badChecksums, durationMs, startUtcUs },
    };
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Reads a whole log. @throws what `onFrame` throws */
export const readLog = async (path: string, onFrame: OnLogFrame): Promise<ReadLogResult> => {
  let own: unknown;
  try {
    await using reader = await LogReader.open(path, (frame) => {
      try {
        onFrame(frame);
      } catch (error) {
        own = error;
        throw error;
      }
    });
    while (await reader.next());
    return reader.result;
  } catch (error) {
    if (own === error) throw error;
    return { ok: false, fault: cannotRead(path, error) };
  }
};
