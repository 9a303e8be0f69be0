import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distanceM } from "../../../../shared/geo/geodesic.ts";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { correlate } from "../../../../shared/search/correlation/correlate.ts";
import { fitTrack } from "../../../../shared/search/correlation/fit-track.ts";
import { fullRule, neededSpeedMps, type Passage, straightM } from "../../../../shared/search/correlation/passage.ts";
import { byLikeliness, type Pair } from "../../../../shared/search/correlation/top-pairs.ts";

const frame = new LocalFrame({ latDeg: 30.87, lonDeg: 120.433 });
const startUtcMs = Date.UTC(2026, 10, 3, 14, 0);

/** Seen so far north and east of the middle, so many minutes after the start. */
const seen = (id: string, northM: number, eastM: number, minutes: number, more: Partial<Passage> = {}): Passage => ({
  id,
  ...frame.toLatLon(northM, eastM),
  utcMs: startUtcMs + minutes * 60_000,
  ...more,
});
const onFoot = { maxSpeedMps: 1.5, windowMs: 3_600_000, clockToleranceMs: 0 };

describe("the distance that passages are compared by", () => {
  it("is the geodesic's to a millimetre over 5 km, at the date line too", () => {
    for (const [a, b] of [
      [seen("a", 0, 0, 0), seen("b", 3_000, 4_000, 0)],
      [
        { latDeg: -17, lonDeg: 179.99 },
        { latDeg: -17.01, lonDeg: -179.97 },
      ],
    ] as const) {
      expect(Math.abs(straightM(a, b) - distanceM(a, b))).toBeLessThan(0.001);
    }
  });

  it("makes the speed that it takes, with the benefit of all doubt", () => {
    const [a, b] = [seen("a", 0, 0, 0), seen("b", 600, 0, 10)];

    expect(neededSpeedMps(a, b)).toBeCloseTo(1, 5);
    expect(neededSpeedMps({ ...a, accuracyM: 150 }, { ...b, accuracyM: 150 })).toBeCloseTo(0.5, 5);
    expect(neededSpeedMps(a, b, 600_000)).toBeCloseTo(0.5, 5);
    expect(neededSpeedMps(a, a)).toBe(0);
    expect(neededSpeedMps(a, seen("b", 600, 0, 0))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("two sets of passages", () => {
  it("fit where place, time and speed allow it", () => {
    const cameras = [seen("near", 600, 0, 10), seen("too fast", 2_000, 0, 10), seen("too late", 600, 0, 70)];
    const far = seen("too far", 5_100, 0, 59);

    const { partners, best, bestSpeedMps, pairs, top } = correlate([...cameras, far], [seen("s", 0, 0, 0)], onFoot);

    expect([...partners]).toEqual([1, 0, 0, 0]);
    expect([...best]).toEqual([0, -1, -1, -1]);
    expect(bestSpeedMps[0]).toBeCloseTo(1, 5);
    expect(pairs).toBe(1);
    expect(top).toMatchObject([{ first: 0, second: 0, apartMs: 600_000 }]);
  });

  it("have no pairs where one is empty", () => {
    expect(correlate([], [seen("s", 0, 0, 0)], onFoot)).toMatchObject({ pairs: 0, top: [] });
    expect(correlate([seen("s", 0, 0, 0)], [], onFoot)).toMatchObject({ pairs: 0, top: [] });
  });

  it("give the same pairs as comparing each with each", () => {
    const where = fc.oneof(
      fc.record({
        latDeg: fc.double({ min: 30.8, max: 30.95, noNaN: true }),
        lonDeg: fc.double({ min: 120.3, max: 120.6, noNaN: true }),
      }),
      fc.record({
        latDeg: fc.double({ min: -0.03, max: 0.03, noNaN: true }),
        lonDeg: fc.constantFrom(179.99, -179.99, 180, -180, 179.97),
      }),
    );
    const passage = fc
      .tuple(where, fc.integer({ min: 0, max: 90 }), fc.constantFrom(0, 0, 20, 800))
      .map(([place, minutes, accuracyM]) => seen("p", 0, 0, minutes, { ...place, accuracyM }));
    const many = fc.array(passage, { maxLength: 60 });
    const rules = fc.record({
      maxSpeedMps: fc.constantFrom(1.5, 15, 40),
      maxDistanceM: fc.constantFrom(100, 5_000, 20_000),
      windowMs: fc.constantFrom(0, 600_000, 3_600_000),
      clockToleranceMs: fc.constantFrom(0, 30_000),
    });
    fc.assert(
      fc.property(many, many, rules, (first, second, rule) => {
        const expected = eachWithEach(first, second, rule);

        const found = correlate(first, second, rule, 20);

        expect(found.top).toEqual(expected.slice(0, 20));
        expect(found.pairs).toBe(expected.length);
        first.forEach((_, i) => {
          const own = expected.filter((pair) => pair.first === i);
          expect(found.partners[i]).toBe(own.length);
          expect(found.best[i]).toBe(own[0]?.second ?? -1);
          expect(found.bestSpeedMps[i]).toBe(own[0]?.speedMps ?? Number.NaN);
        });
      }),
    );
  });
});

const eachWithEach = (first: readonly Passage[], second: readonly Passage[], rule: typeof onFoot): readonly Pair[] => {
  const { maxSpeedMps, maxDistanceM, windowMs, clockToleranceMs } = fullRule(rule);
  return first
    .flatMap((a, i) =>
      second.flatMap((b, j): Pair[] => {
        const apartMs = Math.abs(a.utcMs - b.utcMs);
        const speedMps = neededSpeedMps(a, b, clockToleranceMs);
        const fits = apartMs <= windowMs && straightM(a, b) <= maxDistanceM && speedMps <= maxSpeedMps;
        return fits ? [{ first: i, second: j, speedMps, apartMs }] : [];
      }),
    )
    .sort(byLikeliness);
};

describe("one subject's track", () => {
  const track = [seen("elder", 0, 0, 0), seen("elder", 1_000, 0, 20)];

  it("fits what lies between its sightings in place and time", () => {
    const between = seen("camera", 500, 0, 10);
    const aside = seen("camera", 500, 900, 10);
    const after = seen("camera", 1_500, 0, 30);

    const { fits, tooFast, elsewhere } = fitTrack(track, [between, aside, after, seen("camera", 0, 0, 200)], onFoot);

    expect(fits.map(({ passage }) => passage)).toEqual([0, 2]);
    expect(fits[0]?.neededSpeedMps).toBeCloseTo(500 / 600, 3);
    expect(fits[0]?.score).toBeCloseTo(1 - 500 / 600 / 1.5, 3);
    expect(tooFast).toBe(1);
    expect(elsewhere).toBe(1);
  });

  it("asks for the distance even where the speed would allow more", () => {
    const car = { maxSpeedMps: 30 };

    expect(fitTrack([seen("s", 0, 0, 0)], [seen("c", 5_100, 0, 20)], car)).toMatchObject({ fits: [], elsewhere: 1 });
    expect(fitTrack([seen("s", 0, 0, 0)], [seen("c", 4_900, 0, 20)], car).fits).toHaveLength(1);
  });

  it("finds who was near it again and again, and tells of contradictions", () => {
    const passages = [
      seen("浙E1", 20, 0, 1),
      seen("浙E1", 990, 0, 20),
      seen("浙E2", 30, 0, 1),
      seen("浙E3", 20, 0, 1),
      seen("浙E3", 4_000, 0, 20),
    ];

    const { companions } = fitTrack(track, passages, { ...onFoot, clockToleranceMs: 30_000 });

    expect(companions).toEqual([
      { id: "浙E1", sightings: 2, passages: 2, contradictions: 0 },
      { id: "浙E2", sightings: 1, passages: 1, contradictions: 0 },
      { id: "浙E3", sightings: 1, passages: 1, contradictions: 1 },
    ]);
  });

  it("names sightings that can't both be true, and makes its chain without one of them", () => {
    const wrong = seen("elder", 9_000, 0, 10);

    const { conflicts, chain } = fitTrack([...track, wrong], [seen("c", 500, 0, 11)], {
      ...onFoot,
      maxDistanceM: 20_000,
    });

    expect(conflicts).toEqual([
      [0, 2],
      [2, 1],
    ]);
    expect(chain.filter(({ kind }) => kind === "sighting").map(({ index }) => index)).toEqual([0, 1]);
  });

  it("chains the passages that can follow each other, in order of time", () => {
    const passages = [seen("c", 300, 0, 6), seen("c", 500, 500, 10), seen("c", 700, 0, 13), seen("c", 500, -60, 10)];

    const { chain } = fitTrack(track, passages, onFoot);

    expect(chain).toEqual([
      { kind: "sighting", index: 0 },
      { kind: "passage", index: 0 },
      { kind: "passage", index: 3 },
      { kind: "passage", index: 2 },
      { kind: "sighting", index: 1 },
    ]);
  });

  it("without sightings fits nothing", () => {
    expect(fitTrack([], [seen("c", 0, 0, 0)], onFoot)).toMatchObject({ fits: [], elsewhere: 1, chain: [] });
  });
});
