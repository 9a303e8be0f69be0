import { rename, rm, writeFile } from "node:fs/promises";
import type { FoundBox } from "../../../shared/heat/evaluate/judge-picture.ts";
import { categoryNames } from "../../../shared/heat/evaluate/read-annotations.ts";

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

const line = (fileName: string, one: FoundBox): string =>
  JSON.stringify({
    file_name: fileName,
    category: categoryNames[one.category],
    bbox: [one.xPx, one.yPx, one.widthPx, one.heightPx].map((value) => rounded(value, 2)),
    score: rounded(one.score, 6),
  });

/**
 * Writes a JSON array, one detection a line; whole or not at all: an older file stays until the new one is complete.
 * @throws where it can't be written
 */
export const writeResults = async (path: string, found: ReadonlyMap<string, readonly FoundBox[]>): Promise<void> => {
  const lines = [...found].flatMap(([fileName, boxes]) => boxes.map((one) => line(fileName, one)));
  const partial = `${path}.${process.pid}.part`;
  try {
    await writeFile(partial, lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n`);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
};
