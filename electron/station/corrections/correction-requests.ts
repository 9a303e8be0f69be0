import { type RequestHandlers, refused } from "../request-desk.ts";
import type { TerrainDesk } from "../terrain/terrain-desk.ts";
import type { CorrectionDesk } from "./correction-desk.ts";
import type { LandmarkBook } from "./landmark-book.ts";

export interface CorrectionRequestParts {
  readonly corrections: Pick<CorrectionDesk, "correct">;
  readonly landmarks: Pick<LandmarkBook, "put" | "delete">;
  readonly terrains: Pick<TerrainDesk, "remove">;
}

const notYet = () => refused("not-possible", "This station can't do that yet.");

/** What people ask about known places, the ground's heights and how wrong cameras point. */
export const correctionRequests = (
  parts?: CorrectionRequestParts,
): Pick<RequestHandlers, "camera.correct" | "landmark.put" | "landmark.delete" | "terrain.remove"> => ({
  "camera.correct": (request) => parts?.corrections.correct(request) ?? notYet(),
  "landmark.put": ({ landmark }) => parts?.landmarks.put(landmark) ?? notYet(),
  "landmark.delete": ({ landmarkId }) => parts?.landmarks.delete(landmarkId) ?? notYet(),
  "terrain.remove": ({ name }) => parts?.terrains.remove(name) ?? notYet(),
});
