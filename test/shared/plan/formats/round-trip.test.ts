import fc from "fast-check";
import { strFromU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { compilePlan } from "../../../../shared/plan/compile-plan.ts";
import type { PlanFormat } from "../../../../shared/plan/formats/plan-note.ts";
import { planFormats } from "../../../../shared/plan/formats/plan-note.ts";
import { writePlanFile } from "../../../../shared/plan/formats/write-plan-file.ts";
import type { Plan } from "../../../../shared/plan/plan.ts";
import type { PlanContext } from "../../../../shared/plan/plan-context.ts";
import type { MissionItem } from "../../../../shared/protocols/mission/mission-item.ts";
import { arbitraryPlan } from "../../../support/arbitrary-plan.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { content, copter, openPlan } from "./plan-files.ts";

const px4: PlanContext = { ...copter, autopilot: "px4" };

const write = (plan: Plan, format: PlanFormat, context: PlanContext = copter) => {
  const file = writePlanFile({ plan, format, context });
  if (!file.ok) throw new Error(`Not written: ${JSON.stringify(file.problems)}`);
  return file;
};

const compiles = (plan: Plan, context: PlanContext = copter) => compilePlan(plan, context).ok;

/** Frames of ints and floats mean the same, and so do heights of one centimetre. */
const meaning = ({ frame, z, params, ...item }: MissionItem) => ({
  ...item,
  frame:
    new Map([
      [5, 0],
      [6, 3],
      [11, 10],
    ]).get(frame) ?? frame,
  z: Math.round(z * 100) + 0,
  params: params.map((value) => Math.round(value * 1e6) + 0),
});

describe("plan files written and read", () => {
  it.each(["plan", "geojson"] as const)("come back whole: %s", (format) => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        fc.pre(format === "geojson" || compiles(plan));

        const file = write(plan, format);
        const read = openPlan(file.name, file.bytes);

        expect(content(read.plan)).toEqual(content(plan));
        expect(read.plan.vehicleId).toBe("1");
        expect(read.notes).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ["ardupilot", copter],
    ["px4", px4],
  ] as const)("as .waypoints make the same mission again for %s", (_, context) => {
    let tried = 0;
    fc.assert(
      fc.property(arbitraryPlan, (drawn) => {
        const plan = { ...drawn, plannedHome: { latDeg: 30.87, lonDeg: 120.433, altMslM: 5 } };
        const before = compilePlan(plan, context);
        fc.pre(before.ok);
        tried++;

        const file = write(plan, "waypoints", context);
        const read = openPlan(file.name, file.bytes, context);
        const after = compilePlan(read.plan, context);

        if (!after.ok) throw new Error(JSON.stringify(after.problems));
        if (before.ok) expect(after.mission.map(meaning)).toEqual(before.mission.map(meaning));
      }),
      { numRuns: 150 },
    );
    expect(tried).toBeGreaterThan(50);
  });

  it.each(["kml", "kmz"] as const)("keep points, fences, rally points and home as %s", (format) => {
    fc.assert(
      fc.property(arbitraryPlan, (drawn) => {
        const elements = drawn.elements.filter(({ kind }) => kind === "point");
        const plan = { ...drawn, elements };

        const file = write(plan, format);
        const { plan: read } = openPlan(file.name, file.bytes);

        expect(read.elements.map((part) => (part.kind === "point" ? part.position : part))).toEqual(
          elements.map((part) => (part.kind === "point" ? part.position : part)),
        );
        expect(read.elements.map((part) => (part.kind === "point" ? part.altitude : part))).toEqual(
          elements.map((part) => (part.kind === "point" ? (part.altitude ?? plan.altitude) : part)),
        );
        expect(read.fences.map(({ id: _, ...fence }) => fence)).toEqual(
          plan.fences.map(({ id: _, ...fence }) => fence),
        );
        expect(read.rallyPoints.map(({ id: _, ...point }) => point)).toEqual(
          plan.rallyPoints.map(({ id: _, ...point }) => point),
        );
        expect([read.plannedHome, read.altitude, read.speedMps, read.name]).toEqual([
          ...[plan.plannedHome, plan.altitude, plan.speedMps, plan.name.replace(/\s+/g, " ")],
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it("say what a format has no room for", () => {
    const plan = buildPlan("1", {
      fences: [{ id: "f", shape: "circle", inclusion: true, centre: { latDeg: 30.87, lonDeg: 120.43 }, radiusM: 500 }],
      rallyPoints: [{ id: "r", latDeg: 30.87, lonDeg: 120.43, altitude: { reference: "ground", m: 30 } }],
    });
    const noted = (format: PlanFormat) => new Set(write(plan, format).notes.map(({ code }) => code));

    expect(noted("plan")).toEqual(new Set(["no-height"]));
    expect(noted("geojson")).toEqual(new Set());
    expect(noted("waypoints")).toEqual(
      new Set(["fences-left-out", "rally-left-out", "path-only", "settings-left-out"]),
    );
    expect(noted("gpx")).toEqual(
      new Set(["fences-left-out", "no-height", "path-only", "settings-left-out", "unsupported-item"]),
    );
    expect(noted("kml")).toEqual(new Set(["path-only", "settings-left-out", "unsupported-item"]));
    expect(planFormats).toHaveLength(6);
  });

  it("lose what only Lantern knows once another program has changed them, and say so", () => {
    const plan = buildPlan("1");
    const file = write(plan, "plan");
    const json = JSON.parse(strFromU8(file.bytes));
    json.mission.items.find(({ command }: { readonly command: number }) => command === 16).Altitude = 77;

    const read = openPlan(file.name, JSON.stringify(json));

    expect(read.notes).toContainEqual({ code: "changed-elsewhere", params: {} });
    expect(read.plan.elements.some(({ kind }) => kind === "pattern")).toBe(false);
    expect(JSON.stringify(read.plan.elements)).toContain("77");
  });

  it("come back whole when another program only laid the file out anew", () => {
    const plan = buildPlan("1");
    const file = write(plan, "plan");
    const { mission, ...rest } = JSON.parse(strFromU8(file.bytes));
    const shuffled = { ...rest, mission: Object.fromEntries(Object.entries(mission).reverse()) };

    expect(content(openPlan(file.name, JSON.stringify(shuffled)).plan)).toEqual(content(plan));
  });

  it("are not believed where what lies beside is no plan", () => {
    const file = write(buildPlan("1"), "plan");
    const json = JSON.parse(strFromU8(file.bytes));
    json.lantern.plan.elements = [{ id: "x", kind: "fire", at: "will" }];

    const read = openPlan(file.name, JSON.stringify(json));

    expect(read.plan.elements.length).toBeGreaterThan(3);
    expect(JSON.stringify(read.plan)).not.toContain("fire");
  });

  it("are such that QGroundControl opens them", () => {
    const json = JSON.parse(strFromU8(write(buildPlan("1"), "plan").bytes));

    expect(json).toMatchObject({
      fileType: "Plan",
      version: 1,
      groundStation: "Lantern",
      mission: { version: 2, firmwareType: 3, vehicleType: 2, plannedHomePosition: expect.any(Array) },
      geoFence: { version: 2, polygons: [], circles: [] },
      rallyPoints: { version: 2, points: [] },
    });
    expect(json.mission.items[0]).toMatchObject({
      type: "SimpleItem",
      command: 22,
      doJumpId: 1,
      frame: 3,
      autoContinue: true,
    });
    for (const item of json.mission.items) expect(item.params).toHaveLength(7);
  });

  it("show QGroundControl a home near the way where none is known", () => {
    const { home: _home, ...nowhere } = copter;
    const json = JSON.parse(strFromU8(write(buildPlan("1"), "plan", nowhere).bytes));

    expect(json.mission.plannedHomePosition[0]).toBeCloseTo(30.87, 1);
    expect(json.mission.plannedHomePosition[1]).toBeCloseTo(120.43, 1);
  });

  it("have names that every file system takes", () => {
    const name = (plan: string) => write({ ...buildPlan("1"), name: plan }, "geojson").name;

    expect(name("a/b\\c:d")).toBe("a-b-c-d.geojson");
    expect(name("..")).toBe("plan.geojson");
    expect(name("CON")).toBe("plan.geojson");
    expect(name("湿地 北")).toBe("湿地 北.geojson");
  });
});
