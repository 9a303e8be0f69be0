import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { ThingFields, ThingKind } from "../../../shared/incident/things.ts";
import { gridFor, gridFrame, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { LostPersonTable } from "../../../shared/search/lost-person/lost-person-table.ts";
import { behaviourOfSubject } from "./behaviour.ts";
import type { SearchSpec } from "./search-spec.ts";

/** What changes the map when it changes; all other things of an incident don't. */
const kindsOfSpec = ["incident", "subject", "model", "segment", "vote", "clue"] as const;
const kindSet: ReadonlySet<ThingKind> = new Set(kindsOfSpec);

/** The parts of an incident that the map is made of, as they stand: the same objects while nothing of them changed. */
export const specParts = (things: ReadonlyMap<string, Thing>): readonly object[] => {
  const parts: object[] = [];
  for (const { kind, fields } of things.values()) if (kindSet.has(kind)) parts.push(fields);
  return parts;
};

/** Where a search began; stays the same whatever is learned later. */
export interface SearchBeginning {
  /** The map's middle. */
  readonly centre: LatLon;
  /** Where the planning point was when the first look counted. */
  readonly firstIpp?: LatLon;
}

/** Of the map; memory and time follow from it. */
const mostCells = 1_000_000;
/** As far as the map reaches where nobody says, m: finer cells than distances of hikers are worth. */
const usualRadiusM = 10_000;
const leastRadiusM = 1_000;
/** A little more than the last ring. */
const beyondRings = 1.1;

/** How far the map reaches: as was asked, else as far as the last ring of the subject's category. */
export const radiusOf = (
  table: LostPersonTable,
  subject: ThingFields["subject"],
  model: ThingFields["model"],
): number => {
  if (model.radiusM !== undefined) return model.radiusM;
  const { distances } = behaviourOfSubject(table, subject, {});
  const farthestM = distances?.quantiles.at(-1)?.distanceM;
  if (farthestM === undefined) return usualRadiusM;
  return Math.min(usualRadiusM, Math.max(leastRadiusM, beyondRings * farthestM));
};

/**
 * The map's grid around a planning point. While the point moves within the inner half of the map, the map stays where it is,
 * and with it every cell's searching.
 */
const gridAround = (ipp: LatLon, radiusM: number, centre: LatLon): SearchGrid => {
  const grid = gridFor(centre, radiusM, mostCells);
  const { northM, eastM } = gridFrame(grid).toNorthEast(ipp);
  return Math.max(Math.abs(northM), Math.abs(eastM)) <= radiusM / 2 ? grid : gridFor(ipp, radiusM, mostCells);
};

const fieldsOf = <K extends ThingKind>(things: ReadonlyMap<string, Thing>, kind: K) =>
  [...things.values()].flatMap((thing) => {
    if (thing.kind !== kind) return [];
    // The fields under a kind are that kind's, which the compiler can't see across the union.
    const fields = thing.fields as ThingFields[K];
    return fields.removed === true ? [] : [{ ...fields, id: thing.id }];
  });

/** A map of what drifts is made anew so often, ms: as often as the drift itself is reckoned. */
const driftEveryMs = 10 * 60_000;

/** Of when the map is that follows the drift. */
export const driftTime = (utcMs: number): number => Math.floor(utcMs / driftEveryMs) * driftEveryMs;

/** What the map is to be made of; undefined without an incident. */
export const specOf = (
  things: ReadonlyMap<string, Thing>,
  beginning: SearchBeginning | undefined,
  table: LostPersonTable,
  utcMs: number,
): SearchSpec | undefined => {
  const [incident] = fieldsOf(things, "incident");
  if (incident === undefined) return undefined;
  const subject: ThingFields["subject"] = fieldsOf(things, "subject")[0] ?? {};
  const model: ThingFields["model"] = fieldsOf(things, "model")[0] ?? {};
  const place = subject.ipp?.place ?? (incident.nature === "sea" ? model.drift?.place : undefined);
  const radiusM = radiusOf(table, subject, model);
  const followsTime = incident.nature === "sea" && model.drift !== undefined && model.drift.untilUtcMs === undefined;
  return {
    incidentId: incident.id,
    ...(followsTime ? { driftUtcMs: driftTime(utcMs) } : {}),
    ...{ incident, subject, model },
    segments: fieldsOf(things, "segment").filter(({ ring }) => ring !== undefined),
    votes: fieldsOf(things, "vote"),
    clues: fieldsOf(things, "clue"),
    ...(beginning?.firstIpp === undefined ? {} : { firstIpp: beginning.firstIpp }),
    ...(place === undefined ? {} : { grid: gridAround(place, radiusM, beginning?.centre ?? place) }),
  };
};
