import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePlan } from "../../../shared/plan/compile-plan.ts";
import { estimatePlan } from "../../../shared/plan/estimate-plan.ts";
import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import type { PlanContext } from "../../../shared/plan/plan-context.ts";
import { readMission } from "../../../shared/plan/read-mission.ts";
import type { MissionItem } from "../../../shared/protocols/mission/mission-item.ts";
import { compareReadBack } from "../../../shared/protocols/mission/read-back.ts";
import { PlanSchema } from "../../../shared/wire/plan-schemas.ts";
import { buildPlan } from "../../support/build-plan.ts";
import { placeAt } from "../../support/build-views.ts";
import { flyablePlan, flyingContext } from "../../support/flyable-plans.ts";
import { copterAt, planOf, pointAt, takeOff } from "../../support/plan-context.ts";

const counter = () => {
  let made = 0;
  return () => `r${++made}`;
};

const compiled = (plan: Plan, context: PlanContext) => {
  const result = compilePlan(plan, context);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
};

const readAgain = (plan: Plan, context: PlanContext): Plan => {
  const { speedMps = 99, leftOut, ...read } = readMission(compiled(plan, context), { ...context, makeId: counter() });
  expect(leftOut).toEqual([]);
  return { ...plan, ...read, speedMps };
};

const item = (command: number, change: Partial<MissionItem> = {}): MissionItem => ({
  frame: 3,
  command,
  autocontinue: 1,
  params: [0, 0, 0, 0],
  x: 0,
  y: 0,
  z: 0,
  ...change,
});

const copter = { autopilot: "ardupilot", kind: "multirotor", makeId: counter() } as const;
const home = item(16, { frame: 0, x: 308700000, y: 1204330000, z: 5.09 });

describe("a mission that is read", () => {
  it("compiles to the very same items again, whatever the plan and the firmware", () => {
    fc.assert(
      fc.property(flyablePlan, flyingContext, (plan, context) => {
        const first = compilePlan(plan, context);
        fc.pre(first.ok);

        const again = compiled(readAgain(plan, context), context);

        expect(again.mission).toEqual(first.mission);
      }),
      { numRuns: 400 },
    );
  });

  it("leads the same way as the plan did", () => {
    fc.assert(
      fc.property(flyablePlan, (plan) => {
        const context = copterAt();
        fc.pre(compilePlan(plan, context).ok);

        const [before, after] = [estimatePlan(plan, context), estimatePlan(readAgain(plan, context), context)];

        // Orbits are stored with whole turns.
        fc.pre(!plan.elements.some(({ kind }) => kind === "orbit"));
        expect(Math.abs(after.distanceM - before.distanceM)).toBeLessThan(0.1 + before.distanceM * 1e-4);
        expect(after.perRound).toBe(before.perRound);
      }),
      { numRuns: 200 },
    );
  });

  it("gives the steps back that it was made of", () => {
    const plan = buildPlan("1", { altitude: { reference: "home", m: 60 } });
    const simple = { ...plan, elements: plan.elements.filter(({ kind }) => kind !== "pattern") };

    const { elements, speedMps, altitude, plannedHome } = readAgain(simple, copterAt());

    expect(elements.map(({ kind }) => kind)).toEqual(["take-off", "point", "orbit", "point", "return"]);
    expect(elements[3]).toMatchObject({ speedMps: 3, action: "photo" });
    expect({ speedMps, altitude }).toEqual({ speedMps: 5, altitude: { reference: "home", m: 60 } });
    expect(plannedHome).toMatchObject({ altMslM: 12 });
  });

  it("equals what ArduPilot gives back of it, by the rules of reading back", () => {
    fc.assert(
      fc.property(flyablePlan, (plan) => {
        const result = compilePlan(plan, copterAt());
        fc.pre(result.ok);
        if (!result.ok) return;
        const back = result.mission.map(asArduPilotStores).map((stored) => ({ item: stored, form: "int" as const }));

        expect(compareReadBack(result.mission, back, { autopilot: "ardupilot", type: "mission" })).toBeUndefined();
        const lists = { mission: back.map(({ item: stored }) => stored) };
        const { speedMps = 1, ...read } = readMission(lists, { ...copter, makeId: counter() });
        const again = compiled({ ...plan, ...read, speedMps }, copterAt());
        const commands = again.mission.map(({ command }) => command);
        expect(commands).toEqual(result.mission.map(({ command }) => command));
      }),
      { numRuns: 200 },
    );
  });
});

/** What 4.4 changes, as the probe's log shows: frames, and what has no place loses it. */
const asArduPilotStores = (sent: MissionItem, seq: number): MissionItem => {
  if (seq === 0) return { ...sent, frame: 0, z: 5.09 };
  const [p1, p2, p3, p4] = sent.params.map((value) => (Number.isNaN(value) ? 0 : Math.fround(value)));
  const params = [p1 ?? 0, p2 ?? 0, p3 ?? 0, p4 ?? 0] as const;
  const hasPlace = [16, 18, 21, 22, 201].includes(sent.command);
  if (!hasPlace) {
    const shoots = sent.command === 203;
    return { ...sent, params, frame: 0, x: shoots ? 1 : 0, y: 0, z: 0 };
  }
  const frame = sent.frame === 6 ? 3 : sent.frame === 5 ? 0 : sent.frame === 11 ? 10 : sent.frame;
  const z = Math.fround(Math.trunc(Math.fround(Math.fround(sent.z) * 100)) / 100);
  return { ...sent, params, frame, z };
};

