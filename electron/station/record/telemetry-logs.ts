import { join } from "node:path";
import { blankSigningKey } from "../../../shared/mavlink/signing.ts";
import type { TelemetryLog } from "./record.ts";
import type { OpenTelemetryFile } from "./telemetry-file.ts";
import { type TelemetryBudget, TlogWriter } from "./tlog-writer.ts";

export interface TelemetryLogsOptions {
  readonly folder: string;
  readonly openFile: OpenTelemetryFile;
  readonly maxBufferedBytes: number;
  /** Chooses and registers a file, relative to the folder. @throws where it can't */
  readonly makeFile: (linkId: string, spec: string) => string;
  readonly onFailed: (linkId: string, error: unknown) => void;
  readonly onWorks: (linkId: string) => void;
}

interface OpenLog {
  readonly log: TelemetryLog;
  readonly writer: TlogWriter;
  file: string | undefined;
}

/** The telemetry logs of a session, one per link. */
export class TelemetryLogs {
  readonly #options: TelemetryLogsOptions;
  readonly #budget: TelemetryBudget;
  readonly #open = new Map<string, OpenLog>();
  #closedBytes = 0;
  #closedLostFrames = 0;
  /** Logs whose link went, until the next checkpoint. */
  readonly #closedFiles = new Map<string, { readonly bytes: number; readonly sha256: string }>();
  #syncing = false;
  #closed = false;

  constructor(options: TelemetryLogsOptions) {
    this.#options = options;
    this.#budget = { maxBytes: options.maxBufferedBytes, usedBytes: 0 };
  }

  get wholeBytes(): number {
    let bytes = this.#closedBytes;
    for (const { writer } of this.#open.values()) bytes += writer.wholeBytes;
    return bytes;
  }

  get lostFrames(): number {
    let frames = this.#closedLostFrames;
    for (const { writer } of this.#open.values()) frames += writer.lostFrames;
    return frames;
  }

  log(linkId: string, spec: string): TelemetryLog {
    const known = this.#open.get(linkId);
    if (known !== undefined) return known.log;
    if (this.#closed) return closedLog;
    const { folder, openFile, makeFile, onFailed, onWorks } = this.#options;
    const writer = new TlogWriter({
      openFile,
      budget: this.#budget,
      makePath: () => {
        opened.file = makeFile(linkId, spec);
        return join(folder, opened.file);
      },
      onFailed: (error) => onFailed(linkId, error),
      onWorksAgain: () => onWorks(linkId),
    });
    const log: TelemetryLog = {
      frame(bytes, utcUs, start = 0, length = bytes.length - start) {
        const copy = writer.add(bytes, start, length, utcUs);
        if (copy === undefined || !isSetupSigning(copy.bytes, copy.start)) return;
        const own = copy.bytes.subarray(copy.start, copy.start + length);
        own.set(blankSigningKey(own));
      },
      close: () => this.#closeLog(linkId, opened),
    };
    const opened: OpenLog = { log, writer, file: undefined };
    this.#open.set(linkId, opened);
    return log;
  }

  flush(): void {
    for (const { writer } of this.#open.values()) writer.flush();
  }

  retry(): void {
    for (const { writer } of this.#open.values()) writer.retry();
  }

  /** One log after the other: a slow disk is not asked again before it answered. */
  async sync(): Promise<void> {
    if (this.#syncing) return;
    this.#syncing = true;
    for (const { writer } of [...this.#open.values()]) await writer.sync();
    this.#syncing = false;
  }

  /** Tells up to where each log is whole, and of those that are closed their SHA-256. */
  checkpoint(note: (file: string, bytes: number, sha256?: string) => void): void {
    for (const [file, { bytes, sha256 }] of this.#closedFiles) note(file, bytes, sha256);
    this.#closedFiles.clear();
    for (const { file, writer } of this.#open.values()) if (file !== undefined) note(file, writer.wholeBytes);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open.values()].map(({ log }) => log.close()));
  }

  #noteClosed(file: string, { wholeBytes, sha256 }: TlogWriter): void {
    this.#closedFiles.set(file, { bytes: wholeBytes, sha256 });
  }

  async #closeLog(linkId: string, opened: OpenLog): Promise<void> {
    await opened.writer.close();
    if (this.#open.get(linkId) !== opened) return;
    this.#open.delete(linkId);
    this.#closedBytes += opened.writer.wholeBytes;
    this.#closedLostFrames += opened.writer.lostFrames;
    if (opened.file !== undefined) this.#noteClosed(opened.file, opened.writer);
    // What a closed log still could not write is lost and was said; it must not keep the record in "failed".
    this.#options.onWorks(linkId);
  }
}

/** What comes after the end of a session is nobody's. */
const closedLog: TelemetryLog = { frame() {}, close: () => Promise.resolve() };

/** MAVLink 2 and message 256: the only one that carries a secret. */
const isSetupSigning = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0xfd && bytes[at + 8] === 1 && bytes[at + 7] === 0 && bytes[at + 9] === 0;
