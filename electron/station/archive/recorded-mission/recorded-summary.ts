import type { MissionProblem, MissionSummary, MissionVehicle } from "../../../../shared/wire/archive.ts";
import type { ChunkSummary } from "../../journal/chunk-summary.ts";
import { emptySummary } from "../empty-summary.ts";
import { centreOf } from "../mission-centre.ts";
import type { SessionEvent, SessionHeat } from "./session-rows.ts";

/** Points of a way on the small map. */
const outlinePoints = 100;

/** The vehicles of a session and where they went, by what each chunk says. */
const missionVehicles = (summaries: readonly ChunkSummary[]): readonly MissionVehicle[] => {
  const vehicles = new Map<string, { view: Omit<MissionVehicle, "outline">; way: (readonly [number, number])[] }>();
  for (const summary of summaries) {
    for (const [id, { name, kind, colourIndex, place }] of Object.entries(summary.vehicles)) {
      const known = vehicles.get(id) ?? { view: { id, name, kind, colourIndex }, way: [] };
      known.view = { id, name, kind, colourIndex };
      if (place !== undefined) known.way.push(place);
      vehicles.set(id, known);
    }
  }
  return [...vehicles.values()].map(({ view, way }) => {
    const every = Math.max(1, Math.ceil(way.length / outlinePoints));
    return { ...view, outline: way.filter((_, i) => i % every === 0).flat() };
  });
};

/** The names of incidents that were opened in it. */
const incidentNames = (events: readonly SessionEvent[]): readonly string[] => [
  ...new Set(
    events.flatMap(({ kind, data }) =>
      kind === "incident-news" && data.news === "opened" && typeof data.text === "string" ? [data.text] : [],
    ),
  ),
];

export interface SummaryParts {
  readonly id: string;
  readonly live: boolean;
  readonly startUtcMs: number;
  readonly durationMs: number;
  readonly bytes: number;
  readonly files: readonly string[];
  readonly summaries: readonly ChunkSummary[];
  readonly events: readonly SessionEvent[];
  readonly heat: SessionHeat;
  readonly hasPictures: boolean;
  readonly problems: readonly { readonly code: MissionProblem; readonly detail: string }[];
}

export const recordedSummary = ({ summaries, events, heat, ...known }: SummaryParts): MissionSummary => {
  const vehicles = missionVehicles(summaries);
  const centre = centreOf(vehicles);
  return {
    // Its time names it, until a person does.
    ...emptySummary({ id: known.id, name: "", kind: "recorded" }),
    ...known,
    vehicles,
    incidents: incidentNames(events),
    heatSources: heat.sources,
    confirmedHeat: heat.confirmed,
    confirmedPlaces: heat.confirmedPlaces,
    ...(centre === undefined ? {} : { centre }),
  };
};
