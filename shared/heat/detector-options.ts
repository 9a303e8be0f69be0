/** What counts as a hot spot. The defaults look for people, lying or standing, in the open at night. */
export interface DetectorOptions {
  /** Sizes on the ground, m: the longest side of what is looked for. */
  readonly minSizeM: number;
  readonly maxSizeM: number;
  /** Least mean excess over the surroundings, K, where the camera is radiometric. */
  readonly minContrastK: number;
  /** Least excess over the noise (of the camera, and of leaves and stones around). */
  readonly minSnr: number;
  /** What a warm body's surface may be, through clothes in winter and up to a fire; radiometric cameras only, K. */
  readonly minPeakK: number;
  readonly maxPeakK: number;
  /** The strongest so many are reported. */
  readonly maxSpots: number;
}

/** For people seen by an uncooled long-wave camera. */
export const defaultDetectorOptions: DetectorOptions = {
  minSizeM: 0.3,
  maxSizeM: 2.2,
  minContrastK: 1.4,
  minSnr: 6,
  minPeakK: 250,
  maxPeakK: 373,
  maxSpots: 32,
};

/** The size prior in pixels of one picture. */
export interface SpotLimits {
  readonly minLongPx: number;
  readonly maxLongPx: number;
  readonly minAreaPx: number;
  readonly maxAreaPx: number;
}

/** Ground sampling distances differ by up to so much from the picture's middle to its edges in oblique views. */
const OBLIQUE = 1.6;
/** Area over the square of the length, at most: a person 2.2 m long covers 1.1 square metres. */
const PLUMP = 0.23;

/** Whether something of this size on the ground can be what is looked for, when its place says how large it is. */
export const fitsSize = (sizeM: number, { maxSizeM }: DetectorOptions = defaultDetectorOptions): boolean =>
  sizeM <= OBLIQUE * maxSizeM;

/**
 * @param gsdM metres a pixel spans on the ground in the middle; undefined: unknown, then from 2 pixels up to a sixth of the picture
 */
export const spotLimits = (
  { minSizeM, maxSizeM }: DetectorOptions,
  gsdM: number | undefined,
  widthPx: number,
): SpotLimits => {
  // One pixel is noise or a dead one: a spot covers at least three, in two rows or columns.
  const smallest = { minLongPx: 2, minAreaPx: 3 };
  const largestPx = widthPx / 2.5;
  if (gsdM === undefined) {
    const maxLongPx = Math.max(8, widthPx / 6);
    return { ...smallest, maxLongPx, maxAreaPx: maxLongPx * maxLongPx * PLUMP };
  }
  const maxLongPx = Math.min(largestPx, Math.max(4, (maxSizeM * OBLIQUE) / gsdM));
  const minLongPx = Math.min(maxLongPx / 2, Math.max(smallest.minLongPx, minSizeM / OBLIQUE / gsdM));
  return { ...smallest, minLongPx, maxLongPx, maxAreaPx: Math.max(12, maxLongPx * maxLongPx * PLUMP) };
};
