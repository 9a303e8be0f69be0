import { HeatTracker } from "../../../shared/heat/heat-tracker.ts";
import type { PersonFeatures } from "../../../shared/heat/person-probability.ts";
import type { FlownFrame } from "../search/fly-search.ts";

/** What was known of one source at one time, and what it truly was. Numbers only. */
export interface EvidenceRow extends PersonFeatures {
  readonly seed: number;
  readonly source: string;
  /** The network's word was in it. */
  readonly worded: boolean;
  readonly isPerson: boolean;
  /** So many sightings went into it. */
  readonly sightings: number;
  /** "person", the decoy's kind, or "nothing". */
  readonly shows: string;
}

/** A source is looked at as soon as it has so many sightings: early, when people look at the list, and late. */
const stages = [3, 6, 12, 25, 50, 100] as const;

/** Everything that became a located source in a search, at each stage; by what most of its sightings showed in the end. */
export const evidenceRows = (frames: Iterable<FlownFrame>, seed: number, worded: boolean): readonly EvidenceRow[] => {
  const tracker = new HeatTracker();
  const votes = new Map<string, Map<string, number>>();
  const noted = new Map<string, { readonly sightings: number; readonly features: PersonFeatures }[]>();
  for (const { observation, shows } of frames) {
    const { changes, seen } = tracker.observe(observation);
    for (const { spotIndex, heatId } of seen) {
      const count = votes.get(heatId) ?? new Map<string, number>();
      const shown = shows[spotIndex]?.split(" ")[0] ?? "nothing";
      votes.set(heatId, count.set(shown, (count.get(shown) ?? 0) + 1));
    }
    for (const { kind, source } of changes) {
      const features = tracker.personFeatures(source.id);
      if (kind === "removed" || !source.location.located || !features) continue;
      const known = noted.get(source.id) ?? [];
      const stage = stages[known.length];
      if (stage !== undefined && source.sightings >= stage) known.push({ sightings: source.sightings, features });
      noted.set(source.id, known);
    }
  }
  return [...noted].flatMap(([id, known]) => {
    const [best] = [...(votes.get(id) ?? [])].sort((a, b) => b[1] - a[1]);
    const shows = best?.[0] ?? "nothing";
    return known.map(({ sightings, features }) => ({
      seed,
      source: id,
      worded,
      isPerson: shows === "person",
      shows,
      sightings,
      ...features,
    }));
  });
};
