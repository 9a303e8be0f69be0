import { describe, expect, it } from "vitest";
import { cellAt, cellMiddle } from "../../../../shared/search/grid/search-grid.ts";
import { dispersionOf } from "../../../../shared/search/lost-person/distances.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import { composePrior } from "../../../../shared/search/probability/compose-prior.ts";
import { directionFactor } from "../../../../shared/search/probability/direction.ts";
import { barrierFactor, regionLayer, sightingLayer } from "../../../../shared/search/probability/region.ts";
import { gridOf, middleOf, rectangle, sumOf } from "../../../support/probability-maps.ts";

const grid = gridOf(40, 40, 10);
const everywhere = [rectangle(-200, -200, 400, 400)];
const west = [rectangle(-200, -200, 400, 200)];

const composed = (parts: Omit<Parameters<typeof composePrior>[0], "grid">) => {
  const checked = composePrior({ grid, ...parts });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.prior;
};

describe("a prior of several beliefs", () => {
  it("mixes layers by their weights, what they put outside too", () => {
    const layers = [
      { layer: regionLayer(grid, everywhere, "drawn"), weight: 1 },
      { layer: regionLayer(grid, west, "drawn"), weight: 2 },
      { layer: regionLayer(grid, [rectangle(9000, 0, 10, 10)], "drawn"), weight: 1 },
    ];

    const prior = composed({ layers });

    expect(prior.row).toBeCloseTo(0.25, 6);
    expect(prior.mass[0]).toBeCloseTo(0.25 / 1600 + 0.5 / 800, 8);
    expect(prior.mass[39]).toBeCloseTo(0.25 / 1600, 8);
  });

  it("takes the coordinator's own share for the rest of the world", () => {
    const prior = composed({ layers: [{ layer: regionLayer(grid, everywhere, "drawn"), weight: 1 }], row: 0.3 });

    expect(prior.row).toBeCloseTo(0.3, 6);
    expect(sumOf(prior.mass)).toBeCloseTo(0.7, 5);
  });

  it("moves mass within the grid by factors, and none out of it", () => {
    const barrier = barrierFactor(grid, [west], 0.1, "Chen");
    const prior = composed({
      layers: [{ layer: regionLayer(grid, everywhere, "drawn"), weight: 1 }],
      factors: [barrier],
      row: 0.2,
    });

    expect((prior.mass[0] ?? 0) / (prior.mass[39] ?? 1)).toBeCloseTo(0.1, 5);
    expect(sumOf(prior.mass) + prior.row).toBeCloseTo(1, 5);
    expect(barrier.about.assumptions).toEqual([{ code: "barrier-share", value: 0.1, unit: "share" }]);
  });

  it("is refused with wrong weights, a wrong rest of the world, and where factors leave nothing", () => {
    const layer = regionLayer(grid, everywhere, "drawn");

    expect(composePrior({ grid, layers: [{ layer, weight: -1 }] })).toMatchObject({
      ok: false,
      problems: [{ code: "negative", least: -1 }],
    });
    expect(composePrior({ grid, layers: [{ layer, weight: Number.NaN }] })).toMatchObject({
      problems: [{ code: "missing-value" }],
    });
    expect(composePrior({ grid, layers: [] })).toMatchObject({ ok: false, problems: [{ code: "not-one", sum: 0 }] });
    expect(composePrior({ grid, layers: [{ layer, weight: 1 }], row: -0.5 })).toMatchObject({
      problems: [{ code: "negative", least: -0.5 }],
    });
    expect(
      composePrior({ grid, layers: [{ layer, weight: 1 }], factors: [barrierFactor(grid, [everywhere], 0, "Chen")] }),
    ).toMatchObject({ ok: false, problems: [{ code: "not-one", sum: 0, done: "refused" }] });
  });
});

describe("a sighting", () => {
  it("is normally distributed around its place", () => {
    const layer = sightingLayer({ grid, northM: 50, eastM: -30 }, 40, "clue 3");
    const within = layer.mass.reduce((sum, value, cell) => {
      const { northM, eastM } = cellMiddle(grid, cell);
      return Math.hypot(northM - 50, eastM + 30) < 40 ? sum + value : sum;
    }, 0);

    // Within one standard deviation of both directions: 1 - e^(-1/2).
    expect(within).toBeCloseTo(0.393, 1);
    expect(sumOf(layer.mass) + layer.outside).toBeCloseTo(1, 5);
  });

  it("is never sharper than a cell, and half outside at the grid's edge", () => {
    expect(sumOf(sightingLayer(middleOf(grid), 0, "clue 1").mass)).toBeCloseTo(1, 2);
    expect(sightingLayer({ grid, northM: 200, eastM: 0 }, 20, "clue 2").outside).toBeCloseTo(0.5, 1);
  });
});

describe("the direction of travel", () => {
  const answer = dispersionOf(shippedLostPersonTable(), "dementia");
  if (!answer.ok) throw new Error("no data");
  const { dispersion } = answer;
  const fine = gridOf(400, 400, 1);
  const factor = directionFactor(middleOf(fine), Math.PI / 2, dispersion).factor;
  const at = (degrees: number): number => {
    const rad = (degrees * Math.PI) / 180;
    return factor[cellAt(fine, 190 * Math.cos(rad), 190 * Math.sin(rad))] ?? 0;
  };

  it("weighs directions by the angles within which people were found, the same to both sides", () => {
    // A quarter within 11 of 180 degrees: 4.1 times as many as evenly all around.
    expect(at(90)).toBeCloseTo((0.25 * 180) / 11, 4);
    expect(at(90 + 17)).toBeCloseTo((0.25 * 180) / 12, 4);
    expect(at(90 - 17)).toBeCloseTo((0.25 * 180) / 12, 4);
    expect(at(90 + 45)).toBeCloseTo((0.25 * 180) / 43, 4);
    expect(at(-90)).toBeCloseTo((0.05 * 180) / 110, 4);
  });

  it("changes nothing on average", () => {
    const ring = Array.from({ length: 3600 }, (_, i) => at(i / 10));

    expect(ring.reduce((sum, value) => sum + value, 0) / ring.length).toBeCloseTo(1, 1);
  });
});
