import { describe, expect, it } from "vitest";
import type { BaseMapFeature } from "../../../../shared/geo/base-map.ts";
import { FlatTerrain } from "../../../../shared/geo/flat-terrain.ts";
import { cellGround } from "../../../../shared/search/grid/cell-ground.ts";
import { cellAt, cellMiddle, gridFrame, type SearchGrid } from "../../../../shared/search/grid/search-grid.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import { attractionFactor } from "../../../../shared/search/probability/attraction.ts";
import { landformCells } from "../../../../shared/search/probability/landforms.ts";
import { gridOf } from "../../../support/probability-maps.ts";

const grid = gridOf(100, 100, 10);
const multipliers = shippedLostPersonTable().terrainMultipliers;

const coordinates = (...points: readonly (readonly [number, number])[]) =>
  points.map(([northM, eastM]) => {
    const { latDeg, lonDeg } = gridFrame(grid).toLatLon(northM, eastM);
    return [lonDeg, latDeg] as const;
  });
const line = (kind: BaseMapFeature["kind"], ...points: readonly (readonly [number, number])[]): BaseMapFeature => ({
  kind,
  geometry: { type: "LineString", coordinates: coordinates(...points) },
});
const area = (kind: BaseMapFeature["kind"], ...points: readonly (readonly [number, number])[]): BaseMapFeature => ({
  kind,
  geometry: { type: "Polygon", coordinates: [coordinates(...points)] },
});
const at = (factor: Float32Array, northM: number, eastM: number) => factor[cellAt(grid, northM, eastM)];

describe("attraction by ways and water", () => {
  const features = [
    line("road", [-500, -200], [500, -200]),
    line("track", [-500, 100], [500, 110]),
    line("stream", [-100, -50], [-100, 450]),
    area("water", [300, 300], [300, 420], [420, 420], [420, 300], [300, 300]),
    area("wood", [-400, -400], [-400, -300], [-300, -300]),
  ];
  const factor = (condition: "injured" | "uninjured", more: object = {}) =>
    attractionFactor({ grid, multipliers, condition, features, withinM: 25, ...more }).factor;

  it("multiplies what is near by what was found near it, by whether the person is hurt", () => {
    const [well, hurt] = [factor("uninjured"), factor("injured")];

    expect([at(well, 0, -205), at(well, 0, 105), at(well, -105, 300), at(well, 305, 350)]).toEqual([3, 5, 2, 2]);
    expect([at(hurt, 0, -205), at(hurt, 0, 105), at(hurt, -105, 300), at(hurt, 305, 350)]).toEqual([1.5, 7, 3.5, 2]);
  });

  it("reaches as far as the band and no further; in a wood and on a lake nothing is said", () => {
    const well = factor("uninjured");

    expect([at(well, 0, -216), at(well, 0, -236), at(well, 360, 360), at(well, -350, -350)]).toEqual([3, 1, 1, 1]);
  });

  it("is strongest where a stream and a trail meet", () => {
    expect([at(factor("uninjured"), -100, 104), at(factor("injured"), -100, 104)]).toEqual([7, 12]);
  });

  it("can be weakened or switched off, and says its source and what it assumes", () => {
    const { about } = attractionFactor({ grid, multipliers, condition: "injured", features });

    expect(at(factor("uninjured", { strength: 0.5 }), 0, -205)).toBeCloseTo(Math.sqrt(3), 6);
    expect(factor("uninjured", { strength: 0 }).every((value) => value === 1)).toBe(true);
    expect(about.source).toContain("Jacobs 2015");
    expect(about.assumptions).toEqual([{ code: "near-feature", value: 25, unit: "m" }]);
  });

  it("marks a way that is narrower than a cell all along", () => {
    const well = attractionFactor({
      grid,
      multipliers,
      condition: "uninjured",
      features: [line("road", [-480, -470], [490, 460])],
      withinM: 0,
    }).factor;

    for (let step = 0; step <= 100; step += 1) expect(at(well, -480 + step * 9.7, -470 + step * 9.3)).toBe(3);
  });
});

/** A ridge along the north, a valley that falls along the south, a dome and a hollow between. */
const shaped = (of: SearchGrid): Float32Array => {
  const heights = new Float32Array(of.columns * of.rows);
  for (let cell = 0; cell < heights.length; cell += 1) {
    const { northM, eastM } = cellMiddle(of, cell);
    const bump = (n: number, e: number, m: number) =>
      m * Math.exp(-((northM - n) ** 2 + (eastM - e) ** 2) / 2 / 60 ** 2);
    heights[cell] =
      500 +
      0.02 * eastM +
      40 * Math.exp(-((northM - 350) ** 2) / 2 / 40 ** 2) -
      40 * Math.exp(-((northM + 350) ** 2) / 2 / 40 ** 2) +
      bump(5, -205, 50) -
      bump(5, 205, 50);
  }
  return heights;
};

describe("landforms", () => {
  const groundMslM = shaped(grid);
  const forms = landformCells({ grid, groundMslM, radiusM: 150 });
  const has = (form: keyof typeof forms, northM: number, eastM: number) =>
    forms[form].includes(cellAt(grid, northM, eastM));

  it("are ridges, drainages, high and low points by the height over their surroundings", () => {
    expect([has("ridge", 350, -300), has("ridge", 350, 300), has("ridge", -350, 0), has("ridge", 0, 0)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([has("drainage", -350, -300), has("drainage", 350, 0), has("drainage", 0, 0)]).toEqual([true, false, false]);
    expect([has("high-point", 5, -205), has("high-point", 5, 205), has("high-point", 45, -205)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([has("low-point", 5, 205), has("low-point", 5, -205)]).toEqual([true, false]);
  });

  it("attract by their multipliers; the injured are no likelier on ridges, for which there is no number", () => {
    const factor = (condition: "injured" | "uninjured") =>
      attractionFactor({ grid, multipliers, condition, groundMslM }).factor;
    const [well, hurt] = [factor("uninjured"), factor("injured")];

    expect([at(well, 350, -300), at(well, -350, -300), at(well, 5, 225)]).toEqual([2, 1.5, 2]);
    expect([at(hurt, 350, -300), at(hurt, -350, -300), at(hurt, 5, 225)]).toEqual([1, 3, 5]);
  });

  it("are none on level ground, nor where no height is known", () => {
    const level = cellGround(grid, new FlatTerrain(420));
    expect(level[0]).toBe(420);
    const unknown = cellGround(grid, { cellM: 30, heightMslM: () => undefined });

    for (const ground of [level, unknown])
      for (const cells of Object.values(landformCells({ grid, groundMslM: ground, radiusM: 150 })))
        expect(cells).toHaveLength(0);
  });
});
