import { open } from "node:fs/promises";
import type { Frame } from "../../../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../../../shared/mavlink/scanner.ts";
import { looksLikeTlog, TlogReader } from "../../../../shared/mavlink/tlog.ts";

/** One frame of a log. */
export interface LogFrame {
  /** Borrowed until the callback returns, as its bytes. */
  readonly frame: Frame;
  /** UTC, microseconds since 1970; undefined in raw logs, and before the first trusted stamp. */
  readonly utcUs: number | undefined;
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

export interface ReadLogOptions {
  /** Called for each frame, in the file's order; the same object each time. */
  readonly onFrame: (frame: LogFrame) => void;
  /** Awaited behind each piece of the file: where what was made of its frames is written away. */
  readonly onPiece?: () => Promise<void>;
}

const chunkLength = 1 << 20;
/** Decides whether the file has time stamps. */
const sampleLength = 1 << 16;

/** Frames that random bytes may be taken for, generously: one per megabyte and a few. */
const accidentalFrames = (bytes: number): number => 3 + bytes / 1e6;

interface Feeder {
  push(chunk: Uint8Array): void;
  flush(): void;
  readonly stats: { readonly frames: number; readonly skippedBytes: number; readonly badChecksums: number };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class Handover {
  frameBytes = 0;
  readonly #onFrame: (frame: LogFrame) => void;
  #record: Mutable<LogFrame> | undefined;

  constructor(onFrame: (frame: LogFrame) => void) {
    this.#onFrame = onFrame;
  }

  give(frame: Frame, utcUs: number | undefined, offset: number, skippedBytes: number): void {
    this.frameBytes += frame.length;
    this.#record ??= { frame, utcUs, offset, skippedBytes };
    const record = this.#record;
    record.frame = frame;
    record.utcUs = utcUs;
    record.offset = offset;
    record.skippedBytes = skippedBytes;
    this.#onFrame(record);
  }
}

const tlogFeeder = (handover: Handover): Feeder => {
  const reader = new TlogReader();
  const onRecord = (utcUs: number | undefined, frame: Frame) =>
    handover.give(frame, utcUs, reader.recordOffset, reader.stats.skippedBytes);
  return { push: (chunk) => reader.push(chunk, onRecord), flush: () => reader.flush(onRecord), stats: reader.stats };
};

const rawFeeder = (handover: Handover): Feeder => {
  const scanner = new FrameScanner();
  const onFrame = (frame: Frame) => {
    const { skippedBytes } = scanner.stats;
    handover.give(frame, undefined, handover.frameBytes + skippedBytes, skippedBytes);
  };
  return { push: (chunk) => scanner.push(chunk, onFrame), flush: () => scanner.flush(onFrame), stats: scanner.stats };
};

const faulty = (code: LogFault["code"], detail: string): ReadLogResult => ({ ok: false, fault: { code, detail } });

const readWhole = async (path: string, { onFrame, onPiece }: ReadLogOptions): Promise<ReadLogResult> => {
  await using file = await open(path, "r");
  const buffer = new Uint8Array(chunkLength);
  const handover = new Handover(onFrame);
  let feeder: Feeder | undefined;
  let format: "tlog" | "raw" = "raw";
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, chunkLength);
    if (bytesRead === 0) break;
    bytes += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    if (feeder === undefined) {
      format = looksLikeTlog(chunk.subarray(0, sampleLength)) ? "tlog" : "raw";
      feeder = format === "tlog" ? tlogFeeder(handover) : rawFeeder(handover);
    }
    feeder.push(chunk);
    await onPiece?.();
  }
  if (feeder === undefined)
    return faulty("empty", `${path} is empty: nothing was recorded into it. Choose another log.`);
  feeder.flush();
  await onPiece?.();
  const { frames, skippedBytes, badChecksums } = feeder.stats;
  const isAccidental = frames <= accidentalFrames(bytes) && handover.frameBytes * 100 < bytes;
  if (frames === 0 || isAccidental) {
    const detail = `${path} holds no MAVLink frames, so it is no telemetry log. Choose a .tlog file, or the raw bytes of a link.`;
    return faulty("not-a-log", detail);
  }
  return { ok: true, log: { format, bytes, frames, skippedBytes, badChecksums } };
};

/** What a person is told of a file that can't be read. */
export const cannotRead = (path: string, error: unknown): LogFault => {
  const reason = error instanceof Error ? error.message : String(error);
  return { code: "cannot-read", detail: `${path} can't be read (${reason}). Check the path and that you may read it.` };
};

/**
 * Reads a whole .tlog or raw byte stream, told apart by what is in it, in pieces: never more than one of them is in memory.
 * Whatever `onFrame` and `onPiece` throw is thrown.
 */
export const readLog = async (path: string, options: ReadLogOptions): Promise<ReadLogResult> => {
  const own: { error?: unknown } = {};
  const guarded = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      own.error = error;
      throw error;
    }
  };
  const { onPiece } = options;
  try {
    return await readWhole(path, {
      onFrame: (frame) => guarded(() => options.onFrame(frame)),
      ...(onPiece === undefined
        ? {}
        : {
            onPiece: () =>
              onPiece().catch((error: unknown) => {
                own.error = error;
                throw error;
              }),
          }),
    });
  } catch (error) {
    if (own.error === error) throw error;
    return { ok: false, fault: cannotRead(path, error) };
  }
};
