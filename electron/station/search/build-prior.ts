import { cleanRing, firstCrossing } from "../../../shared/geo/polygon.ts";
import { cellCount, gridFrame } from "../../../shared/search/grid/search-grid.ts";
import { behaviourOf } from "../../../shared/search/lost-person/distances.ts";
import type { LostPersonTable } from "../../../shared/search/lost-person/lost-person-table.ts";
import { attractionFactor } from "../../../shared/search/probability/attraction.ts";
import { composePrior } from "../../../shared/search/probability/compose-prior.ts";
import { consensusLayer, consensusOf, usualConsensusWeight } from "../../../shared/search/probability/consensus.ts";
import type { LayerPlace, PriorFactor, PriorLayer } from "../../../shared/search/probability/layers.ts";
import type { Prior, PriorProblem } from "../../../shared/search/probability/prior.ts";
import { type SegmentArea, type SegmentCells, segmentCells } from "../../../shared/search/probability/segment-cells.ts";
import { withTrackOffset } from "../../../shared/search/probability/track-offset.ts";
import type { SearchView } from "../../../shared/wire/incident.ts";
import { type Behaviour, behaviourOfSubject, distanceLayer, headingFactor, ringQuantiles } from "./behaviour.ts";
import { clueEffects } from "./clue-layers.ts";
import { type DriftPart, driftPart } from "./drift-layer.ts";
import { problemOf, type SearchProblem } from "./search-problem.ts";
import type { SearchSpec } from "./search-spec.ts";
import { withSetSegments } from "./segment-poa.ts";
import type { WorkerGround } from "./worker-ground.ts";

/** The belief before any searching, with all that the screen shows of how it came about. */
export interface BuiltPrior {
  /** Undefined: nothing says where the subject may be. Then searching is kept all the same. */
  readonly prior: Prior | undefined;
  readonly segments: SegmentCells;
  readonly layers: SearchView["layers"];
  readonly rings?: NonNullable<SearchView["rings"]>;
  readonly problems: readonly SearchProblem[];
}

type GridSpec = SearchSpec & { readonly grid: NonNullable<SearchSpec["grid"]> };

interface Weighted {
  readonly layer: PriorLayer;
  readonly weight: number;
}

/** Makes the prior of everything that was reported, drawn, voted and found; passes over all cells some ten times. */
export const buildPrior = (spec: GridSpec, ground: WorkerGround, table: LostPersonTable): BuiltPrior => {
  const { grid, subject, model } = spec;
  const frame = gridFrame(grid);
  const areas = spec.segments.map(({ id, ring = [] }) => ({ id, rings: [ring.map((at) => frame.toNorthEast(at))] }));
  const segments = segmentCells(grid, areas);
  const problems: SearchProblem[] = [...segmentProblems(spec, segments), ...crossingRings(spec, areas)];
  const isAtSea = spec.incident.nature === "sea";
  const ipp = subject.ipp?.place;
  if (ipp === undefined && !isAtSea) problems.push(problemOf("no-planning-point"));
  const place: LayerPlace = { grid, ...(ipp === undefined ? { northM: 0, eastM: 0 } : frame.toNorthEast(ipp)) };
  const behaviour: Behaviour =
    isAtSea || ipp === undefined ? { problems: [] } : behaviourOfSubject(table, subject, model);
  problems.push(...behaviour.problems);
  const drift: DriftPart = isAtSea ? driftPart(spec, grid) : { problems: [] };
  problems.push(...drift.problems);
  const clues = clueEffects(spec, { grid, frame, behaviour });
  problems.push(...clues.problems);
  const consensus = consensusPart(spec, segments);
  problems.push(...consensus.problems);
  const layers = mixed(
    [distanceLayer(place, behaviour), drift.layer],
    consensus.layer,
    model.consensusWeight,
    clues.layers,
  );
  const factors = [...clues.factors, ...groundFactors(spec, place, ground, behaviour, table, problems)];
  const quantiles = ipp === undefined ? [] : ringQuantiles(behaviour);
  const about = {
    segments,
    layers: [
      ...layers.map(({ layer: { about }, weight }) => layerView(about, weight)),
      ...factors.map(({ about }) => layerView(about, about.kind === "attraction" ? (model.attraction ?? 0) : 1)),
    ],
    ...(ipp === undefined || quantiles.length === 0 ? {} : { rings: { ...ipp, quantiles: [...quantiles] } }),
    ...(drift.rings === undefined ? {} : { rings: drift.rings }),
  };
  if (layers.length === 0) return { ...about, prior: undefined, problems };
  const row = model.restOfWorld;
  const composed = composePrior({ grid, layers, factors, ...(row === undefined ? {} : { row }) });
  problems.push(...composed.problems.map(priorProblem));
  if (!composed.ok) return { ...about, prior: undefined, problems };
  const besideTracks = trackPart(spec, composed.prior, ground, behaviour, table);
  const set = withSetSegments(besideTracks?.prior ?? composed.prior, segments, spec.segments);
  const { found } = clues;
  const prior = found === undefined ? set.prior : { ...set.prior, found };
  const trackLayers = besideTracks === undefined ? [] : [layerView(besideTracks.about, model.attraction ?? 0)];
  return { ...about, layers: [...about.layers, ...trackLayers], prior, problems: [...problems, ...set.problems] };
};

