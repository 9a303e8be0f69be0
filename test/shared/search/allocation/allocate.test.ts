import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate } from "../../../../shared/search/allocation/allocate.ts";
import { optimalEffort } from "../../../../shared/search/allocation/optimal-effort.ts";
import type { OpenSegment, Searcher } from "../../../../shared/search/allocation/searcher.ts";

const hourS = 3600;

const team = (over: Partial<Searcher> & { readonly id: string }): Searcher => ({
  at: { northM: 0, eastM: 0 },
  abreast: 5,
  sweepWidthM: 20,
  searchSpeedMps: 0.6,
  travelSpeedMps: 1.2,
  detour: 1.3,
  enduranceS: 4 * hourS,
  reserveS: 0,
  ...over,
});

const drone = (over: Partial<Searcher> & { readonly id: string }): Searcher =>
  team({
    home: { northM: 0, eastM: 0 },
    abreast: 1,
    sweepWidthM: 40,
    searchSpeedMps: 5.4,
    travelSpeedMps: 10,
    detour: 1,
    enduranceS: 1800,
    reserveS: 300,
    ...over,
  });

const segment = (id: string, northM: number, eastM: number, probability: number, cover?: string): OpenSegment => ({
  id,
  at: { northM, eastM },
  areaM2: 90_000,
  probability,
  ...(cover !== undefined && { cover }),
});

/** All orders of all subsets. */
const orders = (items: readonly number[]): readonly (readonly number[])[] => [
  [],
  ...items.flatMap((item) => orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest])),
];

/** The best that any order of any segments for everybody brings; times by Charnes and Cooper, taking turns. */
const bestOfAll = (searchers: readonly Searcher[], segments: readonly OpenSegment[]): number => {
  const rate = (of: Searcher, { areaM2 }: OpenSegment) => (of.abreast * of.sweepWidthM * of.searchSpeedMps) / areaM2;
  const timeFor = (of: Searcher, order: readonly number[]): number => {
    let [at, travelS] = [of.at, 0];
    for (const i of order) {
      const to = segments[i];
      if (!to) continue;
      const wayM = Math.hypot(to.at.northM - at.northM, to.at.eastM - at.eastM) - Math.sqrt(to.areaM2 / Math.PI);
      travelS += (of.detour * Math.max(0, wayM)) / of.travelSpeedMps;
      at = to.at;
    }
    const homeS = of.home
      ? (of.detour * Math.hypot(at.northM - of.home.northM, at.eastM - of.home.eastM)) / of.travelSpeedMps
      : 0;
    return Math.min(hourS, of.enduranceS - of.reserveS - homeS) - travelS;
  };
  const all = orders(segments.map((_, i) => i));
  const choose = (left: readonly Searcher[], chosen: readonly (readonly number[])[]): number => {
    const next = left[0];
    if (next)
      return Math.max(...all.filter((o) => timeFor(next, o) > 0).map((o) => choose(left.slice(1), [...chosen, o])));
    const covered = searchers.map(() => segments.map(() => 0));
    for (let turn = 0; turn < 12; turn += 1)
      for (const [s, of] of searchers.entries()) {
        const order = chosen[s] ?? [];
        const p = segments.map(({ probability }, i) =>
          order.includes(i)
            ? probability * Math.exp(-covered.reduce((sum, row, o) => (o === s ? sum : sum + (row[i] ?? 0)), 0))
            : 0,
        );
        const w = segments.map((to) => rate(of, to));
        covered[s] = [...optimalEffort(w, p, timeFor(of, order)).efforts].map((t, i) => t * (w[i] ?? 0));
      }
    return segments.reduce(
      (sum, { probability }, i) =>
        sum + probability * (1 - Math.exp(-covered.reduce((all, row) => all + (row[i] ?? 0), 0))),
      0,
    );
  };
  return choose(searchers, []);
};

