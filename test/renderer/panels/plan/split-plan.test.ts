import { describe, expect, it } from "vitest";
import type { PatternElement } from "../../../../renderer/panels/plan/pattern-settings.ts";
import { enduranceOf, splitPlan } from "../../../../renderer/panels/plan/split-plan.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { buildVehicle, placeAt, sceneNowMs } from "../../../support/build-views.ts";

const plan = buildPlan("1", { reserveFraction: 0.2 });
const pattern = (change: Partial<PatternElement> = {}): PatternElement => {
  const found = plan.elements.find((element): element is PatternElement => element.kind === "pattern");
  if (found === undefined) throw new Error("The plan has no pattern.");
  const area = { outline: [placeAt(0, 0), placeAt(0, 400), placeAt(400, 400), placeAt(400, 0)], holes: [] };
  return { ...found, shape: { kind: "parallel", area, spacingM: 35 }, ...change };
};
const split = (element: PatternElement, ids: readonly string[]) => {
  let n = 0;
  const newId = () => `id-${++n}`;
  return splitPlan({
    plan,
    element,
    vehicles: ids.map((id) => buildVehicle({ id })),
    newId,
    newPartId: newId,
    nameFor: ({ name }) => `Part of ${name}`,
  });
};

describe("one area for several vehicles", () => {
  it("gives each a plan of its own with a strip, a height of its own and the same lines", () => {
    const outcome = split(pattern(), ["1", "2", "3"]);
    if (!outcome.ok) throw new Error(outcome.fault.code);

    expect(outcome.plans.map(({ vehicleId }) => vehicleId)).toEqual(["1", "2", "3"]);
    expect(outcome.plans.map(({ altitude }) => altitude.m)).toEqual([60, 80, 100]);
    const patterns = outcome.plans.map(({ elements }) => elements.find(({ kind }) => kind === "pattern"));
    const headings = patterns.map((element) =>
      element?.kind === "pattern" && element.shape.kind === "parallel" ? element.shape.lineHeadingRad : undefined,
    );
    expect(new Set(headings).size).toBe(1);
    for (const element of patterns) expect(element).toMatchObject({ shape: { spacingM: 35 }, points: [] });
    const ids = outcome.plans.flatMap(({ id, elements }) => [id, ...elements.map((element) => element.id)]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { elements } of outcome.plans) {
      expect(elements[0]?.kind).toBe("take-off");
      expect(elements.at(-1)?.kind).toBe("return");
    }
  });

  it("refuses where heights 15 m apart don't fit below 120 m", () => {
    const high = pattern({ height: { aglM: 110, followTerrain: true, maxClimb: 0.3 } });

    expect(split(high, ["1", "2"])).toEqual({ ok: false, fault: { code: "no-room" } });
  });

  it("refuses what is no area, and says where an area crosses itself", () => {
    const line = pattern({ shape: { kind: "corridor", line: [placeAt(0, 0)], widthM: 9, spacingM: 9 } });
    const outline = [placeAt(0, 0), placeAt(100, 100), placeAt(0, 100), placeAt(100, 0)];
    const crossed = pattern({ shape: { kind: "parallel", area: { outline, holes: [] }, spacingM: 30 } });

    expect(split(line, ["1", "2"])).toEqual({ ok: false, fault: { code: "not-parallel" } });
    expect(split(crossed, ["1", "2"])).toMatchObject({ ok: false, fault: { code: "self-crossing" } });
  });

  it("tells who can't fly any of it, and how much nobody can", () => {
    const empty = { atMs: sceneNowMs, fraction: 0.1 };
    const outcome = splitPlan({
      plan,
      element: pattern(),
      vehicles: [buildVehicle({ id: "1" }), buildVehicle({ id: "2", battery: empty })],
      newId: () => "p",
      newPartId: () => "e",
      nameFor: ({ name }) => name,
    });

    expect(outcome).toMatchObject({ ok: true, without: ["D2"] });
    expect(outcome.ok && outcome.plans.map(({ vehicleId }) => vehicleId)).toEqual(["1"]);
  });
});

describe("the time that a vehicle has for it", () => {
  it("is what its own remaining time leaves after the reserve, in the air", () => {
    const battery = { atMs: sceneNowMs, fraction: 0.8, remainingS: 1_600 };

    expect(enduranceOf(buildVehicle({ id: "1", battery }), 0.2)).toBeCloseTo(1_200, 6);
    expect(enduranceOf(buildVehicle({ id: "1", battery: { ...battery, fraction: 0.1 } }), 0.2)).toBe(0);
  });

  it("is a usual one on the ground, where a battery seems to last for ever", () => {
    const battery = { atMs: sceneNowMs, fraction: 1, remainingS: 90_000 };

    expect(enduranceOf(buildVehicle({ id: "1", armed: false, battery }), 0.25)).toBe(900);
  });
});
