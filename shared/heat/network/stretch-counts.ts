import type { GreyPicture } from "./grey-picture.ts";

/** Cooler and hotter parts of the picture than these shares are cut off: dead pixels, sky and engines would take all the greys. */
const COLD_SHARE = 0.005;
const HOT_SHARE = 0.002;
/** Of the histogram. */
const BINS = 4096;

/**
 * Brings values of any range (16-bit counts, temperatures) to the 8-bit grey that the network knows: linear between the coolest
 * and the hottest that count. What is no number is black.
 */
export const stretchCounts = (values: ArrayLike<number>, widthPx: number, heightPx: number): GreyPicture => {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (value < least && value > -Infinity) least = value;
    if (value > most && value < Infinity) most = value;
  }
  const data = new Uint8Array(widthPx * heightPx);
  if (!(most > least)) return { widthPx, heightPx, data };
  const { low, high } = limits(values, least, most);
  const perValue = 255 / (high - low);
  for (let i = 0; i < data.length; i++) {
    const grey = ((values[i] ?? low) - low) * perValue;
    data[i] = grey >= 255 ? 255 : grey > 0 ? Math.round(grey) : 0;
  }
  return { widthPx, heightPx, data };
};

const limits = (values: ArrayLike<number>, least: number, most: number) => {
  const histogram = new Uint32Array(BINS);
  const binsPerValue = (BINS - 1) / (most - least);
  let counted = 0;
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor(((values[i] ?? Number.NaN) - least) * binsPerValue);
    if (!(bin >= 0 && bin < BINS)) continue;
    histogram[bin] = (histogram[bin] ?? 0) + 1;
    counted++;
  }
  const reach = (share: number, from: number, step: number): number => {
    let passed = 0;
    for (let bin = from; bin >= 0 && bin < BINS; bin += step) {
      passed += histogram[bin] ?? 0;
      if (passed > share * counted) return bin;
    }
    return from;
  };
  const low = reach(COLD_SHARE, 0, 1);
  const high = Math.max(low + 1, reach(HOT_SHARE, BINS - 1, -1) + 1);
  return { low: least + low / binsPerValue, high: least + high / binsPerValue };
};
