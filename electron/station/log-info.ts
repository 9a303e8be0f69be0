import { open } from "node:fs/promises";
import { messageName } from "../../shared/mavlink/dialect.ts";
import type { Frame } from "../../shared/mavlink/frame.ts";
import { LinkStatistics } from "../../shared/mavlink/link-statistics.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import { looksLikeTlog, TlogReader } from "../../shared/mavlink/tlog.ts";

/** What a log holds; what `lantern log info --json` prints. */
export interface LogSummary {
  readonly ok: true;
  readonly path: string;
  /** tlog: records with their time. raw: the bytes of a link, without times. */
  readonly format: "tlog" | "raw";
  readonly bytes: number;
  /** Whole frames, unknown ones too. */
  readonly frames: number;
  /** Frames by message name. */
  readonly counts: Readonly<Record<string, number>>;
  /** Frames by `"system/component"`. */
  readonly countsBySystemComponent: Readonly<Record<string, number>>;
  /** Frames missing from the sequence numbers, by `"system/component"`, where there are any. */
  readonly lostBySystemComponent: Readonly<Record<string, number>>;
  /** Bytes that belong to no whole frame: text of a booting autopilot, damage, a cut end. */
  readonly skippedBytes: number;
  /** Frames of ids that the dialect doesn't have, by id. They aren't in `counts`. */
  readonly unknown: Readonly<Record<string, number>>;
  /** UTC, microseconds since 1970; absent in a raw log. */
  readonly firstTimeUs?: number;
  readonly lastTimeUs?: number;
  /** What the user should know of the log, in plain words. */
  readonly notes: readonly LogNote[];
}

/** What is odd about a log that could be read all the same. */
export interface LogNote {
  readonly code: "tail-cut" | "damaged";
  readonly detail: string;
}

/** Why a file gives no summary. */
export interface LogFault {
  readonly code: "cannot-read" | "empty" | "not-a-log";
  /** What is wrong and what to do. */
  readonly detail: string;
}

/** A log's summary, or why there is none. */
export type LogInfo = LogSummary | { readonly ok: false; readonly path: string; readonly fault: LogFault };

const chunkLength = 1 << 20;
/** Decides whether the file has time stamps. */
const sampleLength = 1 << 16;
const largestFrame = 280;
const stampLength = 8;

/** Frames that random bytes may be taken for, generously: one per megabyte and a few. */
const accidentalFrames = (bytes: number): number => 3 + bytes / 1e6;

class LogTally {
  readonly byId = new Map<number, number>();
  readonly unknownById = new Map<number, number>();
  readonly bySender = new Map<string, number>();
  readonly statistics = new LinkStatistics();
  frameBytes = 0;
  firstTimeUs: number | undefined;
  lastTimeUs: number | undefined;
  /** Skipped bytes up to the last frame: what comes on top of it is the tail. */
  skippedBeforeTail = 0;

  add(frame: Frame, utcUs: number | undefined, skippedBytes: number): void {
    const counts = frame.known ? this.byId : this.unknownById;
    counts.set(frame.messageId, (counts.get(frame.messageId) ?? 0) + 1);
    const sender = `${frame.systemId}/${frame.componentId}`;
    this.bySender.set(sender, (this.bySender.get(sender) ?? 0) + 1);
    this.statistics.observe(frame);
    this.frameBytes += frame.length;
    this.firstTimeUs ??= utcUs;
    this.lastTimeUs = utcUs;
    this.skippedBeforeTail = skippedBytes;
  }
}

interface Feeder {
  push(chunk: Uint8Array): void;
  flush(): void;
  readonly stats: { readonly frames: number; readonly skippedBytes: number };
}

const feedTlog = (tally: LogTally): Feeder => {
  const reader = new TlogReader();
  const onRecord = (utcUs: number | undefined, frame: Frame) => tally.add(frame, utcUs, reader.stats.skippedBytes);
  return { push: (chunk) => reader.push(chunk, onRecord), flush: () => reader.flush(onRecord), stats: reader.stats };
};

