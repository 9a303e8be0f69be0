import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { northEastM, offsetLatLon } from "../../../../shared/geo/local-frame.ts";
import type { Plan, PlanElement } from "../../../../shared/plan/plan.ts";
import type { RequestResult } from "../../../../shared/wire/requests.ts";
import { type Flown, type FlownStation, flownStation } from "../../../support/flown-station.ts";
import { eventually } from "../../../support/live-station.ts";
import { planOf } from "../../../support/plan-context.ts";

let station: FlownStation;

beforeAll(async () => {
  station = await flownStation({ speed: 4 });
});
afterAll(() => station.close());

const home = (kind: Flown) => {
  const { home: at } = station.view(kind);
  if (at === undefined) throw new Error(`The ${kind} has no home.`);
  return { latDeg: at.latDeg, lonDeg: at.lonDeg };
};

const planFor = (kind: Flown, id: string, change: Partial<Plan> = {}): Plan => {
  const at = home(kind);
  const point = (name: string, northM: number, eastM: number, more = {}): PlanElement => ({
    id: name,
    kind: "point",
    position: offsetLatLon(at, northM, eastM),
    ...more,
  });
  const steps: PlanElement[] = [
    point("a", 40, 0, { delayS: 2 }),
    point("b", 40, 40, kind === "dog" ? {} : { speedMps: 3, action: "photo" }),
    { id: "x", kind: "loop", toElementId: "a", times: 1 },
    { id: "r", kind: "return" },
  ];
  const takeOff: PlanElement[] =
    kind === "dog" ? [] : [{ id: "t", kind: "take-off", altitude: { reference: "home", m: 40 } }];
  return planOf([...takeOff, ...steps], {
    id,
    vehicleId: station.id(kind),
    altitude: { reference: "home", m: kind === "dog" ? 0 : 40 },
    fences: [{ id: "f", shape: "circle", inclusion: true, centre: at, radiusM: 400 }],
    ...change,
  });
};

const put = async (plan: Plan, was = 0): Promise<number> => {
  const result = await station.ask({ kind: "plan.put", plan, was });
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.revision ?? 0;
};

const upload = (planId: string, revision: number): Promise<RequestResult> =>
  station.ask({ kind: "plan.upload", planId, revision, wait: true });

const fault = (result: RequestResult) => (result.ok ? "ok" : result.fault.code);

describe.each(["copter", "dog", "px4"] as const)("a plan for the %s", (kind) => {
  test("is written, read back, known to be on board, read into the same plan, and cleared", async () => {
    const revision = await put(planFor(kind, `plan-${kind}`));

    expect(await upload(`plan-${kind}`, revision)).toMatchObject({ ok: true });
    expect(station.view(kind).onboard).toMatchObject({ planId: `plan-${kind}`, planRevision: 1 });

    // What is on board is this very plan: no second one is made of it.
    const again = await station.ask({ kind: "plan.download", vehicleId: station.id(kind), wait: true });
    expect(again).toMatchObject({ ok: true, planId: `plan-${kind}` });

    await station.ask({ kind: "plan.delete", planId: `plan-${kind}`, was: 1 });
    const read = await station.ask({ kind: "plan.download", vehicleId: station.id(kind), wait: true });
    const made = station.live.station.snapshot().plans[(read.ok && read.planId) || ""]?.plan;
    const original = planFor(kind, "original");
    expect(made?.elements.map((element) => element.kind)).toEqual(original.elements.map((element) => element.kind));
    expect(made?.fences).toMatchObject([{ shape: "circle", radiusM: 400 }]);
    expect(made?.speedMps).toBe(5);
    const [a, b] = [made, original].map((plan) => plan?.elements.find((element) => element.kind === "point"));
    if (a?.kind !== "point" || b?.kind !== "point") throw new Error("There is no point.");
    const off = northEastM(a.position, b.position);
    expect(Math.hypot(off.northM, off.eastM)).toBeLessThan(0.05);
    expect(station.view(kind).onboard).toMatchObject({ planId: made?.id });

    const cleared = await station.ask({ kind: "mission.clear", vehicleId: station.id(kind), wait: true });
    expect(cleared).toMatchObject({ ok: true });
    expect(station.view(kind).onboard).toMatchObject({ count: 0 });
    expect(station.view(kind).onboard).not.toHaveProperty("planId");
    const empty = await station.ask({ kind: "plan.download", vehicleId: station.id(kind), wait: true });
    const emptyPlan = station.live.station.snapshot().plans[(empty.ok && empty.planId) || ""]?.plan;
    expect(emptyPlan).toMatchObject({ elements: [], fences: [], rallyPoints: [] });
  });
});

