import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cornerOf, type PlanePoint, type PlaneRing } from "../../../shared/geo/polygon.ts";
import { SideGrid, sidesOfRings } from "../../../shared/geo/side-grid.ts";
import { arbitraryRings, planeRing } from "../../support/areas.ts";

/** By the angle that is turned through when following a ring with the eyes. */
const turnsAround = (ring: PlaneRing, at: PlanePoint): number => {
  let turnedRad = 0;
  for (const [i, a] of ring.entries()) {
    const b = cornerOf(ring, i + 1);
    const from = Math.atan2(a.northM - at.northM, a.eastM - at.eastM);
    const to = Math.atan2(b.northM - at.northM, b.eastM - at.eastM);
    turnedRad += Math.atan2(Math.sin(to - from), Math.cos(to - from));
  }
  return Math.round(turnedRad / (2 * Math.PI)) + 0;
};

const place = fc.record({
  northM: fc.double({ min: -800, max: 800, noNaN: true }),
  eastM: fc.double({ min: -800, max: 800, noNaN: true }),
});

describe("a grid of sides", () => {
  it("tells how often each ring goes around a place, as the angles do", () => {
    fc.assert(
      fc.property(arbitraryRings, fc.array(place, { minLength: 20, maxLength: 60 }), (rings, places) => {
        const turned = rings.map((ring, i) => (i % 2 === 0 ? ring : ring.toReversed()));
        const grid = new SideGrid(sidesOfRings(turned));

        for (const at of places) {
          const windings = grid.windingsAt(at);
          expect(turned.map((_, ring) => windings.get(ring) ?? 0)).toEqual(turned.map((ring) => turnsAround(ring, at)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("counts a ring that goes around twice, and a crossing one both ways", () => {
    const twice = planeRing(
      [0, 1].flatMap(
        () =>
          [
            [0, 0],
            [0, 90],
            [90, 90],
            [90, 0],
          ] as const,
      ),
    );
    const eight = planeRing([
      [0, 200],
      [0, 300],
      [100, 200],
      [100, 300],
    ]);
    const grid = new SideGrid(sidesOfRings([twice, eight]));

    const at = (northM: number, eastM: number) => [...grid.windingsAt({ northM, eastM })];

    expect(at(33, 41)).toEqual([[0, 2]]);
    expect(at(20, 250)).toEqual([[1, 1]]);
    expect(at(80, 250)).toEqual([[1, -1]]);
    expect(at(50, 150)).toEqual([]);
    expect(at(-5, 41)).toEqual([]);
    expect(at(1e6, -1e6)).toEqual([]);
  });
});
