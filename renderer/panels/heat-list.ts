import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { rankProbability } from "../stores/person-likelihood.ts";
import type { HeatOrder } from "../stores/settings-store.ts";

export const heatFilters = ["all", "new", "confirmed", "dismissed"] as const;
export type HeatFilter = (typeof heatFilters)[number];

const rank: Readonly<Record<HeatSource["decision"]["state"], number>> = { new: 0, confirmed: 1, dismissed: 2 };

/** A row moves up or down only once its probability changed by this: it is estimated anew with every look. */
const hysteresis = 0.1;

const likely = (source: HeatSource, probability: number): number => (source.decision.state === "new" ? probability : 0);

/** New first, then confirmed, then dismissed; the new ones by how likely a person each is; else the latest number first. */
export const byUrgency = (a: HeatSource, b: HeatSource): number =>
  rank[a.decision.state] - rank[b.decision.state] ||
  likely(b, rankProbability(b)) - likely(a, rankProbability(a)) ||
  b.number - a.number;

/** By which probability each source stands where it stands. */
export type HeatStanding = ReadonlyMap<string, number>;

/** What each source stands by now: as before, until it changed by more than the hysteresis. */
export const standingOf = (before: HeatStanding, sources: readonly HeatSource[]): HeatStanding =>
  new Map(
    sources.map((source) => {
      const now = rankProbability(source);
      const was = before.get(source.id);
      return [source.id, was === undefined || Math.abs(now - was) >= hysteresis - 1e-9 ? now : was];
    }),
  );

/** The same order as by urgency, but of what sources stand by; or the latest number first within each state. */
export const steadyOrder = (
  sources: readonly HeatSource[],
  standing: HeatStanding,
  order: HeatOrder,
): readonly HeatSource[] => {
  const stands = (source: HeatSource) =>
    order === "newest" ? 0 : likely(source, standing.get(source.id) ?? rankProbability(source));
  return [...sources].sort(
    (a, b) => rank[a.decision.state] - rank[b.decision.state] || stands(b) - stands(a) || b.number - a.number,
  );
};

/** While hands are on the list nothing in it moves: what is gone goes, what came waits. */
export const heldOrder = (
  held: readonly string[],
  wanted: readonly string[],
  isKnown: (id: string) => boolean,
): { readonly ids: readonly string[]; readonly waiting: number } => {
  const ids = held.filter(isKnown);
  const shown = new Set(ids);
  return { ids, waiting: wanted.filter((id) => !shown.has(id)).length };
};

/** Digits match a source's number from its start, or one that was merged into it; anything else the name of a vehicle that saw it. */
export const matchesSearch = (
  source: Pick<HeatSource, "number" | "vehicleIds" | "mergedNumbers">,
  search: string,
  nameOf: (vehicleId: string) => string | undefined,
): boolean => {
  const wanted = search.trim().toLowerCase().replace(/^#/, "");
  if (wanted === "") return true;
  if (/^\d+$/.test(wanted))
    return [source.number, ...(source.mergedNumbers ?? [])].some((number) => String(number).startsWith(wanted));
  return source.vehicleIds.some((id) => (nameOf(id) ?? id).toLowerCase().includes(wanted));
};

/** The new source that comes after `currentId` in the list, around its end; undefined where none is new. */
export const nextNew = (sources: readonly HeatSource[], currentId: string | undefined): HeatSource | undefined => {
  const ordered = sources.filter((source) => source.decision.state === "new").sort(byUrgency);
  const current = ordered.findIndex((source) => source.id === currentId);
  return ordered[(current + 1) % Math.max(1, ordered.length)];
};
