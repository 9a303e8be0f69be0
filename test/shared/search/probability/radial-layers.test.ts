import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellMiddle } from "../../../../shared/search/grid/search-grid.ts";
import { distancesOf, logNormalOf } from "../../../../shared/search/lost-person/distances.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import type { LayerPlace, PriorLayer } from "../../../../shared/search/probability/layers.ts";
import { logNormalLayer, logNormalQuantileM } from "../../../../shared/search/probability/log-normal.ts";
import { ringsLayer, ringsOf } from "../../../../shared/search/probability/rings.ts";
import { gridOf, middleOf, sumOf } from "../../../support/probability-maps.ts";

const table = shippedLostPersonTable();
const distances = (category: string, terrainClass: "urban" | "temperate-mountainous" = "urban") => {
  const answer = distancesOf(table, category, terrainClass);
  if (!answer.ok) throw new Error("no data");
  return answer.distances;
};

/** Mass of the cells whose middle lies within a distance of the planning point. */
const massWithin = ({ mass }: PriorLayer, { grid, northM, eastM }: LayerPlace, distanceM: number): number =>
  mass.reduce((sum, value, cell) => {
    const middle = cellMiddle(grid, cell);
    return Math.hypot(middle.northM - northM, middle.eastM - eastM) < distanceM ? sum + value : sum;
  }, 0);

describe("rings", () => {
  it("hold a quarter, a quarter, a quarter and a fifth of the mass, evenly over each", () => {
    const place = middleOf(gridOf(400, 400, 20));
    const toddlers = distances("child-1-3");

    const layer = ringsLayer(place, toddlers);

    expect(ringsOf(toddlers).map(({ mass }) => Number(mass.toFixed(6)))).toEqual([0.25, 0.25, 0.25, 0.2]);
    const [first, second, third, last] = toddlers.quantiles.map(({ distanceM }) => distanceM);
    expect(massWithin(layer, place, last ?? 0)).toBeCloseTo(0.95, 2);
    expect(massWithin(layer, place, third ?? 0)).toBeCloseTo(0.75, 2);
    expect(massWithin(layer, place, first ?? 0)).toBeCloseTo(0.25, 1);
    // Between the second and the third ring: .25 over the annulus.
    const area = Math.PI * ((third ?? 0) ** 2 - (second ?? 0) ** 2);
    const eastM = ((third ?? 0) + (second ?? 0)) / 2;
    const cell = 200 * 400 + 200 + Math.round(eastM / 20);
    expect(layer.mass[cell]).toBeCloseTo((0.25 / area) * 400, 4);
    expect(layer.about.source).toContain("Koester");
    expect(layer.about.formula).not.toBe("");
  });

  it("leave the last twentieth to the rest of the world, and what lies outside the grid", () => {
    const whole = ringsLayer(middleOf(gridOf(400, 400, 20)), distances("child-1-3"));
    const cut = ringsLayer(middleOf(gridOf(60, 60, 20)), distances("child-1-3"));

    expect(whole.outside).toBeCloseTo(0.05, 5);
    expect(sumOf(whole.mass)).toBeCloseTo(0.95, 5);
    expect(cut.outside).toBeGreaterThan(0.3);
    expect(sumOf(cut.mass) + cut.outside).toBeCloseTo(1, 5);
  });

  it("spread the tail over the rest of the grid where that is wanted, and say that nobody measured it", () => {
    const place = middleOf(gridOf(200, 200, 20));

    const layer = ringsLayer(place, distances("child-1-3"), { tail: "grid" });

    expect(layer.outside).toBeCloseTo(0, 5);
    expect(layer.mass[0]).toBeGreaterThan(0);
    expect(layer.about.assumptions).toEqual([
      { code: "tail-over-grid", value: expect.closeTo(0.05, 6), unit: "share" },
    ]);
  });

  it("leave to the rest of the world what the source has no distance for", () => {
    const layer = ringsLayer(middleOf(gridOf(800, 800, 60)), distances("abduction"));

    expect(layer.outside).toBeCloseTo(0.25, 5);
  });

  it("sum to one with the rest of the world, wherever the planning point is and however large cells are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2000, max: 2000 }),
        fc.integer({ min: -2000, max: 2000 }),
        fc.integer({ min: 20, max: 400 }),
        (northM, eastM, cellM) => {
          const place = { grid: gridOf(40, 30, cellM), northM, eastM };
          for (const layer of [ringsLayer(place, distances("dementia")), logNormalLayer(place, urbanDementia)]) {
            expect(sumOf(layer.mass) + layer.outside).toBeCloseTo(1, 4);
            expect(layer.mass.every((value) => value >= 0)).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

const urbanDementia = (() => {
  const answer = logNormalOf(table, "dementia", "urban");
  if (!answer.ok) throw new Error("no data");
  return answer.logNormal;
})();

describe("log-normal distances on the grid", () => {
  it("hold the shares that were found within them", () => {
    const place = middleOf(gridOf(1000, 1000, 30));

    const layer = logNormalLayer(place, urbanDementia);

    for (const share of [0.25, 0.5, 0.75, 0.95])
      expect(massWithin(layer, place, logNormalQuantileM(urbanDementia, share))).toBeCloseTo(share, 2);
    expect(layer.about.source).toContain("mapscore");
  });

  it("lose nothing where the innermost rings are thinner than a cell", () => {
    const place = middleOf(gridOf(200, 200, 200));

    const layer = logNormalLayer(place, urbanDementia);

    expect(massWithin(layer, place, 5000)).toBeGreaterThan(0.8);
    expect(layer.outside).toBeLessThan(0.05);
  });
});
