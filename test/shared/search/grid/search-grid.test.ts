import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { carryCells } from "../../../../shared/search/grid/carry-cells.ts";
import {
  cellAt,
  cellCount,
  cellMiddle,
  columnEastM,
  gridFor,
  gridFrame,
  rowNorthM,
} from "../../../../shared/search/grid/search-grid.ts";
import { gridOf } from "../../../support/probability-maps.ts";

const centre = { latDeg: 30.5, lonDeg: 103.25 };

describe("a search grid", () => {
  it("finds each cell again from its middle", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.nat(), (columns, rows, any) => {
        const grid = gridOf(columns, rows, 7);
        const cell = any % cellCount(grid);

        const { northM, eastM } = cellMiddle(grid, cell);

        expect(cellAt(grid, northM, eastM)).toBe(cell);
        expect(rowNorthM(grid, Math.floor(cell / columns))).toBe(northM);
        expect(columnEastM(grid, cell % columns)).toBe(eastM);
      }),
    );
  });

  it("has no cell outside", () => {
    const grid = gridOf(10, 10, 5);

    expect([cellAt(grid, 25.1, 0), cellAt(grid, 0, -25.1), cellAt(grid, -26, 0), cellAt(grid, 0, 26)]).toEqual([
      -1, -1, -1, -1,
    ]);
  });

  it("is chosen with round cells, as fine as the number of cells allows, and reaches the radius", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 50, max: 100_000, noNaN: true }),
        fc.integer({ min: 100, max: 1_000_000 }),
        (radiusM, maxCells) => {
          const grid = gridFor(centre, radiusM, maxCells);

          expect(cellCount(grid)).toBeLessThanOrEqual(maxCells);
          expect((grid.rows * grid.cellM) / 2).toBeGreaterThanOrEqual(radiusM * (1 - 1e-9));
          expect(["1", "2", "5"]).toContain(grid.cellM.toExponential()[0]);
        },
      ),
    );
    expect(gridFor(centre, 2500, 1_000_000)).toEqual({ centre, cellM: 5, columns: 1000, rows: 1000 });
    expect(() => gridFor(centre, Number.NaN, 100)).toThrow("No grid");
  });

  it("hands what its cells hold to a wider grid with another middle", () => {
    const from = gridOf(20, 20, 10);
    const to = { ...gridOf(60, 60, 5), centre: gridFrame(from).toLatLon(40, -20) };
    const values = new Float32Array(400).fill(1);
    values[cellAt(from, 35, -55)] = 0.25;

    const carried = carryCells(from, values, to, 1);

    const lowered = [...carried.keys()].filter((cell) => carried[cell] === 0.25);
    expect(lowered).toHaveLength(4);
    for (const cell of lowered) {
      const { northM, eastM } = cellMiddle(to, cell);
      expect(Math.abs(northM + 40 - 35)).toBeLessThan(5);
      expect(Math.abs(eastM - 20 + 55)).toBeLessThan(5);
    }
  });
});
