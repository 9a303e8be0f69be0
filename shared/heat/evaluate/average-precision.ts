import type { Judged } from "./judge-picture.ts";

/** COCO reads the curve at 0, 0.01 ... 1. */
const RECALL_STEPS = 100;

/**
 * Area under the curve of precision over recall as COCO has it: precision made monotonic from the right, read at 101 recalls.
 * @param judged of all pictures, in any order
 * @param truths number of true boxes
 * @returns undefined where there is nothing to find
 */
export const averagePrecision = (judged: readonly Judged[], truths: number): number | undefined => {
  if (truths === 0) return undefined;
  const points = curve(judged, truths);
  let best = 0;
  for (let i = points.length - 1; i >= 0; i--) {
    const point = points[i];
    if (!point) continue;
    best = Math.max(best, point.precision);
    point.precision = best;
  }
  let sum = 0;
  let at = 0;
  for (let step = 0; step <= RECALL_STEPS; step++) {
    while (at < points.length && (points[at]?.recall ?? 0) < step / RECALL_STEPS) at++;
    sum += points[at]?.precision ?? 0;
  }
  return sum / (RECALL_STEPS + 1);
};

/**
 * The largest share of the truth that is found while wrong detections stay within so many for each picture.
 * @returns undefined where there is nothing to find
 */
export const recallAtWrongPerPicture = (
  judged: readonly Judged[],
  count: { readonly truths: number; readonly pictures: number; readonly wrongPerPicture: number },
): number | undefined => {
  if (count.truths === 0) return undefined;
  const most = count.pictures * count.wrongPerPicture;
  let recall = 0;
  for (const point of curve(judged, count.truths)) if (point.wrong <= most) recall = Math.max(recall, point.recall);
  return recall;
};

const curve = (judged: readonly Judged[], truths: number) => {
  let [right, wrong] = [0, 0];
  return [...judged]
    .sort((a, b) => b.score - a.score)
    .map(({ isRight }) => {
      if (isRight) right++;
      else wrong++;
      return { recall: right / truths, precision: right / (right + wrong), wrong };
    });
};
