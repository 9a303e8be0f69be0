import { LineOpening } from "./line-opening.ts";
import type { ThermalFrame } from "./thermal-frame.ts";

/** Least cells a side of the squares in which the clutter is measured; never smaller than what is looked for is long. */
const LEAST_TILE = 16;
const BINS = 4096;
/** No divisor of usual widths, so that samples don't stand in columns. */
const SAMPLED = 23;

/**
 * How much each part of a picture stands out from its surroundings. The picture is summed up into cells of `scalePx` squared
 * pixels, which also averages noise; all levels here are such sums of counts. Buffers are kept from frame to frame.
 */
export class ContrastMap {
  width = 0;
  height = 0;
  scalePx = 1;
  /** Cell sums, their background, and the first less the second. */
  levels = new Int32Array(0);
  background = new Int32Array(0);
  excess = new Int32Array(0);
  /** Of each tile: the usual excess there and one sigma of it, camera noise and clutter together. */
  tileCells = LEAST_TILE;
  tileColumns = 0;
  tileUsual = new Float64Array(0);
  tileSigma = new Float64Array(0);
  readonly #histogram = new Uint32Array(BINS);
  #opening = new LineOpening(0);
  #longest = 0;

  /**
   * @param scalePx pixels a side of a cell
   * @param lineCells what is as long as this in some direction is background
   */
  compute(frame: ThermalFrame, scalePx: number, lineCells: number): void {
    this.tileCells = Math.max(LEAST_TILE, lineCells);
    this.#resize(frame, scalePx);
    this.#sumUp(frame);
    this.#opening.open(this.levels, this.background, this.width, this.height, lineCells);
    const { levels, background, excess } = this;
    const cells = this.width * this.height;
    for (let i = 0; i < cells; i++) excess[i] = (levels[i] as number) - (background[i] as number);
    this.#measureClutter();
  }

  /** The level, per pixel, that this share of the picture stays below; from one cell in some twenty. */
  levelOf(share: number): number {
    const cells = this.width * this.height;
    const some = new Int32Array(Math.ceil(cells / SAMPLED));
    for (let i = 0; i < some.length; i++) some[i] = this.levels[i * SAMPLED] as number;
    some.sort();
    return (some[Math.floor(share * (some.length - 1))] ?? 0) / (this.scalePx * this.scalePx);
  }

  tileOf(x: number, y: number): number {
    return Math.floor(y / this.tileCells) * this.tileColumns + Math.floor(x / this.tileCells);
  }

  #resize({ widthPx, heightPx }: ThermalFrame, scalePx: number): void {
    this.scalePx = scalePx;
    this.width = Math.floor(widthPx / scalePx);
    this.height = Math.floor(heightPx / scalePx);
    const cells = this.width * this.height;
    if (this.levels.length < cells) {
      this.levels = new Int32Array(cells);
      this.background = new Int32Array(cells);
      this.excess = new Int32Array(cells);
    }
    const longest = Math.max(this.width, this.height);
    if (this.#longest < longest) {
      this.#opening = new LineOpening(longest);
      this.#longest = longest;
    }
    this.tileColumns = Math.ceil(this.width / this.tileCells);
    const tiles = this.tileColumns * Math.ceil(this.height / this.tileCells);
    if (this.tileSigma.length < tiles) {
      this.tileUsual = new Float64Array(tiles);
      this.tileSigma = new Float64Array(tiles);
    }
  }

  #sumUp({ widthPx, data }: ThermalFrame): void {
    const { width, height, scalePx, levels } = this;
    if (scalePx === 2) {
      this.#sumUpPairs(data, widthPx);
      return;
    }
    levels.fill(0);
    for (let y = 0; y < height * scalePx; y++) {
      const row = Math.floor(y / scalePx) * width;
      let at = y * widthPx;
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let i = 0; i < scalePx; i++) sum += data[at++] as number;
        levels[row + x] = (levels[row + x] as number) + sum;
      }
    }
  }

  #sumUpPairs(data: Uint16Array, widthPx: number): void {
    const { width, height, levels } = this;
    for (let y = 0; y < height; y++) {
      let upper = 2 * y * widthPx;
      let lower = upper + widthPx;
      for (let x = 0; x < width; x++, upper += 2, lower += 2) {
        levels[y * width + x] =
          (data[upper] as number) + (data[upper + 1] as number) + (data[lower] as number) + (data[lower + 1] as number);
      }
    }
  }

  /** Median and MAD of the whole picture for the camera's noise; the mean excess of each tile, outliers cut, for its clutter. */
  #measureClutter(): void {
    const { median, sigma } = this.#medianAndSigma();
    const cutAt = median + 6 * sigma;
    const { width, height, excess, tileCells, tileColumns } = this;
    const tileRows = Math.ceil(height / tileCells);
    for (let tileY = 0; tileY < tileRows; tileY++) {
      for (let tileX = 0; tileX < tileColumns; tileX++) {
        const endX = Math.min(width, (tileX + 1) * tileCells);
        const endY = Math.min(height, (tileY + 1) * tileCells);
        let sum = 0;
        let count = 0;
        for (let y = tileY * tileCells; y < endY; y++) {
          for (let x = tileX * tileCells; x < endX; x++) {
            const value = excess[y * width + x] as number;
            sum += Math.min(value, cutAt);
            count++;
          }
        }
        const usual = sum / count;
        this.tileUsual[tileY * tileColumns + tileX] = usual;
        // The excess is one-sided; where leaves make it large its spread is about its mean.
        this.tileSigma[tileY * tileColumns + tileX] = Math.max(sigma, 0.6 * (usual - median) + sigma);
      }
    }
  }

  #medianAndSigma(): { readonly median: number; readonly sigma: number } {
    const histogram = this.#histogram;
    histogram.fill(0);
    const cells = this.width * this.height;
    // A sum's unit is a fraction of a count; some hundred units are enough for noise, the rest is outliers.
    for (let i = 0; i < cells; i++) {
      const value = this.excess[i] as number;
      const bin = value < BINS ? value : BINS - 1;
      histogram[bin] = (histogram[bin] as number) + 1;
    }
    const half = cells / 2;
    let median = 0;
    for (let sum = histogram[0] as number; sum < half && median < BINS - 1; ) sum += histogram[++median] as number;
    let deviation = 0;
    for (let sum = histogram[median] as number; sum < half && deviation < BINS - 1; ) {
      deviation++;
      sum += (histogram[median - deviation] ?? 0) + (histogram[median + deviation] ?? 0);
    }
    // Not less than what rounding to counts leaves: uniform noise of 1/sqrt(12) in each pixel.
    return { median, sigma: Math.max(1.4826 * deviation, 0.3 * this.scalePx) };
  }
}
