import type { MissionSummary } from "../../../shared/wire/archive.ts";

/** A mission of which nothing is known but its name, which is "" where its time names it. */
export const emptySummary = ({ id, name, kind }: Pick<MissionSummary, "id" | "name" | "kind">): MissionSummary => ({
  ...{ id, kind, name },
  live: false,
  durationMs: 0,
  bytes: 0,
  files: [],
  vehicles: [],
  incidents: [],
  heatSources: 0,
  confirmedHeat: 0,
  confirmedPlaces: [],
  hasPictures: false,
  // They are kept apart from missions.
  notes: 0,
  problems: [],
});
