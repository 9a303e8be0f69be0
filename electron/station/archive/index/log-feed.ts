import { readSync } from "node:fs";
import { chunkLength, type FrameList } from "../../../../shared/archive/index/frame-list.ts";
import { FrameLister } from "../../../../shared/archive/index/frame-lister.ts";
import type { RecordEntry } from "../../../../shared/archive/index/record-clock.ts";

export interface LogFeedOptions {
  readonly fd: number;
  readonly format: "tlog" | "raw";
  /** Absent: at the beginning. */
  readonly from?: RecordEntry | undefined;
  /** What lies beyond is left for another time. */
  readonly toOffset: number;
}

/** Zeros gone by at once before something is heard of the progress. */
const mostZeroChunks = 256;

/** Reads a log from a place on and lists its frames, a chunk at a time; in holes of a sparse file it doesn't look for any. */
export class LogFeed {
  readonly #fd: number;
  readonly #toOffset: number;
  readonly #lister: FrameLister;
  readonly #zeros = Buffer.alloc(chunkLength);
  #offset: number;
  #wasZeros = false;

  constructor({ fd, format, from, toOffset }: LogFeedOptions) {
    this.#fd = fd;
    this.#toOffset = toOffset;
    this.#offset = from?.offset ?? 0;
    const stampUs = from === undefined || format === "raw" ? Number.NaN : from.clockOf;
    this.#lister = new FrameLister(format, {
      offset: this.#offset,
      lastUs: Number.isNaN(stampUs) ? undefined : stampUs,
    });
  }

  /** Fills the list with what comes next. @throws what the disk throws */
  next(list: FrameList): void {
    list.isLast = false;
    list.count = 0;
    for (let zeros = 0; zeros < mostZeroChunks; zeros++) {
      const length = this.#fill(list.chunk);
      if (length === 0) {
        this.#lister.flush(list);
        list.isLast = true;
        break;
      }
      this.#offset += length;
      const isZeros = length === chunkLength && list.chunk[0] === 0 && this.#zeros.equals(list.chunk);
      // The first and the last chunk of a run of zeros are read like any other: no frame can lie in those between.
      const isInside = isZeros && this.#wasZeros;
      this.#wasZeros = isZeros;
      if (!isInside) {
        this.#lister.push(list, length);
        break;
      }
      this.#lister.skipZeros(length);
    }
    list.readTo = this.#offset;
  }

  /** A file on a slow disk may give less than there is. @returns 0 at the end */
  #fill(chunk: Uint8Array): number {
    const wanted = Math.min(chunkLength, this.#toOffset - this.#offset);
    let length = 0;
    while (length < wanted) {
      const read = readSync(this.#fd, chunk, length, wanted - length, this.#offset + length);
      if (read === 0) break;
      length += read;
    }
    return length;
  }
}
