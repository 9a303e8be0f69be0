import { describe, expect, it } from "vitest";
import {
  abilityBy,
  networkTable,
  networkValTable,
  passAbility,
  personSizePx,
  underCanopy,
  watchedTable,
} from "../../../../shared/search/detection/detection-ability.ts";
import { rangedDetection } from "../../../../shared/search/detection/ranged-detection.ts";

/** Ground sample distance of an M3T, m, at a slant range. */
const m3tGsdM = (slantM: number) => 0.001319 * slantM;

describe("a person in a thermal picture", () => {
  it("is as many pixels as the cameras' table says", () => {
    const { longestPx, rootAreaPx } = personSizePx(m3tGsdM(60));

    expect(Math.round(longestPx)).toBe(21);
    expect(0.5 / m3tGsdM(60)).toBeCloseTo(6.3, 1);
    expect(rootAreaPx).toBeCloseTo(Math.sqrt(21.48 * 6.32), 1);
    expect(Math.round(personSizePx(0.00679 * 60).longestPx)).toBe(4);
  });
});

describe("what one pass finds", () => {
  const size = (rootAreaPx: number, longestPx = 0) => ({ rootAreaPx, longestPx });

  it("is measured between the sizes of the model card's pictures", () => {
    const twelve = abilityBy(networkTable, size(12));
    expect(twelve).toMatchObject({ basis: "measured", table: "network" });
    expect(twelve.share).toBeCloseTo((0.84 + 0.873) / 2, 9);
    expect(abilityBy(networkValTable, size(11.35)).share).toBe(0.911);
    expect(abilityBy(networkValTable, size(14.95)).share).toBe(0.868);
    expect(abilityBy(networkValTable, size((11.35 + 14.95) / 2)).share).toBeCloseTo((0.911 + 0.868) / 2, 9);
    expect(networkTable.source).toContain("model card");
  });

  it("is never continued beyond them: larger people count as the largest measured, smaller ones not at all", () => {
    expect(abilityBy(networkTable, size(40))).toMatchObject({ share: 0.909, basis: "held" });
    expect(abilityBy(networkTable, size(7.9))).toMatchObject({ share: 0, basis: "too-small" });
    expect(abilityBy(watchedTable, size(0, 3.9))).toMatchObject({ share: 0, basis: "too-small" });
    expect(abilityBy(watchedTable, size(0, 4))).toMatchObject({ share: 0.79, basis: "measured" });
    expect(abilityBy(watchedTable, size(0, 15))).toMatchObject({ share: 0.79, basis: "held" });
  });

  it("is the best of the network and of somebody who watches", () => {
    const tables = [networkTable, watchedTable];

    const near = passAbility(personSizePx(m3tGsdM(60)), tables);
    expect(near.table).toBe("network");
    expect(near.share).toBeCloseTo(0.851, 3);
    expect(passAbility(personSizePx(m3tGsdM(100)), tables)).toMatchObject({ table: "watched", share: 0.79 });
    expect(passAbility(personSizePx(m3tGsdM(400)), tables).share).toBe(0);
    expect(() => passAbility(personSizePx(1), [])).toThrow("No detection table");
  });

  it("is less under leaves by a stated share", () => {
    expect(underCanopy(abilityBy(watchedTable, size(0, 8)), 0.5).share).toBeCloseTo(0.395, 9);
  });

  it("falls with the slant range and ends where nothing is claimed any more", () => {
    const { steps, stepM } = rangedDetection({
      below: { northM: 0, eastM: 0 },
      aboveGroundM: 60,
      ifovRad: 0.001319,
      tables: [networkTable, watchedTable],
      missedIfResponsive: 0.5,
    });

    // A person of 12.7 px at 55 m, and of 11.5 px at 61 m.
    const near = steps[Math.floor(55 / stepM)]?.unresponsive ?? 0;
    const farther = steps[Math.floor(61 / stepM)]?.unresponsive ?? 0;
    expect(near).toBeCloseTo(0.868, 2);
    expect(farther).toBeCloseTo(0.848, 2);
    expect(steps[Math.floor(55 / stepM)]?.responsive).toBeCloseTo(1 - (1 - near) * 0.5, 6);
    expect(steps[Math.floor(150 / stepM)]?.unresponsive).toBe(0.79);
    // 4 px of 1.7 m: 322 m.
    expect(steps.length * stepM).toBe(322);
  });
});
