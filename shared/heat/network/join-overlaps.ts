import type { BoxPx, Detection } from "../detection.ts";

/** Intersection over union of two boxes, 0 to 1. */
export const overlap = (a: BoxPx, b: BoxPx): number => {
  const shared = sharedArea(a, b);
  return shared === 0 ? 0 : shared / (a.widthPx * a.heightPx + b.widthPx * b.heightPx - shared);
};

/** What two boxes have in common, px squared. */
export const sharedArea = (a: BoxPx, b: BoxPx): number => {
  const width = Math.min(a.xPx + a.widthPx, b.xPx + b.widthPx) - Math.max(a.xPx, b.xPx);
  const height = Math.min(a.yPx + a.heightPx, b.yPx + b.heightPx) - Math.max(a.yPx, b.yPx);
  return width > 0 && height > 0 ? width * height : 0;
};

/**
 * Keeps the best of the boxes of one class that overlap by more than `nmsIou` (greedy non-maximum suppression).
 * @returns the best first
 */
export const joinOverlaps = (detections: readonly Detection[], nmsIou: number): Detection[] => {
  const kept: Detection[] = [];
  for (const one of [...detections].sort((a, b) => b.score - a.score)) {
    if (!kept.some((better) => better.category === one.category && overlap(better, one) > nmsIou)) kept.push(one);
  }
  return kept;
};
