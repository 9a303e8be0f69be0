import { crc32, createDeflateRaw } from "node:zlib";
import {
  deflated,
  descriptorFlag,
  lengths,
  madeOnUnix,
  most16,
  most32,
  regularFile,
  signatures,
  stored,
  utf8Flag,
  zip64Extra,
} from "./zip-format.ts";

export interface ZipEntryOptions {
  readonly name: string;
  /** Nearly its size, bytes: an entry that may pass 4 GiB is written with wider numbers. */
  readonly sizeHint: number;
  /** Compressed already: kept as it is. */
  readonly isDense: boolean;
}

interface Written {
  readonly name: Uint8Array;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
  readonly isWide: boolean;
}

/** Entries that could grow beyond 4 GiB while they are written or by not being compressible. */
const wideFrom = 0xf0000000;

const bytesOf = (length: number, fill: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer));
  return bytes;
};

const set64 = (view: DataView, at: number, value: number): void => {
  view.setUint32(at, value >>> 0, true);
  view.setUint32(at + 4, Math.floor(value / 0x100000000), true);
};

/**
 * Writes a zip piece by piece: nothing is held but names and sizes, no entry's size needs to be known before, and sizes beyond
 * 4 GiB are written as zip64 has it. One entry after the other; whoever takes the pieces sets the pace.
 */
export class ZipWriter {
  readonly #entries: Written[] = [];
  readonly #dosTime: number;
  readonly #dosDate: number;
  #offset = 0;

  /** @param utcMs the time that every entry bears; a zip knows none before 1980 */
  constructor(utcMs: number) {
    const date = new Date(Math.max(utcMs, Date.UTC(1980, 0, 1)));
    this.#dosTime = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
    this.#dosDate = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  }

  /** One file; `onPiece` sees what goes in, before it is compressed. Rejects with what the source says. */
  async *entry(
    { name, sizeHint, isDense }: ZipEntryOptions,
    source: AsyncIterable<Uint8Array>,
    onPiece: (piece: Uint8Array) => void,
  ): AsyncGenerator<Uint8Array> {
    const offset = this.#offset;
    const encoded = new TextEncoder().encode(name);
    const isWide = sizeHint >= wideFrom;
    const method = isDense ? stored : deflated;
    yield this.#count(this.#local(encoded, method, isWide));
    let [crc, packed, unpacked] = [0, 0, 0];
    const seen = async function* () {
      for await (const piece of source) {
        crc = crc32(piece, crc);
        unpacked += piece.length;
        onPiece(piece);
        yield piece;
      }
    };
    for await (const piece of isDense ? seen() : deflate(seen())) {
      packed += piece.length;
      yield this.#count(piece);
    }
    if (!isWide && Math.max(packed, unpacked) > most32)
      throw new Error(`${name} grew to ${unpacked} bytes when about ${sizeHint} were expected.`);
    yield this.#count(descriptor(crc, packed, unpacked, isWide));
    this.#entries.push({ name: encoded, method, crc, packed, unpacked, offset, isWide });
  }

  /** The directory, which ends the zip. */
  *end(): Generator<Uint8Array> {
    const from = this.#offset;
    for (const entry of this.#entries) yield this.#count(this.#central(entry));
    const size = this.#offset - from;
    const count = this.#entries.length;
    if (count >= most16 || size >= most32 || from >= most32) {
      const at = this.#offset;
      yield this.#count(end64(count, size, from));
      yield this.#count(
        bytesOf(lengths.locator64, (view) => {
          view.setUint32(0, signatures.locator64, true);
          set64(view, 8, at);
          view.setUint32(16, 1, true);
        }),
      );
    }
    yield this.#count(
      bytesOf(lengths.end, (view) => {
        view.setUint32(0, signatures.end, true);
        view.setUint16(8, Math.min(count, most16), true);
        view.setUint16(10, Math.min(count, most16), true);
        view.setUint32(12, Math.min(size, most32), true);
        view.setUint32(16, Math.min(from, most32), true);
      }),
    );
  }

