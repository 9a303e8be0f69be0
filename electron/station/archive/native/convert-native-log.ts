import { open, rename, rm } from "node:fs/promises";
import type { NativeFault } from "../../../../shared/archive/formats/native-record.ts";
import { type NativeFacts, NativeSurvey } from "../../../../shared/archive/formats/native-survey.ts";
import { NativeToMavlink } from "../../../../shared/archive/formats/to-mavlink/native-to-mavlink.ts";
import { tlogStampLength, writeStamp } from "../../../../shared/mavlink/tlog-clock.ts";
import { readNativeFile, sniffNativeLog } from "./read-native-file.ts";

export interface ConvertOptions {
  /** An autopilot's own log: a DataFlash log or a ULog, by its content. */
  readonly path: string;
  /** The telemetry log to write; there is none before it is whole. */
  readonly target: string;
  /** 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

export type Converted =
  | {
      readonly ok: true;
      readonly facts: NativeFacts;
      /** Frames written. */
      readonly frames: number;
      /** Messages whose values fit no field of MAVLink. */
      readonly unfit: number;
      /** Whether the stamps are UTC; else they count from the log's beginning, as of 1970. */
      readonly hasUtc: boolean;
    }
  | {
      readonly ok: false;
      readonly fault: { readonly code: NativeFault["code"] | "no-records" | "stopped"; readonly detail: string };
    };

export const stopped: Converted & { readonly ok: false } = {
  ok: false,
  fault: { code: "stopped", detail: "The import was stopped." },
};

/** So much is gathered before it is written. */
const blockLength = 1 << 18;
const longestRecord = 300;

/** Records as they come, in blocks for the disk. */
class TlogBlocks {
  frames = 0;
  #full: Uint8Array[] = [];
  #block = new Uint8Array(blockLength);
  #length = 0;

  readonly add = (utcUs: number, frame: Uint8Array): void => {
    if (this.#length + longestRecord > blockLength) this.#close();
    writeStamp(this.#block, this.#length, utcUs);
    this.#block.set(frame, this.#length + tlogStampLength);
    this.#length += tlogStampLength + frame.length;
    this.frames++;
  };

  /** Full blocks; at the end the last one too. */
  take(isEnd: boolean): readonly Uint8Array[] {
    if (isEnd) this.#close();
    const full = this.#full;
    this.#full = [];
    return full;
  }

  #close(): void {
    if (this.#length > 0) this.#full.push(this.#block.subarray(0, this.#length));
    this.#block = new Uint8Array(blockLength);
    this.#length = 0;
  }
}

/**
 * Writes the telemetry log of an autopilot's own log, in two passes and a bounded memory. Rejects with what the disk says, and
 * leaves nothing half written.
 */
export const convertNativeLog = async (options: ConvertOptions): Promise<Converted> => {
  const { path, target, onProgress, signal } = options;
  const file = await open(path, "r");
  const partial = `${target}.part`;
  try {
    const { size } = await file.stat();
    const format = await sniffNativeLog(file);
    if (format === undefined)
      return { ok: false, fault: { code: "not-this-format", detail: "This is neither a DataFlash log nor a ULog." } };
    const isStopped = () => signal?.aborted === true;
    const goesOn = (from: number) => (bytes: number) => {
      onProgress?.(from + (0.5 * bytes) / Math.max(1, size));
      return !isStopped();
    };
    const survey = new NativeSurvey(format);
    const surveyed = {
      onRecord: (record: Parameters<typeof survey.record>[0]) => void survey.record(record),
      onEvent: (event: Parameters<typeof survey.event>[0]) => survey.event(event),
    };
    const fault = await readNativeFile(file, format, surveyed, goesOn(0));
    if (isStopped()) return stopped;
    if (fault !== undefined) return { ok: false, fault };
    const facts = survey.facts();
    if (facts.segments.length === 0) {
      const detail = "This log has a header, but no message with a time in it: it was cut off or never begun.";
      return { ok: false, fault: { code: "no-records", detail } };
    }
    const out = await open(partial, "w");
    const blocks = new TlogBlocks();
    const converter = new NativeToMavlink(facts, blocks.add);
    try {
      await readNativeFile(file, format, converter, async (bytes) => {
        for (const block of blocks.take(false)) await out.writeFile(block);
        return goesOn(0.5)(bytes);
      });
      for (const block of blocks.take(true)) await out.writeFile(block);
      await out.datasync();
    } finally {
      await out.close();
    }
    if (isStopped()) return stopped;
    await rename(partial, target);
    onProgress?.(1);
    const hasUtc = facts.segments[0]?.utcOffsetUs !== undefined;
    return { ok: true, facts, frames: blocks.frames, unfit: converter.unfit, hasUtc };
  } finally {
    await file.close();
    await rm(partial, { force: true }).catch(() => {});
  }
};
