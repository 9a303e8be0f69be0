import { allocate } from "../../../shared/search/allocation/allocate.ts";
import type { Allocation, OpenSegment } from "../../../shared/search/allocation/searcher.ts";
import { columnEastM, rowNorthM } from "../../../shared/search/grid/search-grid.ts";
import type { ProbabilityMap } from "../../../shared/search/probability/probability-map.ts";
import { segmentSums } from "../../../shared/search/probability/segment-sums.ts";
import { type RichWay, richWays, type WaysAsk } from "./rich-ways.ts";
import type { Made } from "./search-engine.ts";
import type { PlacedSearcher } from "./searching.ts";
import type { WorkerGround } from "./worker-ground.ts";

export interface NextAsk extends WaysAsk {
  readonly searchers: readonly PlacedSearcher[];
}

/** What an allocation adds to the probability of success of the whole search, whose part so far stays. */
export interface NextAnswer extends Allocation {
  /** Nobody divided the ground yet: plain blocks of the map were taken for the sum, and their names mean nothing. */
  readonly byBlocks: boolean;
  /** For vehicles, instead of segments: a way over the richest ground. Each counts with all others of them flown. */
  readonly ways: readonly RichWay[];
}

/** The ground in so many blocks each way where nobody divided it. */
const blocksAcross = 24;

/** Who should search what next on this map. */
export const whatNext = (made: Made, ask: NextAsk, ground: WorkerGround): NextAnswer => {
  const { map, frame, spec } = made;
  const { searchers, horizonS, without } = ask;
  const taken = new Set(without);
  const drawn = spec.segments.length > 0;
  const open = drawn ? drawnSegments(made).filter(({ id }) => !taken.has(id)) : blocksOf(map);
  const placed = searchers.map(({ place, homePlace, ...searcher }) => ({
    ...searcher,
    at: frame.toNorthEast(place),
    ...(homePlace === undefined ? {} : { home: frame.toNorthEast(homePlace) }),
  }));
  const { plans, gain } = allocate(placed, open, { horizonS });
  const flyers = new Set(ask.flyers.map(({ id }) => id));
  // Of who wasn't found so far: counted in all, as the probability of success is.
  const share = map.notFound;
  return {
    byBlocks: !drawn,
    gain: gain * share,
    ways: richWays(made, ground, ask, drawn ? plans.filter(({ searcherId }) => !flyers.has(searcherId)) : []),
    plans: plans.map((plan) => ({
      ...plan,
      gain: plan.gain * share,
      stints: plan.stints.map((stint) => ({ ...stint, gain: stint.gain * share })),
    })),
  };
};

const drawnSegments = ({ map, frame, spec }: Made): readonly OpenSegment[] => {
  const sums = new Map(segmentSums(map).map((sum) => [sum.id, sum]));
  return spec.segments.flatMap(({ id, ring = [], cover }) => {
    const sum = sums.get(id);
    if (sum === undefined || !(sum.areaM2 > 0)) return [];
    const corners = ring.map((corner) => frame.toNorthEast(corner));
    const mean = (of: "northM" | "eastM") => corners.reduce((all, corner) => all + corner[of], 0) / corners.length;
    const at = { northM: mean("northM"), eastM: mean("eastM") };
    return [{ id, at, areaM2: sum.areaM2, probability: sum.poa, ...(cover === undefined ? {} : { cover }) }];
  });
};

const blocksOf = (map: ProbabilityMap): readonly OpenSegment[] => {
  const { rows, columns, cellM } = map.grid;
  const side = Math.max(1, Math.ceil(rows / blocksAcross));
  const across = Math.ceil(columns / side);
  const blocks = new Float64Array(across * Math.ceil(rows / side));
  for (let row = 0; row < rows; row += 1) {
    const block = Math.floor(row / side) * across;
    for (let column = 0; column < columns; column += 1) {
      const at = block + Math.floor(column / side);
      blocks[at] = (blocks[at] ?? 0) + map.posteriorAt(row * columns + column);
    }
  }
  const half = ((side - 1) / 2) * cellM;
  return Array.from(blocks, (probability, i) => ({
    id: `${i}`,
    at: {
      northM: rowNorthM(map.grid, Math.floor(i / across) * side) + half,
      eastM: columnEastM(map.grid, (i % across) * side) + half,
    },
    areaM2: (side * cellM) ** 2,
    probability,
  }));
};
