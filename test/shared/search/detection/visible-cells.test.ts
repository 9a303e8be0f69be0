import { describe, expect, it } from "vitest";
import { castRay } from "../../../../shared/geo/ray-cast.ts";
import { TerrainRaster } from "../../../../shared/geo/terrain-raster.ts";
import { visibleCells } from "../../../../shared/search/detection/visible-cells.ts";
import { cellGround } from "../../../../shared/search/grid/cell-ground.ts";
import { cellsIn } from "../../../../shared/search/grid/cell-spans.ts";
import { cellAt, cellCount, cellMiddle, gridFrame } from "../../../../shared/search/grid/search-grid.ts";
import { gridOf, rectangle } from "../../../support/probability-maps.ts";

const grid = gridOf(120, 120, 5);
const frame = gridFrame(grid);
const all = cellsIn(grid, [rectangle(-300, -300, 600, 600)]);

/** A wall along the parallel at 0, 30 m high and 20 m thick, on ground at 500 m. */
const wall = Float32Array.from({ length: cellCount(grid) }, (_, cell) =>
  Math.abs(cellMiddle(grid, cell).northM) < 10 ? 530 : 500,
);

describe("what a camera sees over the ground between", () => {
  const seen = (altMslM: number, northM = -100, groundMslM = wall) => {
    const cells = visibleCells({ grid, groundMslM, eye: { northM, eastM: 0, altMslM } }, all);
    return (north: number, east: number) => cells.includes(cellAt(grid, north, east));
  };

  it("is not what lies behind a wall that is higher than the camera", () => {
    const sees = seen(520);

    expect([sees(-50, 0), sees(-250, 200), sees(-12, 0)]).toEqual([true, true, true]);
    expect([sees(12, 0), sees(100, 0), sees(290, -280)]).toEqual([false, false, false]);
  });

  it("is what lies beyond the wall's shadow", () => {
    // From 60 m up and 100 m before it, the wall's far edge at +10 m hides the ground to 120 m behind: 110 x 60 / 30 - 100.
    const sees = seen(560);

    expect([sees(20, 0), sees(105, 0), sees(135, 0), sees(280, 0)]).toEqual([false, false, true, true]);
  });

  it("is everything from straight above, over level ground, and where no height is known", () => {
    const level = new Float32Array(cellCount(grid)).fill(500);
    const unknown = new Float32Array(cellCount(grid)).fill(Number.NaN);
    const count = (groundMslM: Float32Array, altMslM: number) =>
      visibleCells({ grid, groundMslM, eye: { northM: 0, eastM: 0, altMslM }, radiusM: 6_371_000 }, all).length;

    expect(count(level, 560)).toBe(all.length);
    expect(count(unknown, 560)).toBe(all.length);
    expect(count(wall, 50_000)).toBe(all.length);
  });

  it("is nothing from under the ground", () => {
    expect(seen(499, -100, new Float32Array(cellCount(grid)).fill(500))(0, 0)).toBe(false);
  });

  it("is a slope above a robot dog that looks up it, and not what lies beyond its edge", () => {
    // Rises a fifth to the north, then falls as much.
    const hill = Float32Array.from(
      { length: cellCount(grid) },
      (_, cell) => 500 - 0.2 * Math.abs(cellMiddle(grid, cell).northM - 52.5),
    );
    const sees = seen(500 - 0.2 * 152.5 + 0.5, -100, hill);

    expect([sees(-60, 30), sees(0, -80), sees(40, 0), sees(-200, 0)]).toEqual([true, true, true, true]);
    expect([sees(80, 0), sees(200, 100)]).toEqual([false, false]);
  });

  it("agrees with casting a ray through the hills to nearly every cell", () => {
    const [rows, columns, stepDeg] = [60, 60, 0.0001];
    const south = frame.toLatLon(-320, -320);
    const heights = Float32Array.from({ length: rows * columns }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      return 500 + 25 * Math.sin(row / 5) * Math.cos(column / 6) + 10 * Math.sin(row / 2.3 + column / 3.1);
    });
    const terrain = new TerrainRaster(
      { southDeg: south.latDeg, westDeg: south.lonDeg, stepLatDeg: stepDeg, stepLonDeg: stepDeg * 1.15, rows, columns },
      heights,
    );
    const groundMslM = cellGround(grid, terrain);
    const eye = { northM: -200, eastM: -150, altMslM: 560 };
    const visible = new Set(visibleCells({ grid, groundMslM, eye, targetM: 0.3 }, all));
    const from = frame.toLatLon(eye.northM, eye.eastM);

    let wrong = 0;
    for (const cell of all) {
      const { northM, eastM } = cellMiddle(grid, cell);
      const down = eye.altMslM - (groundMslM[cell] ?? 0) - 0.3;
      const [north, east] = [northM - eye.northM, eastM - eye.eastM];
      const slantM = Math.hypot(north, east, down);
      const direction = { north: north / slantM, east: east / slantM, down: down / slantM };
      const hit = castRay({ ...from, altMslM: eye.altMslM, direction }, terrain, 2000);
      if (visible.has(cell) !== (hit === undefined || hit.slantM > slantM - 3)) wrong += 1;
    }

    expect(visible.size).toBeGreaterThan(all.length * 0.4);
    expect(visible.size).toBeLessThan(all.length * 0.97);
    expect(wrong / all.length).toBeLessThan(0.02);
  });
});
