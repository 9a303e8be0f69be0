import { readFileSync } from "node:fs";
import { join } from "node:path";
import { detectorClient } from "../../../hardware/thermal/detector/detector-client.ts";
import { openPersonDetector, shippedModelFolder } from "../../../hardware/thermal/detector/open-person-detector.ts";
import { readStill } from "../../../hardware/thermal/stills/read-still.ts";
import type { BoxPx, DetectionCategory } from "../../../shared/heat/detection.ts";
import { readAnnotations } from "../../../shared/heat/evaluate/read-annotations.ts";
import { overlap } from "../../../shared/heat/network/join-overlaps.ts";

/** What the network said of one thing in one picture of a split of HIT-UAV. */
export interface NetworkWord {
  /** What people called it; "nothing": nobody marked anything there. */
  readonly truth: DetectionCategory | "nothing";
  /** Undefined: it marked nothing there. */
  readonly personProbability: number | undefined;
}

/** Looser than for scores: a spot takes the word of any box that lies over it. */
const SAME_IOU = 0.3;

/**
 * The network's word of everything that people marked in the pictures of a split, and of what it marked by itself where nothing
 * is: what it would say of the warm things of a search.
 */
export const networkWords = async (data: string, split: string): Promise<readonly NetworkWord[]> => {
  const read = readAnnotations(JSON.parse(readFileSync(join(data, "annotations", `${split}.json`), "utf8")));
  if (!read.ok) throw new Error(read.detail);
  const detector = openPersonDetector({ modelFolder: shippedModelFolder(), threads: 1 });
  const client = detectorClient(detector.connect());
  const words: NetworkWord[] = [];
  for (const { fileName, truths, ignored } of read.pictures) {
    const still = await readStill(join(data, split, fileName));
    if (!still.ok) throw new Error(still.detail);
    const answer = await client.detect(still.picture);
    if (answer.state !== "searched") throw new Error(`${fileName}: ${JSON.stringify(answer)}`);
    const open = new Set(answer.detections);
    for (const truth of truths) {
      const best = [...open].sort((a, b) => overlap(truth, b) - overlap(truth, a))[0];
      const word = best && overlap(truth, best) >= SAME_IOU ? best : undefined;
      if (word) open.delete(word);
      words.push({ truth: truth.category, personProbability: word?.personProbability });
    }
    const isApart = (box: BoxPx) => [...truths, ...ignored].every((truth) => overlap(truth, box) < 0.1);
    for (const { personProbability, ...box } of open)
      if (isApart(box)) words.push({ truth: "nothing", personProbability });
  }
  client.close();
  await detector.close();
  return words;
};
