import { createHash, type Hash } from "node:crypto";
import { tlogStampLength, writeStamp } from "../../../shared/mavlink/tlog-clock.ts";
import type { OpenTelemetryFile, TelemetryFile } from "./telemetry-file.ts";

const chunkLength = 64 * 1024;

/** Shared by all writers of a record: what may wait in memory while the disk doesn't take it. */
export interface TelemetryBudget {
  readonly maxBytes: number;
  usedBytes: number;
}

export interface TlogWriterOptions {
  /** Where the file shall be; makes what the file needs. @throws where it can't */
  readonly makePath: () => string;
  readonly openFile: OpenTelemetryFile;
  readonly budget: TelemetryBudget;
  /** Called when writing fails, once, and again only after it went well in between. */
  readonly onFailed: (error: unknown) => void;
  readonly onWorksAgain: () => void;
}

/** Begins at a record and holds whole records, so a chunk can be written again to another file. */
interface Chunk {
  readonly bytes: Uint8Array;
  usedBytes: number;
  writtenBytes: number;
}

/**
 * Appends frames to a .tlog without ever waiting: they are copied into chunks that are written one after the other. A write
 * that fails, fully or halfway, is taken up again where it stopped, so the file has no torn record inside.
 */
export class TlogWriter {
  readonly #options: TlogWriterOptions;
  readonly #spare: Chunk[] = [];
  readonly #full: Chunk[] = [];
  #current: Chunk | undefined;
  #path: string | undefined;
  #plannedPath: string | undefined;
  #file: TelemetryFile | undefined;
  #positionBytes = 0;
  #writing: Promise<void> | undefined;
  #failed = false;
  #closed = false;
  #unsynced = false;
  /** Of what the file holds so far. */
  #hash: Hash = createHash("sha256");
  #lostFrames = 0;

  constructor(options: TlogWriterOptions) {
    this.#options = options;
  }

  /** Bytes that the operating system has taken, so that they survive kill -9; never inside a record. */
  get wholeBytes(): number {
    return this.#positionBytes - (this.#full[0]?.writtenBytes ?? 0);
  }

  /** SHA-256 of the whole file, hex. Only after it was closed. */
  get sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  get path(): string | undefined {
    return this.#path;
  }

  /** Frames for which there was no room. */
  get lostFrames(): number {
    return this.#lostFrames;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** @param utcUs UTC, microseconds; frame bytes are copied. @returns where the copy is, until the next call */
  add(
    bytes: Uint8Array,
    start: number,
    length: number,
    utcUs: number,
  ): { bytes: Uint8Array; start: number } | undefined {
    if (this.#closed) return undefined;
    let chunk = this.#current;
    if (chunk === undefined || chunk.usedBytes + tlogStampLength + length > chunkLength) {
      if (chunk !== undefined) this.#seal(chunk);
      chunk = this.#takeChunk();
      this.#current = chunk;
      if (chunk === undefined) {
        this.#lostFrames++;
        return undefined;
      }
    }
    const target = chunk.bytes;
    const at = chunk.usedBytes;
    writeStamp(target, at, utcUs);
    // Frames are short: a loop is faster than a subarray and a set.
    const to = at + tlogStampLength;
    for (let i = 0; i < length; i++) target[to + i] = bytes[start + i] ?? 0;
    chunk.usedBytes = to + length;
    return { bytes: target, start: to };
  }

  /** Hands what is waiting to the operating system; to be called a few times a second. */
  flush(): void {
    // While something is being written or can't be, chunks fill up first: part-filled ones would eat the memory.
    if (this.#writing !== undefined || this.#failed) return;
    if (this.#current !== undefined && this.#current.usedBytes > 0) {
      this.#seal(this.#current);
      this.#current = undefined;
    }
    this.#pump();
  }

  /** After a failure: opens the file anew and goes on. Else does nothing. */
  retry(): void {
    if (!this.#failed || this.#writing !== undefined || this.#closed) return;
    this.#pump();
  }

  /** To the disk itself, so that a power cut loses little. */
  async sync(): Promise<void> {
    if (!this.#unsynced || this.#failed || this.#file === undefined) return;
    this.#unsynced = false;
    try {
      await this.#file.sync();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Writes out what it can and closes the file. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writing;
    if (this.#current !== undefined && this.#current.usedBytes > 0) this.#seal(this.#current);
    this.#current = undefined;
    this.#pump();
    await this.#writing;
    await this.sync();
    await this.#letGo();
    this.#options.budget.usedBytes -= (this.#full.length + this.#spare.length) * chunkLength;
    this.#full.length = 0;
    this.#spare.length = 0;
  }

  #takeChunk(): Chunk | undefined {
    const spare = this.#spare.pop();
    if (spare !== undefined) return spare;
    const { budget } = this.#options;
    if (budget.usedBytes + chunkLength > budget.maxBytes) return undefined;
    budget.usedBytes += chunkLength;
    return { bytes: new Uint8Array(chunkLength), usedBytes: 0, writtenBytes: 0 };
  }

  #seal(chunk: Chunk): void {
    this.#full.push(chunk);
    if (!this.#failed) this.#pump();
  }

  #recycle(chunk: Chunk): void {
    chunk.usedBytes = 0;
    chunk.writtenBytes = 0;
    if (this.#spare.length < 4) this.#spare.push(chunk);
    else this.#options.budget.usedBytes -= chunkLength;
  }

  #pump(): void {
    if (this.#writing !== undefined || this.#full.length === 0) return;
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    try {
      this.#file ??= await this.#open();
      for (let chunk = this.#full[0]; chunk !== undefined; chunk = this.#full[0]) {
        const part = chunk.bytes.subarray(chunk.writtenBytes, chunk.usedBytes);
        const written = await this.#file.write(part, this.#positionBytes);
        if (written === 0) throw new Error("the disk took no bytes");
        this.#hash.update(part.subarray(0, written));
        this.#positionBytes += written;
        chunk.writtenBytes += written;
        this.#unsynced = true;
        if (chunk.writtenBytes < chunk.usedBytes) continue;
        this.#full.shift();
        this.#recycle(chunk);
      }
      if (!this.#failed) return;
      this.#failed = false;
      this.#options.onWorksAgain();
    } catch (error) {
      await this.#letGo();
      this.#fail(error);
    }
  }

  async #open(): Promise<TelemetryFile> {
    const { openFile, makePath } = this.#options;
    if (this.#path !== undefined) {
      try {
        return await openFile(this.#path, "again");
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
        // Somebody deleted it: begin another one with the chunk that was underway.
        this.#plannedPath = undefined;
      }
    }
    this.#positionBytes = 0;
    this.#hash = createHash("sha256");
    for (const chunk of this.#full) chunk.writtenBytes = 0;
    const path = this.#plannedPath ?? makePath();
    // A try that failed keeps its name, so that an outage doesn't register a file every few seconds.
    this.#plannedPath = path;
    try {
      const file = await openFile(path, "new");
      this.#path = path;
      return file;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") this.#plannedPath = undefined;
      throw error;
    }
  }

  async #letGo(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    try {
      await file?.close();
    } catch {
      // What could not be written is still in the chunks; the handle is gone either way.
    }
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#options.onFailed(error);
  }
}
