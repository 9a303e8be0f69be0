/**
 * Reads units from `bytes` that start before `limit`; bytes up to `end` are there.
 * @returns where it stopped: at the start of a unit that is cut at `end`, or at `limit` or beyond
 */
export type ScanUnits = (bytes: Uint8Array, from: number, end: number, limit: number) => number;

/** Joins units that are split over chunks, copying no more than the cut ends. */
export class Carry {
  readonly #bytes: Uint8Array;
  #length = 0;

  /** @param longestUnit bytes that decide about a unit in every case */
  constructor(longestUnit: number) {
    this.#bytes = new Uint8Array(2 * longestUnit);
  }

  /** Should `scan` throw, the rest of this chunk is lost, but nothing is handed over twice. */
  feed(chunk: Uint8Array, scan: ScanUnits): void {
    const carried = this.#length;
    this.#length = 0;
    let at = 0;
    if (carried > 0) {
      const added = Math.min(chunk.length, this.#bytes.length - carried);
      this.#bytes.set(added === chunk.length ? chunk : chunk.subarray(0, added), carried);
      const stoppedAt = scan(this.#bytes, 0, carried + added, carried);
      if (stoppedAt < carried) {
        // Still cut: then all of the chunk is in here, for a whole unit fits behind any byte that was carried.
        this.#bytes.copyWithin(0, stoppedAt, carried + added);
        this.#length = carried + added - stoppedAt;
        return;
      }
      at = stoppedAt - carried;
    }
    at = scan(chunk, at, chunk.length, chunk.length);
    if (at < chunk.length) {
      this.#bytes.set(chunk.subarray(at));
      this.#length = chunk.length - at;
    }
  }

  /** The stream ended: `scan` gets what is left and decides about cut units too. */
  drain(scan: ScanUnits): void {
    const end = this.#length;
    this.#length = 0;
    if (end > 0) scan(this.#bytes, 0, end, end);
  }
}
