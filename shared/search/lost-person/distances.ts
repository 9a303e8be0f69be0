import type { LostPersonTable, TableTerrain, TerrainClass } from "./lost-person-table.ts";

const MILE_M = 1609.344;

/** So many were found within so far of the planning point. */
export interface DistanceQuantile {
  readonly share: number;
  readonly distanceM: number;
}

export interface Distances {
  readonly category: string;
  /** The row of the table: not always the terrain that was asked for. */
  readonly terrain: TableTerrain;
  /**
   * "exact": the terrain asked for, or a category without classes. "fallback": the table's own row for other terrain.
   * "default": the table's default category, which a person chose because there is none of their own.
   */
  readonly match: "exact" | "fallback" | "default";
  /** Ascending; those the source doesn't have are left out. */
  readonly quantiles: readonly DistanceQuantile[];
  /** Shares the source has no distance for. */
  readonly missingShares: readonly number[];
  /** Cases behind the numbers for the terrain that was asked for, where the source says. */
  readonly cases?: number;
  readonly source: string;
}

export type NoData = { readonly code: "no-data"; readonly category: string; readonly terrainClass?: TerrainClass };
export type Answer<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly fault: NoData };

/** The rows that speak for a terrain class, the best first. */
const speakingFor = (terrainClass: TerrainClass): readonly TableTerrain[] => [
  terrainClass,
  ...(terrainClass.startsWith("dry-") ? (["dry"] as const) : []),
  "any",
];

const rowFor = <T extends { readonly category: string; readonly terrain: TableTerrain }>(
  rows: readonly T[],
  category: string,
  terrainClass: TerrainClass,
): { readonly row: T; readonly match: "exact" | "fallback" } | undefined => {
  const find = (terrain: TableTerrain) => rows.find((row) => row.category === category && row.terrain === terrain);
  const exact = speakingFor(terrainClass)
    .map(find)
    .find((row) => row !== undefined);
  if (exact) return { row: exact, match: "exact" };
  const other = find("else");
  return other && { row: other, match: "fallback" };
};

/** How far from the planning point people of a category were found, m; "no data" rather than another category's numbers. */
export const distancesOf = (
  table: LostPersonTable,
  category: string,
  terrainClass: TerrainClass,
): Answer<{ readonly distances: Distances }> => {
  const found = rowFor(table.distances.rows, category, terrainClass);
  if (!found) return { ok: false, fault: { code: "no-data", category, terrainClass } };
  const cases = table.sampleSizes.rows.find((row) => row.category === category && row.terrain === terrainClass)?.cases;
  return { ok: true, distances: toDistances(table, found.row, found.match, cases) };
};

/** The row the source falls back to (hiker, other terrain): only for a person who chose it knowingly, and labelled so. */
export const defaultDistances = (table: LostPersonTable): Distances => {
  const { category, terrain } = table.distances.default;
  const row = table.distances.rows.find((one) => one.category === category && one.terrain === terrain);
  if (!row) throw new Error(`The table has no row ${category} ${terrain}, its default.`);
  return toDistances(table, row, "default");
};

/** Of a category the table names, to choose from. */
export const categoriesOf = (table: LostPersonTable): readonly string[] => [
  ...new Set(table.distances.rows.map(({ category }) => category)),
];

const toDistances = (
  { distances }: LostPersonTable,
  row: LostPersonTable["distances"]["rows"][number],
  match: Distances["match"],
  cases?: number,
): Distances => ({
  category: row.category,
  terrain: row.terrain,
  match,
  quantiles: distances.shares.flatMap((share, i) => {
    const miles = row.miles[i] ?? null;
    return miles === null ? [] : [{ share, distanceM: miles * MILE_M }];
  }),
  missingShares: distances.shares.filter((_, i) => (row.miles[i] ?? null) === null),
  ...(cases === undefined ? {} : { cases }),
  source: distances.source,
});

/** Distances whose logarithm is normal: ln(distance in km) has this mean and standard deviation. */
export interface LogNormal {
  readonly meanLnKm: number;
  readonly sdLnKm: number;
  readonly match: "exact" | "fallback";
  readonly source: string;
}

export const logNormalOf = (
  { logNormal }: LostPersonTable,
  category: string,
  terrainClass: TerrainClass,
): Answer<{ readonly logNormal: LogNormal }> => {
  const found = rowFor(logNormal.rows, category, terrainClass);
  if (!found) return { ok: false, fault: { code: "no-data", category, terrainClass } };
  const { mean, sd } = found.row;
  const { match } = found;
  return { ok: true, logNormal: { meanLnKm: mean, sdLnKm: sd, match, source: logNormal.source } };
};

/** Angles off the direction of travel within which so many were found. */
export interface Dispersion {
  readonly quantiles: readonly { readonly share: number; readonly angleRad: number }[];
  readonly cases: number;
  readonly source: string;
}

export const dispersionOf = (
  { dispersion }: LostPersonTable,
  category: string,
): Answer<{ readonly dispersion: Dispersion }> => {
  const row = dispersion.rows.find((one) => one.category === category);
  if (!row) return { ok: false, fault: { code: "no-data", category } };
  const quantiles = dispersion.shares.flatMap((share, i) => {
    const degrees = row.degrees[i];
    return degrees === undefined ? [] : [{ share, angleRad: (degrees * Math.PI) / 180 }];
  });
  return { ok: true, dispersion: { quantiles, cases: row.cases, source: dispersion.source } };
};

/** How a category is found, survives and answers, as far as the source says. */
export const behaviourOf = (
  { behaviours }: LostPersonTable,
  category: string,
): Answer<{ readonly behaviour: LostPersonTable["behaviours"][number] }> => {
  const behaviour = behaviours.find((one) => one.category === category);
  return behaviour ? { ok: true, behaviour } : { ok: false, fault: { code: "no-data", category } };
};
