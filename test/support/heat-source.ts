import type { HeatSource } from "../../shared/heat/heat-source.ts";

/** A heat source without a place. */
export const buildHeatSource = (given: Partial<HeatSource> = {}): HeatSource => ({
  id: "h1",
  number: 1,
  location: { located: false, reason: "no-pose" },
  contrastK: 4,
  sightings: 1,
  vehicleIds: [],
  firstSeenMs: 0,
  lastSeenMs: 0,
  firstSeenUtcMs: 0,
  lastSeenUtcMs: 0,
  thumbnailVersion: 0,
  decision: { state: "new" },
  ...given,
});
