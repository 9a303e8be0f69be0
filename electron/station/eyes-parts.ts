import { join } from "node:path";
import { CorrectionDesk, type CorrectionDeskOptions } from "./corrections/correction-desk.ts";
import { LandmarkBook } from "./corrections/landmark-book.ts";
import { ExampleDesk } from "./examples/example-desk.ts";
import { modelName } from "./examples/model-name.ts";
import { type FeedPartsOptions, makeFeedParts } from "./feeds/feed-parts.ts";
import type { DecidedFrame } from "./feeds/sighting-flow.ts";
import { RecordedThings } from "./recorded-things.ts";
import type { Recording } from "./recording.ts";
import { TerrainDesk } from "./terrain/terrain-desk.ts";

export interface EyesPartsOptions
  extends Omit<
    FeedPartsOptions,
    "things" | "correctionOf" | "doubtsFieldOfView" | "onPlaced" | "onDecided" | "onMissed"
  > {
  readonly recording: Recording;
  /** Where height models and labelled examples are kept; undefined: nowhere. */
  readonly folder: string | undefined;
  readonly incident: NonNullable<CorrectionDeskOptions["incident"]>;
  /** Every picture that was placed on the ground, with or without anything in it. */
  readonly onSearched: (frame: DecidedFrame) => void;
}

/** What finding people in pictures takes, put together: feeds, known places, how wrong cameras point, the ground's heights. */
export const makeEyesParts = (options: EyesPartsOptions) => {
  const { clock, fleet, board, heat, ground, alerts, recording, folder, modelFolder, incident } = options;
  const things = new RecordedThings(recording);
  const landmarks = new LandmarkBook(things);
  const corrections = new CorrectionDesk({ clock, fleet, board, heat, landmarks, incident, ground, things });
  const terrains = new TerrainDesk({ folder: folder === undefined ? undefined : join(folder, "terrain"), ground });
  const examples = new ExampleDesk({
    ...{ clock, alerts },
    folder: folder === undefined ? undefined : join(folder, "examples"),
    model: modelName(modelFolder),
    crop: (heatId, vehicleId) => heat.crop(heatId, vehicleId),
  });
  const cameras = makeFeedParts({
    ...options,
    things,
    correctionOf: (id) => corrections.correctionOf(id),
    doubtsFieldOfView: (id) => corrections.doubtsFieldOfView(id),
    onPlaced: (frame) => corrections.note(frame),
    onDecided: (decided) => {
      examples.onDecidedFrame(decided);
      options.onSearched(decided);
    },
    onMissed: (marked) => examples.onMissed(marked, heat.sources.get(marked.heatId ?? "")),
  });
  const onIdentified = (heatId: string) => corrections.identified(heatId);
  return { ...cameras, landmarks, corrections, terrains, examples, onIdentified };
};
