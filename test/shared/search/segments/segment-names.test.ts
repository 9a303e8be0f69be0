import { describe, expect, it } from "vitest";
import { searchableAreaM2 } from "../../../../shared/search/segments/searchable-area.ts";
import { segmentNames } from "../../../../shared/search/segments/segment-names.ts";

describe("names of segments", () => {
  it("are letter pairs in order, without I and O", () => {
    const names = segmentNames(576);

    expect(names.slice(0, 3)).toEqual(["AA", "AB", "AC"]);
    expect(names[24]).toBe("BA");
    expect(names.at(-1)).toBe("ZZ");
    expect(names.join("")).not.toMatch(/[IO]/);
    expect(new Set(names).size).toBe(576);
  });

  it("go on with three letters for 1,065 of them, all different", () => {
    const names = segmentNames(1065);

    expect(names[576]).toBe("AAA");
    expect(new Set(names).size).toBe(1065);
  });

  it("leave out what is taken, however it is written", () => {
    expect(segmentNames(3, ["AA", "ac", " AD "])).toEqual(["AB", "AE", "AF"]);
  });
});

describe("the searchable area", () => {
  it("is what n W v t covers: 40 acres for the team of sar.md's V4", () => {
    const areaM2 = searchableAreaM2({
      abreast: 4,
      sweepWidthM: 20,
      speedMps: (1.5 * 1609.344) / 3600,
      timeS: 3 * 3600,
      coverage: 3.57908,
    });

    expect(areaM2 / 4046.87261).toBeCloseTo(40, 3);
  });
});
