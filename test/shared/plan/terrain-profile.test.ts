import { describe, expect, it } from "vitest";
import { terrainProfile } from "../../../shared/plan/terrain-profile.ts";
import { copterAt, halfKnown, hillFrom, planOf, pointAt, takeOff } from "../../support/plan-context.ts";

describe("the profile under the map", () => {
  it("has ground, path and clearance at least every half cell", () => {
    const plan = planOf([takeOff(60), pointAt("a", 300, 0), pointAt("b", 600, 0)]);

    const { samples, lengthM, unknownFraction } = terrainProfile(plan, copterAt({ terrain: hillFrom(400, 40) }));

    expect(lengthM).toBeCloseTo(600, -1);
    expect(unknownFraction).toBe(0);
    for (const [index, { atDistanceM }] of samples.entries())
      expect(atDistanceM - (samples[index - 1]?.atDistanceM ?? 0)).toBeLessThan(15.01);
    expect(samples.find(({ elementId }) => elementId === "a")).toMatchObject({ groundMslM: 10, pathMslM: 70 });
    expect(samples.at(-1)).toMatchObject({ groundMslM: 40, pathMslM: 70, clearanceM: 30, elementId: "b" });
  });

  it("leaves out what isn't known", () => {
    const { samples, unknownFraction } = terrainProfile(
      planOf([takeOff(60), pointAt("a", 300, 0)]),
      copterAt({ terrain: halfKnown }),
    );

    expect(samples.at(-1)).not.toHaveProperty("groundMslM");
    expect(samples.at(-1)).not.toHaveProperty("clearanceM");
    expect(samples.at(-1)).toHaveProperty("pathMslM");
    expect(unknownFraction).toBeGreaterThan(0.5);
  });

  it("stays within some thousand samples, however long the way", () => {
    const plan = planOf([takeOff(60), pointAt("a", 90_000, 0), pointAt("b", 0, 90_000)]);

    expect(terrainProfile(plan, copterAt()).samples.length).toBeLessThan(4100);
  });
});
