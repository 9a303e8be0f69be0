import { describe, expect, it } from "vitest";
import { littleEndianFloats, loadBaseMap } from "../../../renderer/bridge/load-base-map.ts";
import {
  contourIntervals,
  contourLevelsM,
  contourRank,
  isFlatEnough,
} from "../../../renderer/map/base/contour-levels.ts";
import { contourLines } from "../../../renderer/map/base/contour-lines.ts";
import { exaggeration, heldExaggeration, hillshade } from "../../../renderer/map/base/hillshade.ts";
import { mapPalettes } from "../../../renderer/map/base/map-palette.ts";
import { halved, reliefGrid, reliefStatistics } from "../../../renderer/map/base/relief-grid.ts";
import { paintRelief } from "../../../renderer/map/base/relief-pixels.ts";
import { ReliefPyramid } from "../../../renderer/map/base/relief-pyramid.ts";
import { worldX, worldY } from "../../../shared/geo/web-mercator.ts";

const meta = (rows: number, columns: number) => ({
  southDeg: 30,
  westDeg: 120,
  stepLatDeg: 0.0001,
  stepLonDeg: 0.0001,
  rows,
  columns,
});

const heights = (rows: number, columns: number, at: (row: number, column: number) => number): Float32Array =>
  Float32Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns));

describe("hillshade", () => {
  it("leaves level ground as it is, lights what faces north-west and shades what faces south-east", () => {
    expect(hillshade(0, 0)).toBeCloseTo(0, 12);
    expect(hillshade(-0.5, 0.5)).toBeGreaterThan(0.1);
    expect(hillshade(0.5, -0.5)).toBeLessThan(-0.1);
  });

  it("stays between -1 and 1 on any slope", () => {
    for (const north of [-50, -1, 0, 1, 50]) {
      for (const east of [-50, -1, 0, 1, 50]) expect(Math.abs(hillshade(north, east))).toBeLessThanOrEqual(1);
    }
  });

  it("exaggerates a plain, leaves mountains true, and never turns a hill in a plain into a wall", () => {
    expect(exaggeration(0.01)).toBe(7);
    expect(exaggeration(0.8)).toBe(1);
    expect(exaggeration(0)).toBe(1);
    expect(heldExaggeration(0.01, 7)).toBeGreaterThan(6);
    expect(1 * heldExaggeration(1, 7)).toBeLessThan(1);
    expect(heldExaggeration(0.4, 1)).toBe(1);
  });
});

describe("a relief grid", () => {
  it("finds the slopes of a tilted plane, also at the rim", () => {
    const grid = reliefGrid(
      meta(5, 6),
      heights(5, 6, (row, column) => row * 2 + column * 3),
    );

    expect(grid.slopeNorth[0]).toBeCloseTo(2 / grid.cellNorthM, 6);
    expect(grid.slopeNorth[14]).toBeCloseTo(2 / grid.cellNorthM, 6);
    expect(grid.slopeEast[0]).toBeCloseTo(3 / grid.cellEastM, 6);
    expect(grid.slopeEast[17]).toBeCloseTo(3 / grid.cellEastM, 6);
  });

  it("takes missing heights for level, not for cliffs", () => {
    const grid = reliefGrid(
      meta(3, 3),
      heights(3, 3, (row) => (row === 1 ? Number.NaN : 100)),
    );

    expect([...grid.slopeNorth].every(Number.isFinite)).toBe(true);
    expect(reliefStatistics(grid)).toMatchObject({ lowestM: 100, highestM: 100 });
  });

  it("refuses a grid whose heights are of another size", () => {
    expect(() => reliefGrid(meta(3, 3), new Float32Array(8))).toThrow("Got 8 heights when the grid has 3 x 3.");
  });

  it("halves without moving the ground: level stays level and the south-west corner stays", () => {
    const half = halved(
      meta(5, 7),
      heights(5, 7, () => 12),
    );

    expect(half.meta).toMatchObject({ rows: 3, columns: 4, southDeg: 30, stepLatDeg: 0.0002 });
    expect([...half.heightsM].every((heightM) => Math.abs(heightM - 12) < 1e-4)).toBe(true);
  });

  it("gives the finest level whose cells are wide enough, and the coarsest it has for more", () => {
    const pyramid = new ReliefPyramid(
      meta(64, 64),
      heights(64, 64, () => 0),
    );

    expect(pyramid.levelFor(5).level).toBe(0);
    expect(pyramid.levelFor(20).level).toBe(1);
    expect(pyramid.levelFor(1e9).level).toBe(3);
  });
});

describe("the painted relief", () => {
  it("is transparent outside of the terrain and opaque inside", () => {
    const grid = reliefGrid(
      meta(40, 40),
      heights(40, 40, () => 5),
    );
    const ground = new Uint8ClampedArray(16 * 16 * 4);
    const shade = new Uint8ClampedArray(16 * 16 * 4);
    const frame = {
      worldX: worldX(120.002),
      worldY: worldY(30.002),
      worldSide: worldX(120.006) - worldX(120.002),
      sidePx: 16,
    };

    paintRelief(grid, reliefStatistics(grid), mapPalettes.day, frame, ground, shade);

    expect(ground[3]).toBe(255);
    expect(ground[15 * 4 + 3]).toBe(0);
    expect(shade[3]).toBe(0);
  });
});

