import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { shippedModelFolder } from "../../../hardware/thermal/detector/open-person-detector.ts";

const Card = z.object({ name: z.string(), version: z.string() });

/** Names the detector's model for the labelled examples; read when it is first asked for. */
export const modelName = (folder = shippedModelFolder()): (() => string) => {
  let known: string | undefined;
  return () => {
    known ??= read(folder);
    return known;
  };
};

const read = (folder: string): string => {
  try {
    const { name, version } = Card.parse(JSON.parse(readFileSync(join(folder, "person.json"), "utf8")));
    return `${name} ${version}`;
  } catch {
    // The detector itself says what is wrong with its model.
    return "none";
  }
};
