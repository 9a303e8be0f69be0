import { type FoundBox, judgePicture } from "./judge-picture.ts";
import type { AnnotatedPicture } from "./read-annotations.ts";

/** How many people of about one size there were, and which share of them was found. */
export interface SizeFigures {
  readonly truths: number;
  readonly recall: number;
}

/** Square root of a box's area, px: the least of each group. */
const edgesPx = [0, 8, 10, 12, 14, 18] as const;

const groupOf = (sizePx: number): string => {
  const at = edgesPx.findLastIndex((edge) => sizePx >= edge);
  const [from, to] = [edgesPx[at] ?? 0, edgesPx[at + 1]];
  return to === undefined ? `${from}+` : `${from}-${to}`;
};

/**
 * Of people, by how large they are in the picture (square root of the box's area, px), at the score at which all of these
 * pictures together have one false detection each. Groups without anybody are left out.
 */
export const recallBySize = (
  pictures: readonly AnnotatedPicture[],
  found: ReadonlyMap<string, readonly FoundBox[]>,
): Readonly<Record<string, SizeFigures>> => {
  const counts = new Map<string, { truths: number; right: number }>();
  for (const { truths } of pictures)
    for (const { category, widthPx, heightPx } of truths) {
      if (category !== "person") continue;
      const key = groupOf(Math.sqrt(widthPx * heightPx));
      const count = counts.get(key) ?? { truths: 0, right: 0 };
      counts.set(key, count);
      count.truths++;
    }
  const judged = pictures
    .flatMap((picture) => judgePicture(picture, found.get(picture.fileName) ?? [], "person"))
    .sort((a, b) => b.score - a.score);
  let wrong = 0;
  for (const { isRight, truth } of judged) {
    if (!isRight) wrong++;
    if (wrong > pictures.length) break;
    const count = truth && counts.get(groupOf(Math.sqrt(truth.widthPx * truth.heightPx)));
    if (count) count.right++;
  }
  const order = edgesPx.map((edge) => groupOf(edge));
  return Object.fromEntries(
    [...counts]
      .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
      .map(([key, { truths, right }]) => [key, { truths, recall: right / truths }]),
  );
};
