import { describe, expect, it } from "vitest";
import {
  droneSweepWidth,
  landSweepWidthM,
  type SeaConditions,
  type SeaSearcher,
  seaSweepWidth,
} from "../../../../shared/search/detection/sweep-width.ts";

const nauticalM = 1852;
const widthNm = (searcher: SeaSearcher, visibilityNm: number, more: Partial<SeaConditions> = {}) => {
  const width = seaSweepWidth(searcher, { visibilityM: visibilityNm * nauticalM, ...more });
  return width.ok ? Number((width.sweepWidthM / nauticalM).toFixed(6)) : width.fault.of;
};

describe("sweep width on land", () => {
  it("is 1.8, 1.6 or 1.1 times the measured range of detection", () => {
    expect((["high", "medium", "low"] as const).map((visibility) => landSweepWidthM(20, visibility))).toEqual([
      36, 32, 22,
    ]);
  });

  it("of a drone is the swath times what one pass was measured to find, labelled as an estimate", () => {
    expect(droneSweepWidth(50, 0.8)).toEqual({ sweepWidthM: 40, isEstimate: true, formula: "W = swath × P" });
  });
});

describe("sweep width at sea", () => {
  it("is that of the table for a person in the water", () => {
    expect(widthNm("helicopter-300-ft", 1)).toBe(0.1);
    expect([widthNm("boat-8-ft", 1), widthNm("boat-8-ft", 5)]).toEqual([0.2, 0.3]);
    expect([1, 3, 5].map((visibilityNm) => widthNm("boat-14-ft", visibilityNm))).toEqual([0.3, 0.4, 0.5]);
  });

  it("lies between the table's entries, and is nothing beyond them", () => {
    expect(widthNm("boat-14-ft", 2)).toBe(0.35);
    expect(widthNm("boat-8-ft", 0.5)).toBe("visibility");
    expect(widthNm("boat-14-ft", 5.1)).toBe("visibility");
    expect(widthNm("helicopter-300-ft", 3)).toBe("visibility");
  });

  it("is corrected for weather, fatigue and a helicopter's speed", () => {
    expect([widthNm("boat-14-ft", 1, { weather: "poor" }), widthNm("boat-14-ft", 1, { weather: "bad" })]).toEqual([
      0.15, 0.075,
    ]);
    expect(widthNm("boat-14-ft", 1, { isTired: true })).toBe(0.27);
    const atKnots = (knots: number) => widthNm("helicopter-300-ft", 1, { speedMps: (knots * nauticalM) / 3600 });
    expect([60, 90, 120, 140].map(atKnots)).toEqual([0.15, 0.1, 0.08, 0.07]);
    expect([atKnots(75), atKnots(50), atKnots(150)]).toEqual([0.125, "speed", "speed"]);
    expect(widthNm("boat-14-ft", 1, { speedMps: 5 })).toBe(0.3);
  });
});