describe("allocation", () => {
  it("sends a team to what is near, not across the district for one percent more", () => {
    const { plans } = allocate([team({ id: "t" })], [segment("near", 0, 300, 0.1), segment("far", 0, 2300, 0.11)], {
      horizonS: hourS,
    });

    expect(plans[0]?.stints.map(({ segmentId }) => segmentId)).toEqual(["near"]);
    expect(plans[0]?.stints[0]?.travelS).toBeCloseTo((1.3 * (300 - Math.sqrt(90_000 / Math.PI))) / 1.2, 6);
  });

  it("keeps a team where it is when travel alone would take most of its hour, and says so", () => {
    const { plans, gain } = allocate([team({ id: "t" })], [segment("far", 0, 2500, 0.01)], { horizonS: hourS });

    expect(plans).toEqual([{ searcherId: "t", stints: [], gain: 0, idle: "too-far" }]);
    expect(gain).toBe(0);
  });

  it("sends two to one segment only where that pays", () => {
    const two = [team({ id: "a" }), team({ id: "b" })];

    const even = allocate(two, [segment("x", 0, 200, 0.1), segment("y", 200, 0, 0.1)], { horizonS: 1800 });
    const one = allocate(two, [segment("x", 0, 200, 0.5), segment("y", 200, 0, 0.001)], { horizonS: 1800 });

    expect(even.plans.flatMap(({ stints }) => stints.flatMap(({ sharedWith }) => sharedWith))).toEqual([]);
    expect(one.plans.map(({ stints }) => stints[0]?.segmentId)).toEqual(["x", "x"]);
    expect(one.plans[0]?.stints[0]?.sharedWith).toEqual(["b"]);
  });

  it("brings vehicles home with their reserve", () => {
    const segments = Array.from({ length: 30 }, (_, i) =>
      segment(`s${i}`, 300 * (i % 6), 300 * Math.floor(i / 6), 0.03),
    );

    const { plans } = allocate([drone({ id: "d", enduranceS: 1500 })], segments, { horizonS: hourS });

    expect(plans[0]?.stints.length).toBeGreaterThan(1);
    expect(plans[0]?.leftAtHomeS).toBeGreaterThanOrEqual(300 - 1e-6);
  });

  it("sends nobody whose battery only lasts for the way home, nor to ground they may not search, and says why", () => {
    const lake = [segment("lake", 0, 300, 0.5, "water")];

    const tired = allocate([drone({ id: "d", enduranceS: 310 })], lake, { horizonS: hourS });
    const dry = allocate([team({ id: "t", widthByCoverM: { water: 0 } })], lake, { horizonS: hourS });
    const done = allocate([team({ id: "t" })], [segment("x", 0, 0, 0), segment("y", 0, 0, Number.NaN)], {
      horizonS: hourS,
    });

    expect(tired.plans[0]?.idle).toBe("no-time");
    expect(dry.plans[0]?.idle).toBe("not-its-ground");
    expect(done.plans[0]?.idle).toBe("nothing-left");
  });

  it("leaves open ground to those who can search nothing else", () => {
    const all = team({ id: "all" });
    const openOnly = team({ id: "open", widthByCoverM: { wood: 0 } });

    const { plans } = allocate([all, openOnly], [segment("o", 0, 0, 0.2, "open"), segment("w", 0, 0, 0.15, "wood")], {
      horizonS: 1800,
    });

    expect(plans.find(({ searcherId }) => searcherId === "all")?.stints[0]?.segmentId).toBe("w");
    expect(plans.find(({ searcherId }) => searcherId === "open")?.stints[0]?.segmentId).toBe("o");
  });

  it("counts tiredness, people side by side and the ground's own sweep width", () => {
    const only = [segment("w", 0, 0, 0.5, "wood")];
    const coverage = (of: Partial<Searcher>) =>
      allocate([team({ id: "t", ...of })], only, { horizonS: hourS }).plans[0]?.stints[0]?.coverage;

    expect(coverage({})).toBeCloseTo((5 * 20 * 0.6 * hourS) / 90_000, 9);
    expect(coverage({ freshness: 0.9, abreast: 2, widthByCoverM: { wood: 12 } })).toBeCloseTo(
      (0.9 * 2 * 12 * 0.6 * hourS) / 90_000,
      9,
    );
  });

  it("adds up: stints follow each other in time, and their gains are what the coverage of all brings", () => {
    const segments = Array.from({ length: 40 }, (_, i) =>
      segment(`s${i}`, 300 * (i % 8), 300 * Math.floor(i / 8), 0.001 * (1 + ((i * 7) % 40))),
    );
    const searchers = [drone({ id: "d" }), team({ id: "a" }), team({ id: "b", at: { northM: 900, eastM: 900 } })];

    const { plans, gain } = allocate(searchers, segments, { horizonS: hourS });

    const covered = new Map<string, number>();
    for (const { stints } of plans) {
      let clockS = 0;
      for (const { travelS, startS, searchS, segmentId, coverage } of stints) {
        expect(startS).toBeCloseTo(clockS + travelS, 6);
        clockS = startS + searchS;
        covered.set(segmentId, (covered.get(segmentId) ?? 0) + coverage);
      }
      expect(clockS).toBeLessThanOrEqual(hourS + 1e-6);
    }
    const brought = segments.reduce(
      (sum, { id, probability }) => sum + probability * (1 - Math.exp(-(covered.get(id) ?? 0))),
      0,
    );
    expect(gain).toBeCloseTo(brought, 9);
  });

  it("brings nearly what the best of all possible rounds brings", () => {
    const place = fc.integer({ min: -8, max: 8 }).map((steps) => steps * 100);
    const spot = fc.record({ northM: place, eastM: place });
    const ratios: number[] = [];
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: spot, probability: fc.double({ min: 0.01, max: 0.4, noNaN: true }) }), {
          minLength: 2,
          maxLength: 3,
        }),
        fc.tuple(spot, spot),
        fc.boolean(),
        (made, [one, other], isDrone) => {
          const segments = made.map((of, i): OpenSegment => ({ id: `s${i}`, areaM2: 90_000, ...of }));
          const searchers = [
            isDrone ? drone({ id: "d", at: one }) : team({ id: "a", at: one }),
            team({ id: "b", at: other }),
          ];

          const { gain } = allocate(searchers, segments, { horizonS: hourS });

          const best = bestOfAll(searchers, segments);
          ratios.push(gain / best);
          expect(gain).toBeGreaterThanOrEqual(0.9 * best);
          expect(gain).toBeLessThanOrEqual(best * (1 + 1e-6));
        },
      ),
      { numRuns: 60, seed: 5 },
    );
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeGreaterThan(0.98);
  });
});
