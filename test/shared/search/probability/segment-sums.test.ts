import { describe, expect, it } from "vitest";
import { gradeSegments, usualGrades } from "../../../../shared/search/probability/grade-segments.ts";
import { segmentCells } from "../../../../shared/search/probability/segment-cells.ts";
import { type SegmentSum, segmentSums } from "../../../../shared/search/probability/segment-sums.ts";
import { evenMap, gridOf, rectangle } from "../../../support/probability-maps.ts";

const grid = gridOf(20, 20, 10);
const west = { id: "AA", rings: [rectangle(-100, -100, 200, 100)] };
const east = { id: "AB", rings: [rectangle(-100, 0, 200, 100)] };

describe("segments on the map", () => {
  it("have their probability, how well they were searched by mass, density, and what was gained there", () => {
    const map = evenMap(grid, 0.2);
    map.watchSegments(segmentCells(grid, [west, east]));
    // Half of the western cells, found at .5; the other half not at all.
    for (let cell = 0; cell < 400; cell += 1) if (cell % 20 < 5) map.miss(cell, 0.5, 0.25);

    const [aa, ab] = segmentSums(map);

    expect(map.successSoFar).toBeCloseTo(0.1, 5);
    expect(aa).toMatchObject({ id: "AA", areaM2: 20_000 });
    expect(aa?.poaPrior).toBeCloseTo(0.4, 5);
    expect(aa?.pod).toBeCloseTo(0.25, 5);
    expect(aa?.podResponsive).toBeCloseTo(0.375, 5);
    expect(aa?.pos).toBeCloseTo(0.1, 5);
    expect(aa?.poa).toBeCloseTo(0.3 / 0.9, 5);
    expect(aa?.densityPerM2).toBeCloseTo(0.3 / 0.9 / 20_000, 9);
    expect(ab?.poa).toBeCloseTo(0.4 / 0.9, 5);
    expect(ab?.pod).toBe(0);
  });

  it("that overlap are named, and a cell counts once, for the first", () => {
    const wide = { id: "AC", rings: [rectangle(-100, -20, 200, 120)] };
    const cells = segmentCells(grid, [west, wide]);
    const map = evenMap(grid);
    map.watchSegments(cells);

    expect(cells.problems).toEqual([{ code: "overlap", id: "AA", otherId: "AC", areaM2: 4000 }]);
    expect([...cells.cells]).toEqual([200, 200]);
    expect(segmentSums(map).reduce((sum, { poa }) => sum + poa, 0)).toBeCloseTo(1, 5);
  });

  it("that share a side don't overlap", () => {
    expect(segmentCells(grid, [west, east]).problems).toEqual([]);
  });

  it("that hold no cell are named, and have neither probability nor grade", () => {
    const away = { id: "ZZ", rings: [rectangle(5000, 5000, 100, 100)] };
    const cells = segmentCells(grid, [west, away]);
    const map = evenMap(grid);
    map.watchSegments(cells);

    expect(cells.problems).toEqual([{ code: "no-cells", id: "ZZ" }]);
    expect(segmentSums(map)[1]).toMatchObject({ poa: 0, areaM2: 0, densityPerM2: 0, pod: 0 });
    expect(gradeSegments(segmentSums(map)).get("ZZ")).toBe("none");
  });

  it("have no sums while none are watched", () => {
    expect(segmentSums(evenMap(grid))).toEqual([]);
  });

  it("are 1,065 on a million cells, summed without looking at a cell", () => {
    const wide = gridOf(1000, 1000, 5);
    const sideM = 5000 / 33;
    const many = Array.from({ length: 1065 }, (_, i) => ({
      id: `S${i}`,
      rings: [rectangle(Math.floor(i / 33) * sideM - 2500, (i % 33) * sideM - 2500, sideM, sideM)],
    }));
    const cells = segmentCells(wide, many);
    const map = evenMap(wide);
    map.watchSegments(cells);

    const sums = segmentSums(map);

    expect(cells.problems).toEqual([]);
    expect(cells.cells.every((count) => count > 800)).toBe(true);
    expect(sums.reduce((sum, { poa }) => sum + poa, 0)).toBeCloseTo(1065 / 1089, 2);
  });
});

describe("grades", () => {
  const sum = (id: string, densityPerM2: number, poaPrior = 0.5): SegmentSum => ({
    id,
    areaM2: 1000,
    poa: densityPerM2 * 1000,
    poaPrior,
    pod: 0,
    podResponsive: 0,
    densityPerM2,
    pos: 0,
  });
  /** Two segments, whose mean density before the search was 1 / 2000 m². */
  const at = (times: number, before?: "red" | "yellow" | "green") =>
    gradeSegments([sum("AA", times / 2000), sum("AB", 0)], before && new Map([["AA", before]])).get("AA");

  it("are red from half as much again as the mean density, green below half of it, yellow between", () => {
    expect([at(3), at(1.5), at(1.49), at(0.5), at(0.49), at(0)]).toEqual([
      "red",
      "red",
      "yellow",
      "yellow",
      "green",
      "green",
    ]);
  });

  it("don't flicker when the density goes to and fro about a limit", () => {
    expect([at(1.4, "red"), at(1.34, "red"), at(1.6, "yellow"), at(1.66, "yellow")]).toEqual([
      "red",
      "yellow",
      "yellow",
      "red",
    ]);
    expect([at(0.54, "green"), at(0.56, "green"), at(0.46, "yellow"), at(0.44, "yellow")]).toEqual([
      "green",
      "yellow",
      "yellow",
      "green",
    ]);
    expect(usualGrades.slack).toBe(0.1);
  });

  it("turn green where it was searched, and red where the others were", () => {
    const map = evenMap(grid, 0.1);
    map.watchSegments(segmentCells(grid, [west, east]));
    expect([...gradeSegments(segmentSums(map)).values()]).toEqual(["yellow", "yellow"]);

    for (let cell = 0; cell < 400; cell += 1) if (cell % 20 < 10) map.miss(cell, 0.1, 0.1);

    expect([...gradeSegments(segmentSums(map)).values()]).toEqual(["green", "red"]);
  });
});
