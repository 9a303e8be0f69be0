import type { HeatSource } from "../../shared/heat/heat-source.ts";

export const heatFilters = ["all", "new", "confirmed", "dismissed"] as const;
export type HeatFilter = (typeof heatFilters)[number];

const rank: Readonly<Record<HeatSource["decision"]["state"], number>> = { new: 0, confirmed: 1, dismissed: 2 };

/** New first, then confirmed, then dismissed; within each, the latest number first, so that rows don't jump when seen again. */
export const byUrgency = (a: HeatSource, b: HeatSource): number =>
  rank[a.decision.state] - rank[b.decision.state] || b.number - a.number;

/** Digits match a source's number from its start; anything else the name of a vehicle that saw it. */
export const matchesSearch = (
  source: Pick<HeatSource, "number" | "vehicleIds">,
  search: string,
  nameOf: (vehicleId: string) => string | undefined,
): boolean => {
  const wanted = search.trim().toLowerCase().replace(/^#/, "");
  if (wanted === "") return true;
  if (/^\d+$/.test(wanted)) return String(source.number).startsWith(wanted);
  return source.vehicleIds.some((id) => (nameOf(id) ?? id).toLowerCase().includes(wanted));
};

/** The new source that comes after `currentId` in the list, around its end; undefined where none is new. */
export const nextNew = (sources: readonly HeatSource[], currentId: string | undefined): HeatSource | undefined => {
  const ordered = sources.filter((source) => source.decision.state === "new").sort(byUrgency);
  const current = ordered.findIndex((source) => source.id === currentId);
  return ordered[(current + 1) % Math.max(1, ordered.length)];
};
