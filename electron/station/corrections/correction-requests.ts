import { type RequestHandlers, refused } from "../request-desk.ts";

const notYet = () => refused("not-possible", "This station can't do that yet.");

/** What people ask about known places and how wrong cameras point. */
export const correctionRequests = (): Pick<
  RequestHandlers,
  "camera.correct" | "landmark.put" | "landmark.delete" | "terrain.remove"
> => ({
  "camera.correct": notYet,
  "landmark.put": notYet,
  "landmark.delete": notYet,
  "terrain.remove": notYet,
});
