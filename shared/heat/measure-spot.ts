import type { ContrastMap } from "./contrast-map.ts";
import type { HotSpot } from "./heat-source.ts";
import type { ThermalFrame } from "./thermal-frame.ts";

/** The cells of a contrast map that make a spot: those with its label, within the bounds (all inclusive). */
export interface SpotCells {
  readonly label: number;
  readonly labels: Int32Array;
  readonly peakAt: number;
  readonly count: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface MeasuredSpot {
  readonly hot: HotSpot;
  /** The longest extent in any direction, px. */
  readonly longPx: number;
  /** Longest over shortest extent. */
  readonly slenderness: number;
}

/** Pixels above this part of the spot's peak belong to it. */
const HALF = 0.45;

/** Goes back to the pixels: a spot's middle weighted by warmth, its outline at half its height, its temperatures. */
export const measureSpot = (frame: ThermalFrame, map: ContrastMap, cells: SpotCells): MeasuredSpot => {
  const { scalePx } = map;
  const perPixel = 1 / (scalePx * scalePx);
  const base = (map.background[cells.peakAt] as number) * perPixel;
  const bounds = pixelBounds(frame, cells, scalePx);
  const peak = hottest(frame, map, cells, bounds);
  const limit = base + HALF * (peak - base);

  const sums = new MomentSums();
  for (let y = bounds.top; y < bounds.bottom; y++) {
    for (let x = bounds.left; x < bounds.right; x++) {
      const value = frame.data[y * frame.widthPx + x] as number;
      if (value > limit && belongs(map, cells, x, y)) sums.add(x + 0.5, y + 0.5, value - base);
    }
  }
  const { major, minor } = sums.spread();
  const tile = map.tileOf(cells.peakAt % map.width, Math.floor(cells.peakAt / map.width));
  const contrast = sums.mean();
  const { kelvinPerCount, kelvinAtZero } = frame.radiometry ?? { kelvinPerCount: 1, kelvinAtZero: 0 };
  const hot: HotSpot = {
    xPx: sums.x,
    yPx: sums.y,
    widthPx: sums.right - sums.left,
    heightPx: sums.bottom - sums.top,
    areaPx: sums.count,
    ...(frame.radiometry ? { peakK: peak * kelvinPerCount + kelvinAtZero } : {}),
    contrastK: contrast * kelvinPerCount,
    snr: contrast / ((map.tileSigma[tile] as number) * perPixel),
  };
  // A uniform strip of length l has a standard deviation of l / sqrt(12); a pixel more for the pixels' own width.
  return { hot, longPx: Math.sqrt(12) * major, slenderness: (major + 0.3) / (minor + 0.3) };
};

/** The third hottest pixel of a spot: what at least three pixels reach is no noise. */
export const fewHottest = (frame: ThermalFrame, cells: SpotCells, scalePx: number): number => {
  const { left, right, top, bottom } = pixelBounds(frame, cells, scalePx);
  let [first, second, third] = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const value = frame.data[y * frame.widthPx + x] as number;
      if (value > first) [first, second, third] = [value, first, second];
      else if (value > second) [second, third] = [value, second];
      else if (value > third) third = value;
    }
  }
  return third;
};

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** One cell more on each side; right and bottom exclusive. */
const pixelBounds = ({ widthPx, heightPx }: ThermalFrame, cells: SpotCells, scalePx: number): Bounds => ({
  left: Math.max(0, (cells.left - 1) * scalePx),
  right: Math.min(widthPx, (cells.right + 2) * scalePx),
  top: Math.max(0, (cells.top - 1) * scalePx),
  bottom: Math.min(heightPx, (cells.bottom + 2) * scalePx),
});

/** Pixels of the spot's own cells and of the free ones beside them: not those of a neighbouring spot. */
const belongs = (map: ContrastMap, { labels, label }: SpotCells, x: number, y: number): boolean => {
  const cellX = Math.min(map.width - 1, Math.floor(x / map.scalePx));
  const cellY = Math.min(map.height - 1, Math.floor(y / map.scalePx));
  const owner = labels[cellY * map.width + cellX] as number;
  return owner === label || owner <= 0;
};

const hottest = (frame: ThermalFrame, map: ContrastMap, cells: SpotCells, bounds: Bounds): number => {
  let peak = 0;
  for (let y = bounds.top; y < bounds.bottom; y++) {
    for (let x = bounds.left; x < bounds.right; x++) {
      const value = frame.data[y * frame.widthPx + x] as number;
      if (value > peak && belongs(map, cells, x, y)) peak = value;
    }
  }
  return peak;
};

/** First and second moments of a spot's pixels, weighted by their warmth. */
class MomentSums {
  count = 0;
  left = Number.POSITIVE_INFINITY;
  right = 0;
  top = Number.POSITIVE_INFINITY;
  bottom = 0;
  #weight = 0;
  #x = 0;
  #y = 0;
  #xx = 0;
  #xy = 0;
  #yy = 0;

  add(x: number, y: number, weight: number): void {
    this.count++;
    this.#weight += weight;
    this.#x += weight * x;
    this.#y += weight * y;
    this.#xx += weight * x * x;
    this.#xy += weight * x * y;
    this.#yy += weight * y * y;
    this.left = Math.min(this.left, x - 0.5);
    this.right = Math.max(this.right, x + 0.5);
    this.top = Math.min(this.top, y - 0.5);
    this.bottom = Math.max(this.bottom, y + 0.5);
  }

  get x(): number {
    return this.#x / this.#weight;
  }

  get y(): number {
    return this.#y / this.#weight;
  }

  mean(): number {
    return this.#weight / this.count;
  }

  /** Standard deviations along the longest and shortest axis, the pixels' own width included. */
  spread(): { readonly major: number; readonly minor: number } {
    const own = 1 / 12;
    const xx = this.#xx / this.#weight - this.x * this.x + own;
    const yy = this.#yy / this.#weight - this.y * this.y + own;
    const xy = this.#xy / this.#weight - this.x * this.y;
    const mean = (xx + yy) / 2;
    const half = Math.hypot((xx - yy) / 2, xy);
    return { major: Math.sqrt(mean + half), minor: Math.sqrt(Math.max(own, mean - half)) };
  }
}
