import { describe, expect, it } from "vitest";
import { estimatePlan } from "../../../shared/plan/estimate-plan.ts";
import type { PlanElement } from "../../../shared/plan/plan.ts";
import { timedPath } from "../../../shared/plan/timed-path.ts";
import { asRad } from "../../../shared/units/angle.ts";
import { placeAt } from "../../support/build-views.ts";
import { ownTime } from "../../support/own-time.ts";
import { copterAt, planOf, pointAt, takeOff } from "../../support/plan-context.ts";

const home: PlanElement = { id: "home", kind: "return" };

describe("what a plan takes", () => {
  it("is the climb, the way with speeding up and braking, and the way home", () => {
    const plan = planOf([takeOff(60), pointAt("p", 1000, 0)]);

    const estimate = estimatePlan(plan, copterAt());

    // 60 m at 2.5 m/s; 1,000 m at 5 m/s, and 2 s more for speeding up to it and braking with 2.5 m/s².
    expect(Math.abs(estimate.durationS - (24 + 200 + 2))).toBeLessThan(2);
    expect(estimate.distanceM).toBeCloseTo(1060, -1);
    expect(estimate.byElement.map(({ elementId }) => elementId)).toEqual(["take-off", "p"]);
    expect(estimate.byElement[1]).toMatchObject({ altMslM: 70 });
    // Back at the same height, 50 m down at 1.5 m/s and the last 10 m at 0.5 m/s.
    expect(Math.abs(estimate.returnS - (202 + 50 / 1.5 + 20))).toBeLessThan(2);
  });

  it("counts a return in the plan once", () => {
    const steps = [takeOff(60), pointAt("p", 1000, 0)];
    const [without, with_] = [planOf(steps), planOf([...steps, home])].map((plan) => estimatePlan(plan, copterAt()));

    expect(with_?.returnS).toBe(0);
    expect(with_?.durationS).toBeCloseTo((without?.durationS ?? 0) + (without?.returnS ?? 0), 3);
    expect(with_?.batteryNeededFraction).toBeCloseTo(without?.batteryNeededFraction ?? 0, 6);
  });

  it("waits where the plan waits, and slows down where it turns", () => {
    const straight = [takeOff(), pointAt("a", 200, 0), pointAt("b", 400, 0)];
    const waiting = [takeOff(), pointAt("a", 200, 0, { delayS: 30 }), pointAt("b", 400, 0)];
    const corner = [takeOff(), pointAt("a", 200, 0), pointAt("b", 200, 200)];
    const [through, waits, turns] = [straight, waiting, corner].map(
      (steps) => estimatePlan(planOf(steps), copterAt()).durationS,
    );

    // Stopping from 5 m/s and starting again costs 2 s.
    expect(Math.abs((waits ?? 0) - (through ?? 0) - 32)).toBeLessThan(0.2);
    expect(Math.abs((turns ?? 0) - (through ?? 0) - 2)).toBeLessThan(0.5);
  });

  it("takes the speed of a point from there on", () => {
    const slow = planOf([takeOff(), pointAt("a", 500, 0, { speedMps: 2 }), pointAt("b", 1000, 0)]);

    const { byElement } = estimatePlan(slow, copterAt());
    const [, a, b] = byElement;

    expect((a?.atS ?? 0) - 24).toBeCloseTo(101, -1);
    expect((b?.atS ?? 0) - (a?.atS ?? 0)).toBeCloseTo(250, -1);
  });

  it("goes round an orbit as often as it says", () => {
    const orbit: PlanElement = {
      id: "o",
      kind: "orbit",
      centre: placeAt(100, 0),
      radiusM: 50,
      turns: 3,
      clockwise: true,
    };

    const { distanceM } = estimatePlan(planOf([takeOff(), pointAt("p", 50, 0), orbit]), copterAt());

    expect(Math.abs(distanceM - 60 - 50 - 3 * 2 * Math.PI * 50)).toBeLessThan(0.01 * distanceM);
  });

  it("goes through a loop as often as it says, and tells one round where it never ends", () => {
    const square = [pointAt("a", 100, 0), pointAt("b", 100, 100), pointAt("c", 0, 100), pointAt("d", 0, 0)];
    const thrice = planOf([takeOff(), ...square, { id: "x", kind: "loop", toElementId: "a", times: 2 }]);
    const endless = planOf([takeOff(), ...square, { id: "x", kind: "loop", toElementId: "a" }, home]);

    expect(estimatePlan(thrice, copterAt()).distanceM).toBeCloseTo(60 + 3 * 400, -1);
    expect(estimatePlan(endless, copterAt())).toMatchObject({ perRound: true });
    const path = timedPath(endless, copterAt());
    const from = path.points[path.repeatsFromIndex ?? -1];
    const last = path.points.at(-1);
    expect(from).toMatchObject({ elementId: "a" });
    expect([last?.latDeg, last?.lonDeg]).toEqual([from?.latDeg, from?.lonDeg]);
    expect((last?.atS ?? 0) - (from?.atS ?? 0)).toBeGreaterThan(4 * 20);
  });

  it("runs an inner loop's rounds only once, as the firmwares count", () => {
    const plan = planOf([
      takeOff(),
      pointAt("a", 100, 0),
      pointAt("b", 0, 0),
      { id: "inner", kind: "loop", toElementId: "a", times: 1 },
      { id: "outer", kind: "loop", toElementId: "a", times: 1 },
    ]);

    // a b, inner: a b, outer: a b, and the inner one is used up.
    expect(timedPath(plan, copterAt()).points.filter(({ elementId }) => elementId === "a")).toHaveLength(3);
  });

  it("is slower against the wind, and says where it gets nowhere", () => {
    const plan = planOf([takeOff(), pointAt("p", 1000, 0)], { speedMps: 12 });
    const windy = (speedMps: number) => estimatePlan(plan, copterAt({ wind: { fromRad: 0, speedMps } }));

    expect(windy(0).durationS).toBeLessThan(windy(8).durationS);
    expect(windy(8).standingInWindMps).toBeUndefined();
    expect(windy(18).standingInWindMps).toBeCloseTo(18, 6);
  });

  it("is unrolled only so far: a thousand rounds of a thousand turns end all the same", () => {
    const orbit: PlanElement = {
      id: "o",
      kind: "orbit",
      centre: placeAt(0, 0),
      radiusM: 20,
      turns: 1000,
      clockwise: true,
    };
    const plan = planOf([takeOff(), orbit, { id: "x", kind: "loop", toElementId: "o", times: 10_000 }]);

    expect(estimatePlan(plan, copterAt()).cut).toBe(true);
  });

  it("ends for loops in their thousands that lead nowhere, too", () => {
    const again = { id: "x", kind: "loop", toElementId: "a", times: 1 } as const;
    const loops = Array.from(
      { length: 1900 },
      (_, i): PlanElement => ({ ...again, id: `x${i}`, toElementId: "x", times: 10_000 }),
    );
    const plan = planOf([takeOff(), pointAt("a", 9, 9), again, ...loops]);
    const tookMs = ownTime();

    expect(estimatePlan(plan, copterAt()).cut).toBe(true);
    expect(tookMs()).toBeLessThan(3000);
  });

  it("is nothing for an empty plan, and needs no home", () => {
    expect(estimatePlan(planOf([]), copterAt())).toMatchObject({ durationS: 0, distanceM: 0, byElement: [] });
    const { home: _home, ...lost } = copterAt();
    expect(estimatePlan(planOf([takeOff(), pointAt("p", 100, 0), home]), lost).byElement).toHaveLength(1);
  });
});

