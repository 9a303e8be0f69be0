import { appendFile, type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { crc32, constants as zlibConstants, zstdCompress } from "node:zlib";
import type { ChunkListing, ChunkSummary } from "./chunk-summary.ts";
import { type ChunkSeal, entriesFolder, entryName, listName, openName, sealedName } from "./journal-line.ts";
import type { LongEntry } from "./state-packing.ts";

const compress = promisify(zstdCompress);

/** Of texts like these no higher level makes anything smaller. The checksum finds a damaged byte at reading. */
const compression = {
  params: { [zlibConstants.ZSTD_c_compressionLevel]: 1, [zlibConstants.ZSTD_c_checksumFlag]: 1 },
};

/** A chunk whose lines are all there. */
export interface WholeChunk extends ChunkSeal {
  readonly chunk: number;
  readonly previous: string;
  readonly resumed?: true;
  /** Everything before the seal. */
  readonly lines: readonly string[];
  readonly summary: ChunkSummary;
}

/** The files of a journal that is being written. All calls reject with what the disk says; compressing has threads of its own. */
export class JournalFiles {
  readonly #folder: string;
  #open: { readonly chunk: number; readonly file: FileHandle } | undefined;
  #made = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** At once in the operating system's hands: survives the program. */
  async append(chunk: number, text: string): Promise<void> {
    if (this.#open?.chunk !== chunk) {
      await this.letGo();
      await this.#makeFolders();
      this.#open = { chunk, file: await open(join(this.#folder, openName(chunk)), "a") };
    }
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#open.file.write(bytes, at);
      if (bytesWritten === 0) throw new Error("The disk took no bytes.");
      at += bytesWritten;
    }
  }

  async keepEntry({ sha256, json }: LongEntry): Promise<void> {
    await this.#makeFolders();
    await this.#put(join(this.#folder, entryName(sha256)), await compress(Buffer.from(json), compression));
  }

  /** Compresses it; what was written of it line by line goes. @returns bytes on the disk */
  async seal({ lines, sha256, chunk, previous, resumed, summary }: WholeChunk): Promise<number> {
    await this.letGo();
    await this.#makeFolders();
    const seal: ChunkSeal = { sha256 };
    const bytes = await compress(Buffer.from(`${lines.join("")}${JSON.stringify(seal)}\n`), compression);
    await this.#put(join(this.#folder, sealedName(chunk)), bytes);
    const listing: ChunkListing = {
      ...{ chunk, sha256, previous, bytes: bytes.length, crc32: crc32(bytes), summary },
      ...(resumed === undefined ? {} : { resumed }),
    };
    await appendFile(join(this.#folder, listName), `${JSON.stringify(listing)}\n`);
    await rm(join(this.#folder, openName(chunk)), { force: true });
    return bytes.length;
  }

  /** Closes the file that is being written. */
  async letGo(): Promise<void> {
    const file = this.#open?.file;
    this.#open = undefined;
    try {
      await file?.close();
    } catch {
      // Its lines are still in memory, and the handle is gone either way.
    }
  }

  async #makeFolders(): Promise<void> {
    if (this.#made) return;
    await mkdir(join(this.#folder, entriesFolder), { recursive: true });
    this.#made = true;
  }

  /** Whole or not at all. */
  async #put(path: string, bytes: Uint8Array): Promise<void> {
    const partial = `${path}.new`;
    try {
      const file = await open(partial, "w");
      try {
        await file.writeFile(bytes);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(partial, path);
    } catch (error) {
      this.#made = false;
      await rm(partial, { force: true }).catch(() => {});
      throw error;
    }
  }
}
