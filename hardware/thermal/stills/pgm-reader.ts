import type { GreyPicture } from "../../../shared/heat/network/grey-picture.ts";

/** "P5", width, height, largest value; parted by white space, as ffmpeg writes it. */
const HEADER = /^P5\s(\d{1,5})\s(\d{1,5})\s255\s/;
/** No header is longer. */
const MOST_HEADER_BYTES = 24;

/** Takes a stream of binary PGM pictures apart that comes in chunks of any size. */
export class PgmReader {
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #next: { readonly widthPx: number; readonly heightPx: number; readonly from: number } | undefined;

  /**
   * @returns the pictures that are whole now; their pixels are the caller's
   * @throws where the stream is no PGM: our own ffmpeg writes nothing else
   */
  push(chunk: Uint8Array): readonly GreyPicture[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const whole: GreyPicture[] = [];
    for (let picture = this.#take(); picture; picture = this.#take()) whole.push(picture);
    return whole;
  }

  #take(): GreyPicture | undefined {
    this.#next ??= this.#header();
    if (!this.#next) return undefined;
    const { widthPx, heightPx, from } = this.#next;
    const end = from + widthPx * heightPx;
    if (this.#bytes < end) return undefined;
    const bytes = this.#joined();
    this.#chunks = [bytes.subarray(end)];
    this.#bytes -= end;
    this.#next = undefined;
    return { widthPx, heightPx, data: bytes.slice(from, end) };
  }

  #header() {
    if (this.#bytes === 0) return undefined;
    const start = this.#joined().subarray(0, MOST_HEADER_BYTES);
    const found = HEADER.exec(String.fromCharCode(...start));
    const [text, width, height] = found ?? [];
    if (text === undefined) {
      if (start.length < MOST_HEADER_BYTES) return undefined;
      throw new Error(`Expected the start of a PGM picture, not ${[...start.subarray(0, 8)]}.`);
    }
    return { widthPx: Number(width), heightPx: Number(height), from: text.length };
  }

  /** Only at a header and at a picture's end: a picture comes in some five chunks. */
  #joined(): Uint8Array {
    const [only] = this.#chunks;
    if (only && this.#chunks.length === 1) return only;
    const joined = new Uint8Array(this.#bytes);
    let at = 0;
    for (const chunk of this.#chunks) {
      joined.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [joined];
    return joined;
  }
}