const feedRaw = (tally: LogTally): Feeder => {
  const scanner = new FrameScanner();
  const onFrame = (frame: Frame) => tally.add(frame, undefined, scanner.stats.skippedBytes);
  return { push: (chunk) => scanner.push(chunk, onFrame), flush: () => scanner.flush(onFrame), stats: scanner.stats };
};

const describeTail = (tailBytes: number): LogNote => ({
  code: "tail-cut",
  detail: `The last ${tailBytes} bytes are a record that was cut off, as when the recorder is killed. Everything before it was read; there is nothing to do.`,
});

const describeDamage = (damagedBytes: number): LogNote => ({
  code: "damaged",
  detail: `${damagedBytes} bytes belong to no whole frame. Every frame that is whole was read; if another copy of the log exists, compare it.`,
});

const notesOf = (tally: LogTally, format: "tlog" | "raw", skippedBytes: number): LogNote[] => {
  const tailBytes = skippedBytes - tally.skippedBeforeTail;
  const isCutRecord = tailBytes > 0 && tailBytes < stampLength + largestFrame;
  const damagedBytes = isCutRecord ? tally.skippedBeforeTail : skippedBytes;
  // A raw log starts with the text of a booting autopilot: skipped bytes are no damage there.
  const damage = format === "tlog" && damagedBytes > 0 ? [describeDamage(damagedBytes)] : [];
  return isCutRecord ? [...damage, describeTail(tailBytes)] : damage;
};

const named = (counts: ReadonlyMap<number, number>, name: (id: number) => string): Record<string, number> =>
  Object.fromEntries([...counts].map(([id, count]) => [name(id), count] as const).sort(([a], [b]) => (a < b ? -1 : 1)));

const summarise = (
  path: string,
  format: "tlog" | "raw",
  bytes: number,
  tally: LogTally,
  feeder: Feeder,
): LogSummary => {
  const { frames, skippedBytes } = feeder.stats;
  const { firstTimeUs, lastTimeUs } = tally;
  const losses = [...tally.statistics.senders].filter((sender) => sender.lost > 0);
  return {
    ok: true,
    path,
    format,
    bytes,
    frames,
    counts: named(tally.byId, messageName),
    countsBySystemComponent: Object.fromEntries([...tally.bySender].sort(([a], [b]) => (a < b ? -1 : 1))),
    lostBySystemComponent: Object.fromEntries(losses.map((s) => [`${s.systemId}/${s.componentId}`, s.lost])),
    skippedBytes,
    unknown: named(tally.unknownById, String),
    ...(firstTimeUs !== undefined && lastTimeUs !== undefined ? { firstTimeUs, lastTimeUs } : {}),
    notes: notesOf(tally, format, skippedBytes),
  };
};

const faulty = (path: string, code: LogFault["code"], detail: string): LogInfo => ({
  ok: false,
  path,
  fault: { code, detail },
});

const readWhole = async (path: string): Promise<LogInfo> => {
  await using file = await open(path, "r");
  const buffer = new Uint8Array(chunkLength);
  const tally = new LogTally();
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
      feeder = format === "tlog" ? feedTlog(tally) : feedRaw(tally);
    }
    feeder.push(chunk);
  }
  if (feeder === undefined) {
    return faulty(path, "empty", `${path} is empty: nothing was recorded into it. Choose another log.`);
  }
  feeder.flush();
  const isAccidental = feeder.stats.frames <= accidentalFrames(bytes) && tally.frameBytes * 100 < bytes;
  if (feeder.stats.frames === 0 || isAccidental) {
    const detail = `${path} holds no MAVLink frames, so it is no telemetry log. Choose a .tlog file, or the raw bytes of a link.`;
    return faulty(path, "not-a-log", detail);
  }
  return summarise(path, format, bytes, tally, feeder);
};

/** Reads a whole .tlog or raw byte stream (told apart by what is in it) in chunks and counts what it holds. */
export const logInfo = async (path: string): Promise<LogInfo> => {
  try {
    return await readWhole(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return faulty(path, "cannot-read", `${path} can't be read (${reason}). Check the path and that you may read it.`);
  }
};
