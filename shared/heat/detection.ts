/** What the person detector can tell apart. */
export const detectionCategories = ["person", "car", "bicycle", "other"] as const;
export type DetectionCategory = (typeof detectionCategories)[number];

/** A box in a picture, px, from the top left; fractional. */
export interface BoxPx {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** One thing that the detector network found in one picture. */
export interface Detection extends BoxPx {
  readonly category: DetectionCategory;
  /** The network's own, 0 to 1; only good for putting detections in order. */
  readonly score: number;
  /** How likely a person really is in this box, 0 to 1, by the model's calibration; near 0 for what it takes for something else. */
  readonly personProbability: number;
}
