import { read } from "node:fs";
import { promisify } from "node:util";
import { type BlockRecord, eachRecord, witnessLength } from "../../../../shared/archive/index/block-records.ts";
import { columnPlace, placesOf, rowsLength, streamRowsLength } from "../../../../shared/archive/index/super-block.ts";
import type { BlockBook, BlockRef } from "./block-book.ts";
import type { KeptSuperBlock } from "./index-data.ts";

const readAsync = promisify(read);

/** How often each block of a super-block has frames of a stream, and where the first and last ones are. */
export interface StreamRows {
  readonly counts: Uint32Array;
}

/** The least and greatest values of a column by block; infinite where there are none. */
export interface ColumnExtremes {
  readonly least: Float64Array;
  readonly greatest: Float64Array;
}

const rememberedRows = 16;

/** Reads what the index leaves in files: the log's blocks and its own columns. */
export class IndexFiles {
  readonly #book: BlockBook;
  readonly #logFd: number;
  readonly #format: "tlog" | "raw";
  /** The side file; changes when another takes its place. */
  sideFd: number | undefined;
  readonly #rows = new Map<KeptSuperBlock, Uint8Array>();

  constructor(
    book: BlockBook,
    log: { readonly fd: number; readonly format: "tlog" | "raw" },
    sideFd: number | undefined,
  ) {
    this.#book = book;
    this.#logFd = log.fd;
    this.#format = log.format;
    this.sideFd = sideFd;
  }

  /** Of a block that can't be read any more there are none. @param onRecord returns false to stop */
  async eachRecord(
    ref: BlockRef,
    onRecord: (record: BlockRecord) => unknown,
    bytes: Promise<Uint8Array> = this.bytesOf(ref),
  ): Promise<void> {
    eachRecord(this.#format, ref.kept.superBlock, ref.block, await bytes, onRecord);
  }

  /** For `eachRecord`, to be read while another block is looked through. Never rejects. */
  bytesOf({ kept: { superBlock }, block }: BlockRef): Promise<Uint8Array> {
    const from = superBlock.offsets[block] ?? 0;
    return readBytes(this.#logFd, from, (superBlock.ends[block] ?? 0) - from + witnessLength);
  }

  /** @returns undefined where the stream has no frames in the super-block */
  async counts(kept: KeptSuperBlock, stream: number): Promise<Uint32Array | undefined> {
    const places = placesOf(kept.superBlock, stream, this.#book.columnsOf);
    if (places === undefined) return undefined;
    const rows = await this.#rowsOf(kept);
    return new Uint32Array(rows.buffer, rows.byteOffset + places.rows, kept.superBlock.offsets.length);
  }

  /** @returns undefined where the stream has no frames in the super-block */
  async extremes(kept: KeptSuperBlock, stream: number, column: number): Promise<ColumnExtremes | undefined> {
    const places = placesOf(kept.superBlock, stream, this.#book.columnsOf);
    if (places === undefined) return undefined;
    const blocks = kept.superBlock.offsets.length;
    const place = columnPlace(kept.superBlock, column);
    const bytes = await this.#columns(kept, places.extremes + place.at, place.length);
    const least = new Float64Array(bytes.buffer, bytes.byteOffset, blocks);
    return { least, greatest: new Float64Array(bytes.buffer, bytes.byteOffset + 8 * blocks, blocks) };
  }

  /** One stream's counts, without those of all the others. */
  async countsAlone(kept: KeptSuperBlock, stream: number): Promise<Uint32Array | undefined> {
    const places = placesOf(kept.superBlock, stream, this.#book.columnsOf);
    if (places === undefined) return undefined;
    const bytes = await this.#columns(kept, places.rows, streamRowsLength(kept.superBlock));
    return new Uint32Array(bytes.buffer, bytes.byteOffset, kept.superBlock.offsets.length);
  }

  async #rowsOf(kept: KeptSuperBlock): Promise<Uint8Array> {
    const known = this.#rows.get(kept);
    if (known !== undefined) return known;
    const rows = await this.#columns(kept, 0, rowsLength(kept.superBlock));
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size < rememberedRows) break;
      this.#rows.delete(oldest);
    }
    this.#rows.set(kept, rows);
    return rows;
  }

  async #columns({ at, columns }: KeptSuperBlock, from: number, length: number): Promise<Uint8Array> {
    if (columns !== undefined) return columns.slice(from, from + length);
    if (this.sideFd === undefined || at === undefined) return new Uint8Array(length);
    const bytes = await readBytes(this.sideFd, at + from, length);
    return bytes.length === length ? bytes : new Uint8Array(length);
  }
}

/** @returns fewer bytes where the file has become shorter; none where it can't be read any more */
const readBytes = async (fd: number, from: number, length: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(length);
  let done = 0;
  try {
    while (done < length) {
      const { bytesRead } = await readAsync(fd, bytes, done, length - done, from + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
  } catch {
    return new Uint8Array(0);
  }
  return done === length ? bytes : bytes.subarray(0, done);
};