describe("the battery", () => {
  const plan = planOf([takeOff(60), pointAt("p", 1000, 0), home]);

  it("is reckoned by the vehicle's own remaining time, where it measured one", () => {
    const context = copterAt({ battery: { fraction: 0.8, remainingS: 1200 } });

    const estimate = estimatePlan(plan, context);

    expect(estimate.basis).toBe("measured");
    expect(estimate.batteryNeededFraction).toBeCloseTo((estimate.durationS * 0.8) / 1200, 6);
    expect(estimate.enough).toBe("yes");
  });

  it("is not enough where the reserve is touched", () => {
    const needed = estimatePlan(plan, copterAt()).batteryNeededFraction;

    const enough = (fraction: number) => estimatePlan(plan, copterAt({ battery: { fraction } })).enough;

    expect(enough(needed + 0.25 + 0.01)).toBe("yes");
    expect(enough(needed + 0.25 - 0.01)).toBe("no");
  });

  it("is never called enough for what nobody reckoned, nor where the wind holds it up", () => {
    const full = { battery: { fraction: 1 } };
    const steps = [takeOff(20), pointAt("a", 60, 0), pointAt("b", 60, 60)];
    const endless = planOf([...steps, { id: "x", kind: "loop", toElementId: "a" }]);
    const { home: _home, ...homeless } = copterAt(full);
    const fromNorth = { fromRad: asRad(0), speedMps: 16 };
    const enough = (of: typeof plan, context: ReturnType<typeof copterAt>) => estimatePlan(of, context).enough;

    expect(enough(planOf(steps), copterAt(full))).toBe("yes");
    expect(enough(endless, copterAt(full))).toBe("unknown");
    expect(enough(planOf(steps), homeless)).toBe("unknown");
    // South with the wind, and then not back.
    const away = planOf([takeOff(20), pointAt("a", -60, 0)]);
    expect(enough(away, copterAt({ ...full, wind: fromNorth }))).toBe("no");
  });

  it("is unknown where the vehicle says nothing", () => {
    expect(estimatePlan(plan, copterAt())).toMatchObject({ enough: "unknown", basis: "assumed" });
  });
});

describe("where a vehicle is when", () => {
  it("never goes back in time, and stands still where it waits", () => {
    const plan = planOf([
      takeOff(),
      pointAt("a", 100, 0, { delayS: 10 }),
      pointAt("a2", 100, 0),
      pointAt("b", 90, 80),
      home,
    ]);

    const { points } = timedPath(plan, copterAt());

    for (const [index, point] of points.entries())
      expect(point.atS).toBeGreaterThanOrEqual(points[index - 1]?.atS ?? 0);
    const [arrived, left] = points.filter(({ elementId }) => elementId === "a");
    expect((left?.atS ?? 0) - (arrived?.atS ?? 0)).toBeCloseTo(10, 9);
    expect(points.at(-1)).toMatchObject({ altMslM: 10 });
    expect(points.every(({ atS }) => Number.isFinite(atS))).toBe(true);
  });

  it("starts where an airborne vehicle is, not at home", () => {
    const position = { ...placeAt(500, 0), altMslM: 80 };

    const [start] = timedPath(planOf([pointAt("p", 600, 0)]), copterAt({ airborne: true, position })).points;

    expect(start).toMatchObject({ ...placeAt(500, 0), altMslM: 80, atS: 0 });
  });
});
