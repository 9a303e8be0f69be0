import { allocate } from "../../shared/search/allocation/allocate.ts";
import type { OpenSegment, Searcher } from "../../shared/search/allocation/searcher.ts";
import { median } from "./compare.ts";

const budgetMs = 200;
const runs = 15;
const segmentCount = 1065;
const searcherCount = 40;
const sideM = 300;

/** Numbers from 0 to 1, the same each time (Numerical Recipes' congruential generator). */
const numbers = (): (() => number) => {
  let state = 1;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
};

/** Squares whose probability falls away from the middle, some much likelier than their neighbours. */
const madeSegments = (random: () => number): readonly OpenSegment[] => {
  const columns = 33;
  const made = Array.from({ length: segmentCount }, (_, i) => {
    const [row, column] = [Math.floor(i / columns) - 16, (i % columns) - 16];
    const at = { northM: row * sideM, eastM: column * sideM };
    return { id: `s${i}`, at, areaM2: sideM ** 2, probability: random() ** 3 * Math.exp(-Math.hypot(row, column) / 6) };
  });
  const sum = made.reduce((all, { probability }) => all + probability, 0);
  return made.map((segment, i) => ({
    ...segment,
    probability: segment.probability / sum,
    cover: i % 3 === 0 ? "wood" : "open",
  }));
};

/** A third drones, a third robots, a third teams of five. */
const kinds: readonly Omit<Searcher, "id" | "at">[] = [
  {
    abreast: 1,
    sweepWidthM: 40,
    widthByCoverM: { wood: 20 },
    searchSpeedMps: 5.4,
    travelSpeedMps: 10,
    detour: 1,
    enduranceS: 1800,
    reserveS: 300,
  },
  {
    abreast: 1,
    sweepWidthM: 20,
    widthByCoverM: { wood: 0 },
    searchSpeedMps: 1.2,
    travelSpeedMps: 1.5,
    detour: 1.3,
    enduranceS: 7200,
    reserveS: 900,
  },
  {
    abreast: 5,
    sweepWidthM: 20,
    searchSpeedMps: 0.6,
    travelSpeedMps: 1.2,
    detour: 1.3,
    enduranceS: 14_400,
    reserveS: 0,
  },
];

const madeSearchers = (random: () => number): readonly Searcher[] =>
  Array.from({ length: searcherCount }, (_, i) => {
    const at = { northM: (random() - 0.5) * 6000, eastM: (random() - 0.5) * 6000 };
    const kind = kinds[i % kinds.length];
    if (kind === undefined) throw new Error(`There is no kind ${i % kinds.length} of searchers.`);
    return { id: `p${i}`, at, ...kind, home: at };
  });

/** The next hour of 40 searchers of three kinds in 1,065 segments. `timesBudget` below 1 is in time. */
export const run = async (): Promise<object> => {
  const random = numbers();
  const segments = madeSegments(random);
  const searchers = madeSearchers(random);
  const times: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    const startMs = performance.now();
    allocate(searchers, segments, { horizonS: 3600 });
    times.push(performance.now() - startMs);
  }
  const { plans, gain } = allocate(searchers, segments, { horizonS: 3600 });
  const ms = Math.round(median(times) * 10) / 10;
  return {
    ms,
    firstMs: Math.round((times[0] ?? 0) * 10) / 10,
    budgetMs,
    timesBudget: Math.round((ms / budgetMs) * 1000) / 1000,
    segments: segments.length,
    searchers: searchers.length,
    stints: plans.reduce((sum, { stints }) => sum + stints.length, 0),
    gain: Math.round(gain * 10_000) / 10_000,
  };
};
