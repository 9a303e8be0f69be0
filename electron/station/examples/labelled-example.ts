import { z } from "zod";

/** What a person said of a picture. "missed": somebody is there whom nobody found. */
const exampleLabels = ["person", "not-person", "missed"] as const;

/** A picture with what a person said is in it; kept as ID.png and ID.json. */
export const LabelledExampleSchema = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,120}$/),
  label: z.enum(exampleLabels),
  /** Who said so, and when. */
  by: z.string(),
  decidedUtcMs: z.number(),
  /** The heat source it was, by its number then; absent where it could not be placed. */
  heatId: z.string().exactOptional(),
  vehicleId: z.string(),
  camera: z.string(),
  widthPx: z.int(),
  heightPx: z.int(),
  /** x, y, width, height in pixels, from the top left; of a crop, where nothing tells it, the whole crop. */
  bboxPx: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** "crop": only the surroundings were left when it was decided. */
  picture: z.enum(["whole", "crop"]),
  capturedUtcMs: z.number(),
  /** Of the camera over the place, m; how steeply it looked down, rad; how large a pixel is there, m. */
  heightM: z.number().exactOptional(),
  depressionRad: z.number().exactOptional(),
  gsdM: z.number().exactOptional(),
  hfovRad: z.number().exactOptional(),
  peakK: z.number().exactOptional(),
  /** What the detector had said, 0 to 1, and which model it was. */
  personProbability: z.number().exactOptional(),
  model: z.string(),
});
export type LabelledExample = z.infer<typeof LabelledExampleSchema>;
