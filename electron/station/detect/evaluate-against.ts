import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Evaluation, evaluateDetections } from "../../../shared/heat/evaluate/evaluate-detections.ts";
import type { FoundBox } from "../../../shared/heat/evaluate/judge-picture.ts";
import {
  type AnnotatedPicture,
  type ReadAnnotations,
  readAnnotations,
} from "../../../shared/heat/evaluate/read-annotations.ts";

/** What is true of which pictures, and with which ones the network was trained. */
export interface Truth {
  readonly pictures: readonly AnnotatedPicture[];
  readonly learned?: readonly string[];
}

export type LoadedTruth =
  | { readonly ok: true; readonly truth: Truth }
  | { readonly ok: false; readonly detail: string };

const annotationsOf = async (path: string): Promise<ReadAnnotations> => {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return { ok: false, detail: "the file can't be read." };
  try {
    return readAnnotations(JSON.parse(text));
  } catch {
    return { ok: false, detail: "the file is no JSON." };
  }
};

/** Reads annotations, and train.json beside them where it lies there: it tells which pictures are near to learned ones. */
export const loadTruth = async (path: string): Promise<LoadedTruth> => {
  const read = await annotationsOf(path);
  if (!read.ok) return { ok: false, detail: `${path}: ${read.detail}` };
  const { pictures } = read;
  const beside = basename(path) === "train.json" ? undefined : await annotationsOf(join(dirname(path), "train.json"));
  if (!beside?.ok) return { ok: true, truth: { pictures } };
  return { ok: true, truth: { pictures, learned: beside.pictures.map(({ fileName }) => fileName) } };
};

export interface EvaluationReport extends Evaluation {
  /** Listed in the annotations, but not in the input. */
  readonly notInInput: number;
  /** In the input, but not in the annotations. */
  readonly notAnnotated: number;
}

/**
 * Evaluates the pictures that are both in the input and in the annotations; one that couldn't be read is one in which nothing
 * was found.
 * @param found every picture of the input by its name
 * @returns undefined where the two have none in common
 */
export const evaluateAgainst = (
  { pictures, learned }: Truth,
  found: ReadonlyMap<string, readonly FoundBox[]>,
): EvaluationReport | undefined => {
  const byName = new Map<string, readonly FoundBox[]>();
  for (const [fileName, boxes] of found) byName.set(basename(fileName), boxes);
  // Folders in front of the name don't count: the same picture lies elsewhere for everybody.
  const common = pictures.filter(({ fileName }) => byName.has(basename(fileName)));
  if (common.length === 0) return undefined;
  const boxes = new Map(common.map(({ fileName }) => [fileName, byName.get(basename(fileName)) ?? []]));
  return {
    ...evaluateDetections(common, boxes, learned),
    notInInput: pictures.length - common.length,
    notAnnotated: byName.size - common.length,
  };
};
