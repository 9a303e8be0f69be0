import { describe, expect, test } from "vitest";
import { AlertBook } from "../../../electron/station/alert-book.ts";
import { FrameBudget, floodFramesPerS } from "../../../electron/station/frame-budget.ts";
import { MessageBudget } from "../../../electron/station/message-budget.ts";
import { NamesAndColours } from "../../../electron/station/names-and-colours.ts";
import { StallGuard } from "../../../electron/station/stall-guard.ts";
import { watchClockJumps } from "../../../electron/station/station-clock.ts";
import { Trails } from "../../../electron/station/trails.ts";
import type { VehicleKind } from "../../../shared/vehicle/vehicle-state.ts";
import type { Alert } from "../../../shared/wire/state.ts";
import { handClock } from "../../support/station-server.ts";

const book = (limit?: number) => {
  const raised: Alert[] = [];
  const clock = handClock();
  const options = { clock, onRaised: (alert: Alert) => raised.push(alert) };
  return { raised, clock, alerts: new AlertBook(limit === undefined ? options : { ...options, limit }) };
};

describe("the alert book", () => {
  const lost = { code: "vehicle-lost", severity: "warning", vehicleId: "1", lasting: true } as const;

  test("raises a repeated report once and counts it", () => {
    const { alerts, raised } = book();
    const message = {
      code: "vehicle-message",
      severity: "warning",
      vehicleId: "1",
      subject: "a",
      lasting: false,
    } as const;

    alerts.report(message);
    alerts.report(message);
    alerts.report({ ...message, subject: "b" });

    expect(raised).toHaveLength(2);
    expect([...alerts.alerts.values()].map((alert) => alert.count)).toEqual([2, 1]);
  });

  test("tells of what comes and goes many times a second now and then only", () => {
    const { alerts, raised, clock } = book();

    for (let i = 0; i < 100; i++) {
      clock.now += 50;
      alerts.report(lost);
      alerts.settle(lost);
    }
    expect(raised).toHaveLength(3);

    clock.now += 3500;
    alerts.report(lost);
    expect(raised).toHaveLength(4);
  });

  test("takes what is still so for no news, but a change for an update", () => {
    const { alerts, raised, clock } = book();
    const low = { code: "battery-low", severity: "warning", vehicleId: "1", lasting: true } as const;
    const { id } = alerts.report({ ...low, params: { percent: 29 } });

    clock.now += 1000;
    alerts.report({ ...low, params: { percent: 29 } });
    expect(alerts.alerts.get(id)).toMatchObject({ count: 1, lastMs: clock.now - 1000 });

    alerts.report({ ...low, params: { percent: 28 } });
    expect(alerts.alerts.get(id)).toMatchObject({ params: { percent: 28 }, lastMs: clock.now });
    expect(raised).toHaveLength(1);
  });

  test("keeps a past alert until it is acknowledged", () => {
    const { alerts } = book();
    const { id } = alerts.report(lost);

    alerts.settle(lost);
    expect(alerts.alerts.get(id)).toMatchObject({ active: false });

    const acknowledged = alerts.acknowledged(id, "Li");
    expect(alerts.alerts.get(id)).not.toHaveProperty("acknowledged");
    if (acknowledged !== undefined) alerts.acknowledge(acknowledged);
    expect(alerts.alerts.size).toBe(0);
  });

  test("keeps an acknowledged alert while what it tells of is still so", () => {
    const { alerts } = book();
    const { id } = alerts.report(lost);
    const acknowledged = alerts.acknowledged(id, "Li");
    if (acknowledged !== undefined) alerts.acknowledge(acknowledged);

    expect(alerts.alerts.get(id)).toMatchObject({ active: true, acknowledged: { by: "Li" } });
    alerts.settle(lost);
    expect(alerts.alerts.size).toBe(0);
  });

  test("tells again when a settled thing comes back", () => {
    const { alerts, raised, clock } = book();
    alerts.report(lost);
    alerts.settle(lost);
    clock.now += 3500;
    alerts.report(lost);

    expect(raised).toHaveLength(2);
    expect(raised[1]).toMatchObject({ count: 2, active: true });
  });

  test("is bounded and gives up past alerts first", () => {
    const { alerts } = book(10);
    alerts.report(lost);
    for (let i = 0; i < 50; i++)
      alerts.report({ code: "vehicle-message", severity: "warning", subject: String(i), lasting: false });

    expect(alerts.alerts.size).toBe(10);
    expect([...alerts.alerts.values()][0]).toMatchObject({ code: "vehicle-lost", active: true });
  });
});

describe("names and colours", () => {
  const of = (names: NamesAndColours, id: string, kind: VehicleKind) =>
    names.of({ id, systemId: Number.parseInt(id, 10), kind }).name;

  test("gives callsigns by kind and order of appearance, and keeps them", () => {
    const names = new NamesAndColours({});

    const given = [
      of(names, "7", "multirotor"),
      of(names, "3", "ground-robot"),
      of(names, "9", "vtol"),
      of(names, "4", "boat"),
    ];

    expect(given).toEqual(["D1", "R1", "D2", "B1"]);
    expect(of(names, "7", "multirotor")).toBe("D1");
  });

  test("takes the scenario's name for its vehicle, not for another that claims its id", () => {
    const names = new NamesAndColours({ scenarioNames: new Map([[1, "Heron"]]) });

    expect(of(names, "1", "multirotor")).toBe("Heron");
    expect(of(names, "1~2", "multirotor")).toBe("D1");
  });

  test("prefers the user's name and gives no callsign twice", () => {
    const names = new NamesAndColours({ chosen: new Map([["5", "D1"]]) });

    expect(of(names, "6", "multirotor")).toBe("D2");
    expect(of(names, "5", "multirotor")).toBe("D1");
    names.rename("6", "Kite");
    expect(of(names, "6", "multirotor")).toBe("Kite");
  });

  test("gives neighbours different colours that stay", () => {
    const names = new NamesAndColours({});
    const colours = ["1", "2", "3", "4"].map((id) => names.of({ id, systemId: 1, kind: "multirotor" }).colourIndex);

    expect(new Set(colours).size).toBe(4);
    names.rename("2", "X");
    expect(names.of({ id: "2", systemId: 1, kind: "multirotor" }).colourIndex).toBe(colours[1]);
  });
});

