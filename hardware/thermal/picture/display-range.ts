import type { Radiometry } from "../radiometric/radiometry.ts";
import type { CountPicture } from "../thermal-png.ts";

export interface RangeK {
  readonly lowK: number;
  readonly highK: number;
}

/** Less than this isn't stretched to black and white: noise is not to look like something. */
const LEAST_RANGE_K = 5;
const LEAST_RANGE_COUNTS = 64;
/** The coldest and hottest parts of a picture that may be cut off. */
const CUT = 0.005;
/** The range follows what is in the picture only when it is off by more than this part, so that colours don't flicker. */
const OFF = 0.12;
/** One pixel of so many is looked at. */
const EVERY = 7;

/** What black and white mean in pictures of counts: locked by a person, or after what is in the picture, calmly. */
export class DisplayRange {
  #locked: RangeK | undefined;
  #counts: { readonly low: number; readonly high: number } | undefined;
  #radiometry: Radiometry | undefined;

  set(range: RangeK | "auto"): void {
    this.#locked = range === "auto" || !(range.highK - range.lowK >= 0.1) ? undefined : range;
    if (range === "auto") this.#counts = undefined;
  }

  /** In kelvin; undefined where counts are only relative, or no picture came. */
  get range(): (RangeK & { readonly locked: boolean }) | undefined {
    if (!this.#radiometry || !this.#counts) return undefined;
    if (this.#locked) return { ...this.#locked, locked: true };
    const { kelvinPerCount, kelvinAtZero } = this.#radiometry;
    const [lowK, highK] = [this.#counts.low, this.#counts.high].map((count) => count * kelvinPerCount + kelvinAtZero);
    return { lowK: lowK ?? 0, highK: highK ?? 0, locked: false };
  }

  /** Black and white, in counts, for this picture. */
  follow(picture: CountPicture): { readonly low: number; readonly high: number } {
    this.#radiometry = picture.radiometry;
    const seen = spanOf(picture);
    const [last, width] = [this.#counts, seen.high - seen.low];
    const off = last
      ? Math.max(Math.abs(seen.low - last.low), Math.abs(seen.high - last.high))
      : Number.POSITIVE_INFINITY;
    if (off > OFF * width) this.#counts = seen;
    const counts = this.#counts ?? seen;
    if (!this.#locked || !picture.radiometry) return counts;
    const { kelvinPerCount, kelvinAtZero } = picture.radiometry;
    return {
      low: (this.#locked.lowK - kelvinAtZero) / kelvinPerCount,
      high: (this.#locked.highK - kelvinAtZero) / kelvinPerCount,
    };
  }
}

const spanOf = ({ data, radiometry }: CountPicture): { readonly low: number; readonly high: number } => {
  const sample = new Uint16Array(Math.ceil(data.length / EVERY));
  for (let i = 0; i < sample.length; i++) sample[i] = data[i * EVERY] ?? 0;
  sample.sort();
  const cut = Math.floor(CUT * (sample.length - 1));
  const low = sample[cut] ?? 0;
  // People are few pixels: the hottest are not cut off.
  const high = sample[sample.length - 1] ?? 0;
  const least = radiometry ? LEAST_RANGE_K / radiometry.kelvinPerCount : LEAST_RANGE_COUNTS;
  return { low, high: Math.max(high, low + least) };
};

/** Counts as 8-bit greys between two of them. */
export const greysOf = (
  counts: Uint8Array | Uint16Array,
  { low, high }: { readonly low: number; readonly high: number },
): Uint8Array => {
  const scale = 255 / Math.max(1e-9, high - low);
  const greys = new Uint8Array(counts.length);
  for (let i = 0; i < greys.length; i++) {
    const grey = ((counts[i] as number) - low) * scale;
    greys[i] = grey >= 255 ? 255 : grey > 0 ? grey + 0.5 : 0;
  }
  return greys;
};
