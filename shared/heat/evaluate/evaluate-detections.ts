import { type DetectionCategory, detectionCategories } from "../detection.ts";
import { averagePrecision, recallAtWrongPerPicture } from "./average-precision.ts";
import { apartFrom, type CaptureConditions, captureConditions } from "./capture-conditions.ts";
import { type FoundBox, judgePicture } from "./judge-picture.ts";
import type { AnnotatedPicture } from "./read-annotations.ts";
import { recallBySize, type SizeFigures } from "./recall-by-size.ts";

/** How well one class was found in some pictures; both figures are absent where there was nothing to find. */
export interface ClassFigures {
  readonly pictures: number;
  readonly truths: number;
  /** Average precision at an overlap of 0.5, 0 to 1. */
  readonly ap50?: number;
  readonly recallAt1Fppi?: number;
}

export interface Evaluation {
  readonly pictures: number;
  readonly classes: Readonly<Record<DetectionCategory, ClassFigures>>;
  /** Of the classes that there is something of. */
  readonly meanAp50?: number;
  /** Of people, by what the names of the pictures say; empty where they say nothing. */
  readonly byHeightM: Readonly<Record<string, ClassFigures>>;
  readonly byAngleDeg: Readonly<Record<string, ClassFigures>>;
  readonly byTime: Readonly<Record<string, ClassFigures>>;
  /** Of people, only in pictures without a neighbour that was learned from; absent where that isn't known. */
  readonly apart?: ClassFigures;
  /** Of people, by their size in the picture, px; only in pictures apart where those are known. */
  readonly bySizePx: Readonly<Record<string, SizeFigures>>;
}

/**
 * @param found by the picture's file name; a picture without any is one in which nothing was found
 * @param learned file names of the pictures that the network was trained with, where they are known
 */
export const evaluateDetections = (
  pictures: readonly AnnotatedPicture[],
  found: ReadonlyMap<string, readonly FoundBox[]>,
  learned?: readonly string[],
): Evaluation => {
  const figures = (some: readonly AnnotatedPicture[], category: DetectionCategory = "person"): ClassFigures =>
    classFigures(some, found, category);
  const classes = {
    person: figures(pictures, "person"),
    car: figures(pictures, "car"),
    bicycle: figures(pictures, "bicycle"),
    other: figures(pictures, "other"),
  };
  const known = detectionCategories.map((category) => classes[category].ap50).filter((ap) => ap !== undefined);
  const by = (keyOf: (conditions: CaptureConditions) => string | number) =>
    Object.fromEntries([...grouped(pictures, keyOf)].map(([key, some]) => [key, figures(some)]));
  const apart =
    learned &&
    new Set(
      apartFrom(
        pictures.map(({ fileName }) => fileName),
        learned,
      ),
    );
  const strange = apart ? pictures.filter(({ fileName }) => apart.has(fileName)) : pictures;
  return {
    pictures: pictures.length,
    classes,
    ...(known.length === 0 ? {} : { meanAp50: known.reduce((sum, ap) => sum + ap, 0) / known.length }),
    byHeightM: by(({ heightM }) => heightM),
    byAngleDeg: by(({ angleDeg }) => angleDeg),
    byTime: by(({ time }) => time),
    ...(apart ? { apart: figures(strange) } : {}),
    bySizePx: recallBySize(strange, found),
  };
};

const classFigures = (
  pictures: readonly AnnotatedPicture[],
  found: ReadonlyMap<string, readonly FoundBox[]>,
  category: DetectionCategory,
): ClassFigures => {
  const judged = pictures.flatMap((picture) => judgePicture(picture, found.get(picture.fileName) ?? [], category));
  const truths = pictures.flatMap((picture) => picture.truths).filter((truth) => truth.category === category).length;
  const ap50 = averagePrecision(judged, truths);
  const count = { truths, pictures: pictures.length, wrongPerPicture: 1 };
  const recallAt1Fppi = recallAtWrongPerPicture(judged, count);
  return {
    pictures: pictures.length,
    truths,
    ...(ap50 === undefined ? {} : { ap50 }),
    ...(recallAt1Fppi === undefined ? {} : { recallAt1Fppi }),
  };
};

/** In rising order of the key. */
const grouped = (
  pictures: readonly AnnotatedPicture[],
  keyOf: (conditions: CaptureConditions) => string | number,
): ReadonlyMap<string, readonly AnnotatedPicture[]> => {
  const groups = new Map<string, AnnotatedPicture[]>();
  for (const picture of pictures) {
    const conditions = captureConditions(picture.fileName);
    if (!conditions) continue;
    const key = String(keyOf(conditions));
    const group = groups.get(key);
    if (group) group.push(picture);
    else groups.set(key, [picture]);
  }
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })));
};
