import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { encodeEntry, entryBytes, isWhole, type Piece, segmentName } from "./piece-entry.ts";

/** A file that pieces go to; tests hand in one that fails. */
export interface PieceFile {
  /** All of it at the end, or it throws. */
  append(chunks: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

/** Makes a new file, refusing one that exists. @throws what the operating system says */
export type OpenPieceFile = (path: string) => Promise<PieceFile>;

export const openPieceFile: OpenPieceFile = async (path) => {
  const handle = await open(path, "ax");
  return {
    append: async (chunks) => {
      for (const chunk of chunks) {
        for (let done = 0; done < chunk.length; ) done += (await handle.write(chunk, done)).bytesWritten;
      }
    },
    close: () => handle.close(),
  };
};

export interface PieceWriterOptions {
  /** Made with the first piece. */
  readonly folder: string;
  readonly openFile: OpenPieceFile;
  /** A file that has so many bytes is followed by another one, before the next whole piece. */
  readonly fileBytes: number;
  readonly onWritten: (bytes: number) => void;
  /** The disk refused it; what waited is gone, and pieces are taken again after `retry`. */
  readonly onFailed: (error: unknown) => void;
}

/** While the disk is slow so much waits at most. */
const mostWaitingBytes = 16 << 20;

interface OpenFile {
  readonly data: PieceFile;
  readonly index: PieceFile;
  dataBytes: number;
}

/** Appends pieces to files without ever waiting; what the disk doesn't take in time is dropped, up to the next whole piece. */
export class PieceWriter {
  readonly #options: PieceWriterOptions;
  #waiting: Piece[] = [];
  #waitingBytes = 0;
  #needsWhole = true;
  #file: OpenFile | undefined;
  #lastName = "";
  #writing: Promise<void> | undefined;
  #failed = false;
  #closed = false;

  constructor(options: PieceWriterOptions) {
    this.#options = options;
  }

  /** The piece's data is the writer's from then on. @returns false where it was dropped */
  add(piece: Piece): boolean {
    if (piece.data.length === 0) return false;
    if (this.#closed || this.#failed || this.#waitingBytes + piece.data.length > mostWaitingBytes) {
      this.#needsWhole = true;
      return false;
    }
    if (this.#needsWhole && piece.kind === "delta") return false;
    if (isWhole(piece.kind)) this.#needsWhole = false;
    this.#waiting.push(piece);
    this.#waitingBytes += piece.data.length;
    return true;
  }

  /** Hands what waits to the operating system; to be called a few times a second. */
  flush(): Promise<void> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  /** The next piece builds on none before it: a whole one is waited for. */
  interrupt(): void {
    this.#needsWhole = true;
  }

  /** Tries again, with a new file. */
  retry(): void {
    this.#failed = false;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writing;
    await this.flush();
    await this.#letGo();
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0 && !this.#failed) await this.#writeSome();
    } catch (error) {
      this.#failed = true;
      this.#needsWhole = true;
      this.#waiting = [];
      this.#waitingBytes = 0;
      await this.#letGo();
      this.#options.onFailed(error);
    }
  }

  /** What waits, up to where another file is to be begun. */
  async #writeSome(): Promise<void> {
    const [first] = this.#waiting;
    if (first === undefined) return;
    if (this.#file !== undefined && this.#file.dataBytes >= this.#options.fileBytes && isWhole(first.kind))
      await this.#letGo();
    if (this.#file === undefined && !isWhole(first.kind)) {
      this.#waiting.shift();
      this.#waitingBytes -= first.data.length;
      return;
    }
    this.#file ??= await this.#begin(first);
    let [bytes, count] = [this.#file.dataBytes, 0];
    for (const { kind, data } of this.#waiting) {
      if (count > 0 && bytes >= this.#options.fileBytes && isWhole(kind)) break;
      bytes += data.length;
      count += 1;
    }
    const pieces = this.#waiting.splice(0, count);
    for (const { data } of pieces) this.#waitingBytes -= data.length;
    await this.#put(this.#file, pieces);
  }

  async #put(file: OpenFile, pieces: readonly Piece[]): Promise<void> {
    let offset = file.dataBytes;
    const entries = pieces.map((piece) => {
      const entry = encodeEntry(piece, offset);
      offset += piece.data.length;
      return entry;
    });
    await file.data.append([Buffer.concat(pieces.map(({ data }) => data))]);
    await file.index.append([Buffer.concat(entries)]);
    const bytes = offset - file.dataBytes + entries.length * entryBytes;
    file.dataBytes = offset;
    this.#options.onWritten(bytes);
  }

  async #begin({ positionMs, before }: Piece): Promise<OpenFile> {
    const { folder, openFile } = this.#options;
    await mkdir(folder, { recursive: true });
    // Two files may begin at one instant, and a camera's clock may step back; but their order must stay.
    let name = segmentName(positionMs);
    if (name <= this.#lastName) name = segmentName(Number(this.#lastName) + 1);
    this.#lastName = name;
    const data = await openFile(join(folder, `${name}.data`));
    try {
      const file: OpenFile = { data, index: await openFile(join(folder, `${name}.index`)), dataBytes: 0 };
      if (before !== undefined) await this.#put(file, [before]);
      return file;
    } catch (error) {
      await data.close().catch(() => {});
      throw error;
    }
  }

  async #letGo(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    // What could be written is written; the handles are gone either way.
    await Promise.allSettled([file?.data.close(), file?.index.close()]);
  }
}
