import { ContrastMap } from "./contrast-map.ts";
import { type DetectorOptions, defaultDetectorOptions, type SpotLimits, spotLimits } from "./detector-options.ts";
import type { HotSpot } from "./heat-source.ts";
import { fewHottest, measureSpot, type SpotCells } from "./measure-spot.ts";
import { Surroundings } from "./surroundings.ts";
import type { ThermalFrame } from "./thermal-frame.ts";

/** Cells are as large as keeps this many of them along the shortest thing looked for, m a cell. */
const CELL_M = 0.25;
/** The outline of a spot: this part of its peak. */
const OUTLINE = 0.4;
/** Of the highest peak of a region: a lower one is no spot of its own. */
const SECOND = 0.5;
/** The rest of a picture is what may be warm bodies, fires and engines. */
const SCENE_SHARE = 0.95;

/**
 * Finds hot spots the size of a person in thermal pictures: what stands out from its surroundings (see `LineOpening`: roads,
 * water and slow gradients don't), by enough kelvin and enough over noise and clutter, of a fitting size. Some 3 to 6 ms for
 * 640x512. Buffers are reused: one detector per camera.
 */
export class HotSpotDetector {
  readonly #options: DetectorOptions;
  readonly #map = new ContrastMap();
  readonly #surroundings = new Surroundings();
  /** Which spot a cell was given to, from 1; `-1` looked at in this frame. */
  #labels = new Int32Array(0);
  #stack = new Int32Array(0);
  #region = new Int32Array(0);

  constructor(options: Partial<DetectorOptions> = {}) {
    this.#options = { ...defaultDetectorOptions, ...options };
  }

  /**
   * @param gsdM metres that a pixel spans on the ground, for the size prior; undefined where unknown
   * @returns the spots, strongest first; pixel centres are at halves, so (0.5, 0.5) is the middle of the first pixel
   */
  detect(frame: ThermalFrame, gsdM?: number): readonly HotSpot[] {
    const limits = spotLimits(this.#options, gsdM, frame.widthPx);
    const scalePx = cellPx(frame.widthPx, gsdM);
    const lineCells = Math.max(3, Math.ceil((limits.maxLongPx * 1.1) / scalePx));
    const map = this.#map;
    map.compute(frame, scalePx, lineCells);
    const cells = map.width * map.height;
    if (this.#labels.length < cells) {
      this.#labels = new Int32Array(cells);
      this.#stack = new Int32Array(cells);
      this.#region = new Int32Array(cells);
    }
    this.#labels.fill(0);
    const spots = this.#search(frame, limits);
    const strongest = spots.sort((a, b) => b.snr - a.snr).slice(0, this.#options.maxSpots);
    return frame.radiometry ? withScene(strongest, map, frame.radiometry) : strongest;
  }

  #search(frame: ThermalFrame, limits: SpotLimits): HotSpot[] {
    const { width, height, excess, tileUsual, tileSigma } = this.#map;
    const { minSnr, maxSpots } = this.#options;
    const leastExcess = this.#leastExcess(frame);
    const spots: HotSpot[] = [];
    let label = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        const value = excess[at] as number;
        if (value < leastExcess || this.#labels[at] !== 0) continue;
        const tile = this.#map.tileOf(x, y);
        const threshold = (tileUsual[tile] as number) + minSnr * (tileSigma[tile] as number);
        if (value < threshold) continue;
        // A picture full of spots is no picture of anything: the strongest of many times as many as asked for will do.
        if (label > 20 * maxSpots) return spots;
        label = this.#takeRegion(frame, at, Math.max(threshold, leastExcess), label, limits, spots);
      }
    }
    return spots;
  }

  /** The least contrast, in the map's levels. */
  #leastExcess({ radiometry }: ThermalFrame): number {
    const { scalePx } = this.#map;
    return radiometry ? (this.#options.minContrastK / radiometry.kelvinPerCount) * scalePx * scalePx : 1;
  }

