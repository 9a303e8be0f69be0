import type { GreyPicture } from "./grey-picture.ts";
import { inputStepPx } from "./network-model.ts";
import type { SearchTile } from "./search-plan.ts";

/** What is beyond the picture's right and lower border: mid-grey, as in the training. */
const PADDING_GREY = 128;

const roundUp = (sidePx: number): number => Math.ceil(sidePx / inputStepPx) * inputStepPx;

/** The network's input for a part of a picture: `data` is [1, 1, heightPx, widthPx]. */
export interface NetworkInput {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** How large the network's input for a tile is, px. */
export const inputSize = (
  tile: SearchTile,
  scale: number,
): { readonly widthPx: number; readonly heightPx: number } => ({
  widthPx: roundUp(Math.max(1, Math.round(tile.widthPx * scale))),
  heightPx: roundUp(Math.max(1, Math.round(tile.heightPx * scale))),
});

/** Brings a part of a picture to the network's scale and fills the rest with grey. @param input is written */
export const fillInput = (picture: GreyPicture, tile: SearchTile, scale: number, input: NetworkInput): void => {
  const widthPx = Math.max(1, Math.round(tile.widthPx * scale));
  const heightPx = Math.max(1, Math.round(tile.heightPx * scale));
  if (scale === 1) copyRows(picture, tile, input);
  else resample(picture, tile, { widthPx, heightPx, scale }, input);
  for (let row = 0; row < heightPx; row++) {
    input.data.fill(PADDING_GREY, row * input.widthPx + widthPx, (row + 1) * input.widthPx);
  }
  input.data.fill(PADDING_GREY, heightPx * input.widthPx);
};

const copyRows = ({ data, widthPx }: GreyPicture, tile: SearchTile, input: NetworkInput): void => {
  for (let row = 0; row < tile.heightPx; row++) {
    const from = (tile.yPx + row) * widthPx + tile.xPx;
    input.data.set(data.subarray(from, from + tile.widthPx), row * input.widthPx);
  }
};

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scale: number;
}

/** Bilinear, widened to a triangle over all source pixels where the picture is reduced, so that nothing is skipped. */
const resample = (picture: GreyPicture, tile: SearchTile, size: Size, input: NetworkInput): void => {
  const across = taps(tile.widthPx, size.widthPx, size.scale);
  const down = taps(tile.heightPx, size.heightPx, size.scale);
  const narrowed = new Float32Array(size.widthPx * tile.heightPx);
  for (let row = 0; row < tile.heightPx; row++) {
    const from = (tile.yPx + row) * picture.widthPx + tile.xPx;
    for (let x = 0; x < size.widthPx; x++) {
      let sum = 0;
      const first = from + (across.first[x] ?? 0);
      for (let k = 0; k < across.count; k++) {
        sum += (picture.data[first + k] ?? 0) * (across.weights[x * across.count + k] ?? 0);
      }
      narrowed[row * size.widthPx + x] = sum;
    }
  }
  const line = new Float32Array(size.widthPx);
  for (let y = 0; y < size.heightPx; y++) {
    line.fill(0.5);
    for (let k = 0; k < down.count; k++) {
      const weight = down.weights[y * down.count + k] ?? 0;
      if (weight === 0) continue;
      const from = ((down.first[y] ?? 0) + k) * size.widthPx;
      for (let x = 0; x < size.widthPx; x++) line[x] = (line[x] ?? 0) + weight * (narrowed[from + x] ?? 0);
    }
    input.data.set(line, y * input.widthPx);
  }
};

/** The source pixels of each place of the result, `count` from `first` on, with weights that sum to one. */
interface Taps {
  readonly count: number;
  readonly first: Int32Array;
  readonly weights: Float32Array;
}

const taps = (sourcePx: number, resultPx: number, scale: number): Taps => {
  const reach = Math.max(1, 1 / scale);
  const count = Math.min(sourcePx, 2 * Math.ceil(reach) + 1);
  const first = new Int32Array(resultPx);
  const weights = new Float32Array(resultPx * count);
  for (let i = 0; i < resultPx; i++) {
    const centre = (i + 0.5) / scale - 0.5;
    const start = Math.min(sourcePx - count, Math.max(0, Math.floor(centre - reach) + 1));
    first[i] = start;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const weight = Math.max(0, 1 - Math.abs(start + k - centre) / reach);
      weights[i * count + k] = weight;
      sum += weight;
    }
    for (let k = 0; k < count; k++) weights[i * count + k] = (weights[i * count + k] ?? 0) / sum;
  }
  return { count, first, weights };
};
