/**
 * The background of a thermal picture: at each cell the highest level that a straight line of `length` cells through it, in
 * one of four directions, stays at or above (a morphological opening; the maximum over directions). What is shorter than the
 * line in every direction (a person) is cut off; roads, water, fields, walls and slow gradients stay, as a line lies within
 * them in some direction. Lines end at the border, so that what is cut by it is still taken for small.
 *
 * Running minima and maxima after van Herk (1992) and Gil & Werman (1993): the cost doesn't depend on the length.
 */
export class LineOpening {
  readonly #line: Int32Array;
  readonly #spread: Int32Array;
  readonly #ahead: Int32Array;
  readonly #behind: Int32Array;

  /** @param longest the largest side of a picture that will come, cells */
  constructor(longest: number) {
    this.#line = new Int32Array(longest);
    this.#spread = new Int32Array(2 * longest);
    this.#ahead = new Int32Array(2 * longest);
    this.#behind = new Int32Array(2 * longest);
  }

  /**
   * @param levels row-major, none below 0
   * @param into gets the background, nowhere above `levels`; the same size
   * @param length cells, at least 2
   */
  open(levels: Int32Array, into: Int32Array, width: number, height: number, length: number): void {
    into.fill(0);
    for (let y = 0; y < height; y++) this.#openLine(levels, into, y * width, 1, width, length);
    for (let x = 0; x < width; x++) this.#openLine(levels, into, x, width, height, length);
    // A step along a diagonal is longer.
    const diagonal = Math.max(2, Math.round(length / Math.SQRT2));
    for (let x = 0; x < width; x++) {
      this.#openLine(levels, into, x, width + 1, Math.min(height, width - x), diagonal);
      this.#openLine(levels, into, x, width - 1, Math.min(height, x + 1), diagonal);
    }
    for (let y = 1; y < height; y++) {
      this.#openLine(levels, into, y * width, width + 1, Math.min(width, height - y), diagonal);
      this.#openLine(levels, into, y * width + width - 1, width - 1, Math.min(width, height - y), diagonal);
    }
  }

  #openLine(levels: Int32Array, into: Int32Array, start: number, step: number, count: number, length: number): void {
    // The diagonals of a corner are too short to tell anything; rows and columns pass through it as well.
    if (count < length) return;
    const line = this.#line;
    const spread = this.#spread;
    const ahead = this.#ahead;
    const behind = this.#behind;
    for (let i = 0, at = start; i < count; i++, at += step) line[i] = levels[at] as number;
    this.#erode(line, count, length);
    // Outside the windows nothing is above anything: zeros on both sides.
    const windows = count - length + 1;
    spread.fill(0, 0, length - 1);
    for (let i = 0; i < windows; i++) {
      const back = behind[i] as number;
      const front = ahead[i + length - 1] as number;
      spread[length - 1 + i] = Math.min(back, front);
    }
    spread.fill(0, count, count + length - 1);
    this.#dilate(spread, count + length - 1, length);
    for (let i = 0, at = start; i < count; i++, at += step) {
      const back = behind[i] as number;
      const front = ahead[i + length - 1] as number;
      const level = Math.max(back, front);
      if (level > (into[at] as number)) into[at] = level;
    }
  }

  /** Minima from the start of each block of `length` on into `ahead`, to its end into `behind`. */
  #erode(values: Int32Array, count: number, length: number): void {
    const ahead = this.#ahead;
    const behind = this.#behind;
    for (let from = 0; from < count; from += length) {
      const end = Math.min(from + length, count);
      let least = values[from] as number;
      for (let i = from; i < end; i++) {
        const value = values[i] as number;
        if (value < least) least = value;
        ahead[i] = least;
      }
      least = values[end - 1] as number;
      for (let i = end - 1; i >= from; i--) {
        const value = values[i] as number;
        if (value < least) least = value;
        behind[i] = least;
      }
    }
  }

  /** The same with maxima. */
  #dilate(values: Int32Array, count: number, length: number): void {
    const ahead = this.#ahead;
    const behind = this.#behind;
    for (let from = 0; from < count; from += length) {
      const end = Math.min(from + length, count);
      let most = values[from] as number;
      for (let i = from; i < end; i++) {
        const value = values[i] as number;
        if (value > most) most = value;
        ahead[i] = most;
      }
      most = values[end - 1] as number;
      for (let i = end - 1; i >= from; i--) {
        const value = values[i] as number;
        if (value > most) most = value;
        behind[i] = most;
      }
    }
  }
}
