import type { ThingFields } from "../../../shared/incident/things.ts";
import {
  type Distances,
  dispersionOf,
  distancesOf,
  type LogNormal,
  logNormalOf,
} from "../../../shared/search/lost-person/distances.ts";
import {
  type LostPersonTable,
  type TerrainClass,
  terrainClasses,
} from "../../../shared/search/lost-person/lost-person-table.ts";
import { directionFactor } from "../../../shared/search/probability/direction.ts";
import type { LayerPlace, PriorFactor, PriorLayer } from "../../../shared/search/probability/layers.ts";
import { logNormalLayer, logNormalQuantileM } from "../../../shared/search/probability/log-normal.ts";
import { ringsLayer } from "../../../shared/search/probability/rings.ts";
import { problemOf, type SearchProblem } from "./search-problem.ts";

/** A row of the table with fewer cases than this is told of: a quarter of them is a handful of people. */
const smallSample = 30;

/** How far people like the subject were found from a planning point, or why nothing can be said. */
export interface Behaviour {
  readonly category?: string;
  readonly distances?: Distances;
  readonly logNormal?: LogNormal;
  readonly problems: readonly SearchProblem[];
}

type Subject = Pick<ThingFields["subject"], "category" | "terrainClass">;
type Model = Pick<ThingFields["model"], "rings" | "distance">;

/** The table's class for what a person typed or chose; other terrain where it says nothing. */
const terrainClassOf = (text: string | undefined): TerrainClass =>
  terrainClasses.find((known) => known === text) ?? "else";

/** Looks a category up; nothing is put in the place of what the table doesn't have. */
export const behaviourOfSubject = (table: LostPersonTable, subject: Subject, model: Model): Behaviour => {
  if (model.rings === false) return { problems: [] };
  const { category } = subject;
  if (category === undefined || category === "none") return { problems: [problemOf("no-category")] };
  const terrainClass = terrainClassOf(subject.terrainClass);
  const byRings = distancesOf(table, category, terrainClass);
  const byCurve = model.distance === "log-normal" ? logNormalOf(table, category, terrainClass) : undefined;
  const noData = problemOf("no-data", { category, terrainClass, what: "distances" });
  if (!byRings.ok && !byCurve?.ok) return { category, problems: [noData] };
  // Asked for the curve, and only rings are known for these people: those, and it is said.
  const noCurve =
    byCurve !== undefined && !byCurve.ok ? [problemOf("no-data", { category, terrainClass, what: "log-normal" })] : [];
  const distances = byRings.ok ? byRings.distances : undefined;
  const { cases, missingShares = [] } = distances ?? {};
  const usesRings = !byCurve?.ok;
  return {
    category,
    ...(distances === undefined ? {} : { distances }),
    ...(byCurve?.ok ? { logNormal: byCurve.logNormal } : {}),
    problems: [
      ...noCurve,
      ...(usesRings && missingShares.length > 0
        ? [problemOf("no-tail", { category, share: Math.max(...missingShares) })]
        : []),
      ...(cases !== undefined && cases < smallSample
        ? [problemOf("small-sample", { category, terrainClass, cases })]
        : []),
    ],
  };
};

/** The belief that the distances make around a place; undefined where nothing is known. */
export const distanceLayer = (place: LayerPlace, { distances, logNormal }: Behaviour): PriorLayer | undefined => {
  if (logNormal !== undefined) return logNormalLayer(place, logNormal);
  return distances === undefined ? undefined : ringsLayer(place, distances);
};

const drawnShares = [0.25, 0.5, 0.75, 0.95];

/** Rings to be drawn; a distance that the source doesn't have isn't among them. */
export const ringQuantiles = ({
  distances,
  logNormal,
}: Behaviour): readonly { readonly share: number; readonly distanceM: number }[] =>
  logNormal === undefined
    ? (distances?.quantiles ?? [])
    : drawnShares.map((share) => ({ share, distanceM: logNormalQuantileM(logNormal, share) }));

/** People go on the way they were going, where the table says how straight. */
export const headingFactor = (
  table: LostPersonTable,
  place: LayerPlace,
  category: string,
  headingDeg: number,
): { readonly factor?: PriorFactor; readonly problems: readonly SearchProblem[] } => {
  const found = dispersionOf(table, category);
  if (!found.ok) return { problems: [problemOf("no-data", { category, terrainClass: "any", what: "dispersion" })] };
  return { factor: directionFactor(place, (headingDeg * Math.PI) / 180, found.dispersion), problems: [] };
};
