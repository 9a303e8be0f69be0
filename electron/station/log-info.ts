import { open } from "node:fs/promises";
import { LogFactBook, type LogFacts } from "../../shared/archive/facts/log-facts.ts";
import { decodeMessage } from "../../shared/mavlink/codec.ts";
import { LogTally, type SenderSummary, type SkippedRun } from "./archive/log-commands/log-tally.ts";
import { type LogFault, type LogFormat, type ReadLog, readLog } from "./archive/reading/read-log.ts";

/** Bytes of a log that belong to no frame: text of a booting autopilot, or damage. */
export interface SkippedSample extends SkippedRun {
  /** The first bytes of it. */
  readonly hex: string;
  /** The same as text; control characters but line ends, and what is no ASCII, as a dot. */
  readonly text: string;
}

/** What a log holds; what `lantern log info --json` prints. */
export interface LogSummary extends LogFacts {
  readonly ok: true;
  readonly path: string;
  readonly format: LogFormat;
  readonly bytes: number;
  /** Whole frames, unknown ones too; of an autopilot's own log those that its vehicle could have sent. */
  readonly frames: number;
  /** Of an autopilot's own log: its messages by name; `counts` are of the frames made of them. */
  readonly nativeCounts?: Readonly<Record<string, number>>;
  /** Of all frames together; the others are stamps and what was skipped. */
  readonly frameBytes: number;
  readonly framesByVersion: { readonly v1: number; readonly v2: number };
  /** Frames with a signature, by system, where there are any; the keys are not known, so none is verified. */
  readonly signedBySystem: Readonly<Record<string, number>>;
  /** Frames by message name. */
  readonly counts: Readonly<Record<string, number>>;
  /** Frames by `"system/component"`. */
  readonly countsBySystemComponent: Readonly<Record<string, number>>;
  /** Frames by `"system/component MESSAGE"`. */
  readonly countsBySystemComponentMessage: Readonly<Record<string, number>>;
  /** Frames missing from the sequence numbers, by `"system/component"`, where there are any. */
  readonly lostBySystemComponent: Readonly<Record<string, number>>;
  /** Loss, gaps and silences by `"system/component"`. */
  readonly senders: Readonly<Record<string, SenderSummary>>;
  /** Bytes that belong to no whole frame: text of a booting autopilot, damage, a cut end. */
  readonly skippedBytes: number;
  readonly skippedRuns: number;
  /** The first of these runs. */
  readonly skipped: readonly SkippedSample[];
  /** Frames of ids that the dialect doesn't have, by id. They aren't in `counts`. */
  readonly unknown: Readonly<Record<string, number>>;
  /** UTC, microseconds since 1970; absent in a raw log. */
  readonly firstTimeUs?: number;
  readonly lastTimeUs?: number;
  /** From the first to the last stamp: negative where the clock stepped back by more than the log lasts. */
  readonly durationMs?: number;
  /** What the user should know of the log, in plain words. */
  readonly notes: readonly LogNote[];
}

/** What is odd about a log that could be read all the same. */
export interface LogNote {
  readonly code: "tail-cut" | "damaged" | "clock-jumped" | "two-with-one-id";
  readonly detail: string;
}

/** A log's summary, or why there is none. */
export type LogInfo = LogSummary | { readonly ok: false; readonly path: string; readonly fault: LogFault };

const largestFrame = 280;
const stampLength = 8;
/** Of each skipped run that is shown. */
const sampleBytes = 256;

const describeTail = (tailBytes: number): LogNote => ({
  code: "tail-cut",
  detail: `The last ${tailBytes} bytes are a record that was cut off, as when the recorder is killed. Everything before it was read; there is nothing to do.`,
});

const describeDamage = (damagedBytes: number): LogNote => ({
  code: "damaged",
  detail: `${damagedBytes} bytes belong to no whole frame. Every frame that is whole was read; if another copy of the log exists, compare it.`,
});

const describeJumps = (jumps: number): LogNote => ({
  code: "clock-jumped",
  detail: `The recorder's clock was set ${jumps === 1 ? "once" : `${jumps} times`} while it recorded: times before and behind that don't belong to one clock. Distances in time are counted across it as if it had run on.`,
});

