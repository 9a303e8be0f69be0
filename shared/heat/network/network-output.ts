import { type Detection, detectionCategories } from "../detection.ts";
import type { NetworkModel } from "./network-model.ts";
import type { SearchTile } from "./search-plan.ts";

/** Where one run's output lies in the picture. */
export interface OutputPlace {
  readonly tile: SearchTile;
  readonly scale: number;
  /** Of the network's input, px. */
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What the network answers: [1, 4, rows, columns] each. */
export interface NetworkOutput {
  /** 0 to 1 for each class; 0 where a neighbour has more. */
  readonly scores: Float32Array;
  /** Left, top, right, bottom from the cell's middle, input px. */
  readonly boxes: Float32Array;
}

/** Scores are kept off 0 and 1, where log-odds have no end. */
const LEAST_SCORE = 1e-6;

/** How likely a person is where the network gives this score, by the model's calibration. */
export const personProbability = (score: number, { slope, intercept }: NetworkModel["calibration"]): number => {
  const kept = Math.min(1 - LEAST_SCORE, Math.max(LEAST_SCORE, score));
  return 1 / (1 + Math.exp(-(slope * Math.log(kept / (1 - kept)) + intercept)));
};

/**
 * Reads the boxes out of one run's output.
 * @param scoreThreshold nothing below it is read
 * @returns the best `model.topK`, best first, in px of the whole picture; overlaps are still in it
 */
export const readOutput = (
  output: NetworkOutput,
  place: OutputPlace,
  model: NetworkModel,
  scoreThreshold: number,
): Detection[] => {
  const columns = Math.floor(place.widthPx / model.stridePx);
  const cells = columns * Math.floor(place.heightPx / model.stridePx);
  const peaks: number[] = [];
  const { scores } = output;
  const wanted = 4 * cells;
  for (let i = 0; i < wanted; i++) if ((scores[i] ?? 0) >= scoreThreshold) peaks.push(i);
  peaks.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const found: Detection[] = [];
  for (const peak of peaks) {
    if (found.length >= model.topK) break;
    const detection = detectionAt(peak, { output, place, model, columns, cells });
    if (detection) found.push(detection);
  }
  return found;
};

interface Reading {
  readonly output: NetworkOutput;
  readonly place: OutputPlace;
  readonly model: NetworkModel;
  readonly columns: number;
  readonly cells: number;
}

const detectionAt = (peak: number, { output, place, model, columns, cells }: Reading): Detection | undefined => {
  const { tile, scale } = place;
  const cell = peak % cells;
  const x = ((cell % columns) + 0.5) * model.stridePx;
  const y = (Math.floor(cell / columns) + 0.5) * model.stridePx;
  const [middleX, middleY] = [tile.xPx + x / scale, tile.yPx + y / scale];
  const { own } = tile;
  if (middleX < own.left || middleX >= own.right || middleY < own.top || middleY >= own.bottom) return undefined;
  const side = (index: number): number => output.boxes[index * cells + cell] ?? 0;
  const inside = (value: number, longest: number): number => Math.min(longest, Math.max(0, value));
  // What reaches into the grey beyond the picture, or beyond the tile, is cut there.
  const left = inside((x - side(0)) / scale, tile.widthPx);
  const top = inside((y - side(1)) / scale, tile.heightPx);
  const right = inside((x + side(2)) / scale, tile.widthPx);
  const bottom = inside((y + side(3)) / scale, tile.heightPx);
  const category = detectionCategories[Math.floor(peak / cells)];
  if (!category || !(right > left && bottom > top)) return undefined;
  return {
    category,
    score: output.scores[peak] ?? 0,
    // What is a car by its best score can still be a person by its second.
    personProbability: personProbability(output.scores[cell] ?? 0, model.calibration),
    xPx: tile.xPx + left,
    yPx: tile.yPx + top,
    widthPx: right - left,
    heightPx: bottom - top,
  };
};
