import { type FileHandle, open } from "node:fs/promises";
import type { NativeFault } from "../../../../shared/archive/formats/native-record.ts";
import type { NativeFacts, NativeFormat } from "../../../../shared/archive/formats/native-survey.ts";
import type { FieldSource, IndexProgress, LogAnomaly } from "../log-index.ts";
import { NativeFields } from "./native-fields.ts";
import { NativeIndex } from "./native-index.ts";
import { readNativeFile, sniffNativeLog } from "./read-native-file.ts";

/** An autopilot's own log, open: any field of it is plotted and inspected while it is still being read. */
export interface NativeLog extends FieldSource {
  readonly path: string;
  readonly format: NativeFormat;
  readonly progress: IndexProgress;
  /** Of its first record, ms since 1970; undefined where no receiver in it had the time. */
  readonly startUtcMs: number | undefined;
  readonly durationMs: number;
  readonly anomalies: readonly LogAnomaly[];
  /** Where UTC goes: piecewise, from each position on. */
  readonly clock: readonly { readonly fromMs: number; readonly utcOffsetMs: number }[];
  /** As far as it was read. */
  readonly facts: NativeFacts;
  on(listener: (progress: IndexProgress) => void): () => void;
  /** Rejects never; resolves when whole or closed, with why it couldn't be read to its end. */
  whole(): Promise<NativeFault | undefined>;
  close(): Promise<void>;
}

export type NativeLogOpened =
  | { readonly ok: true; readonly log: NativeLog }
  | {
      readonly ok: false;
      readonly fault: { readonly code: "cannot-read" | "empty" | NativeFault["code"]; readonly detail: string };
    };

class OpenNativeLog extends NativeFields implements NativeLog {
  readonly path: string;
  readonly format: NativeFormat;
  readonly #file: FileHandle;
  readonly #index: NativeIndex;
  readonly #listeners = new Set<(progress: IndexProgress) => void>();
  readonly #whole: Promise<NativeFault | undefined>;
  #progress: IndexProgress;
  #isClosed = false;

  constructor(path: string, format: NativeFormat, file: FileHandle, totalBytes: number) {
    const index = new NativeIndex(format);
    super(index, file);
    this.path = path;
    this.format = format;
    this.#file = file;
    this.#index = index;
    this.#progress = { bytes: 0, totalBytes, whole: false };
    this.#whole = this.#read();
  }

  get progress(): IndexProgress {
    return this.#progress;
  }

  get startUtcMs(): number | undefined {
    const [first] = this.#index.segments;
    return first?.utcOffsetUs === undefined ? undefined : (first.firstUs + first.utcOffsetUs) / 1_000;
  }

  get durationMs(): number {
    return this.#index.durationMs;
  }

  get anomalies(): readonly LogAnomaly[] {
    return this.#index.anomalies;
  }

  get clock(): readonly { readonly fromMs: number; readonly utcOffsetMs: number }[] {
    return this.#index.segments.flatMap(({ firstUs, positionOffsetUs, utcOffsetUs }) =>
      utcOffsetUs === undefined
        ? []
        : [{ fromMs: (firstUs + positionOffsetUs) / 1_000, utcOffsetMs: (utcOffsetUs - positionOffsetUs) / 1_000 }],
    );
  }

  get facts(): NativeFacts {
    return this.#index.survey.facts();
  }

  on(listener: (progress: IndexProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  whole(): Promise<NativeFault | undefined> {
    return this.#whole;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#whole;
    await this.#file.close();
  }

  async #read(): Promise<NativeFault | undefined> {
    const index = this.#index;
    const { totalBytes } = this.#progress;
    let fault: NativeFault | undefined;
    try {
      fault = await readNativeFile(
        this.#file,
        this.format,
        { onRecord: (record) => index.record(record), onEvent: (event) => index.event(event) },
        (bytes) => {
          this.#tell({ bytes, totalBytes: Math.max(totalBytes, bytes), whole: false });
          return !this.#isClosed;
        },
      );
    } catch (error) {
      fault = { code: "not-this-format", detail: String(error) };
    }
    this.#tell({ ...this.#progress, whole: true });
    return fault;
  }

  #tell(progress: IndexProgress): void {
    this.#progress = progress;
    for (const listener of this.#listeners) listener(progress);
  }
}

/** Opens a DataFlash log or a ULog by its content, whatever its name; answers at once and reads on. */
export const openNativeLog = async (path: string): Promise<NativeLogOpened> => {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const { size } = await file.stat();
    const format = await sniffNativeLog(file);
    if (format !== undefined) return { ok: true, log: new OpenNativeLog(path, format, file, size) };
    await file.close();
    if (size === 0) return { ok: false, fault: { code: "empty", detail: "This file is empty." } };
    const detail = "This is neither an ArduPilot DataFlash log nor a PX4 ULog, whatever its name says.";
    return { ok: false, fault: { code: "not-this-format", detail } };
  } catch (error) {
    await file?.close().catch(() => {});
    return { ok: false, fault: { code: "cannot-read", detail: String(error) } };
  }
};
