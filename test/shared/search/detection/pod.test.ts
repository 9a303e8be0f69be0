import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  coverage,
  coverageFor,
  cumulativePod,
  effortM2,
  podOf,
  trackCoverage,
} from "../../../../shared/search/detection/pod.ts";

const coverages = [0.25, 0.5, 0.75, 1, 1.5, 2, 3];
const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(4)));

describe("probability of detection", () => {
  it("follows the table of random search", () => {
    expect(rounded(coverages.map((c) => podOf(c)))).toEqual([0.2212, 0.3935, 0.5276, 0.6321, 0.7769, 0.8647, 0.9502]);
  });

  it("follows the table of the inverse cube law", () => {
    expect(rounded(coverages.map((c) => podOf(c, "inverse-cube")))).toEqual([
      0.246, 0.4691, 0.6528, 0.7899, 0.9399, 0.9878, 0.9998,
    ]);
  });

  it("is the coverage itself within a definite range, and never above one", () => {
    expect(coverages.map((c) => podOf(c, "definite-range"))).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1]);
  });

  it("is none without coverage, or with one below nothing", () => {
    for (const law of ["random", "inverse-cube", "definite-range"] as const)
      for (const c of [0, -1]) expect(podOf(c, law)).toBeCloseTo(0, 6);
  });

  it("gives its coverage back", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 8, noNaN: true }), (c) => {
        expect(coverageFor(podOf(c))).toBeCloseTo(c, 6);
      }),
    );
  });

  it("cumulates over searches that don't depend on each other, in any order", () => {
    expect(cumulativePod([0.5, 0.4])).toBeCloseTo(0.7, 9);
    expect(cumulativePod([])).toBe(0);
    // Random searches: as one with the coverage of all.
    expect(cumulativePod([podOf(0.25), podOf(0.5), podOf(0.75)])).toBeCloseTo(podOf(1.5), 9);
  });
});

describe("coverage", () => {
  it("is 3.57908 of four at 1.5 mph with 20 m for 3 h on 40 acres (V4)", () => {
    const effort = { searchers: 4, sweepWidthM: 20, speedMps: (1.5 * 1609.344) / 3600, durationS: 3 * 3600 };

    expect(coverage(effort, 40 * 4046.87261)).toBeCloseTo(3.57908, 5);
    expect(effortM2(effort)).toBeCloseTo(4 * 20 * 1.5 * 1609.344 * 3, 6);
  });

  it("of parallel tracks is the width over their spacing: an M3T at 60 m with 30 % sidelap", () => {
    const c = trackCoverage(0.8 * 50.6, 0.7 * 50.6);

    expect(c).toBeCloseTo(1.143, 3);
    expect(podOf(c)).toBeCloseTo(0.681, 3);
  });
});