const layerView = (about: PriorLayer["about"], weight: number): SearchView["layers"][number] => ({
  key: about.kind,
  weight: Math.round(weight * 1000) / 1000,
  formula: about.formula,
  source: about.source,
  ...(about.assumptions.length === 0 ? {} : { assumptions: about.assumptions }),
});

/** Weights that sum to 1: experts have their share of it, clues theirs by their odds, what is left is behaviour. */
const mixed = (
  own: readonly (PriorLayer | undefined)[],
  consensus: PriorLayer | undefined,
  consensusWeight = usualConsensusWeight,
  clues: readonly Weighted[],
): readonly Weighted[] => {
  const behaviour = own.filter((layer) => layer !== undefined);
  const share = consensus === undefined ? 0 : behaviour.length === 0 ? 1 : consensusWeight;
  const all: readonly Weighted[] = [
    ...behaviour.map((layer) => ({ layer, weight: (1 - share) / behaviour.length })),
    ...(consensus === undefined ? [] : [{ layer: consensus, weight: share }]),
    ...clues,
  ].filter(({ weight }) => weight > 0);
  const whole = all.reduce((sum, { weight }) => sum + weight, 0);
  return all.map(({ layer, weight }) => ({ layer, weight: weight / whole }));
};

const consensusPart = (
  { votes, segments: drawn, model, grid }: GridSpec,
  segments: SegmentCells,
): { readonly layer?: PriorLayer; readonly problems: readonly SearchProblem[] } => {
  if (votes.length === 0 || drawn.length === 0) return { problems: [] };
  const { consensusMethod = "mattson" } = model;
  const asked = votes.map(({ expert = "", values = {}, restOfWorld }) => ({
    expert,
    values,
    ...(restOfWorld === undefined ? {} : { row: restOfWorld }),
  }));
  const { consensus, problems } = consensusOf(consensusMethod, asked, segments.ids);
  const names = new Map(drawn.map(({ id, name }) => [id, name ?? id]));
  const told = problems.map((problem) =>
    problem.code === "not-one"
      ? problemOf("not-one", { of: "vote", name: problem.expert, sum: problem.sum })
      : problemOf(problem.code, { of: "vote", name: problem.expert, what: names.get(problem.at) ?? problem.at }),
  );
  if (consensus === undefined) return { problems: told };
  const source = votes.map(({ expert = "?" }) => expert).join(", ");
  return { layer: consensusLayer(grid, segments, consensus, source), problems: told };
};

const groundFactors = (
  { grid, subject, model }: GridSpec,
  place: LayerPlace,
  ground: WorkerGround,
  { category }: Behaviour,
  table: LostPersonTable,
  problems: SearchProblem[],
): readonly PriorFactor[] => {
  const factors: PriorFactor[] = [];
  const { headingDeg, injured } = subject;
  if (model.direction === true && headingDeg !== undefined && category !== undefined) {
    const heading = headingFactor(table, place, category, headingDeg);
    problems.push(...heading.problems);
    if (heading.factor !== undefined) factors.push(heading.factor);
  }
  const strength = model.attraction ?? 0;
  if (strength > 0) {
    const groundMslM = ground.cellHeights(grid);
    factors.push(
      attractionFactor({
        ...{ grid, strength, features: ground.features },
        multipliers: table.terrainMultipliers,
        condition: injured === true ? "injured" : "uninjured",
        ...(groundMslM === undefined ? {} : { groundMslM }),
      }),
    );
  }
  return factors;
};

/** The published offset from tracks, with the other attraction; only of categories that have one. */
const trackPart = (
  { grid, model }: GridSpec,
  prior: Prior,
  { features }: WorkerGround,
  { category }: Behaviour,
  table: LostPersonTable,
) => {
  const known = category === undefined ? undefined : behaviourOf(table, category);
  if (known?.ok !== true) return undefined;
  const { trackOffsets, source } = known.behaviour;
  return withTrackOffset({ grid, prior, offsets: trackOffsets, source, features, strength: model.attraction ?? 0 });
};

const segmentProblems = ({ segments: drawn }: GridSpec, { problems, ids }: SegmentCells): readonly SearchProblem[] => {
  const names = new Map(ids.map((id, i) => [id, drawn[i]?.name ?? id]));
  return problems.map((problem) =>
    problem.code === "overlap"
      ? problemOf("overlap", {
          name: names.get(problem.id),
          other: names.get(problem.otherId),
          areaM2: Math.round(problem.areaM2),
        })
      : problemOf("outside-map", { of: "segment", name: names.get(problem.id) }),
  );
};

/** Even-odd fills what a ring that crosses itself encloses: seldom what was meant. */
const crossingRings = ({ segments }: GridSpec, areas: readonly SegmentArea[]): readonly SearchProblem[] =>
  areas.flatMap(({ id, rings }, i) =>
    firstCrossing(rings.map(cleanRing)) === undefined
      ? []
      : [problemOf("crossing-ring", { name: segments[i]?.name ?? id })],
  );

const priorProblem = (problem: PriorProblem): SearchProblem => {
  switch (problem.code) {
    case "not-one":
      return problemOf("not-one", { of: "prior", sum: problem.sum });
    case "negative":
      return problemOf("negative", { of: "prior", least: problem.least });
    default:
      return problemOf("missing-value", { of: "prior", what: problem.code });
  }
};

/** For a map without a belief: nobody is anywhere on it, and what is searched is kept. */
export const noPrior = (grid: GridSpec["grid"]): Prior => ({ mass: new Float32Array(cellCount(grid)), row: 1 });
