import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { between, cornerOf, distanceToSideM, type PlanePoint, ringAreaM2 } from "../../../shared/geo/polygon.ts";
import { PolygonIndex } from "../../../shared/geo/polygon-index.ts";
import { insetRings, offsetLine, sidedRings } from "../../../shared/geo/polygon-offset.ts";
import { arbitraryRings, planeRing } from "../../support/areas.ts";

const square = planeRing([
  [0, 0],
  [0, 100],
  [100, 100],
  [100, 0],
]);

const nearestM = (point: PlanePoint, line: readonly PlanePoint[]): number =>
  Math.min(...line.slice(1).map((to, i) => distanceToSideM(point, line[i] ?? to, to)));

describe("an inset", () => {
  it("of a square is a smaller square", () => {
    const [inner, ...more] = insetRings(sidedRings([square]), 10);

    expect(more).toEqual([]);
    expect(inner).toHaveLength(4);
    expect(ringAreaM2(inner ?? [])).toBeCloseTo(80 * 80, 0);
  });

  it("of what is too narrow is nothing", () => {
    expect(insetRings(sidedRings([square]), 51)).toEqual([]);
    expect(insetRings(sidedRings([square]), 5000)).toEqual([]);
  });

  it("of a dumbbell falls into two", () => {
    const dumbbell = planeRing([
      [0, 0],
      [0, 100],
      [45, 100],
      [45, 200],
      [0, 200],
      [0, 300],
      [100, 300],
      [100, 200],
      [55, 200],
      [55, 100],
      [100, 100],
      [100, 0],
    ]);

    const inner = insetRings(sidedRings([dumbbell]), 10);

    expect(inner).toHaveLength(2);
    // A little more than 80 m squares: into the bar between them.
    for (const ring of inner) expect(Math.abs(ringAreaM2(ring) - 6403)).toBeLessThan(2);
  });

  it("keeps its distance from every edge, and leaves out nothing that is further in", () => {
    fc.assert(
      fc.property(arbitraryRings, fc.double({ min: 3, max: 90, noNaN: true }), (rings, byM) => {
        const inner = insetRings(sidedRings(rings), byM);

        const index = new PolygonIndex(rings);
        for (const ring of inner) {
          for (const [i, corner] of ring.entries()) {
            for (const share of [0, 0.3, 0.7]) {
              const point = between(corner, cornerOf(ring, i + 1), share);
              expect(index.contains(point)).toBe(true);
              expect(index.isNearEdge(point, byM * 0.999 - 0.05)).toBe(false);
              expect(index.isNearEdge(point, byM * 1.05 + 0.3)).toBe(true);
            }
          }
        }
        const isLeft = (point: PlanePoint): boolean =>
          inner.reduce(
            (sum, ring) => sum + (new PolygonIndex([ring]).contains(point) ? Math.sign(ringAreaM2(ring)) : 0),
            0,
          ) > 0;
        for (let northM = -700; northM <= 700; northM += 100) {
          for (let eastM = -700; eastM <= 700; eastM += 100) {
            const point = { northM, eastM };
            const isFar = index.contains(point) && !index.isNearEdge(point, byM * 1.05 + 0.3);
            if (isFar) expect(isLeft(point)).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("a line beside a line", () => {
  it("runs on the side and in the direction it should", () => {
    const north = planeRing([
      [0, 0],
      [100, 0],
    ]);

    expect(offsetLine(north, 10)).toEqual([
      planeRing([
        [0, -10],
        [100, -10],
      ]),
    ]);
    expect(offsetLine(north, -10)).toEqual([
      planeRing([
        [0, 10],
        [100, 10],
      ]),
    ]);
    expect(offsetLine(north, 0)).toEqual([north]);
  });

  it("cuts the loop that the inside of a bend would make", () => {
    const bend = planeRing([
      [0, 0],
      [100, 0],
      [100, 100],
    ]);

    const [inside] = offsetLine(bend, -10);

    expect(inside?.map(({ northM, eastM }) => [Math.round(northM), Math.round(eastM)])).toEqual([
      [0, 10],
      [90, 10],
      [90, 100],
    ]);
  });

  it("is nowhere nearer than it should, whatever the line", () => {
    const place = fc.record({
      northM: fc.double({ min: 0, max: 500, noNaN: true }),
      eastM: fc.double({ min: 0, max: 500, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 2, maxLength: 12 }),
        fc.double({ min: 2, max: 80, noNaN: true }),
        (line, byM) => {
          const pieces = offsetLine(line, byM);

          for (const piece of pieces) {
            for (const [i, point] of piece.entries()) {
              expect(nearestM(point, line)).toBeGreaterThan(byM - 0.1);
              const next = piece[i + 1];
              if (next) expect(nearestM(between(point, next, 0.5), line)).toBeGreaterThan(byM - 0.1);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("has one piece beside a gentle bend", () => {
    const arc = Array.from({ length: 40 }, (_, i) => ({
      northM: 500 * Math.sin(i / 20),
      eastM: 500 * Math.cos(i / 20),
    }));

    for (const byM of [60, -60, 20]) expect(offsetLine(arc, byM)).toHaveLength(1);
  });
});
