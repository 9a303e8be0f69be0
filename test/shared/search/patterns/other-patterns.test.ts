import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FlatTerrain } from "../../../../shared/geo/flat-terrain.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { between, distanceToSideM, planeDistanceM } from "../../../../shared/geo/polygon.ts";
import { PolygonIndex } from "../../../../shared/geo/polygon-index.ts";
import { makePattern } from "../../../../shared/search/patterns/make-pattern.ts";
import type { PatternHeight, PatternResult, PatternShape } from "../../../../shared/search/patterns/pattern.ts";
import { arbitraryRings, areaOf, areaOrigin, mountains, ringOf } from "../../../support/areas.ts";

const height: PatternHeight = { aglM: 60, followTerrain: false, maxClimb: 0.3 };
const frame = new LocalFrame(areaOrigin);

const laid = (result: PatternResult) => {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.fault)}`);
  return result;
};

const legLengthsM = (points: readonly LatLon[]): readonly number[] =>
  points.slice(1).map((to, i) => Math.round(planeDistanceM(frame.toNorthEast(points[i] ?? to), frame.toNorthEast(to))));

describe("an expanding square", () => {
  it("has legs of 1, 1, 2, 2, 3, 3 spacings, turning right", () => {
    const shape = { kind: "expanding-square", datum: areaOrigin, firstHeadingRad: 0, spacingM: 100, legs: 6 } as const;

    const { points, coveredFraction } = laid(makePattern(shape, height, { swathM: 110 }));

    expect(legLengthsM(points)).toEqual([100, 100, 200, 200, 300, 300]);
    const places = points.map((point) => frame.toNorthEast(point));
    expect(places.slice(0, 4).map(({ northM, eastM }) => [Math.round(northM), Math.round(eastM)])).toEqual([
      [0, 0],
      [100, 0],
      [100, 100],
      [-100, 100],
    ]);
    expect(coveredFraction).toBeGreaterThan(0.85);
  });
});

describe("a sector search", () => {
  it("flies three triangles through the datum and ends there", () => {
    const shape = { kind: "sector", datum: areaOrigin, firstHeadingRad: 0.4, radiusM: 500, rounds: 1 } as const;

    const { points, lengthM } = laid(makePattern(shape, height));

    expect(legLengthsM(points)).toEqual([500, 500, 500, 500, 500, 500, 500, 500, 500]);
    expect(lengthM).toBeCloseTo(4500, 0);
    const atDatum = points.flatMap((point, i) =>
      planeDistanceM(frame.toNorthEast(point), { northM: 0, eastM: 0 }) < 0.1 ? [i] : [],
    );
    expect(atDatum).toEqual([0, 3, 6, 9]);
  });

  it("turns the second round by 30 degrees", () => {
    const shape = { kind: "sector", datum: areaOrigin, firstHeadingRad: 0, radiusM: 500, rounds: 2 } as const;

    const second = frame.toNorthEast(laid(makePattern(shape, height)).points[10] ?? areaOrigin);

    expect((Math.atan2(second.eastM, second.northM) * 180) / Math.PI).toBeCloseTo(30, 1);
  });
});

describe("a corridor", () => {
  const road = ringOf([
    [0, 0],
    [400, 50],
    [600, 400],
    [1000, 500],
  ]);

  it("runs there and back beside the line, as wide as asked", () => {
    const shape = { kind: "corridor", line: road, widthM: 200, spacingM: 50 } as const;

    const { points, coveredFraction } = laid(makePattern(shape, height, { swathM: 60 }));

    const line = road.map((place) => frame.toNorthEast(place));
    const offM = points.map((point) => {
      const at = frame.toNorthEast(point);
      return Math.min(...line.slice(1).map((to, i) => distanceToSideM(at, line[i] ?? to, to)));
    });
    expect(Math.max(...offM)).toBeLessThan(80);
    expect(Math.max(...offM)).toBeGreaterThan(74);
    expect(points.filter(({ searching }) => !searching)).toHaveLength(4);
    expect(coveredFraction).toBeGreaterThan(0.95);
  });

  it("is the line itself where one line is enough", () => {
    const { points, lengthM } = laid(makePattern({ kind: "corridor", line: road, widthM: 30, spacingM: 50 }, height));

    expect(points).toHaveLength(4);
    expect(lengthM).toBeCloseTo(403.1 + 403.1 + 412.3, 0);
  });

  it("needs a line", () => {
    const place = areaOrigin;
    for (const line of [[], [place], [place, place, place]]) {
      expect(makePattern({ kind: "corridor", line, widthM: 30, spacingM: 50 }, height)).toEqual({
        ok: false,
        fault: { code: "too-few-points" },
      });
    }
  });
});

describe("a perimeter", () => {
  it("goes around inside of the outline, lap by lap, and comes back to its beginning", () => {
    const area = {
      outline: ringOf([
        [0, 0],
        [0, 500],
        [500, 500],
        [500, 0],
      ]),
      holes: [],
    };
    const shape = { kind: "perimeter", area, insetM: 20, laps: 2, spacingM: 40 } as const;

    const { points, lengthM } = laid(makePattern(shape, height));

    expect(lengthM).toBeCloseTo(4 * 460 + 4 * 380 + Math.hypot(40, 40), 0);
    expect(points).toHaveLength(10);
  });

  it("keeps its distance from outline and holes, and its ways over stay inside", () => {
    fc.assert(
      fc.property(arbitraryRings, fc.double({ min: 5, max: 40, noNaN: true }), (rings, insetM) => {
        const shape = { kind: "perimeter", area: areaOf(rings), insetM, laps: 3, spacingM: 30 } as const;
        const result = makePattern(shape, height);
        if (!result.ok) {
          expect(result.fault.code).toBe("no-area");
          return;
        }

        const index = new PolygonIndex(rings);
        for (const [i, to] of result.points.slice(1).entries()) {
          const from = result.points[i] ?? to;
          const middle = between(frame.toNorthEast(from), frame.toNorthEast(to), 0.5);
          if (from.searching) expect(index.isNearEdge(middle, insetM - 0.3)).toBe(false);
          expect(index.contains(middle) || index.isNearEdge(middle, 0.1)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("a contour pattern", () => {
  const area = areaOf([
    [
      { northM: 0, eastM: 0 },
      { northM: 0, eastM: 900 },
      { northM: 900, eastM: 900 },
      { northM: 900, eastM: 0 },
    ],
  ]);

  it("follows the ground's heights from the highest down, inside of the area", () => {
    const terrain = mountains(0.4);

    const { points, coveredFraction } = laid(makePattern({ kind: "contour", area, spacingM: 50 }, height, { terrain }));

    const groundM = points.map(({ latDeg, lonDeg }) => terrain.heightMslM(latDeg, lonDeg) ?? Number.NaN);
    const searching = points.flatMap((point, i) => (point.searching ? [i] : []));
    const changesM = searching.map((i) => Math.abs((groundM[i + 1] ?? 0) - (groundM[i] ?? 0)));
    expect(changesM.toSorted((a, b) => a - b)[Math.floor(changesM.length * 0.95)]).toBeLessThan(4);
    const firstM = groundM[searching[0] ?? 0] ?? 0;
    const lastM = groundM[searching.at(-1) ?? 0] ?? 0;
    expect(firstM).toBeGreaterThan(lastM + 100);
    expect(coveredFraction).toBeGreaterThan(0.5);
    const index = new PolygonIndex([area.outline.map((place) => frame.toNorthEast(place))]);
    for (const point of points) {
      const at = frame.toNorthEast(point);
      expect(index.contains(at) || index.isNearEdge(at, 0.1)).toBe(true);
    }
  });

  it("needs terrain that is known and not flat", () => {
    const refused = (options: Parameters<typeof makePattern>[2]) => {
      const result = makePattern({ kind: "contour", area, spacingM: 50 }, height, options);
      return result.ok ? undefined : result.fault.code;
    };

    expect(refused({})).toBe("no-terrain");
    expect(refused({ terrain: { cellM: 30, heightMslM: () => undefined } })).toBe("no-terrain");
    expect(refused({ terrain: new FlatTerrain(100) })).toBe("too-flat");
  });
});

describe("every pattern", () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const place = fc.record({ latDeg: number(-90, 90), lonDeg: number(-180, 180) });
  const near = fc.record({ latDeg: number(30, 30.02), lonDeg: number(100, 100.02) });
  const line = fc.oneof(fc.array(near, { maxLength: 12 }), fc.array(place, { maxLength: 5 }));
  const area = fc.record({ outline: line, holes: fc.array(line, { maxLength: 2 }) });
  const spacingM = fc.oneof(number(0.5, 5), number(20, 10_000));
  const shapes: fc.Arbitrary<PatternShape> = fc.oneof(
    fc.record({ kind: fc.constant("creeping" as const), area, advanceHeadingRad: number(-7, 7), spacingM }),
    fc.record({ kind: fc.constant("contour" as const), area, spacingM }),
    fc.record({ kind: fc.constant("corridor" as const), line, widthM: number(0, 100_000), spacingM }),
    fc.record({
      kind: fc.constant("perimeter" as const),
      area,
      insetM: number(0, 100_000),
      laps: fc.integer({ min: 1, max: 50 }),
      spacingM,
    }),
    fc.record({
      kind: fc.constant("expanding-square" as const),
      datum: place,
      firstHeadingRad: number(-7, 7),
      spacingM,
      legs: fc.integer({ min: 1, max: 400 }),
    }),
    fc.record({
      kind: fc.constant("sector" as const),
      datum: place,
      firstHeadingRad: number(-7, 7),
      radiusM: number(0, 100_000),
      rounds: fc.integer({ min: 1, max: 2 }),
    }),
  );

  it("is laid or refused whatever is asked for, with finite places and no more points than allowed", () => {
    const terrain = mountains(1);
    fc.assert(
      fc.property(shapes, fc.boolean(), (shape, followTerrain) => {
        const result = makePattern(shape, { ...height, followTerrain }, { terrain, maxPoints: 2000 });

        if (!result.ok) return;
        expect(result.points.length).toBeLessThanOrEqual(2000);
        expect(result.points.length).toBeGreaterThan(1);
        expect(result.coveredFraction).toBeGreaterThanOrEqual(0);
        expect(result.coveredFraction).toBeLessThanOrEqual(1);
        expect(Number.isFinite(result.lengthM)).toBe(true);
        for (const { latDeg, lonDeg } of result.points) {
          expect(Math.abs(latDeg)).toBeLessThanOrEqual(90);
          expect(Math.abs(lonDeg)).toBeLessThanOrEqual(180);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
