import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { between, type PlanePoint, planeDistanceM, ringAreaM2 } from "../../../../shared/geo/polygon.ts";
import { PolygonIndex } from "../../../../shared/geo/polygon-index.ts";
import { makePattern } from "../../../../shared/search/patterns/make-pattern.ts";
import type { Area, PatternHeight, PatternPoint, PatternResult } from "../../../../shared/search/patterns/pattern.ts";
import { arbitraryRings, areaOf, areaOrigin, ringOf } from "../../../support/areas.ts";
import { ownTime } from "../../../support/own-time.ts";

const height: PatternHeight = { aglM: 60, followTerrain: false, maxClimb: 0.3 };
const frame = new LocalFrame(areaOrigin);

interface Leg {
  readonly a: PlanePoint;
  readonly b: PlanePoint;
  readonly searching: boolean;
}

const laid = (result: PatternResult) => {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.fault)}`);
  return result;
};

const legsOf = (points: readonly PatternPoint[]): readonly Leg[] =>
  points.slice(1).flatMap((to, i) => {
    const from = points[i];
    return from ? [{ a: frame.toNorthEast(from), b: frame.toNorthEast(to), searching: from.searching }] : [];
  });

const square = (sizeM: number): Area => ({
  outline: ringOf([
    [0, 0],
    [0, sizeM],
    [sizeM, sizeM],
    [sizeM, 0],
  ]),
  holes: [],
});

describe("a parallel sweep", () => {
  it("covers a rectangle along its long side with the fewest turns", () => {
    const area = {
      outline: ringOf([
        [0, 0],
        [0, 1000],
        [300, 1000],
        [300, 0],
      ]),
      holes: [],
    };

    const { points, coveredFraction, lengthM } = laid(makePattern({ kind: "parallel", area, spacingM: 50 }, height));

    expect(points).toHaveLength(12);
    expect(lengthM).toBeCloseTo(6 * 1000 + 5 * 50, -1);
    expect(coveredFraction).toBe(1);
  });

  it("keeps the heading that is asked for", () => {
    const shape = { kind: "parallel", area: square(600), lineHeadingRad: 0.5, spacingM: 40 } as const;

    const searching = legsOf(laid(makePattern(shape, height)).points).filter((leg) => leg.searching);

    for (const { a, b } of searching) {
      const headingRad = Math.atan2(b.eastM - a.eastM, b.northM - a.northM);
      expect(Math.abs(Math.sin(headingRad - 0.5))).toBeLessThan(1e-3);
    }
    expect(searching.length).toBeGreaterThan(15);
  });

  it("stays inside, out of holes, one spacing from line to line, and covers nearly all with some overlap", () => {
    fc.assert(
      fc.property(arbitraryRings, fc.double({ min: 12, max: 60, noNaN: true }), (rings, spacingM) => {
        const result = laid(
          makePattern({ kind: "parallel", area: areaOf(rings), spacingM }, height, { swathM: 1.5 * spacingM }),
        );

        const index = new PolygonIndex(rings);
        const legs = legsOf(result.points);
        for (const { a, b } of legs) {
          for (const share of [0.01, 0.25, 0.5, 0.75, 0.99]) {
            const point = between(a, b, share);
            expect(index.contains(point) || index.isNearEdge(point, 0.05)).toBe(true);
          }
        }
        const lines = legs.filter((leg) => leg.searching);
        const [first] = lines;
        if (!first) throw new Error("No line.");
        const along = { n: first.b.northM - first.a.northM, e: first.b.eastM - first.a.eastM };
        const longM = Math.hypot(along.n, along.e);
        const acrossM = (p: PlanePoint) =>
          ((p.eastM - first.a.eastM) * along.n - (p.northM - first.a.northM) * along.e) / longM;
        for (const { a, b } of lines) {
          const rows = acrossM(a) / spacingM;
          expect(Math.abs(rows - Math.round(rows))).toBeLessThan(0.01);
          expect(acrossM(b)).toBeCloseTo(acrossM(a), 1);
        }
        expect(result.coveredFraction).toBeGreaterThan(0.97);
        const areaM2 = rings.reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(ringAreaM2(ring)), 0);
        const searchedM = lines.reduce((sum, { a, b }) => sum + planeDistanceM(a, b), 0);
        expect(searchedM * spacingM).toBeGreaterThan(0.8 * areaM2);
        expect(searchedM * spacingM).toBeLessThan(1.2 * areaM2);
        expect(result.lengthM).toBeLessThan(2 * searchedM + 2000);
      }),
      { numRuns: 150 },
    );
  });

  it("goes around a hole and never through it", () => {
    const hole = ringOf([
      [100, 100],
      [100, 500],
      [500, 500],
      [500, 100],
    ]);
    const area = { outline: square(600).outline, holes: [hole] };

    const { points } = laid(makePattern({ kind: "parallel", area, spacingM: 30 }, height));

    const inHole = new PolygonIndex([hole.map((place) => frame.toNorthEast(place))]);
    for (const { a, b } of legsOf(points)) {
      for (let share = 0; share <= 1; share += 0.05) {
        const point = between(a, b, share);
        expect(inHole.contains(point) && !inHole.isNearEdge(point, 0.05)).toBe(false);
      }
    }
  });

  it("says which squares a narrow swath leaves out", () => {
    const narrow = laid(makePattern({ kind: "parallel", area: square(600), spacingM: 60 }, height, { swathM: 30 }));
    const wide = laid(makePattern({ kind: "parallel", area: square(600), spacingM: 60 }, height, { swathM: 62 }));

    expect(narrow.coveredFraction).toBeGreaterThan(0.4);
    expect(narrow.coveredFraction).toBeLessThan(0.6);
    const leftOutM2 = narrow.uncovered.reduce((sum, { southWest, northEast }) => {
      const { northM, eastM } = new LocalFrame(southWest).toNorthEast(northEast);
      return sum + northM * eastM;
    }, 0);
    expect(leftOutM2 / 360_000).toBeCloseTo(1 - narrow.coveredFraction, 1);
    expect(wide.uncovered).toEqual([]);
  });

  it("flies one line through an area narrower than the spacing", () => {
    const area = {
      outline: ringOf([
        [0, 0],
        [0, 400],
        [8, 400],
        [8, 0],
      ]),
      holes: [],
    };

    const { points, coveredFraction } = laid(makePattern({ kind: "parallel", area, spacingM: 60 }, height));

    expect(points).toHaveLength(2);
    expect(coveredFraction).toBe(1);
  });

  it("lies across the date line as anywhere else", () => {
    const origin = { latDeg: -16.8, lonDeg: 179.999 };
    const corners = [
      [0, 0],
      [0, 1000],
      [400, 1000],
      [400, 0],
    ] as const;
    const here = laid(
      makePattern({ kind: "parallel", area: { outline: ringOf(corners), holes: [] }, spacingM: 50 }, height),
    );

    const there = laid(
      makePattern({ kind: "parallel", area: { outline: ringOf(corners, origin), holes: [] }, spacingM: 50 }, height),
    );

    expect(there.points.some(({ lonDeg }) => lonDeg > 179)).toBe(true);
    expect(there.points.some(({ lonDeg }) => lonDeg < -179)).toBe(true);
    expect(there.lengthM).toBeCloseTo(here.lengthM, -1);
    for (const { lonDeg } of there.points) expect(Math.abs(lonDeg)).toBeLessThanOrEqual(180);
  });

  it("begins near where it is told to", () => {
    const from = ringOf([[620, 620]])[0] as LatLon;

    const { points } = laid(makePattern({ kind: "parallel", area: square(600), spacingM: 50 }, height, { from }));

    const [first] = points;
    if (!first) throw new Error("No point.");
    expect(planeDistanceM(frame.toNorthEast(first), { northM: 620, eastM: 620 })).toBeLessThan(60);
  });
});

describe("a creeping line", () => {
  it("begins at the near end and goes ahead line by line", () => {
    const shape = { kind: "creeping", area: square(600), advanceHeadingRad: 0, spacingM: 60 } as const;

    const lines = legsOf(laid(makePattern(shape, height)).points).filter((leg) => leg.searching);

    const northsM = lines.map(({ a }) => a.northM);
    expect(lines).toHaveLength(10);
    expect(northsM).toEqual(northsM.toSorted((one, other) => one - other));
    expect(northsM[0]).toBeCloseTo(30, 0);
    for (const { a, b } of lines) expect(b.northM).toBeCloseTo(a.northM, 1);
  });
});

describe("a bad area", () => {
  const fault = (area: Area, spacingM = 50, maxPoints = 20_000) => {
    const result = makePattern({ kind: "parallel", area, spacingM }, height, { maxPoints });
    return result.ok ? undefined : result.fault;
  };

  it("that crosses itself is refused with the place", () => {
    const bowTie = ringOf([
      [0, 0],
      [400, 400],
      [400, 0],
      [0, 400],
    ]);

    const found = fault({ outline: bowTie, holes: [] });

    expect(found?.code).toBe("self-crossing");
    if (found?.code !== "self-crossing") return;
    expect(planeDistanceM(frame.toNorthEast(found.at), { northM: 200, eastM: 200 })).toBeLessThan(0.1);
  });

  it("with a hole that crosses itself is refused", () => {
    const hole = ringOf([
      [100, 100],
      [300, 300],
      [300, 100],
      [100, 300],
    ]);

    expect(fault({ outline: square(600).outline, holes: [hole] })?.code).toBe("self-crossing");
  });

  it("with a hole outside, or half outside, is refused with the place", () => {
    const { outline } = square(600);

    expect(
      fault({
        outline,
        holes: [
          ringOf([
            [700, 700],
            [700, 800],
            [800, 800],
          ]),
        ],
      })?.code,
    ).toBe("hole-outside");
    expect(
      fault({
        outline,
        holes: [
          ringOf([
            [500, 500],
            [500, 800],
            [800, 800],
          ]),
        ],
      })?.code,
    ).toBe("hole-outside");
    expect(
      fault({
        outline,
        holes: [
          ringOf([
            [-10, -10],
            [-10, 700],
            [700, 700],
            [700, -10],
          ]),
        ],
      })?.code,
    ).toBe("hole-outside");
  });

  it("without points, without extent or too large is refused", () => {
    expect(fault({ outline: [], holes: [] })).toEqual({ code: "too-few-points" });
    expect(
      fault({
        outline: ringOf([
          [0, 0],
          [100, 0],
        ]),
        holes: [],
      }),
    ).toEqual({ code: "too-few-points" });
    expect(
      fault({
        outline: ringOf([
          [0, 0],
          [100, 0],
          [200, 0],
          [50, 0],
        ]),
        holes: [],
      }),
    ).toEqual({ code: "no-area" });
    expect(
      fault({
        outline: ringOf([
          [5, 5],
          [5, 5],
          [5, 5],
          [5, 5],
        ]),
        holes: [],
      }),
    ).toEqual({ code: "no-area" });
    const world = [
      [-60, -170],
      [-60, 170],
      [60, 170],
      [60, -170],
    ].map(([latDeg = 0, lonDeg = 0]) => ({ latDeg, lonDeg }));
    expect(fault({ outline: world, holes: [] })).toEqual({ code: "too-large" });
  });

  it("that a hole fills has nothing to search", () => {
    const ring = square(600).outline;

    expect(fault({ outline: ring, holes: [ring] })).toEqual({ code: "no-area" });
  });

  it("that would take too many points is refused at once", () => {
    const tookMs = ownTime();

    expect(fault(square(50_000), 0.5)?.code).toBe("too-many-points");
    expect(fault(square(600), 30, 10)?.code).toBe("too-many-points");
    expect(tookMs()).toBeLessThan(500);
  });

  it("with repeated points, a closing point and needles is taken as what it means", () => {
    const clean = square(600);
    const dirty = {
      outline: ringOf([
        [0, 0],
        [0, 0],
        [0, 600],
        [0, 900],
        [0, 600],
        [600, 600],
        [600, 600],
        [600, 300],
        [600, 0],
        [0, 0],
      ]),
      holes: [
        ringOf([
          [50, 50],
          [50, 50],
        ]),
      ],
    };

    const [one, other] = [clean, dirty].map((area) =>
      laid(makePattern({ kind: "parallel", area, spacingM: 50 }, height)),
    );

    expect(other?.lengthM).toBeCloseTo(one?.lengthM ?? 0, 0);
  });

  it("of 5,000 corners is laid in a moment", () => {
    const outline = ringOf(
      Array.from({ length: 5000 }, (_, i) => {
        const radiusM = 900 + 100 * Math.sin(i * 0.7) + 60 * Math.sin(i / 31);
        const angleRad = (2 * Math.PI * i) / 5000;
        return [radiusM * Math.cos(angleRad), radiusM * Math.sin(angleRad)] as const;
      }),
    );
    const tookMs = ownTime();

    const { coveredFraction } = laid(
      makePattern({ kind: "parallel", area: { outline, holes: [] }, spacingM: 30 }, height),
    );

    expect(coveredFraction).toBeGreaterThan(0.9);
    expect(tookMs()).toBeLessThan(2_000);
  });

  it("never makes it throw", () => {
    const place = fc.record({
      latDeg: fc.double({ min: -90, max: 90, noNaN: true }),
      lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    const near = fc.record({
      latDeg: fc.double({ min: 30, max: 30.01, noNaN: true }),
      lonDeg: fc.double({ min: 100, max: 100.01, noNaN: true }),
    });
    const rings = fc.oneof(fc.array(place, { maxLength: 6 }), fc.array(near, { maxLength: 12 }));
    fc.assert(
      fc.property(rings, fc.array(rings, { maxLength: 2 }), (outline, holes) => {
        const result = makePattern({ kind: "parallel", area: { outline, holes }, spacingM: 20 }, height);

        expect(typeof result.ok).toBe("boolean");
      }),
      { numRuns: 300 },
    );
  });
});
