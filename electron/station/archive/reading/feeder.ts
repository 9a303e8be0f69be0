import type { Frame } from "../../../../shared/mavlink/frame.ts";

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

export type OnLogFrame = (frame: LogFrame) => void;

/** Finds the frames in the bytes of one kind of file. */
export interface Feeder {
  push(chunk: Uint8Array): void;
  flush(): void;
  readonly frameBytes: number;
  readonly positionMs: number;
  readonly startUtcUs: number | undefined;
  readonly stats: { readonly frames: number; readonly skippedBytes: number; readonly badChecksums: number };
  /** How often the recorder's clock was set, by more than a pause explains. */
  readonly clockJumps: number;
  /** Of an autopilot's own log: how many of each of its messages. */
  readonly nativeCounts?: Readonly<Record<string, number>>;
}

/** The one object that is handed over again and again. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
