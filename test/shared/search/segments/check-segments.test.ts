import { describe, expect, it } from "vitest";
import { checkSegments } from "../../../../shared/search/segments/check-segments.ts";
import { ringOf } from "../../../support/areas.ts";

const box = (name: string, northM: number, eastM: number, sideM = 300) => ({
  name,
  ring: ringOf([
    [northM, eastM],
    [northM, eastM + sideM],
    [northM + sideM, eastM + sideM],
    [northM + sideM, eastM],
  ]),
});

describe("checking segments", () => {
  it("has nothing against neighbours that share a border", () => {
    expect(checkSegments([box("AA", 0, 0), box("AB", 0, 300), box("AC", 300, 0)])).toEqual([]);
  });

  it("names both of two that overlap, and says by how much", () => {
    const problems = checkSegments([box("AA", 0, 0), box("AB", 200, 250), box("AC", 1000, 0)]);

    expect(problems).toEqual([{ code: "overlap", names: ["AA", "AB"], areaM2: expect.closeTo(5000, -2) }]);
  });

  it("finds one that lies wholly in another", () => {
    expect(checkSegments([box("AA", 0, 0), box("AB", 100, 100, 50)])).toMatchObject([
      { code: "overlap", names: ["AA", "AB"] },
    ]);
  });

  it("finds rings that cross themselves, and where", () => {
    const bow = {
      name: "AA",
      ring: ringOf([
        [0, 0],
        [300, 300],
        [0, 300],
        [300, 0],
      ]),
    };

    const [problem] = checkSegments([bow]);

    expect(problem).toMatchObject({ code: "self-crossing", name: "AA" });
    const [middle] = ringOf([[150, 150]]);
    expect(problem?.code === "self-crossing" && problem.at.latDeg).toBeCloseTo(middle?.latDeg ?? 0, 6);
  });

  it("finds those too small, without area, with too few corners, with one name", () => {
    const needle = {
      name: "N",
      ring: ringOf([
        [0, 2000],
        [100, 2000],
        [0, 2000],
      ]),
    };
    const two = {
      name: "T",
      ring: ringOf([
        [0, 3000],
        [100, 3000],
      ]),
    };

    const codes = checkSegments([box("S", 0, 0, 10), needle, two, box("AA", 1000, 0), box("AA", 2000, 0)]).map(
      ({ code }) => code,
    );

    expect(codes.toSorted()).toEqual(["no-area", "same-name", "too-few-corners", "too-small"]);
  });

  it("refuses what lies on two continents", () => {
    const far = {
      name: "AB",
      ring: [
        { latDeg: 10, lonDeg: 10 },
        { latDeg: 10, lonDeg: 10.1 },
        { latDeg: 10.1, lonDeg: 10 },
      ],
    };

    expect(checkSegments([box("AA", 0, 0), far]).map(({ code }) => code)).toEqual(["too-large", "too-large"]);
  });
});
