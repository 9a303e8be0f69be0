import { open, rename, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { blankSigningKey } from "../../../../shared/mavlink/signing.ts";
import { tlogStampLength, writeStamp } from "../../../../shared/mavlink/tlog-clock.ts";
import { openLogIndex } from "../index/open-log-index.ts";
import type { LogIndex } from "../log-index.ts";
import { MissionLogs } from "./mission-logs.ts";
import { type PlacedLog, placeLogs } from "./place-logs.ts";
import { SeenFrames } from "./seen-frames.ts";

export interface MergeOptions {
  /** The .tlog to write; an older one is replaced once the new one is whole. */
  readonly out: string;
  /** Where each log begins beside the first, ms, as a person says it; undefined: as it is found. */
  readonly offsetsMs?: readonly (number | undefined)[];
  /** Nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
}

export type MergeResult =
  | {
      readonly ok: true;
      readonly frames: number;
      /** Frames that more than one log had; each was written once. */
      readonly duplicates: number;
      readonly durationMs: number;
      readonly logs: readonly (PlacedLog & { readonly path: string })[];
    }
  | {
      readonly ok: false;
      readonly fault: { readonly code: "cannot-read" | "empty" | "cannot-write"; readonly detail: string };
    };

const chunkLength = 1 << 20;
const longestRecord = 300;

/** Writes several logs of one mission as one .tlog: all frames in the order of one clock, those that several have once. */
export const mergeLogs = async (paths: readonly string[], options: MergeOptions): Promise<MergeResult> => {
  const indexes: LogIndex[] = [];
  try {
    const { out } = options;
    if (paths.some((path) => resolve(path) === resolve(out))) {
      const detail = `${out} is one of the logs to merge. Write to another file.`;
      return { ok: false, fault: { code: "cannot-write", detail } };
    }
    for (const path of paths) {
      const opened = await openLogIndex(path);
      if (!opened.ok) return opened;
      indexes.push(opened.index);
    }
    await Promise.all(indexes.map((index) => index.whole()));
    return await merge(paths, indexes, options);
  } finally {
    await Promise.all(indexes.map((index) => index.close()));
  }
};

const merge = async (
  paths: readonly string[],
  indexes: readonly LogIndex[],
  { out, offsetsMs, signal }: MergeOptions,
): Promise<MergeResult> => {
  const placed = await placeLogs(indexes, offsetsMs);
  const logs = new MissionLogs(indexes.map((index, n) => ({ index, offsetMs: placed[n]?.offsetMs ?? 0 })));
  const startUs = Math.round((await startUtcMs(paths, logs)) * 1000);
  const partial = `${out}.partial`;
  try {
    const file = await open(partial, "w");
    const counts = { frames: 0, duplicates: 0 };
    try {
      await writeAll(logs, startUs, counts, async (bytes) => {
        signal?.throwIfAborted();
        await file.write(bytes);
      });
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, out);
    const { durationMs } = logs;
    return { ok: true, ...counts, durationMs, logs: placed.map((log, n) => ({ ...log, path: paths[n] ?? "" })) };
  } catch (error) {
    await rm(partial, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    const detail = `${out} can't be written (${reason}). Check its folder and the space that is left.`;
    return { ok: false, fault: { code: "cannot-write", detail } };
  }
};

/** UTC of the beginning; where no log has times, so that the first file ends when it was written last. */
const startUtcMs = async (paths: readonly string[], logs: MissionLogs): Promise<number> => {
  if (logs.clock.length > 0) return logs.utcAt(0);
  const { mtimeMs } = await stat(paths[0] ?? "");
  return mtimeMs - logs.durationMs;
};

const writeAll = async (
  logs: MissionLogs,
  startUs: number,
  counts: { frames: number; duplicates: number },
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> => {
  const seen = new SeenFrames();
  const full: Uint8Array[] = [];
  let chunk = new Uint8Array(chunkLength);
  let used = 0;
  const onFrame = ({ log, positionMs, bytes }: { log: number; positionMs: number; bytes: Uint8Array }): void => {
    if (seen.isRepeated(log, positionMs, bytes)) {
      counts.duplicates++;
      return;
    }
    counts.frames++;
    if (used + longestRecord > chunk.length) {
      full.push(chunk.subarray(0, used));
      chunk = new Uint8Array(chunkLength);
      used = 0;
    }
    writeStamp(chunk, used, startUs + Math.round(positionMs * 1000));
    chunk.set(blankSigningKey(bytes), used + tlogStampLength);
    used += tlogStampLength + bytes.length;
  };
  const pieceMs = 60_000;
  const { durationMs } = logs;
  // A piece at a time, written before the next is read: no more than that is held.
  for (let fromMs = 0; fromMs <= durationMs; fromMs += pieceMs) {
    const isLast = fromMs + pieceMs > durationMs;
    await logs.read({ fromMs, toMs: isLast ? durationMs : fromMs + pieceMs }, (frame) => {
      if (isLast || frame.positionMs < fromMs + pieceMs) onFrame(frame);
    });
    for (const bytes of full.splice(0)) await write(bytes);
  }
  await write(chunk.subarray(0, used));
};
