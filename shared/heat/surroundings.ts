import type { ContrastMap } from "./contrast-map.ts";
import type { SpotLimits } from "./detector-options.ts";
import type { SpotCells } from "./measure-spot.ts";

/** What is this much of the way from the surroundings up to a spot's peak belongs to the same thing. */
const CONNECTED = 0.55;
/** The usual level around is looked for this far beyond a spot, as a part of the longest thing looked for. */
const RING = 0.4;
const RING_SAMPLES = 48;
/** What the border of the picture cuts may be this wide there, as a part of the longest spot: a body that lies along it. */
const CUT = 0.6;
/** A border cell this much of the way up to the peak is a cut through the thing, not its rim. */
const CUT_LEVEL = 0.75;
/** Leaves and soft edges belong to a thing's area at this level, but not to its outline. */
const SKIRT = 1.4;

/**
 * Looks at the picture itself, not at what stands out of it: bends of ditches, crowns of trees and corners of roofs stand out
 * in part, but go on at nearly the same level.
 */
export class Surroundings {
  /** The number of the spot that looked at a cell last. */
  #seen = new Int32Array(0);
  #queue = new Int32Array(0);
  #turn = 0;
  /** So many cells of the queue were flooded last. */
  #flooded = 0;
  readonly #ring = new Float64Array(RING_SAMPLES);

  /**
   * Looks whether what hangs together with a spot at more than half its height over the surroundings is no larger than a spot
   * may be.
   * @returns the usual level of the large thing that the spot is a part of; undefined where it stands alone
   */
  attachedTo(map: ContrastMap, cells: SpotCells, limits: SpotLimits): number | undefined {
    const base = this.#usualAround(map, cells, limits);
    const peak = map.levels[cells.peakAt] as number;
    // On a road or a roof the background under the spot counts, not the cooler ground beside it.
    const under = map.background[cells.peakAt] as number;
    const over = under > base + 0.6 * (peak - base) ? under : base;
    return this.#fits(map, cells.peakAt, over, limits) ? undefined : this.#usualFlooded(map);
  }

  /** What lies around the spot that was flooded last and was too large: the flood reached the spot itself first. */
  #usualFlooded({ levels }: ContrastMap): number {
    const beyond = this.#queue.slice(Math.floor(this.#flooded / 3), this.#flooded);
    for (let i = 0; i < beyond.length; i++) beyond[i] = levels[beyond[i] as number] as number;
    return beyond.sort()[beyond.length >> 1] as number;
  }

  /** The median level on a circle around the spot. */
  #usualAround({ width, height, levels, scalePx }: ContrastMap, cells: SpotCells, limits: SpotLimits): number {
    const x = (cells.left + cells.right) / 2;
    const y = (cells.top + cells.bottom) / 2;
    const radius =
      Math.max(cells.right - cells.left, cells.bottom - cells.top) / 2 + 2 + (RING * limits.maxLongPx) / scalePx;
    let count = 0;
    for (let i = 0; i < RING_SAMPLES; i++) {
      const angle = (2 * Math.PI * i) / RING_SAMPLES;
      const atX = Math.round(x + radius * Math.cos(angle));
      const atY = Math.round(y + radius * Math.sin(angle));
      if (atX < 0 || atY < 0 || atX >= width || atY >= height) continue;
      this.#ring[count++] = levels[atY * width + atX] as number;
    }
    if (count === 0) return 0;
    return this.#ring.subarray(0, count).sort()[count >> 1] as number;
  }

  /** Floods from the peak at `CONNECTED` of its height over a level. */
  #fits({ width, height, levels, scalePx }: ContrastMap, seed: number, over: number, limits: SpotLimits): boolean {
    const rise = (levels[seed] as number) - over;
    const [level, cutLevel] = [over + CONNECTED * rise, over + CUT_LEVEL * rise];
    const mostLong = limits.maxLongPx / scalePx + 1;
    const mostCount = (SKIRT * limits.maxAreaPx) / (scalePx * scalePx) + 2;
    const mostCut = Math.max(2, (CUT * limits.maxLongPx) / scalePx);
    if (this.#seen.length < width * height) {
      this.#seen = new Int32Array(width * height);
      this.#queue = new Int32Array(width * height);
    }
    const seen = this.#seen;
    const queue = this.#queue;
    const turn = ++this.#turn;
    seen[seed] = turn;
    queue[0] = seed;
    let count = 1;
    let [cutColumns, cutRows] = [0, 0];
    let [left, right, top, bottom] = [width, 0, height, 0];
    for (let next = 0; next < count; next++) {
      const at = queue[next] as number;
      const x = at % width;
      const y = (at - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      const cut = (levels[at] as number) >= cutLevel;
      if (cut && (x === 0 || x === width - 1)) cutRows++;
      if (cut && (y === 0 || y === height - 1)) cutColumns++;
      this.#flooded = count;
      // Far enough beyond what a spot may be to tell what it is that it runs into.
      if (count > 4 * mostCount || right - left > 2 * mostLong || bottom - top > 2 * mostLong) return false;
      const endX = x + 1 < width ? x + 1 : x;
      const endY = y + 1 < height ? y + 1 : y;
      for (let ny = y > 0 ? y - 1 : 0; ny <= endY; ny++) {
        for (let nx = x > 0 ? x - 1 : 0; nx <= endX; nx++) {
          const neighbour = ny * width + nx;
          if (seen[neighbour] === turn || (levels[neighbour] as number) < level) continue;
          seen[neighbour] = turn;
          queue[count++] = neighbour;
        }
      }
    }
    // Of a pond or a road that just comes into the picture a corner sees only a tip: nothing tells how large it is.
    const cutByCorner = cutRows > 0 && cutColumns > 0;
    const isSmall = count <= mostCount && right - left <= mostLong && bottom - top <= mostLong;
    return isSmall && !cutByCorner && Math.max(cutRows, cutColumns) <= mostCut;
  }
}
