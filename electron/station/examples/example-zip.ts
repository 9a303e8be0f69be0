import { Readable } from "node:stream";
import { strToU8, Zip, ZipPassThrough } from "fflate";
import type { ExampleStore } from "./example-store.ts";
import type { LabelledExample } from "./labelled-example.ts";

const categories = [
  { id: 1, name: "person" },
  { id: 2, name: "not-person" },
] as const;

const readme = `Labelled pictures from searches with Lantern
============================================

annotations.json is in COCO's form (images, annotations, categories); the pictures are in images/, 8-bit grey PNG.

category 1 "person": somebody confirmed a person in this box, or marked one whom the detector had missed
  (attribute "label": "missed").
category 2 "not-person": somebody looked and dismissed what is in this box (a warm stone, an animal, a car).

A picture is labelled only where somebody decided: there may be more people in it than are marked.

Fields of an image beside COCO's own
  picture           "whole", or "crop" where only the surroundings were left; then the box is the whole crop
  vehicle, camera   which vehicle's, and the camera's name
  height_m          of the camera over the place, m
  depression_rad    how steeply it looked down, rad (1.571: straight down)
  gsd_m             size of a pixel on the ground there, m
  hfov_rad          horizontal field of view, rad

Fields of an annotation beside COCO's own
  label             "person", "not-person" or "missed"
  by, decided       who said so, and when (UTC)
  peak_k            hottest, K, where the camera is radiometric
  probability       that the detector had given, 0 to 1
  model             which detector
`;

const iso = (utcMs: number): string => new Date(utcMs).toISOString();

const imageOf = (example: LabelledExample, id: number) => ({
  id,
  file_name: `images/${example.id}.png`,
  width: example.widthPx,
  height: example.heightPx,
  date_captured: iso(example.capturedUtcMs),
  picture: example.picture,
  vehicle: example.vehicleId,
  camera: example.camera,
  height_m: example.heightM,
  depression_rad: example.depressionRad,
  gsd_m: example.gsdM,
  hfov_rad: example.hfovRad,
});

const annotationOf = (example: LabelledExample, id: number) => ({
  id,
  image_id: id,
  category_id: example.label === "not-person" ? 2 : 1,
  bbox: example.bboxPx,
  area: example.bboxPx[2] * example.bboxPx[3],
  iscrowd: 0,
  label: example.label,
  by: example.by,
  decided: iso(example.decidedUtcMs),
  heat: example.heatId,
  peak_k: example.peakK,
  probability: example.personProbability,
  model: example.model,
});

/** All examples as a zip, read from the disk piece by piece as it is sent. One whose picture is gone is left out. */
export const exampleZip = (store: Pick<ExampleStore, "list" | "png">): Readable => {
  const pack = async function* (): AsyncGenerator<Uint8Array> {
    let waiting: Uint8Array[] = [];
    let fault: Error | undefined;
    const zip = new Zip((error, chunk) => {
      if (error) fault = error;
      else waiting.push(chunk);
    });
    const packed = (name: string, bytes: Uint8Array): readonly Uint8Array[] => {
      // PNG is packed already.
      const file = new ZipPassThrough(name);
      zip.add(file);
      file.push(bytes, true);
      if (fault !== undefined) throw fault;
      const chunks = waiting;
      waiting = [];
      return chunks;
    };
    const there: LabelledExample[] = [];
    for (const example of await store.list()) {
      const png = await store.png(example.id).catch(() => undefined);
      if (png === undefined) continue;
      there.push(example);
      yield* packed(`images/${example.id}.png`, png);
    }
    const coco = {
      info: { description: "Labelled pictures from searches with Lantern" },
      images: there.map((example, i) => imageOf(example, i + 1)),
      annotations: there.map((example, i) => annotationOf(example, i + 1)),
      categories,
    };
    yield* packed("annotations.json", strToU8(JSON.stringify(coco, undefined, 1)));
    yield* packed("README.md", strToU8(readme));
    zip.end();
    yield* waiting;
  };
  return Readable.from(pack(), { objectMode: false });
};
