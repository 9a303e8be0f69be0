import type { FileHandle } from "node:fs/promises";
import { viewOf } from "../../../../shared/mavlink/x25.ts";
import type { StreamIndex } from "./stream-index.ts";

/** Messages that lie closer than this are read together with what is between them. */
const closeBytes = 16 << 10;
const mostWindow = 1 << 20;
/** So many reads are on their way at a time. */
const parallel = 16;

interface Window {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
  readonly bytes: number;
}

/** Reads messages of a log again, by where the index says that they lie. */
export class RecordFile {
  readonly #file: FileHandle;
  readonly #headerLength: number;

  /** @param headerLength from a record's beginning to its payload, bytes */
  constructor(file: FileHandle, headerLength: number) {
    this.#file = file;
    this.#headerLength = headerLength;
  }

  /** Messages of from <= index < to, in order. `start` is where the payload lies in `view`; borrowed until it returns. */
  async each(
    stream: StreamIndex,
    from: number,
    to: number,
    onRecord: (index: number, view: DataView, start: number) => void,
  ): Promise<void> {
    let at = from;
    while (at < to) {
      const windows: Window[] = [];
      while (at < to && windows.length < parallel) {
        const window = this.#windowAt(stream, at, to);
        windows.push(window);
        at = window.to;
      }
      const read = await Promise.all(windows.map((window) => this.#read(window)));
      for (const [n, window] of windows.entries()) {
        const view = read[n];
        if (view === undefined) continue;
        for (let index = window.from; index < window.to; index++)
          onRecord(index, view, stream.offset(index) - window.offset + this.#headerLength);
      }
    }
  }

  #windowAt(stream: StreamIndex, from: number, limit: number): Window {
    const offset = stream.offset(from);
    const end = (index: number) => stream.offset(index) + this.#headerLength + stream.layoutOf(index).length;
    let to = from + 1;
    let reach = end(from);
    while (to < limit && stream.offset(to) - reach < closeBytes && end(to) - offset <= mostWindow) reach = end(to++);
    return { from, to, offset, bytes: reach - offset };
  }

  /** Zeros where the file has become shorter meanwhile. */
  async #read({ offset, bytes }: Window): Promise<DataView> {
    const buffer = new Uint8Array(bytes);
    let got = 0;
    while (got < bytes) {
      const { bytesRead } = await this.#file.read(buffer, got, bytes - got, offset + got);
      if (bytesRead === 0) break;
      got += bytesRead;
    }
    return viewOf(buffer);
  }
}
