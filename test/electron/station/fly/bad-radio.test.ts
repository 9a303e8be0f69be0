import { describe, expect, it, type TestContext } from "vitest";
import type { Plan, PlanElement } from "../../../../shared/plan/plan.ts";
import { PlanSchema } from "../../../../shared/wire/plan-schemas.ts";
import type { RequestResult } from "../../../../shared/wire/requests.ts";
import { type FarStation, type FarStationOptions, farStation } from "../../../support/far-station.ts";
import { eventually } from "../../../support/live-station.ts";

/** A take-off, a mast full of points, home: as many items as asked for, home not counted. */
const longPlan = (vehicleId: string, items: number, id = "long"): Plan => ({
  id,
  name: `Plan ${id}`,
  vehicleId,
  altitude: { reference: "home", m: 40 },
  speedMps: 6,
  elements: [
    { id: "t", kind: "take-off", altitude: { reference: "home", m: 40 } },
    ...Array.from({ length: items - 2 }, (_, i): PlanElement => {
      const position = { latDeg: 30.8702 + (i % 25) * 2e-5, lonDeg: 120.4306 + Math.floor(i / 25) * 4e-5 };
      return { id: `p${i}`, kind: "point", position };
    }),
    { id: "r", kind: "return" },
  ],
  fences: [],
  rallyPoints: [],
  reserveFraction: 0,
});

/**
 * Times are the vehicle's. No faster than ten times life: a busy machine's stalls would then be seconds of the vehicle's
 * clock, which no radio makes.
 */
const badRadio = { loss: 0.3, duplicate: 0.2, delayMs: 50, reorder: 0.2, reorderMs: 300 } as const;

/** Closed at the end of the test. */
const open = async ({ onTestFinished }: TestContext, options: FarStationOptions): Promise<FarStation> => {
  const far = await farStation(options);
  onTestFinished(() => far.close());
  return far;
};

const upload = async (station: FarStation, plan: Plan) => {
  const put = await station.live.request({ kind: "plan.put", plan: PlanSchema.parse(plan), was: 0 });
  expect(put, JSON.stringify(put)).toMatchObject({ ok: true });
  return station.live.request({ kind: "plan.upload", planId: plan.id, revision: 1, wait: true });
};

const points = (truth: { missionItems: readonly number[] }) => truth.missionItems.filter((one) => one === 16).length;

// At the same time: they mostly wait.
describe.concurrent("a bad radio between station and vehicle", () => {
  it("that loses 30 %, copies and reorders still gets 500 items on board, every one as it was sent", async (context) => {
    const far = await open(context, { kind: "copter", speed: 6, way: badRadio });
    const plan = longPlan(far.vehicleId, 500);

    const result = await upload(far, plan);

    const truth = await far.truth();
    const onboard = far.live.station.snapshot().vehicles[far.vehicleId]?.onboard;
    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    // Home is an item of its own, and the speed may be one.
    expect(truth.missionItems.length).toBeGreaterThanOrEqual(501);
    expect(points(truth)).toBe(499);
    expect(onboard).toMatchObject({ planId: plan.id, count: truth.missionItems.length });
  });

  it.for(["copter", "px4"] as const)(
    "that also delays by 2 s ends in all of it on board, or in a failure that says so: %s",
    async (kind, context) => {
      const far = await open(context, { kind, speed: 8, way: { ...badRadio, delayMs: 2000 } });
      const plan = longPlan(far.vehicleId, 24);

      const result = await upload(far, plan);

      const truth = await far.truth();
      const onboard = far.live.station.snapshot().vehicles[far.vehicleId]?.onboard;
      if (result.ok) {
        expect(points(truth)).toBe(22 + (kind === "copter" ? 1 : 0));
        expect(onboard).toMatchObject({ planId: plan.id });
      } else {
        const fault = result.operations?.[0]?.fault?.code;
        expect(JSON.stringify(result)).not.toContain("rebooted");
        expect(["mission-timeout", "no-answer", "readback-differs", "mission-refused"]).toContain(
          fault ?? JSON.stringify(result),
        );
        expect(onboard?.planId).toBeUndefined();
      }
    },
  );

  it("that is cut in the middle of an upload ends it with a failure, and nothing is called uploaded", async (context) => {
    const far = await open(context, { kind: "copter", speed: 4, way: { loss: 0, delayMs: 150 } });
    const plan = longPlan(far.vehicleId, 120);

    const uploading = upload(far, plan);
    await far.until((truth) => points(truth) > 5);
    far.radio.set({ up: { loss: 1 }, down: { loss: 1 } });
    const result = await uploading;

    expect(result).toMatchObject({ ok: false, fault: { code: "operation-failed" } });
    const onboard = far.live.station.snapshot().vehicles[far.vehicleId]?.onboard;
    expect(onboard?.planId).toBeUndefined();
  });

  it("is no excuse for doing later what was asked before a gap", async (context) => {
    const far = await open(context, { kind: "copter", speed: 4, way: {} });
    const { vehicleId, live } = far;
    far.radio.set({ up: { loss: 1 }, down: { loss: 1 } });

    const armed = live.request({ kind: "vehicle.do", vehicleId, action: { kind: "arm" }, wait: true });
    const result = await armed;
    far.radio.set({ up: {}, down: {} });
    await eventually(() => live.station.snapshot().vehicles[vehicleId]?.presence.state !== "lost");
    // Nothing of it comes in the vehicle's next seconds either.
    const { bootMs } = await far.truth();
    await far.until((truth) => truth.bootMs > bootMs + 3_000);

    expect(result.ok).toBe(false);
    expect((await far.truth()).armed).toBe(false);
  });

  it("gets all parameters through in the end", async (context) => {
    const far = await open(context, { kind: "copter", speed: 10, way: badRadio });
    const { vehicleId, live } = far;

    const result = await live.request({ kind: "parameters.fetch", vehicleId, wait: true });

    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    expect(live.station.snapshot().vehicles[vehicleId]?.parameters).toMatchObject({ state: "complete", total: 1344 });
  });

  it("lets commands through by saying them again", async (context) => {
    // The delay is in life's time, the patience in the vehicles': faster than this, an order expires on its way.
    const far = await open(context, { kind: "copter", speed: 4, way: { ...badRadio, delayMs: 300 } });
    const { vehicleId, live } = far;
    // Of five tries with their answers all are lost once in thirty times; then it says so, and a person asks again.
    const ask = async (
      action: { kind: "take-off"; heightM: number } | { kind: "return" },
      more = 2,
    ): Promise<RequestResult> => {
      const result = await live.request({ kind: "vehicle.do", vehicleId, action, wait: true });
      const unanswered = result.operations?.some(({ fault }) => fault?.code === "no-answer") === true;
      return unanswered && more > 0 ? ask(action, more - 1) : result;
    };

    const up = await ask({ kind: "take-off", heightM: 15 });
    const back = await ask({ kind: "return" });

    expect([up, back], JSON.stringify([up, back])).toMatchObject([{ ok: true }, { ok: true }]);
    expect((await far.truth()).mode).toBe("RTL");
  });
});