describe("contours", () => {
  it("come at 1, 2 and 5 m as the map is zoomed out, coarser where steep ground would fill with lines", () => {
    expect(contourIntervals(18, 0.5, 0.05)).toEqual({ mainM: 1, fineM: 1 });
    expect(contourIntervals(16, 2, 0.05)).toEqual({ mainM: 2, fineM: 2 });
    expect(contourIntervals(14, 8, 0.05)).toEqual({ mainM: 5, fineM: 5 });
    expect(contourIntervals(16, 2, 0.5)).toEqual({ mainM: 5, fineM: 5 });
    expect(contourIntervals(16, 2, 0.9)).toEqual({ mainM: 10, fineM: 2 });
  });

  it("mark every fifth main line, and the supplementary ones between", () => {
    const intervals = { mainM: 10, fineM: 2 };

    expect(contourRank(50, intervals)).toBe("index");
    expect(contourRank(-50, intervals)).toBe("index");
    expect(contourRank(60, intervals)).toBe("main");
    expect(contourRank(62, intervals)).toBe("fine");
    expect(isFlatEnough(0.05, 2, 2)).toBe(true);
    expect(isFlatEnough(0.5, 2, 2)).toBe(false);
  });

  it("cover the whole range and nothing where there is none", () => {
    expect(contourLevelsM(-3, 5, 2)).toEqual([-2, 0, 2, 4]);
    expect(contourLevelsM(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1)).toEqual([]);
  });

  it("lie where the heights say", () => {
    const lines = contourLines(
      heights(5, 9, (_, column) => column),
      9,
      5,
      2,
    );

    const [line] = lines.filter(({ levelM }) => levelM === 4);
    expect(line?.closed).toBe(false);
    expect([...(line?.points ?? [])].filter((_, i) => i % 2 === 0).every((x) => Math.abs(x - 4) < 1e-6)).toBe(true);
  });

  it("close around a hill and keep no edge along the block's rim", () => {
    const hill = (row: number, column: number) => 10 - Math.hypot(row - 8, column - 8);
    const lines = contourLines(heights(17, 17, hill), 17, 17, 2);

    const high = lines.filter(({ levelM }) => levelM === 6);
    expect(high).toHaveLength(1);
    expect(high[0]?.closed).toBe(true);
    for (const { points } of lines) {
      for (let i = 0; i < points.length; i += 1) {
        expect(points[i]).toBeGreaterThanOrEqual(0);
        expect(points[i]).toBeLessThanOrEqual(16);
      }
    }
  });

  it("of blocks that share their rim meet there", () => {
    const ground = (row: number, column: number) => row * 0.7 + column * 0.31 + Math.sin(row + column * 0.4);
    const ends = (fromColumn: number, x: number) =>
      contourLines(
        heights(9, 9, (row, column) => ground(row, column + fromColumn)),
        9,
        9,
        1,
      )
        .filter(({ closed }) => !closed)
        .flatMap(({ levelM, points }) => [
          [levelM, points[0], points[1]],
          [levelM, points.at(-2), points.at(-1)],
        ])
        .filter(([, atX]) => atX === x)
        .map(([levelM, , y]) => `${levelM}@${y?.toFixed(4)}`)
        .sort();

    expect(ends(0, 8).length).toBeGreaterThan(2);
    expect(ends(0, 8)).toEqual(ends(8, 0));
  });

  it("are left out where a height is missing", () => {
    expect(
      contourLines(
        heights(4, 4, (row) => (row === 0 ? Number.NaN : row)),
        4,
        4,
        1,
      ),
    ).toEqual([]);
  });
});

describe("loading the base map", () => {
  const baseMap = { id: "x", attribution: "synthetic", synthetic: true, terrain: meta(2, 2), features: [] };
  const served = (json: unknown, bytes: Uint8Array<ArrayBuffer>, status = 200): typeof fetch =>
    (async (input: RequestInfo | URL) =>
      String(input).endsWith("heights")
        ? new Response(bytes, { status })
        : Response.json(json, { status })) as typeof fetch;
  const signal = new AbortController().signal;

  it("reads the heights as little-endian", async () => {
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setFloat32(4, 12.5, true);

    const outcome = await loadBaseMap(served(baseMap, bytes), signal);

    expect(outcome.ok && outcome.terrain.heightsMslM[1]).toBe(12.5);
    expect(littleEndianFloats(new ArrayBuffer(7))).toHaveLength(1);
  });

  it("says what is wrong instead of throwing", async () => {
    const fault = async (fetchFunction: typeof fetch) => {
      const outcome = await loadBaseMap(fetchFunction, signal);
      return outcome.ok ? "ok" : outcome.fault.code;
    };

    expect(await fault(served({}, new Uint8Array(0), 404))).toBe("none");
    expect(await fault(served({}, new Uint8Array(0), 500))).toBe("unreachable");
    expect(await fault(served({ id: 1 }, new Uint8Array(16)))).toBe("damaged");
    expect(await fault(served(baseMap, new Uint8Array(15)))).toBe("unreachable");
    expect(await fault(() => Promise.reject(new TypeError("offline")))).toBe("unreachable");
  });
});
