import { simulateDrift } from "../../../shared/search/drift/drift.ts";
import { driftDensity, shareCircles } from "../../../shared/search/drift/drift-area.ts";
import { type Flow, seriesFlow, steadyFlow, velocityTowards } from "../../../shared/search/drift/flow.ts";
import { type LeewayObjectKey, leewayObjects, leewaySource } from "../../../shared/search/drift/leeway-objects.ts";
import { gridFrame, type SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { PriorLayer } from "../../../shared/search/probability/layers.ts";
import type { SearchView } from "../../../shared/wire/incident.ts";
import { problemOf, type SearchProblem } from "./search-problem.ts";
import type { SearchSpec } from "./search-spec.ts";

export interface DriftPart {
  readonly layer?: PriorLayer;
  readonly rings?: NonNullable<SearchView["rings"]>;
  readonly problems: readonly SearchProblem[];
}

type Samples = NonNullable<SearchSpec["model"]["drift"]>["wind"];

const isObject = (key: string): key is LeewayObjectKey => key in leewayObjects;

const flowOf = (samples: Samples): Flow | undefined =>
  seriesFlow(
    samples.map(({ utcMs, towardsDeg, mps }) => ({ utcMs, ...velocityTowards((towardsDeg * Math.PI) / 180, mps) })),
  );

/** Even numbers, the same each time: a map that is made again of the same must be the same (mulberry32). */
const evenNumbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Where somebody adrift may be by now, and circles that hold shares of it. */
export const driftPart = (
  { model, driftUtcMs }: Pick<SearchSpec, "model" | "driftUtcMs">,
  grid: SearchGrid,
): DriftPart => {
  const { drift } = model;
  if (drift === undefined) return { problems: [problemOf("no-drift")] };
  if (!isObject(drift.object)) return { problems: [problemOf("no-drift", { object: drift.object })] };
  // Nobody says that the air or the water stands still: without a word of either there is no drift to be had.
  const [wind, current] = [flowOf(drift.wind), flowOf(drift.current)];
  if (wind === undefined && current === undefined)
    return { problems: [problemOf("no-drift", { object: drift.object })] };
  const still = steadyFlow({ northMps: 0, eastMps: 0 });
  const frame = gridFrame(grid);
  const untilUtcMs = Math.max(drift.fromUtcMs, drift.untilUtcMs ?? driftUtcMs ?? drift.fromUtcMs);
  const run = simulateDrift({
    object: leewayObjects[drift.object],
    from: { place: drift.place, sigmaM: drift.sigmaM, utcMs: drift.fromUtcMs },
    untilUtcMs,
    ...{ wind: wind ?? still, current: current ?? still, frame },
    random: evenNumbers(1),
  });
  const particles = run.at(untilUtcMs);
  const { poa, restOfWorld } = driftDensity(particles, frame, grid, { spreadM: grid.cellM });
  const circles = shareCircles(particles, frame);
  const [first] = circles;
  const about = {
    kind: "drift",
    formula: "L = (a U + b + ε) · 0.01, v = L + current",
    source: leewaySource,
    assumptions: [
      ...(wind === undefined ? [{ code: "no-wind" } as const] : []),
      ...(current === undefined ? [{ code: "no-current" } as const] : []),
    ],
  } as const;
  return {
    layer: { about, mass: poa, outside: restOfWorld },
    ...(first === undefined
      ? {}
      : {
          rings: { ...first.centre, quantiles: circles.map(({ share, radiusM }) => ({ share, distanceM: radiusM })) },
        }),
    problems: driftUtcMs === undefined ? [] : [problemOf("drift-moves")],
  };
};