/** Two counters under one name look like one that begins anew all the time. */
const restartsPerFrame = 0.1;
const fewFrames = 50;

const describeDoubles = (tally: LogTally): LogNote[] =>
  Object.entries(tally.senders).flatMap(([name, { received, restarts }]): LogNote[] => {
    if (received < fewFrames || restarts < restartsPerFrame * received) return [];
    const detail = `Frames of ${name} come from two counters at once: two vehicles share this id, and what is told of it is of both. Give one of them another id.`;
    return [{ code: "two-with-one-id", detail }];
  });

const notesOf = (tally: LogTally, { format, skippedBytes, clockJumps }: ReadLog): LogNote[] => {
  const tailBytes = skippedBytes - tally.skippedBeforeTail;
  const isCutRecord = tailBytes > 0 && tailBytes < stampLength + largestFrame;
  const damagedBytes = isCutRecord ? tally.skippedBeforeTail : skippedBytes;
  // A raw log starts with the text of a booting autopilot: skipped bytes are no damage there.
  const damage = format !== "raw" && damagedBytes > 0 ? [describeDamage(damagedBytes)] : [];
  return [
    ...damage,
    ...(isCutRecord ? [describeTail(tailBytes)] : []),
    ...(clockJumps > 0 ? [describeJumps(clockJumps)] : []),
    ...describeDoubles(tally),
  ];
};

/** ASCII that can be shown. */
const textOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => (byte === 10 || (byte >= 32 && byte < 127) ? String.fromCharCode(byte) : ".")).join("");

const sampleRuns = async (path: string, runs: readonly SkippedRun[]): Promise<SkippedSample[]> => {
  if (runs.length === 0) return [];
  await using file = await open(path, "r");
  const samples: SkippedSample[] = [];
  for (const run of runs) {
    const buffer = new Uint8Array(Math.min(run.bytes, sampleBytes));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, run.offset);
    const bytes = buffer.subarray(0, bytesRead);
    samples.push({ ...run, hex: Buffer.from(bytes).toString("hex"), text: textOf(bytes) });
  }
  return samples;
};

/** Reads a whole .tlog or raw byte stream (told apart by what is in it) in pieces: what it holds and what happened in it. */
export const logInfo = async (path: string): Promise<LogInfo> => {
  const tally = new LogTally();
  const book = new LogFactBook();
  const read = await readLog(path, (record) => {
    tally.add(record);
    const { frame, utcUs } = record;
    if (!frame.known || !book.wants(frame.messageId)) return;
    const message = decodeMessage(frame);
    if (message !== undefined) book.add(message, { utcUs, systemId: frame.systemId, componentId: frame.componentId });
  });
  if (!read.ok) return { ok: false, path, fault: read.fault };
  const { format, bytes, frames, skippedBytes, nativeCounts } = read.log;
  const { firstTimeUs, lastTimeUs } = tally;
  const { runs, count } = tally.skippedRuns(bytes, skippedBytes);
  return {
    ok: true,
    ...{ path, format, bytes, frames },
    frameBytes: tally.frameBytes,
    framesByVersion: tally.framesByVersion,
    signedBySystem: tally.signedBySystem,
    counts: tally.counts,
    countsBySystemComponent: tally.countsBySystemComponent,
    countsBySystemComponentMessage: tally.countsBySystemComponentMessage,
    lostBySystemComponent: tally.lostBySystemComponent,
    senders: tally.senders,
    skippedBytes,
    skippedRuns: count,
    // In an autopilot's own log it is told how much is damaged, not where.
    skipped: nativeCounts === undefined ? await sampleRuns(path, runs) : [],
    unknown: tally.unknown,
    ...(nativeCounts === undefined ? {} : { nativeCounts }),
    ...(firstTimeUs !== undefined && lastTimeUs !== undefined
      ? { firstTimeUs, lastTimeUs, durationMs: (lastTimeUs - firstTimeUs) / 1000 }
      : {}),
    notes: notesOf(tally, read.log),
    ...book.facts,
  };
};