describe("the frame budget", () => {
  const frame = (messageId: number, systemId = 1) => ({ messageId, systemId, componentId: 1 });

  test("lets the fastest real vehicle through whole", () => {
    const budget = new FrameBudget();
    let refused = 0;
    for (let i = 0; i < 5000; i++) if (!budget.allows(frame(i % 10), (i * 1000) / 600)) refused += 1;

    expect(refused).toBe(0);
  });

  test("holds a flood to its budget, but lets each kind of message through in every tick", () => {
    const budget = new FrameBudget();
    let passed = 0;
    const positionTicks = new Set<number>();
    for (let i = 0; i < 100_000; i++) {
      const nowMs = i / 10;
      const isPosition = i % 500 === 499;
      if (!budget.allows(isPosition ? frame(33, 2) : frame(30), nowMs)) continue;
      passed += 1;
      if (isPosition) positionTicks.add(Math.floor(nowMs / 50));
    }

    expect(passed).toBeLessThan(floodFramesPerS * 10 * 1.1);
    expect(positionTicks.size).toBe(200);
    expect(budget.takeRefused()).toBe(100_000 - passed);
    expect(budget.takeRefused()).toBe(0);
  });
});

describe("the stall guard of a fast scenario", () => {
  test("judges nobody while everything is silent at once, nor right after, but believes a long silence", () => {
    const guard = new StallGuard();
    for (let nowMs = 0; nowMs <= 1000; nowMs += 20) guard.heard(nowMs);

    expect(guard.isStalled(1010)).toBe(false);
    expect(guard.isStalled(1400)).toBe(true);
    guard.heard(1500);
    expect(guard.isStalled(1510)).toBe(true);
    for (let nowMs = 1500; nowMs <= 1700; nowMs += 20) guard.heard(nowMs);
    expect(guard.isStalled(1710)).toBe(false);
    expect(guard.isStalled(6000)).toBe(false);
  });
});

describe("trails", () => {
  test("hold five minutes at one point a second", () => {
    const trails = new Trails();
    for (let atMs = 0; atMs <= 900_000; atMs += 200)
      trails.note({ id: "1", position: { atMs, latDeg: 30, lonDeg: 120 } });

    const points = trails.snapshot(900_000).trails["1"] ?? [];
    expect(points.length / 3).toBe(301);
    expect([points[2], points.at(-1)]).toEqual([600_000, 900_000]);
    expect(trails.snapshot(2_000_000).trails["1"]).toEqual([]);
  });

  test("say of each point how high it was, as far as it is known, and keep that through saving and cutting", () => {
    const trails = new Trails();
    const home = { atMs: 0, latDeg: 30, lonDeg: 120, altMslM: 200 };
    for (let atMs = 0; atMs < 900_000; atMs += 1_000) {
      const position = { atMs, latDeg: 30, lonDeg: 120, altHomeM: atMs / 10_000 };
      trails.note({ id: "1", position, ...(atMs % 2_000 === 0 ? { home } : {}) });
    }

    const restored = new Trails();
    restored.restore(trails.save());
    const { trails: points, trailDetails } = restored.snapshot(899_000);

    expect(restored.snapshot(899_000)).toEqual(trails.snapshot(899_000));
    expect(points["1"]?.[2]).toBe(599_000);
    expect(trailDetails["1"]?.length).toBe(602);
    expect(trailDetails["1"]?.slice(0, 4)).toEqual([null, null, 260, null]);
    expect(restored.newer(new Map([["1", 897_500]])).trailDetails["1"]).toEqual([289.8, null, null, null]);
  });
});

describe("the wall clock", () => {
  test("is seen to jump, but not to drift", () => {
    const clock = { mono: 0, utc: 0, monotonicMs: () => clock.mono, utcMs: () => clock.utc };
    const look = watchClockJumps(clock);

    clock.mono = 1000;
    clock.utc = 1020;
    expect(look()).toBeUndefined();
    clock.mono = 2000;
    clock.utc = 62_020;
    expect(look()).toBe(60_000);
    expect(look()).toBeUndefined();
  });
});

describe("the budget of alerts from a vehicle's own words", () => {
  test("lets a burst through, then one now and then, each vehicle for itself", () => {
    const budget = new MessageBudget();
    const passed = (id: string, fromMs: number, count: number, stepMs: number) =>
      Array.from({ length: count }, (_, i) => budget.allows(id, fromMs + i * stepMs)).filter(Boolean).length;

    expect(passed("1", 0, 1000, 1)).toBe(8);
    expect(passed("2", 1000, 3, 1)).toBe(3);
    expect(passed("1", 1000, 20_000, 1)).toBe(4);
    expect(passed("1", 10_000_000, 20, 1)).toBe(8);
    expect(passed("3", 0, 100, 5000)).toBe(100);
  });
});
