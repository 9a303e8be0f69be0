/** Which of the latest frames that should have seen a thing did see it: "3 of the last 8". */
export class SightingRing {
  readonly #length: number;
  #bits = 0;

  /** @param length how many frames are kept, at most 30 */
  constructor(length: number) {
    this.#length = length;
  }

  push(seen: "seen" | "missed"): void {
    this.#bits = ((this.#bits << 1) | (seen === "seen" ? 1 : 0)) & ((1 << this.#length) - 1);
  }

  get hits(): number {
    let count = 0;
    for (let bits = this.#bits; bits !== 0; bits &= bits - 1) count++;
    return count;
  }
}
