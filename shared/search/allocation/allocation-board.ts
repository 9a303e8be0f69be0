import type { OpenSegment, Searcher } from "./searcher.ts";

/** Shorter than this nobody is sent to search a segment, s. */
export const shortestStintS = 120;

/** Travel may take at most this share of the time between two segments: nobody crosses the district for one percent. */
const largestTravelShare = 0.5;

/** Two in one segment must be told apart and kept apart: it must bring a quarter more than one of their own. */
const togetherWorth = 0.8;

/** Coverage below this is what rounding left of somebody who went away. */
const aTrace = 1e-9;

/** A segment that a searcher could do next. `end` is when it would leave it, s from now. */
export interface Offer {
  readonly segment: number;
  readonly travelS: number;
  readonly searchS: number;
  /** Probability of success for each second of travel and search. */
  readonly worth: number;
}

export interface OfferQuestion {
  /** The segment that it leaves; absent: where it is now. */
  readonly from: number | undefined;
  /** When it leaves, s from now. */
  readonly usedS: number;
  /** Segments that it has in its round already. */
  readonly visited: readonly number[];
  /** What a second of its time brings elsewhere: it stays until a segment brings no more. 0: not known yet. */
  readonly price: number;
  /** Whether what others do counts. */
  readonly beside: "others" | "alone";
}

/** Segments of a searcher in their order, with the time for each, s. */
export interface Round {
  readonly segments: number[];
  readonly searchS: number[];
}

const distanceM = (northM: number, eastM: number): number => Math.sqrt(northM * northM + eastM * eastM);

/**
 * The x = w t at which (1 - e^-x) / (a + x) is largest, a = w times the travel: where it pays to go on to the next place
 * (marginal value theorem, Charnov 1976): e^x = 1 + x + a. Newton from above, where the left side is the larger one.
 */
const bestStay = (a: number): number => {
  let x = a < 1 ? Math.sqrt(2 * a) : Math.log1p(a) + 1;
  for (let i = 0; i < 4; i += 1) {
    const e = Math.exp(x);
    if (e <= 1) break;
    x -= (e - 1 - x - a) / (e - 1);
  }
  return x;
};

/** All segments and searchers of one allocation as arrays, and the coverage that is planned so far. */
export class AllocationBoard {
  readonly searchers: readonly Searcher[];
  readonly horizonS: number;
  readonly count: number;
  /** Planned coverage of each segment by all searchers together. */
  readonly coverage: Float64Array;
  readonly probability: Float64Array;
  readonly #north: Float64Array;
  readonly #east: Float64Array;
  /** Half the width of the segment: a searcher begins at its edge, m. */
  readonly #reachM: Float64Array;
  /** For each searcher and segment: coverage for a second of searching. */
  readonly #rates: readonly Float64Array[];
  /** For each searcher and segment: the way home from it, s. */
  readonly #homeS: readonly (Float64Array | undefined)[];

