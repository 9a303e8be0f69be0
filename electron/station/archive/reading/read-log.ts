import { type FileHandle, open } from "node:fs/promises";
import { nativeFormatOf } from "../../../../shared/archive/formats/native-format.ts";
import { looksLikeTlog } from "../../../../shared/mavlink/tlog.ts";
import type { Feeder, OnLogFrame } from "./feeder.ts";
import { RawFeeder, TlogFeeder } from "./mavlink-feeders.ts";
import { nativeFeeder } from "./native-feeder.ts";

/** tlog: records with their time. raw: the bytes of a link, without times. dataflash, ulog: an autopilot's own. */
export type LogFormat = "tlog" | "raw" | "dataflash" | "ulog";

/** What was read. */
export interface ReadLog {
  readonly format: LogFormat;
  readonly bytes: number;
  readonly frames: number;
  readonly skippedBytes: number;
  /** Complete candidates whose checksum didn't match. */
  readonly badChecksums: number;
  readonly durationMs: number;
  /** How often the recorder's clock was set, by more than a pause explains. */
  readonly clockJumps: number;
  /** Of the beginning, microseconds since 1970; of a raw log where its vehicle knows the time. */
  readonly startUtcUs: number | undefined;
  /** Of an autopilot's own log: how many of each of its messages; `frames` are those made of them. */
  readonly nativeCounts?: Readonly<Record<string, number>>;
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

/** Small enough that what is made of one doesn't hold up what else the station does: some milliseconds. */
const chunkLength = 1 << 17;
/** Decides whether the file has time stamps. */
const sampleLength = 1 << 16;

/** Frames that random bytes may be taken for, generously: one per megabyte and a few. */
const accidentalFrames = (bytes: number): number => 3 + bytes / 1e6;

const fault = (code: LogFault["code"], detail: string): ReadLogResult => ({ ok: false, fault: { code, detail } });

/** What a person is told of a file that can't be read. */
export const cannotRead = (path: string, error: unknown): LogFault => {
  const reason = error instanceof Error ? error.message : String(error);
  return { code: "cannot-read", detail: `${path} can't be read (${reason}). Check the path and that you may read it.` };
};

/**
 * Reads a telemetry log, told apart by what is in it, piece by piece: never more than one is in memory. An autopilot's own log
 * comes as the frames that its vehicle could have sent.
 */
export class LogReader {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #onFrame: OnLogFrame;
  readonly #buffer = new Uint8Array(chunkLength);
  #feeder: Feeder | undefined;
  #format: LogFormat = "raw";
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
    this.#feeder ??= await this.#feederFor(chunk.subarray(0, sampleLength));
    this.#feeder.push(chunk);
    return true;
  }

  async #feederFor(sample: Uint8Array): Promise<Feeder> {
    const native = nativeFormatOf(sample);
    this.#format = native ?? (looksLikeTlog(sample) ? "tlog" : "raw");
    if (native !== undefined) return nativeFeeder(this.#file, native, this.#onFrame);
    return this.#format === "tlog" ? new TlogFeeder(this.#onFrame) : new RawFeeder(this.#onFrame);
  }

  /** What was read so far; behind the end, what the file is. */
  get result(): ReadLogResult {
    const feeder = this.#feeder;
    const path = this.#path;
    if (feeder === undefined)
      return fault("empty", `${path} is empty: nothing was recorded into it. Choose another log.`);
    const { frames, skippedBytes, badChecksums } = feeder.stats;
    const bytes = this.#bytes;
    const isNative = feeder.nativeCounts !== undefined;
    const isAccidental = !isNative && frames <= accidentalFrames(bytes) && feeder.frameBytes * 100 < bytes;
    if (frames === 0 || isAccidental) {
      const detail = isNative
        ? `${path} has the beginning of an autopilot's log, but no message with a time in it. Choose another log.`
        : `${path} holds no MAVLink frames, so it is no telemetry log. Choose a .tlog file, or the raw bytes of a link.`;
      return fault("not-a-log", detail);
    }
    const { positionMs: durationMs, startUtcUs, nativeCounts, clockJumps } = feeder;
    const counts = nativeCounts === undefined ? {} : { nativeCounts };
    return {
      ok: true,
      log: {
        format: this.#format,
        bytes,
        frames,
        skippedBytes,
        badChecksums,
        durationMs,
        clockJumps,
        startUtcUs,
        ...counts,
      },
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
