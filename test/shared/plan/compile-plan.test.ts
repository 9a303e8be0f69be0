import { describe, expect, it } from "vitest";
import { type CompiledPlan, compilePlan } from "../../../shared/plan/compile-plan.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import type { PlanContext } from "../../../shared/plan/plan-context.ts";
import { degToRad } from "../../../shared/units/angle.ts";
import { placeAt } from "../../support/build-views.ts";
import { copterAt, planOf, pointAt, takeOff } from "../../support/plan-context.ts";

const compiled = (plan: Plan, context: PlanContext): CompiledPlan & { ok: true } => {
  const result = compilePlan(plan, context);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
};

const commands = (plan: Plan, context: PlanContext) => compiled(plan, context).mission.map(({ command }) => command);
const px4 = copterAt({ autopilot: "px4" });
const rover = copterAt({ kind: "ground-robot" });
const { terrain: _terrain, ...blind } = copterAt();

describe("a plan for ArduPilot", () => {
  it("begins with home as item 0, takes off, then sets the plan's speed", () => {
    const { mission, elementOfSeq } = compiled(planOf([takeOff(40), pointAt("p", 100, 0)]), copterAt());

    expect(mission.map(({ command }) => command)).toEqual([16, 22, 178, 16]);
    expect(mission[0]).toMatchObject({ frame: 0, x: 308700000, y: 1204330000, z: 12 });
    expect(mission[1]).toMatchObject({ frame: 6, x: 0, y: 0, z: 40 });
    expect(mission[2]).toMatchObject({ frame: 2, params: [1, 5, -1, 0] });
    expect(mission[3]).toMatchObject({ frame: 6, z: 60, params: [0, 0, 0, 0] });
    expect(elementOfSeq).toEqual([undefined, "take-off", undefined, "p"]);
  });

  it("looks by DO_SET_ROI, ends it at 0, 0, 0, and shoots by DO_DIGICAM_CONTROL", () => {
    const plan = planOf([
      { id: "l", kind: "look-at", position: placeAt(50, 50) },
      pointAt("p", 100, 0, { action: "photo" }),
      { id: "n", kind: "look-at" },
    ]);

    const { mission } = compiled(plan, copterAt());

    expect(mission.slice(2).map(({ command }) => command)).toEqual([201, 16, 203, 201]);
    expect(mission[2]).toMatchObject({ frame: 6, params: [3, 0, 0, 0], z: 0 });
    expect(mission[4]).toMatchObject({ x: 1, y: 0, params: [0, 0, 0, 0] });
    expect(mission[5]).toMatchObject({ x: 0, y: 0, z: 0, params: [0, 0, 0, 0] });
  });

  it("orbits by LOITER_TURNS, left round with a negative radius, and says what it rounds", () => {
    const orbit: PlanElement = {
      id: "o",
      kind: "orbit",
      centre: placeAt(0, 100),
      radiusM: 303,
      turns: 1.5,
      clockwise: false,
    };

    const { mission, warnings } = compiled(planOf([orbit]), copterAt());

    expect(mission[2]).toMatchObject({ command: 18, params: [2, 0, -300, 0] });
    expect(warnings.map(({ code }) => code).sort()).toEqual(["rounded-radius", "rounded-turns"]);
  });

  it("waits whole seconds", () => {
    const { mission, warnings } = compiled(planOf([pointAt("p", 0, 50, { delayS: 2.2 })]), copterAt());

    expect(mission[2]?.params[0]).toBe(3);
    expect(warnings).toMatchObject([{ code: "rounded-delay", elementId: "p", params: { from: 2.2, to: 3 } }]);
  });

  it("turns heights above ground into heights above home, by the terrain at both", () => {
    const terrain = { cellM: 30, heightMslM: (latDeg: number) => (latDeg > placeAt(50, 0).latDeg ? 95 : 15) };
    const plan = planOf([pointAt("p", 100, 0, { altitude: { reference: "ground", m: 60 } })]);

    const { mission } = compiled(plan, copterAt({ terrain }));

    expect(mission[2]).toMatchObject({ frame: 6, z: 140 });
  });

  it("follows the ground by itself where our terrain doesn't know it, and says so", () => {
    const plan = planOf([pointAt("p", 100, 0, { altitude: { reference: "ground", m: 60 } })]);

    const { mission, warnings } = compiled(plan, blind);

    expect(mission[2]).toMatchObject({ frame: 11, z: 60 });
    expect(warnings).toMatchObject([{ code: "ground-height-by-vehicle", elementId: "p" }]);
  });

  it("jumps to the item that a loop goes back to, for ever with -1", () => {
    const steps = [takeOff(), pointAt("a", 50, 0, { speedMps: 3 }), pointAt("b", 50, 50)];
    const twice = compiled(planOf([...steps, { id: "x", kind: "loop", toElementId: "b", times: 2 }]), copterAt());
    const endless = compiled(planOf([...steps, { id: "x", kind: "loop", toElementId: "a" }]), copterAt());

    expect(twice.mission.at(-1)).toMatchObject({ command: 177, params: [5, 2, 0, 0] });
    expect(endless.mission.at(-1)).toMatchObject({ command: 177, params: [3, -1, 0, 0] });
    expect(endless.elementOfSeq[3]).toBe("a");
  });

  it("flies a pattern's points at its speed, then at the speed from before", () => {
    const pattern: PlanElement = {
      id: "s",
      kind: "pattern",
      shape: { kind: "corridor", line: [placeAt(0, 0), placeAt(90, 0)], widthM: 20, spacingM: 10 },
      height: { aglM: 60, followTerrain: true, maxClimb: 0.5 },
      speedMps: 3,
      points: [
        { ...placeAt(0, 0), altMslM: 70, searching: true },
        { ...placeAt(90, 0), searching: false },
      ],
    };

    const { mission, elementOfSeq } = compiled(planOf([pattern]), copterAt());

    expect(mission.slice(2)).toMatchObject([
      { command: 16, frame: 6, z: 60 },
      { command: 178, params: [1, 3, -1, 0] },
      { command: 16, frame: 6, z: 60 },
      { command: 178, params: [1, 5, -1, 0] },
    ]);
    expect(elementOfSeq.slice(2)).toEqual(["s", "s", "s", "s"]);
  });

  it("takes 650 items with home, and not one more", () => {
    const points = (count: number) => planOf(Array.from({ length: count }, (_, i) => pointAt(`p${i}`, i, 0)));

    expect(compilePlan(points(648), copterAt())).toMatchObject({ ok: true });
    expect(compilePlan(points(649), copterAt())).toMatchObject({
      ok: false,
      problems: [{ code: "too-many-items", params: { items: 651, most: 650 } }],
    });
  });
});