describe("what isn't understood", () => {
  it.each([
    ["a waypoint at 0, 0, which is where the vehicle is", item(16, { z: 30 })],
    ["a waypoint with a radius to pass by", item(16, { x: 1e8, y: 2e8, params: [0, 5, 0, 0] })],
    ["a frame without a height", item(16, { x: 1e8, y: 2e8, frame: 8 })],
    ["a loiter by time", item(19, { x: 1e8, y: 2e8, params: [30, 0, 0, 0] })],
    ["an orbit of no radius", item(18, { x: 1e8, y: 2e8, params: [2, 0, 0, 0] })],
    ["a speed with a throttle", item(178, { params: [1, 5, 60, 0] })],
    ["a jump to home", item(177, { params: [0, 2, 0, 0] })],
    ["a jump to nowhere", item(177, { params: [77, 2, 0, 0] })],
    ["a photo before any point", item(203, { x: 1 })],
    ["a command that nobody knows", item(4711, { params: [1, 2, 3, 4], x: 5, y: 6, z: 7 })],
  ])("is kept as it is: %s", (_what, odd) => {
    const { elements } = readMission({ mission: [home, odd] }, copter);

    expect(elements).toMatchObject([{ kind: "other", item: odd }]);
  });

  it("is never lost, whatever comes", () => {
    const anyItem = fc
      .record({
        frame: fc.constantFrom(0, 2, 3, 5, 6, 10, 11, 77),
        command: fc.constantFrom(16, 17, 18, 20, 21, 22, 177, 178, 201, 203, 205, 2000, 2500, 31000),
        autocontinue: fc.constantFrom(0, 1),
        params: fc.tuple(fc.float(), fc.float(), fc.float(), fc.float()),
        x: fc.integer({ min: -2147483648, max: 2147483647 }),
        y: fc.integer({ min: -2147483648, max: 2147483647 }),
        z: fc.float(),
      })
      .map((made): MissionItem => made);

    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 12 }), fc.array(anyItem, { maxLength: 6 }), (mission, fence) => {
        for (const autopilot of ["ardupilot", "px4"] as const) {
          const read = readMission({ mission, fence, rally: fence }, { ...copter, autopilot });

          const ids = read.elements.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const element of read.elements) {
            if (element.kind === "loop") expect(ids).toContain(element.toElementId);
          }
          const { leftOut: _leftOut, ...rest } = read;
          // As it goes to the disk and to clients.
          const plan = JSON.parse(JSON.stringify({ ...planOf([]), ...rest }));
          expect(PlanSchema.safeParse(plan).error?.message).toBeUndefined();
        }
      }),
    );
  });

  it("is a jump into the middle of what belongs together: then it stays apart", () => {
    const speed = item(178, { params: [1, 3, -1, 0], frame: 0 });
    const point = item(16, { x: 308700000, y: 1204330000, z: 30 });
    const mission = [home, point, speed, item(177, { params: [2, 4, 0, 0], frame: 0 })];

    const { elements } = readMission({ mission }, { ...copter, makeId: counter() });

    expect(elements.map(({ kind }) => kind)).toEqual(["point", "speed", "loop"]);
    expect(elements[2]).toMatchObject({ toElementId: elements[1]?.id, times: 4 });
  });
});

describe("fences that are read", () => {
  const corner = (count: number, command = 5001) =>
    item(command, { frame: 0, params: [count, 0, 0, 0], x: 1e8, y: 2e8 });

  it("come back as they were, rally points too", () => {
    const plan = planOf([takeOff(), pointAt("p", 5, 5)], {
      fences: [
        { id: "f", shape: "polygon", inclusion: false, points: [placeAt(0, 0), placeAt(9, 9), placeAt(0, 9)] },
        { id: "g", shape: "polygon", inclusion: false, points: [placeAt(1, 0), placeAt(9, 9), placeAt(0, 9)] },
        { id: "c", shape: "circle", inclusion: true, centre: placeAt(0, 0), radiusM: 250.5 },
      ],
      rallyPoints: [{ id: "r", ...placeAt(3, 3), altitude: { reference: "home", m: 25 } }],
    });

    const { fences, rallyPoints } = readAgain(plan, copterAt());

    expect(fences.map((fence) => (fence.shape === "polygon" ? fence.points.length : fence.radiusM))).toEqual([
      3, 3, 250.5,
    ]);
    expect(fences.map(({ inclusion }) => inclusion)).toEqual([false, false, true]);
    expect(rallyPoints).toMatchObject([{ altitude: { reference: "home", m: 25 } }]);
  });

  it("name the corners that make no fence", () => {
    const fence = [corner(4), corner(4), corner(4), corner(3, 5002)];

    const { fences, leftOut } = readMission({ mission: [], fence }, copter);

    expect(fences).toEqual([]);
    expect(leftOut).toEqual([5001, 5001, 5001, 5002]);
  });
});

describe("a mission that leaves the speed to the vehicle", () => {
  it("says no speed", () => {
    const mission = [home, item(22, { z: 20 }), item(16, { x: 308700000, y: 1204330000, z: 30 })];

    const { speedMps, elements } = readMission({ mission }, copter);

    expect(speedMps).toBeUndefined();
    expect(elements.map((element: PlanElement) => element.kind)).toEqual(["take-off", "point"]);
  });
});
