import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Ellipse95, HeatSource } from "../../../shared/heat/heat-source.ts";
import { rankProbability } from "../../stores/person-likelihood.ts";
import { declutter, type Spot } from "./declutter.ts";

/** A heat source that has a place. */
export interface LocatedHeat {
  readonly source: HeatSource;
  readonly position: LatLon;
  readonly ellipse95: Ellipse95;
}

/** Those that can be drawn; dismissed ones only where asked for. */
export function locatedHeat(
  byId: Readonly<Record<string, HeatSource>>,
  options: { readonly dismissed: boolean },
): LocatedHeat[] {
  const found: LocatedHeat[] = [];
  for (const id in byId) {
    const one = locatedOne(byId[id], options);
    if (one !== undefined) found.push(one);
  }
  return found;
}

/** One of them, where it can be drawn. */
export function locatedOne(
  source: HeatSource | undefined,
  options: { readonly dismissed: boolean },
): LocatedHeat | undefined {
  if (source?.location.located !== true) return undefined;
  if (source.decision.state === "dismissed" && !options.dismissed) return undefined;
  return { source, position: source.location.position, ellipse95: source.location.ellipse95 };
}

/**
 * Who keeps its own mark where marks would cover each other: the selected one, then confirmed, new (the likelier persons first,
 * by tenths, so that marks don't change to and fro), dismissed; older ones first.
 */
export function heatRank(source: HeatSource, selectedId: string | undefined): number {
  const tenths = Math.floor(Math.max(0, rankProbability(source)) * 10);
  const state = { confirmed: 30_000_000, new: 10_000_000 + tenths * 1_000_000, dismissed: 1_000_000 };
  return (source.id === selectedId ? 90_000_000 : state[source.decision.state]) - Math.min(999_999, source.number);
}

export interface HeatGroup {
  readonly leader: LocatedHeat;
  readonly members: readonly LocatedHeat[];
}

/** Groups sources whose marks would cover each other on the screen. */
export function heatGroups(
  located: readonly LocatedHeat[],
  selectedId: string | undefined,
  toPx: (place: LatLon) => { readonly x: number; readonly y: number },
  gapPx: number,
): HeatGroup[] {
  const byId = new Map(located.map((heat) => [heat.source.id, heat]));
  const spots: Spot[] = located.map(({ source, position }) => {
    const { x, y } = toPx(position);
    return { id: source.id, xPx: x, yPx: y, rank: heatRank(source, selectedId) };
  });
  return declutter(spots, gapPx).flatMap(({ leader, members }) => {
    const first = byId.get(leader.id);
    const all = members.flatMap(({ id }) => byId.get(id) ?? []);
    return first === undefined ? [] : [{ leader: first, members: all }];
  });
}
