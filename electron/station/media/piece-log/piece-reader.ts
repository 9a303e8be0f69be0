import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { decodeEntries, type PieceEntry } from "./piece-entry.ts";

/** One data file with its index. */
export interface Segment {
  readonly name: string;
  /** Of its first piece, ms, rounded down. */
  readonly fromMs: number;
}

/** Indexes that are kept: some minutes of pictures each. */
const mostIndexes = 24;

interface KnownIndex {
  readonly entries: readonly PieceEntry[];
  readonly indexBytes: number;
  readonly dataBytes: number;
}

/** Reads what a `PieceWriter` wrote, while it writes, too. What isn't there or is damaged is as if it had not been written. */
export class PieceReader {
  readonly #folder: string;
  readonly #indexes = new Map<string, KnownIndex>();
  #segments: readonly Segment[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** As of the last `refresh`, oldest first. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  async refresh(): Promise<void> {
    const files = await readdir(this.#folder).catch(() => []);
    const names = files.flatMap((file) => /^(\d{12,15})\.index$/.exec(file)?.[1] ?? []);
    this.#segments = names.sort().map((name) => ({ name, fromMs: Number(name) }));
  }

  /** In the order they were written. */
  async entries({ name }: Segment): Promise<readonly PieceEntry[]> {
    const index = join(this.#folder, `${name}.index`);
    const data = join(this.#folder, `${name}.data`);
    try {
      const [{ size: indexBytes }, { size: dataBytes }] = [await stat(index), await stat(data)];
      const known = this.#indexes.get(name);
      const isSame = known?.indexBytes === indexBytes && known.dataBytes === dataBytes;
      const now = isSame ? known : { indexBytes, dataBytes, entries: decodeEntries(await readFile(index), dataBytes) };
      this.#indexes.delete(name);
      this.#indexes.set(name, now);
      const [oldest] = this.#indexes.keys();
      if (this.#indexes.size > mostIndexes && oldest !== undefined) this.#indexes.delete(oldest);
      return now.entries;
    } catch {
      return [];
    }
  }

  /** @returns each piece's bytes; undefined where they aren't what was written */
  async read({ name }: Segment, entries: readonly PieceEntry[]): Promise<readonly (Uint8Array | undefined)[]> {
    const [first] = entries;
    if (first === undefined) return [];
    const file = await open(join(this.#folder, `${name}.data`)).catch(() => undefined);
    if (file === undefined) return entries.map(() => undefined);
    try {
      const pieces: (Uint8Array | undefined)[] = [];
      // Neighbours are read in one piece.
      for (let i = 0; i < entries.length; ) {
        const from = entries[i]?.offset ?? 0;
        let to = from;
        let count = 0;
        for (let entry = entries[i]; entry !== undefined && entry.offset === to; entry = entries[i + count]) {
          to += entry.length;
          count += 1;
        }
        const bytes = new Uint8Array(to - from);
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        for (const { offset, length, crc } of entries.slice(i, i + count)) {
          const piece = bytes.subarray(offset - from, offset - from + length);
          pieces.push(offset - from + length <= filled && crc32(piece) === crc ? piece : undefined);
        }
        i += count;
      }
      return pieces;
    } finally {
      await file.close();
    }
  }
}
