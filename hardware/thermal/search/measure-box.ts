import type { BoxPx, Detection } from "../../../shared/heat/detection.ts";
import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import type { CountPicture } from "../thermal-png.ts";

/** A box is compared with a frame around it this wide, as a part of its longer side; at least 3 px. */
const RING_PART = 0.6;
/** Of the box the warmer (or cooler) half belongs to the thing in it: a body fills about that much of its box. */
const THING_PART = 0.5;

/**
 * What the picture itself says of a box that the network found, measured as hot spots are: how much it stands out of what is
 * around it, warmer or cooler (a person is dark where the camera shows black as hot), and how hot it is.
 */
export const measureBox = (picture: CountPicture, detection: Detection): HotSpot => {
  const inside = clipped(picture, detection, 0);
  const ringPx = Math.max(3, Math.round(RING_PART * Math.max(detection.widthPx, detection.heightPx)));
  const outside = clipped(picture, detection, ringPx);
  const ring = statisticsOf(picture, outside, inside);
  const values = valuesOf(picture, inside);
  const count = Math.max(1, Math.round(THING_PART * values.length));
  const hot = mean(values.subarray(values.length - count)) - ring.mean;
  const cold = mean(values.subarray(0, count)) - ring.mean;
  const isDark = picture.radiometry === undefined && -cold > hot;
  const contrast = Math.max(0, isDark ? -cold : hot);
  const { kelvinPerCount, kelvinAtZero } = picture.radiometry ?? { kelvinPerCount: 1, kelvinAtZero: 0 };
  const isCut =
    detection.xPx <= 0 ||
    detection.yPx <= 0 ||
    detection.xPx + detection.widthPx >= picture.widthPx ||
    detection.yPx + detection.heightPx >= picture.heightPx;
  return {
    xPx: detection.xPx + detection.widthPx / 2,
    yPx: detection.yPx + detection.heightPx / 2,
    widthPx: detection.widthPx,
    heightPx: detection.heightPx,
    areaPx: Math.max(1, THING_PART * detection.widthPx * detection.heightPx),
    ...(picture.radiometry ? { peakK: (values.at(-1) ?? 0) * kelvinPerCount + kelvinAtZero } : {}),
    contrastK: contrast * kelvinPerCount,
    // A picture has a noise of at least its rounding: a third of a step.
    snr: contrast / Math.max(ring.sigma, 0.3),
    ...(isCut ? { cut: true } : {}),
    personProbability: detection.personProbability,
    category: detection.category,
    finder: "network",
  };
};

interface Bounds {
  readonly left: number;
  readonly top: number;
  /** Exclusive. */
  readonly right: number;
  readonly bottom: number;
}

const clipped = ({ widthPx, heightPx }: CountPicture, box: BoxPx, byPx: number): Bounds => {
  const left = clamp(Math.floor(box.xPx - byPx), 0, widthPx - 1);
  const top = clamp(Math.floor(box.yPx - byPx), 0, heightPx - 1);
  return {
    left,
    top,
    right: clamp(Math.ceil(box.xPx + box.widthPx + byPx), left + 1, widthPx),
    bottom: clamp(Math.ceil(box.yPx + box.heightPx + byPx), top + 1, heightPx),
  };
};

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** In order of size. */
const valuesOf = ({ widthPx, data }: CountPicture, { left, top, right, bottom }: Bounds): Uint16Array => {
  const values = new Uint16Array((right - left) * (bottom - top));
  let at = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) values[at++] = data[y * widthPx + x] ?? 0;
  }
  return values.sort();
};

const mean = (values: Uint16Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Of what lies in the outer bounds, but not in the inner ones. */
const statisticsOf = (
  { widthPx, data }: CountPicture,
  outer: Bounds,
  inner: Bounds,
): { mean: number; sigma: number } => {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = outer.top; y < outer.bottom; y++) {
    const crosses = y >= inner.top && y < inner.bottom;
    for (let x = outer.left; x < outer.right; x++) {
      if (crosses && x >= inner.left && x < inner.right) continue;
      const value = data[y * widthPx + x] ?? 0;
      sum += value;
      squares += value * value;
      count++;
    }
  }
  const usual = sum / Math.max(1, count);
  return { mean: usual, sigma: Math.sqrt(Math.max(0, squares / Math.max(1, count) - usual * usual)) };
};
