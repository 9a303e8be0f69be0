import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type ChunkListing, isSummary } from "./chunk-summary.ts";
import { listName } from "./journal-line.ts";

/** What lies in a journal's folder. */
export interface ChunkFiles {
  /** Numbers of finished chunks and of those that are not, ascending. */
  readonly sealed: ReadonlySet<number>;
  readonly open: ReadonlySet<number>;
}

/** Nothing where there is no such folder. */
export const chunkFiles = async (folder: string): Promise<ChunkFiles> => {
  const names = await readdir(folder).catch(() => []);
  const numbers = (ending: RegExp) =>
    new Set(names.flatMap((name) => (ending.test(name) ? [Number.parseInt(name, 10)] : [])).sort((a, b) => a - b));
  return { sealed: numbers(/^\d{6,}\.jsonl\.zst$/), open: numbers(/^\d{6,}\.jsonl$/) };
};

/** Reads the list of finished chunks as it grows. A line that is damaged is passed over: the chunk itself says the same. */
export class ChunkList {
  readonly listings = new Map<number, ChunkListing>();
  readonly #path: string;
  #readBytes = 0;

  constructor(folder: string) {
    this.#path = join(folder, listName);
  }

  async refresh(): Promise<void> {
    const text = await this.#newText();
    for (const line of text.split("\n")) {
      const listing = line === "" ? undefined : parsed(line);
      if (listing !== undefined) this.listings.set(listing.chunk, listing);
    }
  }

  async #newText(): Promise<string> {
    const file = await open(this.#path, "r").catch(() => undefined);
    if (file === undefined) return "";
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(Math.max(0, size - this.#readBytes));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, this.#readBytes);
      // What is being written is read the next time.
      const end = bytes.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      this.#readBytes += end;
      return Buffer.from(bytes.subarray(0, end)).toString("utf8");
    } finally {
      await file.close();
    }
  }
}

const parsed = (line: string): ChunkListing | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || !("chunk" in value && "summary" in value)) return undefined;
    return typeof value.chunk === "number" && isSummary(value.summary) ? (value as ChunkListing) : undefined;
  } catch {
    return undefined;
  }
};
