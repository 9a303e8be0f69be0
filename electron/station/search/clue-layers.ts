import type { LocalFrame } from "../../../shared/geo/local-frame.ts";
import type { PlaneRing } from "../../../shared/geo/polygon.ts";
import { cellsIn } from "../../../shared/search/grid/cell-spans.ts";
import { cellCount, columnEastM, rowNorthM, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { LayerPlace, PriorFactor, PriorLayer } from "../../../shared/search/probability/layers.ts";
import { sightingLayer } from "../../../shared/search/probability/region.ts";
import { type Behaviour, distanceLayer } from "./behaviour.ts";
import { problemOf, type SearchProblem } from "./search-problem.ts";
import type { SearchSpec } from "./search-spec.ts";

/** What clues do to the map. */
export interface ClueEffects {
  /** Weight beside 1 for all else: the odds that the clue is of this subject. */
  readonly layers: readonly { readonly layer: PriorLayer; readonly weight: number }[];
  readonly factors: readonly PriorFactor[];
  /** Cells where cameras see the source of a clue: more looks there are no signs that nobody is. */
  readonly found?: Uint8Array;
  readonly problems: readonly SearchProblem[];
}

/** Who is quite sure may still err. */
const surest = 0.99;

/**
 * "here": the subject is about there. "passed": was there, and went on from there as people like this do from a planning
 * point. Both are mixed in with R / (1 - R) for a clue of reliability R, so that one clue alone has R of the whole. "not-here":
 * takes R away around it.
 */
export const clueEffects = (
  { clues, model }: Pick<SearchSpec, "clues" | "model">,
  { grid, frame, behaviour }: { readonly grid: SearchGrid; readonly frame: LocalFrame; readonly behaviour: Behaviour },
): ClueEffects => {
  const layers: { layer: PriorLayer; weight: number }[] = [];
  const factors: PriorFactor[] = [];
  const problems: SearchProblem[] = [];
  let found: Uint8Array | undefined;
  for (const { effect = "none", nature, state, place, reliability, sigmaM = 0, number, id } of clues) {
    if (effect === "none" || state === "dismissed") continue;
    const name = `${number ?? id}`;
    if (place === undefined || reliability === undefined) {
      problems.push(problemOf("missing-value", { of: "clue", name, what: place ? "reliability" : "place" }));
      continue;
    }
    const at: LayerPlace = { grid, ...frame.toNorthEast(place) };
    if (!isInside(at)) problems.push(problemOf("outside-map", { of: "clue", name }));
    const sure = Math.min(surest, reliability * (model.cluesWeight ?? 1));
    if (sure <= 0) continue;
    const source = `clue ${name}`;
    if (effect === "not-here") {
      factors.push(awayFactor(at, sigmaM, sure, source));
      continue;
    }
    if (effect === "here" && nature === "heat") {
      found ??= new Uint8Array(cellCount(grid));
      for (const cell of cellsIn(grid, [ringAround(at, foundSigmas * Math.max(sigmaM, grid.cellM))])) found[cell] = 1;
    }
    const layer = effect === "here" ? sightingLayer(at, sigmaM, source) : distanceLayer(at, behaviour);
    if (layer === undefined) problems.push(problemOf("missing-value", { of: "clue", name, what: "distances" }));
    else layers.push({ layer: { ...layer, about: { ...layer.about, source } }, weight: sure / (1 - sure) });
  }
  return { layers, factors, problems, ...(found === undefined ? {} : { found }) };
};

/** Nearly all of what a heat source says lies within so many of its sigmas. */
const foundSigmas = 3;

const ringAround = ({ northM, eastM }: LayerPlace, radiusM: number): PlaneRing =>
  Array.from({ length: 36 }, (_, i) => {
    const azimuthRad = (i * Math.PI) / 18;
    return { northM: northM + radiusM * Math.cos(azimuthRad), eastM: eastM + radiusM * Math.sin(azimuthRad) };
  });

const isInside = ({ grid, northM, eastM }: LayerPlace): boolean =>
  Math.abs(northM) <= (grid.rows * grid.cellM) / 2 && Math.abs(eastM) <= (grid.columns * grid.cellM) / 2;

/** Ground that somebody says the subject isn't on: believed as far as the clue is, less and less with the distance. */
const awayFactor = ({ grid, northM, eastM }: LayerPlace, sigmaM: number, sure: number, source: string): PriorFactor => {
  const factor = new Float32Array(cellCount(grid)).fill(1);
  const spreadM = Math.max(sigmaM, grid.cellM);
  const reachM = 5 * spreadM;
  for (let row = 0; row < grid.rows; row += 1) {
    const north = rowNorthM(grid, row) - northM;
    if (Math.abs(north) > reachM) continue;
    for (let column = 0; column < grid.columns; column += 1) {
      const east = columnEastM(grid, column) - eastM;
      if (Math.abs(east) > reachM) continue;
      const near = Math.exp(-(north * north + east * east) / (2 * spreadM * spreadM));
      factor[row * grid.columns + column] = 1 - sure * near;
    }
  }
  return { about: { kind: "barrier", formula: "p′ ∝ p (1 − R e^(−d²/2σ²))", source, assumptions: [] }, factor };
};
