import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../../../../shared/plan/plan.ts";
import { PlanSchema } from "../../../../shared/wire/plan-schemas.ts";
import type { RequestResult } from "../../../../shared/wire/requests.ts";
import { type FlownStation, flownStation } from "../../../support/flown-station.ts";
import { eventually } from "../../../support/live-station.ts";

const lin = { id: "lin", name: "Lin" };
const wu = { id: "wu", name: "Wu" };

const faultOf = (result: RequestResult) => result.operations?.[0]?.fault;

let station: FlownStation;

beforeAll(async () => {
  station = await flownStation({ speed: 4 });
});

afterAll(() => station.close());

const planOf = (vehicleId: string, id: string, points: number): Plan => ({
  id,
  name: id,
  vehicleId,
  altitude: { reference: "home", m: 30 },
  speedMps: 6,
  elements: [
    { id: "t", kind: "take-off", altitude: { reference: "home", m: 30 } },
    ...Array.from({ length: points }, (_, i) => ({
      id: `p${i}`,
      kind: "point" as const,
      position: { latDeg: 30.8703 + (i % 20) * 4e-5, lonDeg: 120.4307 + Math.floor(i / 20) * 8e-5 },
    })),
    { id: "r", kind: "return" },
  ],
  fences: [],
  rallyPoints: [],
  reserveFraction: 0,
});

const put = (plan: Plan) => station.ask({ kind: "plan.put", plan: PlanSchema.parse(plan), was: 0 });
const upload = (planId: string) => station.ask({ kind: "plan.upload", planId, revision: 1, wait: true });

describe("who may command", () => {
  it("lets one operator hold a vehicle, another ask for it and get it", async () => {
    const vehicleId = station.id("copter");
    const arm = (operator: typeof lin) =>
      station.ask({ kind: "vehicle.do", vehicleId, operator, action: { kind: "arm" }, wait: true });

    await station.ask({ kind: "custody.take", vehicleId, operator: lin });
    const byOther = await arm(wu);
    await station.ask({ kind: "custody.ask", vehicleId, operator: wu });
    const given = await station.ask({ kind: "custody.give", vehicleId, operator: lin, toOperatorId: wu.id });
    const byNew = await arm(wu);
    const byOld = await arm(lin);

    expect(byOther).toMatchObject({ ok: false, fault: { code: "held-by-other" } });
    expect(given).toMatchObject({ ok: true });
    expect(byNew).toMatchObject({ ok: true });
    expect(byOld).toMatchObject({ ok: false, fault: { code: "held-by-other" } });
  });

  it("lets everybody stop it in an emergency", async () => {
    const vehicleId = station.id("copter");
    const action = { kind: "emergency-stop" } as const;

    const result = await station.ask({ kind: "vehicle.do", vehicleId, operator: lin, action, wait: true });
    await station.ask({ kind: "custody.give", vehicleId, operator: wu });

    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    expect((await station.truth("copter")).armed).toBe(false);
  });

  it("lets only one of two who ask at the same moment have their way", async () => {
    const vehicleId = station.id("px4");
    const action = { kind: "arm" } as const;

    const results = await Promise.all(
      [lin, wu].map((operator) => station.ask({ kind: "vehicle.do", vehicleId, operator, action, wait: true })),
    );

    expect(results.filter(({ ok }) => ok).length).toBe(1);
    const holder = results[0]?.ok === true ? lin : wu;
    await station.ask({ kind: "vehicle.do", vehicleId, operator: holder, action: { kind: "disarm" }, wait: true });
    await station.ask({ kind: "custody.give", vehicleId, operator: holder });
  });

  it("refuses a command for another unique id than the one that answers now, and one that is too old", async () => {
    const vehicleId = station.id("copter");
    const action = { kind: "arm" } as const;
    const { nowMs } = station.live.station.snapshot().clock;

    const wrong = await station.ask({ kind: "vehicle.do", vehicleId, uid: "0123456789", action, wait: true });
    const old = await station.ask({ kind: "vehicle.do", vehicleId, issuedAtMs: nowMs - 11_000, action, wait: true });

    expect(wrong).toMatchObject({ ok: false, fault: { code: "wrong-vehicle" } });
    expect(old).toMatchObject({ ok: false, fault: { code: "too-late" } });
    expect((await station.truth("copter")).armed).toBe(false);
  });

  it("tells each outcome of what is asked of several", async () => {
    const vehicles = (["copter", "dog", "px4"] as const).map((kind) => ({ vehicleId: station.id(kind) }));
    const action = { kind: "take-off", heightM: 12 } as const;

    const result = await station.ask({ kind: "vehicles.do", vehicles, action, wait: true });

    expect(result.ok).toBe(false);
    const states = result.operations?.map(({ vehicleId, state }) => [vehicleId, state]);
    expect(states).toEqual([
      [station.id("copter"), "done"],
      [station.id("dog"), "failed"],
      [station.id("px4"), "done"],
    ]);
    const land = { kind: "land" } as const;
    const flying = vehicles.filter(({ vehicleId }) => vehicleId !== station.id("dog"));
    await station.ask({ kind: "vehicles.do", vehicles: flying, action: land, wait: true });
    for (const kind of ["copter", "px4"] as const) {
      await station.until(kind, ({ armed }) => !armed);
      await eventually(() => !station.view(kind).armed);
    }
  });
});

