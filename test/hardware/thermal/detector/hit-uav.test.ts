import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { detectorClient } from "../../../../hardware/thermal/detector/detector-client.ts";
import { openPersonDetector } from "../../../../hardware/thermal/detector/open-person-detector.ts";
import { readStill } from "../../../../hardware/thermal/stills/read-still.ts";
import { evaluateDetections } from "../../../../shared/heat/evaluate/evaluate-detections.ts";
import type { FoundBox } from "../../../../shared/heat/evaluate/judge-picture.ts";
import { readAnnotations } from "../../../../shared/heat/evaluate/read-annotations.ts";

const data = fileURLToPath(new URL("../../../../../shared/data/hit-uav", import.meta.url));
const isThere = existsSync(`${data}/annotations/val.json`);

describe("the person detector on real pictures", () => {
  it.skipIf(!isThere)(
    `finds people in 40 pictures of HIT-UAV's val${isThere ? "" : " (the data set isn't beside the checkout)"}`,
    async () => {
      const truth = readAnnotations(JSON.parse(readFileSync(`${data}/annotations/val.json`, "utf8")));
      if (!truth.ok) throw new Error(truth.detail);
      const byName = [...truth.pictures].sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
      const pictures = byName.filter((_, index) => index % 7 === 3).slice(0, 40);
      const detector = openPersonDetector({ threads: 1, scoreThreshold: 0.05 });
      const client = detectorClient(detector.connect());

      const found = new Map<string, readonly FoundBox[]>();
      for (const { fileName } of pictures) {
        const still = await readStill(`${data}/val/${fileName}`);
        if (!still.ok) throw new Error(still.detail);
        const answer = await client.detect(still.picture);
        if (answer.state !== "searched") throw new Error(JSON.stringify(answer));
        found.set(fileName, answer.detections);
      }
      client.close();
      await detector.close();

      const { person, car } = evaluateDetections(pictures, found).classes;
      expect(pictures).toHaveLength(40);
      expect(person.truths).toBeGreaterThan(100);
      // Boxes or places that are off by two pixels, or inputs that are scaled wrongly, are far below.
      expect(person.ap50).toBeGreaterThan(0.8);
      expect(car.ap50).toBeGreaterThan(0.75);
    },
  );
});