describe("a plan for PX4", () => {
  it("has no home item, takes off where it stands, and leaves headings to the vehicle", () => {
    const { mission } = compiled(planOf([takeOff(40), pointAt("p", 100, 0, { delayS: 2.5 })]), px4);

    expect(mission.map(({ command }) => command)).toEqual([22, 178, 16]);
    expect(mission[0]).toMatchObject({ frame: 6, x: 308700000, y: 1204330000, z: 40 });
    expect(mission[2]?.params).toEqual([2.5, 0, 0, Number.NaN]);
  });

  it("looks, shoots and ends looking by the newer commands", () => {
    const plan = planOf([
      { id: "l", kind: "look-at", position: placeAt(50, 50) },
      pointAt("p", 100, 0, { action: "photo" }),
      { id: "n", kind: "look-at" },
    ]);

    expect(commands(plan, px4)).toEqual([178, 195, 16, 2000, 197]);
  });

  it("goes round by points and a jump, because its missions have no orbits", () => {
    const orbit: PlanElement = {
      id: "o",
      kind: "orbit",
      centre: placeAt(0, 100),
      radiusM: 40,
      turns: 3,
      clockwise: true,
    };

    const { mission } = compiled(planOf([orbit]), px4);

    expect(mission.map(({ command }) => command)).toEqual([178, ...Array.from({ length: 12 }, () => 16), 177, 16]);
    expect(mission[13]?.params).toEqual([1, 2, 0, 0]);
    // The nearest point of the circle, west of its centre, first and last.
    expect(mission[1]?.y).toBe(mission[14]?.y);
    expect((mission[1]?.y ?? 0) / 1e7).toBeCloseTo(placeAt(0, 60).lonDeg, 5);
  });

  it("can't follow unknown ground, and is told so", () => {
    const plan = planOf([pointAt("p", 100, 0, { altitude: { reference: "ground", m: 60 } })]);

    expect(compilePlan(plan, { ...blind, autopilot: "px4" })).toMatchObject({
      ok: false,
      problems: [{ code: "terrain-unknown", severity: "error", elementId: "p" }],
    });
  });

  it("lands at a place, also where the plan says none", () => {
    const { mission } = compiled(planOf([pointAt("p", 100, 0), { id: "d", kind: "land" }]), px4);

    expect(mission.at(-1)).toMatchObject({ command: 21, x: mission.at(-2)?.x, y: mission.at(-2)?.y });
  });
});

