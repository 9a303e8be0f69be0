import type { LoggedMessage, LogStream, PlotSeries } from "../../../shared/archive/log-stream.ts";
import type { SenderStatistics } from "../../../shared/mavlink/link-statistics.ts";

export interface PlotRequest {
  /** "1/1/ATTITUDE.roll", "1/1/BATTERY_STATUS.voltages[0]", "ATT.Roll" */
  readonly field: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** About as many as the plot has pixels. */
  readonly steps: number;
}

export interface MessagesRequest {
  readonly atMs: number;
  readonly direction: "back" | "on";
  readonly count: number;
  /** Absent: all. */
  readonly streams?: readonly string[];
  /** In a message's name or a text field, whatever case. */
  readonly text?: string;
  /** Ends a search; then it rejects. */
  readonly signal?: AbortSignal;
}

/** What plots and the inspector ask, of a log of any format. Positions are ms since the log's beginning and never step back. */
export interface FieldSource {
  /** As far as it was read. */
  readonly streams: readonly LogStream[];
  /** @returns undefined where there is no such field */
  plot(request: PlotRequest): Promise<PlotSeries | undefined>;
  /** Whole messages about an instant, oldest first: the last `count` at or before it ("back"), or the first after it ("on"). */
  messages(request: MessagesRequest): Promise<{ readonly messages: readonly LoggedMessage[]; readonly more: boolean }>;
}

/** One MAVLink frame of a log. */
export interface LogRecord {
  readonly positionMs: number;
  /** As stamped, microseconds since 1970; undefined in logs without times. */
  readonly utcUs: number | undefined;
  /** Of the record in the file. */
  readonly offset: number;
  /** The frame; borrowed until the callback returns. */
  readonly bytes: Uint8Array;
}

/** Something about the log's own time and wholeness, for the timeline. */
export interface LogAnomaly {
  readonly kind: "clock-jump" | "clock-back" | "gap" | "damage" | "cut";
  readonly positionMs: number;
  /** Of a gap: its length. Of a jump: how far, signed. Of damage: bytes. */
  readonly amount: number;
  readonly offset: number;
}

export interface IndexProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  /** Everything was read; of a log that is being written, up to now. */
  readonly whole: boolean;
}

/** Counted over what was read. */
export interface LogTotals {
  /** Whole frames, unknown ones too. */
  readonly frames: number;
  /** Bytes that belong to no whole frame: text of a booting autopilot, damage, a cut end. */
  readonly skippedBytes: number;
  /** Frames of ids that the dialect doesn't have. */
  readonly unknownFrames: number;
  /** Behind the last frame, once everything was read. */
  readonly tailBytes: number;
  /** Sequence numbers by system and component. */
  readonly senders: readonly SenderStatistics[];
  /** False: so few frames among so many bytes that this is no telemetry log. */
  readonly isLog: boolean;
}

/** Where a system was. */
export interface TrackPoint {
  readonly systemId: number;
  readonly positionMs: number;
  readonly latDeg: number;
  readonly lonDeg: number;
  readonly altitudeMslM: number;
  readonly aboveHomeM: number | undefined;
  /** Over ground. */
  readonly speedMps: number;
  readonly headingRad: number | undefined;
}

/** The index of a MAVLink log: usable from its first block on while the rest is being read. */
export interface LogIndex extends FieldSource {
  readonly path: string;
  readonly format: "tlog" | "raw";
  readonly progress: IndexProgress;
  /** Of the first stamp, microseconds since 1970. */
  readonly startUtcUs: number | undefined;
  /** As far as it was read. */
  readonly durationMs: number;
  readonly totals: LogTotals;
  readonly anomalies: readonly LogAnomaly[];
  /** In the log's order, at most one a second and system, fewer in very long logs. */
  readonly track: readonly TrackPoint[];
  /** Where UTC goes: piecewise, from each position on. */
  readonly clock: readonly { readonly fromMs: number; readonly utcOffsetMs: number }[];
  on(listener: (progress: IndexProgress) => void): () => void;
  /** Rejects never; resolves when whole or closed. */
  whole(): Promise<void>;
  /**
   * Frames of from <= position <= to in the log's order. Return false to stop.
   * @param streams only those of these keys; absent: all
   */
  read(
    range: { readonly fromMs: number; readonly toMs: number; readonly streams?: readonly string[] },
    onRecord: (record: LogRecord) => unknown,
  ): Promise<void>;
  /**
   * Of each stream the last frames strictly before an instant, in the log's order: what a latest-wins reducer needs to know of
   * all that came before. Copies.
   * @param count how many of a stream, by its key; absent: one of each
   */
  lastOfEach(positionMs: number, count?: (stream: LogStream) => number): Promise<readonly LogRecord[]>;
  /** The log may have grown: reads what is new. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
