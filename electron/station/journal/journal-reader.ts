import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { ArchivedInstant } from "../archived-instant.ts";
import type { PublishedState } from "../published-state.ts";
import { ChunkFrames } from "./chunk-frames.ts";
import type { ChunkSummary } from "./chunk-summary.ts";
import { ChunkList, chunkFiles } from "./chunk-table.ts";
import { entriesNamed, sealedName } from "./journal-line.ts";
import { readEntry, readOpenChunk, readSealedChunk } from "./read-chunk.ts";

/** What was read and is kept, characters of chunks' texts. */
const mostKept = 24 << 20;

/** A chunk as far as it is known without reading it. */
interface KnownChunk {
  readonly n: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly resumed: boolean;
  /** Of a chunk that isn't finished, or isn't listed: made when it is asked for. */
  readonly summary: () => ChunkSummary;
}

/** A chunk that can't be read, or isn't there. */
export interface DamagedChunk {
  readonly n: number;
  readonly detail: string;
}

/** A chunk that is being written, as far as it was read. */
interface Growing {
  readonly n: number;
  readonly frames: ChunkFrames;
  bytes: number;
}

/** Reads the journal of a session, also while it is being written, and whatever is damaged in it. */
export class JournalReader {
  readonly #folder: string;
  readonly #list: ChunkList;
  readonly #chunks = new Map<number, KnownChunk>();
  readonly #damaged = new Map<number, DamagedChunk>();
  readonly #entries = new Map<string, object>();
  /** In the order of their last use. */
  readonly #kept = new Map<number, Promise<ChunkFrames>>();
  readonly #sizes = new Map<number, number>();
  #order: readonly KnownChunk[] = [];
  #growing: Growing | undefined;
  #refreshing: Promise<void> | undefined;
  /** The state that was asked for last: the next one shares with it what is equal. */
  #shown: PublishedState | undefined;
  startMs = 0;
  startUtcMs = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#list = new ChunkList(folder);
  }

  /** @returns undefined where there is no journal, or nothing of it can be read */
  static async open(folder: string): Promise<JournalReader | undefined> {
    const reader = new JournalReader(folder);
    await reader.refresh();
    for (const { n } of reader.#order) {
      const frames = await reader.#frames(n).catch(() => undefined);
      if (frames === undefined) continue;
      reader.startMs = frames.head.startMs;
      reader.startUtcMs = frames.head.startUtcMs;
      return reader;
    }
    return undefined;
  }

  /** Of the last line. */
  get durationMs(): number {
    return this.#order.at(-1)?.toMs ?? 0;
  }

  /** On the disk, of finished chunks. */
  get bytes(): number {
    return [...this.#list.listings.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** In the order of time, without those that are damaged. */
  get chunks(): readonly { readonly n: number; readonly resumed: boolean; readonly summary: () => ChunkSummary }[] {
    return this.#order;
  }

  get damaged(): readonly DamagedChunk[] {
    return [...this.#damaged.values()];
  }

  /** Looks at what was written meanwhile. */
  refresh(): Promise<void> {
    return this.#once(() => this.#refresh());
  }

  /** The same at little cost, for whoever looks often. */
  follow(): Promise<void> {
    return this.#once(() => this.#follow());
  }

  /** The state at an instant; where it is missing, the last one before it. Rejects where nothing can be read at all. */
  async at(positionMs: number): Promise<ArchivedInstant> {
    for (;;) {
      const chunk = this.#chunkAt(positionMs);
      if (chunk === undefined) throw new Error("Nothing of the journal can be read.");
      try {
        const frames = await this.#frames(chunk.n);
        const instant = frames.at(positionMs, this.#shown);
        this.#shown = instant.state;
        if (positionMs > frames.toMs - aheadMs) this.#fetch(chunk.n + 1);
        return instant;
      } catch (error) {
        this.#isDamaged(chunk.n, error);
      }
    }
  }

  /** Finds out whether a finished chunk is as it was written, by its checksum. */
  async check(n: number): Promise<void> {
    const listing = this.#list.listings.get(n);
    if (listing === undefined) return;
    try {
      const bytes = await readFile(join(this.#folder, sealedName(n)));
      if (crc32(bytes) !== listing.crc32) this.#isDamaged(n, new Error(`Chunk ${n} of the journal was changed.`));
    } catch (error) {
      this.#isDamaged(n, error);
    }
  }

  /** Resolves once nothing is being read any more. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#refreshing, ...this.#kept.values()]);
  }

  #fetch(n: number): void {
    if (!this.#chunks.has(n)) return;
    void this.#frames(n).catch((error) => this.#isDamaged(n, error));
  }

  #chunkAt(positionMs: number): KnownChunk | undefined {
    let low = 0;
    let high = this.#order.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#order[middle]?.fromMs ?? 0) <= positionMs) low = middle;
      else high = middle - 1;
    }
    return this.#order[low];
  }

  #isDamaged(n: number, error: unknown): void {
    this.#damaged.set(n, { n, detail: error instanceof Error ? error.message : String(error) });
    this.#chunks.delete(n);
    this.#forget(n);
    this.#sort();
  }

  #sort(): void {
    this.#order = [...this.#chunks.values()].sort((a, b) => a.n - b.n);
  }

  /** One look at a time. */
  #once(look: () => Promise<void>): Promise<void> {
    this.#refreshing ??= look().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #follow(): Promise<void> {
    const isOpen = this.#growing !== undefined && (await this.#grow(this.#growing.n));
    if (isOpen) this.#sort();
    else await this.#refresh();
  }

  async #refresh(): Promise<void> {
    const files = await chunkFiles(this.#folder);
    // After the folder: what was listed then was finished before.
    await this.#list.refresh();
    for (const n of files.sealed)
      if (this.#chunks.get(n)?.toMs === undefined || n === this.#growing?.n) await this.#know(n);
    for (const n of files.open) if (!files.sealed.has(n) && !this.#damaged.has(n)) await this.#grow(n);
    this.#sort();
  }

  /** A finished chunk. */
  async #know(n: number): Promise<void> {
    if (this.#damaged.has(n)) return;
    const listing = this.#list.listings.get(n);
    if (this.#growing?.n === n) this.#growing = undefined;
    if (listing !== undefined) {
      const { summary, resumed = false } = listing;
      this.#chunks.set(n, { n, fromMs: summary.fromMs, toMs: summary.toMs, resumed, summary: () => summary });
      return;
    }
    try {
      const frames = await this.#frames(n);
      // Of a finished one only this is kept: there may be very many.
      const summary = frames.summary();
      this.#knowFrames(n, frames, () => summary);
    } catch (error) {
      this.#isDamaged(n, error);
    }
  }

  #knowFrames(n: number, frames: ChunkFrames, summary: () => ChunkSummary): void {
    if (frames.count === 0) return;
    const { fromMs, toMs, head } = frames;
    this.#chunks.set(n, { n, fromMs, toMs, resumed: head.resumed === true, summary });
  }

  /**
   * A chunk that is being written, or was when the program died: whole lines count.
   * @returns false where it was finished meanwhile
   */
  async #grow(n: number): Promise<boolean> {
    try {
      const growing = this.#growing?.n === n ? this.#growing : undefined;
      const text = wholeLines(await readOpenChunk(this.#folder, n, growing?.bytes));
      if (text === "") return true;
      await this.#loadEntries(text);
      const frames = growing?.frames ?? new ChunkFrames(text, this.#find);
      if (growing === undefined) this.#growing = { n, frames, bytes: Buffer.byteLength(text) };
      else {
        growing.frames.append(text);
        growing.bytes += Buffer.byteLength(text);
      }
      this.#knowFrames(n, frames, () => frames.summary());
    } catch (error) {
      if (isAbsent(error)) return false;
      this.#isDamaged(n, error);
    }
    return true;
  }

  #frames(n: number): Promise<ChunkFrames> {
    if (this.#growing?.n === n) return Promise.resolve(this.#growing.frames);
    const kept = this.#kept.get(n) ?? this.#load(n);
    // The newest at the end.
    this.#kept.delete(n);
    this.#kept.set(n, kept);
    return kept;
  }

  async #load(n: number): Promise<ChunkFrames> {
    const text = await readSealedChunk(this.#folder, n);
    await this.#loadEntries(text);
    const frames = new ChunkFrames(text, this.#find);
    if (frames.count === 0) throw new Error(`Chunk ${n} of the journal has no state.`);
    this.#sizes.set(n, frames.length);
    this.#makeRoom(n);
    return frames;
  }

  #makeRoom(newest: number): void {
    let sum = 0;
    for (const n of this.#kept.keys()) sum += this.#sizes.get(n) ?? 0;
    for (const n of [...this.#kept.keys()]) {
      if (sum <= mostKept) return;
      if (n === newest) continue;
      sum -= this.#sizes.get(n) ?? 0;
      this.#forget(n);
    }
  }

  #forget(n: number): void {
    this.#kept.delete(n);
    this.#sizes.delete(n);
  }

  async #loadEntries(text: string): Promise<void> {
    for (const sha256 of entriesNamed(text)) {
      if (!this.#entries.has(sha256)) this.#entries.set(sha256, await readEntry(this.#folder, sha256));
    }
  }

  readonly #find = (sha256: string): object => {
    const entry = this.#entries.get(sha256);
    if (entry === undefined) throw new Error(`Entry ${sha256} of the journal is missing.`);
    return entry;
  };
}

/** So near its end the next chunk is fetched. */
const aheadMs = 2_000;

const isAbsent = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** Up to the last line's end: what follows is torn, or is being written. */
const wholeLines = (bytes: Buffer): string => bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1).toString("utf8");