describe("a plan for a robot", () => {
  it("has no heights, no take-off and no landing", () => {
    const plan = planOf([
      takeOff(),
      pointAt("p", 50, 0, { altitude: { reference: "msl", m: 90 } }),
      { id: "d", kind: "land" },
    ]);

    const { mission, warnings } = compiled(plan, rover);

    expect(mission.slice(1)).toMatchObject([{ command: 178 }, { command: 16, frame: 6, z: 0 }]);
    expect(warnings.map(({ code }) => code)).toEqual(["take-off-ignored", "land-ignored"]);
  });
});

describe("what can't be compiled", () => {
  it("is a loop to itself, to nothing, or forwards", () => {
    for (const toElementId of ["x", "nothing", "p"]) {
      const plan = planOf([pointAt("o", 0, 10), { id: "x", kind: "loop", toElementId }, pointAt("p", 50, 0)]);

      expect(compilePlan(plan, copterAt())).toMatchObject({ ok: false, problems: [{ code: "loop-target" }] });
    }
  });

  it("is a rally point above the ground where neither is known", () => {
    const plan = planOf([pointAt("p", 0, 10)], {
      rallyPoints: [{ id: "r", ...placeAt(0, 0), altitude: { reference: "ground", m: 30 } }],
    });

    expect(compilePlan(plan, blind)).toMatchObject({ ok: false, problems: [{ code: "home-unknown", elementId: "r" }] });
  });
});

describe("fences and rally points", () => {
  it("become an item a corner, each with the number of corners, and one a circle", () => {
    const plan = planOf([pointAt("p", 0, 10)], {
      fences: [
        { id: "f", shape: "polygon", inclusion: true, points: [placeAt(-9, -9), placeAt(-9, 99), placeAt(99, 0)] },
        { id: "c", shape: "circle", inclusion: false, centre: placeAt(60, 60), radiusM: 12.5 },
      ],
      rallyPoints: [{ id: "r", ...placeAt(0, 5), altitude: { reference: "msl", m: 40 } }],
    });

    const { fence, rally } = compiled(plan, copterAt());

    expect(fence.map(({ command, params }) => [command, params[0]])).toEqual([
      [5001, 3],
      [5001, 3],
      [5001, 3],
      [5004, 12.5],
    ]);
    expect(rally).toMatchObject([{ command: 5100, frame: 6, z: 30 }]);
  });
});

describe("the gimbal", () => {
  it("is told in degrees, targeting by MAVLink", () => {
    const plan = planOf([pointAt("p", 0, 9), { id: "g", kind: "gimbal", pitchRad: degToRad(-60), yawRad: 0 }]);

    expect(compiled(plan, copterAt()).mission[3]).toMatchObject({ command: 205, params: [-60, 0, 0, 0], z: 2 });
  });
});
