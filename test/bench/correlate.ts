import { LocalFrame } from "../../shared/geo/local-frame.ts";
import { type Correlation, correlate } from "../../shared/search/correlation/correlate.ts";
import {
  fullRule,
  type MovementRule,
  neededSpeedMps,
  type Passage,
  straightM,
} from "../../shared/search/correlation/passage.ts";
import { byLikeliness, type Pair } from "../../shared/search/correlation/top-pairs.ts";
import { Random } from "../support/simulated-pass.ts";
import { median } from "./compare.ts";

const budgetMs = 1_000;
const counts = { passages: 32_000, sightings: 16_000 };
const runs = 5;
/** Cars among cameras: as fast as 33 m/s, compared within half an hour. */
const rule: MovementRule = { maxSpeedMps: 33, windowMs: 1_800_000 };
const frame = new LocalFrame({ latDeg: 30.87, lonDeg: 120.1 });
const dayStartUtcMs = Date.UTC(2026, 10, 3);

/** Passages of a day: half of them in towns of some kilometres, the rest all over the country. */
const scatter = (random: Random, count: number, { sideM, hours }: { sideM: number; hours: number }): Passage[] => {
  const towns = Array.from({ length: 6 }, () => [random.uniform(-sideM, sideM) / 2, random.uniform(-sideM, sideM) / 2]);
  return Array.from({ length: count }, (_, i) => {
    const [townN = 0, townE = 0] = towns[i % 12] ?? [];
    const [northM, eastM] =
      i % 12 < 6
        ? [townN + random.normal(2_000), townE + random.normal(2_000)]
        : [random.uniform(-sideM, sideM) / 2, random.uniform(-sideM, sideM) / 2];
    return {
      id: `${i}`,
      ...frame.toLatLon(northM, eastM),
      utcMs: Math.round(dayStartUtcMs + random.uniform(0, hours * 3_600_000)),
      ...(i % 3 === 0 ? { accuracyM: 30 } : {}),
    };
  });
};

/** Every passage with every sighting, one after the other, by the same exact rule. */
const bruteForce = (first: readonly Passage[], second: readonly Passage[], top: number): Correlation => {
  const { maxSpeedMps, maxDistanceM, windowMs, clockToleranceMs } = fullRule(rule);
  const found: Pair[] = [];
  first.forEach((a, i) => {
    second.forEach((b, j) => {
      const apartMs = Math.abs(a.utcMs - b.utcMs);
      if (apartMs > windowMs || straightM(a, b) > maxDistanceM) return;
      const speedMps = neededSpeedMps(a, b, clockToleranceMs);
      if (speedMps <= maxSpeedMps) found.push({ first: i, second: j, speedMps, apartMs });
    });
  });
  const partners = new Uint32Array(first.length);
  const best = new Int32Array(first.length).fill(-1);
  const bestSpeedMps = new Float64Array(first.length).fill(Number.NaN);
  found.sort(byLikeliness);
  for (const { first: i, second: j, speedMps } of found) {
    partners[i] = (partners[i] ?? 0) + 1;
    if (best[i] !== -1) continue;
    best[i] = j;
    bestSpeedMps[i] = speedMps;
  }
  return { partners, best, bestSpeedMps, pairs: found.length, top: found.slice(0, top) };
};

const times = (work: () => unknown): number => {
  work();
  const all = Array.from({ length: runs }, () => {
    const startMs = performance.now();
    work();
    return performance.now() - startMs;
  });
  return median(all);
};

/** A tenth: each tenth passage with all the sightings, so exactly a tenth of the comparisons. */
export const run = async (): Promise<object> => {
  const random = new Random(11);
  const country = { sideM: 60_000, hours: 24 };
  const passages = scatter(random, counts.passages, country);
  const sightings = scatter(random, counts.sightings, country);
  const ms = times(() => correlate(passages, sightings, rule));
  const { pairs } = correlate(passages, sightings, rule);

  const tenth = passages.filter((_, i) => i % 10 === 0);
  const oursTenthMs = times(() => correlate(tenth, sightings, rule));
  const startMs = performance.now();
  const expected = bruteForce(tenth, sightings, 100);
  const bruteTenthMs = performance.now() - startMs;
  const ours = correlate(tenth, sightings, rule);
  const same = JSON.stringify(plain(ours)) === JSON.stringify(plain(expected));
  if (!same) throw new Error(`Found ${ours.pairs} pairs, or others, where brute force found ${expected.pairs}.`);

  const town = { sideM: 10_000, hours: 6 };
  const [denseOne, denseOther] = [scatter(random, counts.passages, town), scatter(random, counts.sightings, town)];
  const denseMs = times(() => correlate(denseOne, denseOther, rule));
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    ms: round(ms),
    budgetMs,
    timesBudget: Math.round((ms / budgetMs) * 1000) / 1000,
    ...counts,
    pairs,
    /** Both on the tenth, measured in this run. */
    ratio: round(bruteTenthMs / oursTenthMs),
    sameAsBruteForceOnTenth: same,
    oursTenthMs: round(oursTenthMs),
    bruteTenthMs: round(bruteTenthMs),
    /** Ten times the brute force's tenth, over ours for all: not measured. */
    ratioScaled: round((10 * bruteTenthMs) / ms),
    /** As many in one town of 10 km within six hours. */
    denseMs: round(denseMs),
    densePairs: correlate(denseOne, denseOther, rule).pairs,
  };
};

const plain = ({ partners, best, bestSpeedMps, pairs, top }: Correlation) => ({
  partners: [...partners],
  best: [...best],
  bestSpeedMps: [...bestSpeedMps],
  pairs,
  top,
});