describe("what a vehicle refuses", () => {
  it("names the item that was refused and why, and puts the mission back that was on board", async () => {
    const vehicleId = station.id("copter");
    const good = planOf(vehicleId, "good", 6);
    const roiNone = { frame: 2, command: 197, autocontinue: 1, params: [0, 0, 0, 0] as const, x: 0, y: 0, z: 0 };
    const bad: Plan = {
      ...planOf(vehicleId, "bad", 6),
      elements: [...good.elements.slice(0, 4), { id: "o", kind: "other", item: roiNone }, ...good.elements.slice(4)],
    };
    await put(good);
    await put(bad);
    await upload("good");
    const before = (await station.truth("copter")).missionItems;

    const refused = await upload("bad");

    expect(refused).toMatchObject({ ok: false });
    expect(faultOf(refused)).toMatchObject({ code: "mission-refused" });
    // Home is 0, then the take-off, the speed and three points.
    expect(faultOf(refused)?.params).toMatchObject({ item: 6, onBoard: "restored" });
    expect((await station.truth("copter")).missionItems).toEqual(before);
    expect(station.view("copter").onboard).toMatchObject({ planId: "good" });
  });

  it("is said when the vehicle has no such thing", async () => {
    const result = await station.do("dog", { kind: "camera-angles", pitchRad: -0.5, yawRad: 0 });

    expect(result.ok).toBe(false);
    expect(["unsupported", "not-possible"]).toContain(faultOf(result)?.code);
  });
});

describe("a vehicle that starts anew", () => {
  it("in the middle of an upload ends it with a failure; what was asked is not called uploaded", async () => {
    const vehicleId = station.id("px4");
    await put(planOf(vehicleId, "long", 300));

    const uploading = upload("long");
    await eventually(() => {
      const { operations } = station.live.station.snapshot();
      return Object.values(operations).some(
        ({ kind, state, progress }) => kind === "plan-upload" && state === "running" && (progress ?? 0) > 0.05,
      );
    });
    station.reboot("px4");
    const result = await uploading;

    expect(result).toMatchObject({ ok: false });
    expect(["rebooted", "mission-timeout", "no-answer"]).toContain(faultOf(result)?.code);
    expect(station.view("px4").onboard?.planId).not.toBe("long");
    expect((await station.truth("px4")).missionItems.length).toBe(0);
  });

  it("gives its own reason while it can't be armed yet, and can be armed later", async () => {
    await station.until("px4", ({ bootMs }) => bootMs > 5_000);

    const early = await station.do("px4", { kind: "arm" });
    await station.until("px4", ({ bootMs }) => bootMs > 45_000);
    const late = await station.do("px4", { kind: "arm" });

    expect(early).toMatchObject({ ok: false });
    expect(faultOf(early)).toMatchObject({
      code: "temporarily-rejected",
      vehicleText: expect.stringContaining("position estimate"),
    });
    expect(late).toMatchObject({ ok: true });
    await station.do("px4", { kind: "disarm" });
  });

  it("does so when it is told to, but not while it is armed", async () => {
    await station.do("dog", { kind: "arm" });
    const armed = await station.do("dog", { kind: "reboot" });
    await station.do("dog", { kind: "disarm" });
    const told = await station.do("dog", { kind: "reboot" });

    expect(armed).toMatchObject({ ok: false });
    expect(told).toMatchObject({ ok: true });
    await station.until("dog", ({ reboots }) => reboots === 1);
  });

  it("in the air ends what it was asked for", async () => {
    await station.do("copter", { kind: "take-off", heightM: 30 });
    await station.until("copter", ({ altHomeM }) => altHomeM > 28);
    const orbit = await station.begin("copter", {
      kind: "orbit",
      centre: { latDeg: 30.8702, lonDeg: 120.4305 },
      radiusM: 30,
      clockwise: true,
    });

    station.reboot("copter");

    const ended = await eventually(() => {
      const now = station.live.station.snapshot().operations[orbit.id];
      return now?.state === "failed" && now;
    });
    expect(["rebooted", "superseded", "link-gap"]).toContain(ended.fault?.code);
  });
});