  constructor(searchers: readonly Searcher[], segments: readonly OpenSegment[], horizonS: number) {
    this.searchers = searchers;
    this.horizonS = horizonS;
    this.count = segments.length;
    this.coverage = new Float64Array(segments.length);
    // What isn't a probability promises nothing.
    this.probability = Float64Array.from(segments, ({ probability }) =>
      Number.isFinite(probability) ? Math.max(0, probability) : 0,
    );
    this.#north = Float64Array.from(segments, ({ at }) => at.northM);
    this.#east = Float64Array.from(segments, ({ at }) => at.eastM);
    this.#reachM = Float64Array.from(segments, ({ areaM2 }) => Math.sqrt(Math.max(0, areaM2) / Math.PI));
    this.#rates = searchers.map((searcher) => Float64Array.from(segments, (segment) => rateOf(searcher, segment)));
    this.#homeS = searchers.map(({ home, detour, travelSpeedMps }) =>
      home === undefined
        ? undefined
        : Float64Array.from(
            segments,
            ({ at }) => (detour * distanceM(home.northM - at.northM, home.eastM - at.eastM)) / travelSpeedMps,
          ),
    );
  }

  rate(searcher: number, segment: number): number {
    return this.#rates[searcher]?.[segment] ?? 0;
  }

  /** The way home from a segment, s; 0 for who need not come home. */
  homeS(searcher: number, segment: number): number {
    return this.#homeS[searcher]?.[segment] ?? 0;
  }

  /** The straight way to a segment's edge, from where the searcher is or from the segment before, m. */
  distanceM(searcher: number, from: number | undefined, segment: number): number {
    const at = this.searchers[searcher]?.at;
    const northM = from === undefined ? (at?.northM ?? 0) : (this.#north[from] ?? 0);
    const eastM = from === undefined ? (at?.eastM ?? 0) : (this.#east[from] ?? 0);
    const wayM = distanceM((this.#north[segment] ?? 0) - northM, (this.#east[segment] ?? 0) - eastM);
    return Math.max(0, wayM - (this.#reachM[segment] ?? 0));
  }

  travelS(searcher: number, from: number | undefined, segment: number): number {
    const of = this.searchers[searcher];
    return of === undefined ? 0 : (of.detour * this.distanceM(searcher, from, segment)) / of.travelSpeedMps;
  }

  /** When a searcher must have left a segment at the latest, s from now. */
  untilS(searcher: number, segment: number): number {
    const of = this.searchers[searcher];
    const enduranceS = of === undefined ? 0 : of.enduranceS - of.reserveS - this.homeS(searcher, segment);
    return Math.min(this.horizonS, enduranceS);
  }

  /** The segment that brings a searcher most for its time. */
  bestOffer(searcher: number, { from, usedS, visited, price, beside }: OfferQuestion): Offer | undefined {
    const rates = this.#rates[searcher];
    const of = this.searchers[searcher];
    if (rates === undefined || of === undefined) return undefined;
    const homesS = this.#homeS[searcher];
    const northM = from === undefined ? of.at.northM : (this.#north[from] ?? 0);
    const eastM = from === undefined ? of.at.eastM : (this.#east[from] ?? 0);
    const perM = of.detour / of.travelSpeedMps;
    const enduranceS = of.enduranceS - of.reserveS;
    let [best, bestWorth, bestTravelS, bestSearchS] = [-1, 0, 0, 0];
    for (let i = 0; i < this.count; i += 1) {
      const rate = rates[i] ?? 0;
      const whole = this.probability[i] ?? 0;
      // No offer is worth more than the first second of searching without travel.
      if (whole * rate <= bestWorth) continue;
      const planned = beside === "alone" ? 0 : (this.coverage[i] ?? 0);
      const remaining = planned > aTrace ? whole * togetherWorth * Math.exp(-planned) : whole;
      if (remaining * rate <= bestWorth) continue;
      const wayM = distanceM((this.#north[i] ?? 0) - northM, (this.#east[i] ?? 0) - eastM);
      const travelS = Math.max(0, wayM - (this.#reachM[i] ?? 0)) * perM;
      const untilS = Math.min(this.horizonS, enduranceS - (homesS?.[i] ?? 0));
      const roomS = untilS - usedS - travelS;
      if (roomS < shortestStintS || travelS > largestTravelShare * (untilS - usedS)) continue;
      const stay = price > 0 ? Math.log((remaining * rate) / price) : bestStay(rate * travelS);
      const searchS = Math.min(roomS, Math.max(shortestStintS, stay / rate));
      const worth = (-remaining * Math.expm1(-rate * searchS)) / (travelS + searchS);
      if (worth > bestWorth && !visited.includes(i))
        [best, bestWorth, bestTravelS, bestSearchS] = [i, worth, travelS, searchS];
    }
    return best < 0 ? undefined : { segment: best, worth: bestWorth, travelS: bestTravelS, searchS: bestSearchS };
  }

  /** Puts a round's coverage on the board, or takes it off again with `sign` -1. */
  place(searcher: number, { segments, searchS }: Round, sign: 1 | -1): void {
    for (const [k, segment] of segments.entries()) {
      const coverage = this.rate(searcher, segment) * (searchS[k] ?? 0);
      this.coverage[segment] = Math.max(0, (this.coverage[segment] ?? 0) + sign * coverage);
    }
  }

  /** What a round would be worth beside what is on the board: the probability that it adds, less where others are too. */
  worthOf(searcher: number, { segments, searchS }: Round): number {
    let gain = 0;
    for (const [k, segment] of segments.entries()) {
      const planned = this.coverage[segment] ?? 0;
      const left = (this.probability[segment] ?? 0) * (planned > aTrace ? togetherWorth * Math.exp(-planned) : 1);
      gain -= left * Math.expm1(-this.rate(searcher, segment) * (searchS[k] ?? 0));
    }
    return gain;
  }
}

/** w = n W v / A, coverage for each second. */
const rateOf = (searcher: Searcher, { areaM2, cover }: OpenSegment): number => {
  const widthM = (cover === undefined ? undefined : searcher.widthByCoverM?.[cover]) ?? searcher.sweepWidthM;
  const rate = (searcher.abreast * widthM * (searcher.freshness ?? 1) * searcher.searchSpeedMps) / areaM2;
  return Number.isFinite(rate) && rate > 0 ? rate : 0;
};