  /** Takes all that hangs together above the threshold, then each part of it above its own peak's outline. */
  #takeRegion(
    frame: ThermalFrame,
    seed: number,
    threshold: number,
    lastLabel: number,
    limits: SpotLimits,
    spots: HotSpot[],
  ): number {
    const { excess } = this.#map;
    const count = this.#flood(seed, threshold, -1, 0, this.#region);
    let label = lastLabel;
    let highest = 0;
    for (;;) {
      let peakAt = -1;
      let peak = 0;
      for (let i = 0; i < count; i++) {
        const at = this.#region[i] as number;
        if (this.#labels[at] === -1 && (excess[at] as number) > peak) [peakAt, peak] = [at, excess[at] as number];
      }
      // Two people side by side are two peaks of one region; what is left well below the first is its soft edge.
      highest = Math.max(highest, peak);
      if (peakAt < 0 || peak < SECOND * highest || label - lastLabel > 8) return label;
      label++;
      const level = Math.max(threshold, OUTLINE * peak);
      const cells = this.#cellsOf(peakAt, level, label);
      const spot = this.#accept(frame, cells, limits);
      if (spot) spots.push(spot);
    }
  }

  #cellsOf(peakAt: number, level: number, label: number): SpotCells {
    const { width } = this.#map;
    const found = this.#flood(peakAt, level, label, -1, this.#stack);
    let [left, right, top, bottom] = [width, 0, Number.MAX_SAFE_INTEGER, 0];
    for (let i = 0; i < found; i++) {
      const at = this.#stack[i] as number;
      const x = at % width;
      const y = (at - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    return { label, labels: this.#labels, peakAt, count: found, left, right, top, bottom };
  }

  /** @param list gets the cells, which double as the queue of those to go on from; @returns how many */
  #flood(seed: number, level: number, label: number, from: number, list: Int32Array): number {
    const { width, height, excess } = this.#map;
    const labels = this.#labels;
    labels[seed] = label;
    list[0] = seed;
    let count = 1;
    for (let next = 0; next < count; next++) {
      const at = list[next] as number;
      const x = at % width;
      const y = (at - x) / width;
      const endX = x + 1 < width ? x + 1 : x;
      const endY = y + 1 < height ? y + 1 : y;
      for (let ny = y > 0 ? y - 1 : 0; ny <= endY; ny++) {
        for (let nx = x > 0 ? x - 1 : 0; nx <= endX; nx++) {
          const neighbour = ny * width + nx;
          if (labels[neighbour] !== from || (excess[neighbour] as number) < level) continue;
          labels[neighbour] = label;
          list[count++] = neighbour;
        }
      }
    }
    return count;
  }

  #accept(frame: ThermalFrame, cells: SpotCells, limits: SpotLimits): HotSpot | undefined {
    const map = this.#map;
    const { scalePx } = map;
    if (Math.max(cells.right - cells.left, cells.bottom - cells.top) * scalePx > limits.maxLongPx + scalePx)
      return undefined;
    // Somebody with the feet in a warm pond looks like a spit of it, but for the head and hands.
    const large = this.#surroundings.attachedTo(map, cells, limits);
    const least = (large ?? 0) + this.#leastExcess(frame);
    if (large !== undefined && fewHottest(frame, cells, scalePx) * scalePx * scalePx < least) return undefined;
    const spot = measureSpot(frame, map, cells);
    const { minContrastK, minSnr, minPeakK, maxPeakK } = this.#options;
    const longPx = spot.longPx;
    if (longPx < limits.minLongPx || longPx > limits.maxLongPx) return undefined;
    if (spot.hot.areaPx < limits.minAreaPx || spot.hot.areaPx > limits.maxAreaPx) return undefined;
    if (spot.slenderness > 8) return undefined;
    if (frame.radiometry && spot.hot.contrastK < minContrastK) return undefined;
    if (spot.hot.snr < minSnr) return undefined;
    const { peakK } = spot.hot;
    if (peakK !== undefined && (peakK < minPeakK || peakK > maxPeakK)) return undefined;
    const { left, right, top, bottom } = cells;
    const cut = left === 0 || top === 0 || right === map.width - 1 || bottom === map.height - 1;
    return cut ? { ...spot.hot, cut } : spot.hot;
  }
}

/** Held against the warm parts of the whole picture: a tree before the night sky stands out, but is no warmer than the ground. */
const withScene = (
  spots: readonly HotSpot[],
  map: ContrastMap,
  { kelvinPerCount, kelvinAtZero }: NonNullable<ThermalFrame["radiometry"]>,
): readonly HotSpot[] => {
  if (spots.length === 0) return spots;
  const sceneK = map.levelOf(SCENE_SHARE) * kelvinPerCount + kelvinAtZero;
  return spots.map((spot) => (spot.peakK === undefined ? spot : { ...spot, aboveSceneK: spot.peakK - sceneK }));
};

const cellPx = (widthPx: number, gsdM: number | undefined): number => {
  if (widthPx < 320) return 1;
  // Larger pictures than 640 are taken in cells that give about as many.
  const least = Math.max(2, Math.round(widthPx / 320));
  return gsdM === undefined ? least : Math.min(2 * least, Math.max(least, Math.floor(CELL_M / gsdM)));
};
