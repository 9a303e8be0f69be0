import { encode } from "fast-png";
import type { HotSpot } from "../../shared/heat/heat-source.ts";
import type { Radiometry } from "./radiometric/radiometry.ts";

/** Less than this isn't stretched to black and white: noise is not to look like something. */
const LEAST_RANGE_K = 3;
const CROP_SPOTS = 4;
const [LEAST_CROP_PX, LARGEST_CROP_PX] = [48, 160];

/** 8-bit greys or 16-bit counts, row-major from the top left. */
export interface CountPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array | Uint16Array;
  readonly radiometry?: Radiometry;
}

/** A grey picture and, of a radiometric camera, what its darkest and brightest grey mean. */
export interface ThermalPicture {
  /** 8 bit, white is hottest. */
  readonly png: Uint8Array;
  readonly range?: { readonly lowK: number; readonly highK: number };
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What the detector posts with a spot: the picture, and how far from its middle the spot lies (0 to 1). */
export interface SpotCrop {
  readonly cropPng: Uint8Array;
  readonly cropOffset: number;
}

/** An 8-bit grey picture as a PNG. */
export const greyPng = (widthPx: number, heightPx: number, data: Uint8Array): Uint8Array =>
  // A copy of its own: what the encoder gives may lie in a larger buffer, which would travel along between threads.
  encode({ width: widthPx, height: heightPx, data, channels: 1, depth: 8 }).slice();

/** The surroundings of a spot, four times its size, as an 8-bit grey PNG, white is hottest; moved inwards at the border. */
export const cropOf = (frame: CountPicture, spot: HotSpot): SpotCrop => {
  const wanted = CROP_SPOTS * Math.max(spot.widthPx, spot.heightPx);
  const limit = Math.min(LARGEST_CROP_PX, frame.widthPx, frame.heightPx);
  const side = Math.round(Math.min(limit, Math.max(LEAST_CROP_PX, wanted)));
  const left = Math.round(Math.min(frame.widthPx - side, Math.max(0, spot.xPx - side / 2)));
  const top = Math.round(Math.min(frame.heightPx - side, Math.max(0, spot.yPx - side / 2)));
  const offPx = Math.max(Math.abs(spot.xPx - left - side / 2), Math.abs(spot.yPx - top - side / 2));
  const { png } = greyPicture(frame, { left, top, width: side, height: side }, 1, 0);
  return { cropPng: png, cropOffset: Math.min(1, offPx / (side / 2)) };
};

/** The whole picture, at most some 400 pixels wide; the hottest and coldest half percent are cut off. */
export const framePicture = (frame: CountPicture): ThermalPicture => {
  const everyPx = Math.ceil(frame.widthPx / 400);
  return greyPicture(frame, { left: 0, top: 0, width: frame.widthPx, height: frame.heightPx }, everyPx, 0.005);
};

const greyPicture = (frame: CountPicture, box: Box, everyPx: number, cutFraction: number): ThermalPicture => {
  const width = Math.floor(box.width / everyPx);
  const height = Math.floor(box.height / everyPx);
  const counts = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (box.top + y * everyPx) * frame.widthPx + box.left;
    for (let x = 0; x < width; x++) counts[y * width + x] = frame.data[row + x * everyPx] ?? 0;
  }
  const sorted = counts.toSorted();
  const cut = Math.floor(cutFraction * (sorted.length - 1));
  const low = sorted[cut] ?? 0;
  const high = sorted[sorted.length - 1 - cut] ?? 0;
  const least = frame.radiometry ? LEAST_RANGE_K / frame.radiometry.kelvinPerCount : 1;
  const range = Math.max(high - low, least, 1);
  const scale = 255 / range;
  const data = new Uint8Array(counts.length);
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.round(Math.min(255, Math.max(0, ((counts[i] ?? 0) - low) * scale)));
  }
  const png = greyPng(width, height, data);
  if (frame.radiometry === undefined) return { png };
  const { kelvinPerCount, kelvinAtZero } = frame.radiometry;
  return {
    png,
    range: { lowK: low * kelvinPerCount + kelvinAtZero, highK: (low + range) * kelvinPerCount + kelvinAtZero },
  };
};
