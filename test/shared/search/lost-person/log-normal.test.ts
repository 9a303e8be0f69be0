import { describe, expect, it } from "vitest";
import { logNormalOf } from "../../../../shared/search/lost-person/distances.ts";
import type { TerrainClass } from "../../../../shared/search/lost-person/lost-person-table.ts";
import { erf, normalBelow, normalQuantile } from "../../../../shared/search/lost-person/normal.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import { logNormalQuantileM, logNormalShare } from "../../../../shared/search/probability/log-normal.ts";

const table = shippedLostPersonTable();

const parameters = (category: string, terrainClass: TerrainClass) => {
  const answer = logNormalOf(table, category, terrainClass);
  if (!answer.ok) throw new Error("no data");
  return answer.logNormal;
};
const quantilesKm = (category: string) =>
  [0.25, 0.5, 0.75, 0.95].map(
    (share) => logNormalQuantileM(parameters(category, "temperate-mountainous"), share) / 1000,
  );

describe("log-normal distances", () => {
  it("have the source's parameters", () => {
    const pairs = (category: string, classes: readonly TerrainClass[]) =>
      classes.map((terrainClass) => {
        const { meanLnKm, sdLnKm } = parameters(category, terrainClass);
        return [meanLnKm, sdLnKm];
      });

    expect(pairs("hiker", ["dry-flat", "dry-mountainous", "temperate-mountainous", "else"])).toEqual([
      [0.903, 1.113],
      [1.233, 1.074],
      [0.962, 1.258],
      [0.588, 1.207],
    ]);
    expect(pairs("dementia", ["dry-flat", "dry-mountainous", "temperate-mountainous", "urban", "else"])).toEqual([
      [0.435, 1.484],
      [0.536, 0.958],
      [-0.313, 1.512],
      [-0.159, 1.652],
      [-0.031, 1.619],
    ]);
    expect(parameters("hiker", "urban").match).toBe("fallback");
    expect(logNormalOf(table, "despondent", "urban")).toMatchObject({ ok: false, fault: { code: "no-data" } });
  });

  it("reach a quarter, half, three quarters and 95 % of hikers and of people with dementia where they must", () => {
    const [hiker, dementia] = [quantilesKm("hiker"), quantilesKm("dementia")];

    expect(hiker.slice(0, 3).map((km) => Number(km.toFixed(2)))).toEqual([1.12, 2.62, 6.11]);
    expect(Number((hiker[3] ?? 0).toFixed(1))).toBe(20.7);
    expect(dementia.slice(0, 3).map((km) => Number(km.toFixed(2)))).toEqual([0.26, 0.73, 2.03]);
    // The reference rounds the normal value of 95 % to 1.645 first: 8.795, not 8.793.
    expect(Math.abs((dementia[3] ?? 0) - 8.8)).toBeLessThan(0.01);
  });

  it("give back the share of a distance", () => {
    const logNormal = parameters("dementia", "urban");

    for (const share of [0.01, 0.3, 0.5, 0.9, 0.99])
      expect(logNormalShare(logNormal, logNormalQuantileM(logNormal, share))).toBeCloseTo(share, 6);
    expect(logNormalShare(logNormal, 0)).toBe(0);
  });
});

describe("the normal distribution", () => {
  it("is that of the tables", () => {
    expect(erf(0.5)).toBeCloseTo(0.5204998778, 6);
    expect(erf(-1)).toBeCloseTo(-0.8427007929, 6);
    expect(normalBelow(1.959963985)).toBeCloseTo(0.975, 6);
    expect(normalQuantile(0.95)).toBeCloseTo(1.644853627, 5);
    expect(() => normalQuantile(1)).toThrow("No normal value");
  });
});
