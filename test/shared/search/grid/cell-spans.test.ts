import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInRing } from "../../../../shared/geo/polygon.ts";
import { cellsIn } from "../../../../shared/search/grid/cell-spans.ts";
import { cellCount, cellMiddle } from "../../../../shared/search/grid/search-grid.ts";
import { gridOf, planeRing, rectangle } from "../../../support/probability-maps.ts";

const corner = fc.tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }));

describe("cells inside rings", () => {
  it("are those that asking each cell finds, for any ring, holes and parts outside the grid included", () => {
    const grid = gridOf(14, 11, 10);
    fc.assert(
      fc.property(
        fc.array(corner, { minLength: 3, maxLength: 9 }),
        fc.array(corner, { minLength: 3, maxLength: 5 }),
        (outer, inner) => {
          const rings = [planeRing(...outer), planeRing(...inner)];
          const asked = Array.from({ length: cellCount(grid) }, (_, cell) => cell).filter(
            (cell) => rings.filter((ring) => isInRing(cellMiddle(grid, cell), ring)).length % 2 === 1,
          );

          expect([...cellsIn(grid, rings)]).toEqual(asked);
        },
      ),
    );
  });

  it("are each in one of two polygons that share a side", () => {
    const grid = gridOf(20, 20, 10);
    // The side runs through the middles of cells.
    const west = cellsIn(grid, [rectangle(-100, -100, 200, 105)]);
    const east = cellsIn(grid, [rectangle(-100, 5, 200, 95)]);

    expect(west.length + east.length).toBe(400);
    expect(new Set([...west, ...east]).size).toBe(400);
  });

  it("are none where a corner is no number, and none of a ring without corners", () => {
    const grid = gridOf(10, 10);

    expect(cellsIn(grid, [planeRing([0, 0], [Number.NaN, 30], [30, 30])])).toHaveLength(0);
    expect(cellsIn(grid, [[]])).toHaveLength(0);
    expect(cellsIn(grid, [])).toHaveLength(0);
  });
});
