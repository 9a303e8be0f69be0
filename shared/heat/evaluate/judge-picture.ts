import type { BoxPx, DetectionCategory } from "../detection.ts";
import { overlap, sharedArea } from "../network/join-overlaps.ts";
import type { AnnotatedPicture } from "./read-annotations.ts";

/** What is judged of a detection: not its probability. */
export type FoundBox = BoxPx & { readonly category: DetectionCategory; readonly score: number };

/** One detection of one class; those that are neither right nor wrong aren't among them. */
export interface Judged {
  readonly score: number;
  readonly isRight: boolean;
  /** The true box that it found, where it is right. */
  readonly truth?: BoxPx;
}

/** So much of a true box must be hit: intersection over union. */
const RIGHT_IOU = 0.5;
/** A detection with so much of its own area where nobody could tell isn't counted against it. */
const IGNORED_SHARE = 0.5;

/**
 * Holds the detections of one class in one picture against the truth: in the order of their scores each takes the true box that
 * it fits best and that no better one took.
 */
export const judgePicture = (
  picture: AnnotatedPicture,
  detections: readonly FoundBox[],
  category: DetectionCategory,
): readonly Judged[] => {
  const open = new Set(picture.truths.filter((truth) => truth.category === category));
  const judged: Judged[] = [];
  const ordered = detections.filter((one) => one.category === category).sort((a, b) => b.score - a.score);
  for (const one of ordered) {
    let best: { truth: AnnotatedPicture["truths"][number]; iou: number } | undefined;
    for (const truth of open) {
      const iou = overlap(truth, one);
      if (iou >= RIGHT_IOU && iou > (best?.iou ?? 0)) best = { truth, iou };
    }
    if (best) open.delete(best.truth);
    else if (isIgnored(one, picture.ignored)) continue;
    judged.push({ score: one.score, isRight: best !== undefined, ...(best ? { truth: best.truth } : {}) });
  }
  return judged;
};

const isIgnored = (one: BoxPx, ignored: readonly BoxPx[]): boolean =>
  ignored.some((region) => sharedArea(region, one) >= IGNORED_SHARE * one.widthPx * one.heightPx);