  #count(piece: Uint8Array): Uint8Array {
    this.#offset += piece.length;
    return piece;
  }

  #local(name: Uint8Array, method: number, isWide: boolean): Uint8Array {
    const extra = isWide ? 20 : 0;
    const header = bytesOf(lengths.local + name.length + extra, (view) => {
      view.setUint32(0, signatures.local, true);
      view.setUint16(4, isWide ? 45 : 20, true);
      view.setUint16(6, descriptorFlag | utf8Flag, true);
      view.setUint16(8, method, true);
      view.setUint16(10, this.#dosTime, true);
      view.setUint16(12, this.#dosDate, true);
      if (isWide) {
        view.setUint32(18, most32, true);
        view.setUint32(22, most32, true);
        view.setUint16(lengths.local + name.length, zip64Extra, true);
        view.setUint16(lengths.local + name.length + 2, 16, true);
      }
      view.setUint16(26, name.length, true);
      view.setUint16(28, extra, true);
    });
    header.set(name, lengths.local);
    return header;
  }

  #central({ name, method, crc, packed, unpacked, offset, isWide }: Written): Uint8Array {
    const wide = isWide || offset >= most32;
    const extra = wide ? 28 : 0;
    const header = bytesOf(lengths.central + name.length + extra, (view) => {
      view.setUint32(0, signatures.central, true);
      view.setUint16(4, (madeOnUnix << 8) | 45, true);
      view.setUint16(6, wide ? 45 : 20, true);
      view.setUint16(8, descriptorFlag | utf8Flag, true);
      view.setUint16(10, method, true);
      view.setUint16(12, this.#dosTime, true);
      view.setUint16(14, this.#dosDate, true);
      view.setUint32(16, crc, true);
      view.setUint32(20, wide ? most32 : packed, true);
      view.setUint32(24, wide ? most32 : unpacked, true);
      view.setUint16(28, name.length, true);
      view.setUint16(30, extra, true);
      view.setUint32(38, (regularFile | 0o644) * 0x10000, true);
      view.setUint32(42, wide ? most32 : offset, true);
      if (!wide) return;
      const at = lengths.central + name.length;
      view.setUint16(at, zip64Extra, true);
      view.setUint16(at + 2, 24, true);
      set64(view, at + 4, unpacked);
      set64(view, at + 12, packed);
      set64(view, at + 20, offset);
    });
    header.set(name, lengths.central);
    return header;
  }
}

const descriptor = (crc: number, packed: number, unpacked: number, isWide: boolean): Uint8Array =>
  bytesOf(isWide ? 24 : 16, (view) => {
    view.setUint32(0, signatures.descriptor, true);
    view.setUint32(4, crc, true);
    if (isWide) {
      set64(view, 8, packed);
      set64(view, 16, unpacked);
    } else {
      view.setUint32(8, packed, true);
      view.setUint32(12, unpacked, true);
    }
  });

const end64 = (count: number, size: number, from: number): Uint8Array =>
  bytesOf(lengths.end64, (view) => {
    view.setUint32(0, signatures.end64, true);
    set64(view, 4, lengths.end64 - 12);
    view.setUint16(12, (madeOnUnix << 8) | 45, true);
    view.setUint16(14, 45, true);
    set64(view, 24, count);
    set64(view, 32, count);
    set64(view, 40, size);
    set64(view, 48, from);
  });

/** Pulls through a compressor, never further ahead than its buffers. */
async function* deflate(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packer = createDeflateRaw({ level: 6 });
  const closed = new Promise((resolve) => packer.once("close", resolve));
  const feeding = (async () => {
    try {
      for await (const piece of source) {
        if (packer.destroyed) return;
        if (packer.write(piece)) continue;
        await Promise.race([new Promise((resolve) => packer.once("drain", resolve)), closed]);
      }
      packer.end();
    } catch (error) {
      packer.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  try {
    yield* packer;
  } finally {
    packer.destroy();
    await feeding;
  }
}