describe("an upload is refused", () => {
  test("of a plan that isn't there, or that was changed meanwhile", async () => {
    const plan = planFor("copter", "changed");
    await put(plan);
    await put({ ...plan, name: "Canal" }, 1);

    expect(fault(await upload("changed", 1))).toBe("changed-meanwhile");
    expect(fault(await upload("nothing", 1))).toBe("unknown-plan");
  });

  test("of a plan that would hit the ground or leave its fence, with what is wrong", async () => {
    const low = planFor("copter", "low", { altitude: { reference: "msl", m: -400 } });
    const tight = planFor("copter", "tight", {
      fences: [{ id: "f", shape: "circle", inclusion: true, centre: home("copter"), radiusM: 30 }],
    });

    for (const [plan, code] of [
      [low, "below-terrain"],
      [tight, "outside-fence"],
    ] as const) {
      const result = await upload(plan.id, await put(plan));
      expect(result).toMatchObject({ ok: false, fault: { code: "plan-invalid" } });
      expect(result.ok ? "" : result.fault.detail).toContain(code);
    }
  });

  test("of a plan whose vehicle isn't here", async () => {
    const revision = await put(planFor("copter", "elsewhere", { vehicleId: "77" }));

    expect(fault(await upload("elsewhere", revision))).toBe("unknown-vehicle");
  });

  test("by another than who holds the vehicle", async () => {
    const [wang, li] = [
      { id: "w", name: "Wang" },
      { id: "l", name: "Li" },
    ];
    const revision = await put(planFor("px4", "held"));
    await station.ask({ kind: "custody.take", vehicleId: station.id("px4"), operator: { id: "api", name: "API" } });
    await station.ask({ kind: "custody.give", vehicleId: station.id("px4"), operator: { id: "api", name: "API" } });
    await station.ask({ kind: "custody.take", vehicleId: station.id("px4"), operator: wang });

    const result = await station.ask({ kind: "plan.upload", planId: "held", revision, operator: li, wait: true });

    expect(fault(result)).toBe("held-by-other");
    await station.ask({ kind: "custody.give", vehicleId: station.id("px4"), operator: wang });
  });
});

describe("an upload with an item that the vehicle refuses", () => {
  test("says which item and why, and leaves the plan from before on board", async () => {
    const good = planFor("copter", "good");
    const item = { frame: 2, command: 197, autocontinue: 1, params: [0, 0, 0, 0] as const, x: 0, y: 0, z: 0 };
    const bad = planFor("copter", "bad");
    const elements: PlanElement[] = [
      ...bad.elements,
      { id: "n", kind: "other", item: { ...item, params: [...item.params] } },
    ];
    expect(await upload("good", await put(good))).toMatchObject({ ok: true });

    const result = await upload("bad", await put({ ...bad, elements }));

    expect(result).toMatchObject({ ok: false, fault: { code: "operation-failed" } });
    expect(result.operations).toMatchObject([{ state: "failed", fault: { code: "mission-refused" } }]);
    // Home, take-off, speed, two points, the second with a speed and a photo, jump, return, and then it.
    expect(result.operations?.[0]?.fault?.params.item).toBe(9);
    expect(station.view("copter").onboard).toMatchObject({ planId: "good" });
    expect(station.view("copter").onboard).not.toHaveProperty("mixed");
  });
});

describe("a vehicle that flies its mission", () => {
  test("is neither written to nor cleared until it is held", async () => {
    const revision = await put(planFor("copter", "flown"));
    expect(await upload("flown", revision)).toMatchObject({ ok: true });
    expect(await station.do("copter", { kind: "mission-start" })).toMatchObject({ ok: true });
    await eventually(() => station.view("copter").mode?.name === "AUTO");

    expect(fault(await upload("flown", revision))).toBe("flying-mission");
    const clear = await station.ask({ kind: "mission.clear", vehicleId: station.id("copter"), wait: true });
    expect(fault(clear)).toBe("flying-mission");
    expect(station.view("copter").onboard).toMatchObject({ planId: "flown" });

    expect(await station.do("copter", { kind: "hold" })).toMatchObject({ ok: true });
    expect(await upload("flown", revision)).toMatchObject({ ok: true });
  });

  test("is not known to have anything on board once it started anew", async () => {
    const revision = await put(planFor("dog", "rebooted"));
    expect(await upload("rebooted", revision)).toMatchObject({ ok: true });
    expect(station.view("dog").onboard).toMatchObject({ planId: "rebooted" });

    station.reboot("dog");

    await eventually(() => station.view("dog").onboard === undefined);
  });
});
