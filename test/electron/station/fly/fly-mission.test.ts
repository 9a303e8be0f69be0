import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan, PlanElement } from "../../../../shared/plan/plan.ts";
import { PlanSchema } from "../../../../shared/wire/plan-schemas.ts";
import { type Flown, type FlownStation, flownStation, metresBetween } from "../../../support/flown-station.ts";
import { eventually } from "../../../support/live-station.ts";

const offset = (place: { latDeg: number; lonDeg: number }, northM: number, eastM: number) => ({
  latDeg: place.latDeg + northM / 110_850,
  lonDeg: place.lonDeg + eastM / 95_580,
});

type Place = { latDeg: number; lonDeg: number };

const planFor = (kind: Flown, vehicleId: string, home: Place): Plan => {
  const dog = kind === "dog";
  const m = dog ? 6 : 40;
  const points: PlanElement[] = [
    [1, 0],
    [1, 1],
    [2, 1],
    [2, 0],
  ].map(([n = 0, e = 0], i) => ({ id: `p${i}`, kind: "point", position: offset(home, n * m, e * m) }));
  return {
    id: `plan-${kind}`,
    name: `Round of the ${kind}`,
    vehicleId,
    altitude: { reference: "home", m: dog ? 0 : 25 },
    speedMps: dog ? 1.5 : 7,
    elements: [
      ...(dog ? [] : [{ id: "t", kind: "take-off", altitude: { reference: "home", m: 25 } } as const]),
      ...points,
      { id: "r", kind: "return" },
    ],
    fences: [{ id: "f", shape: "circle", inclusion: true, centre: home, radiusM: 400 }],
    rallyPoints: dog ? [] : [{ id: "y", ...offset(home, 10, 10), altitude: { reference: "home", m: 25 } }],
    reserveFraction: 0.2,
  };
};

const pointOf = (plan: Plan, id: string): Place => {
  const element = plan.elements.find((one) => one.id === id);
  if (element?.kind !== "point") throw new Error(`The plan has no point ${id}.`);
  return element.position;
};

describe.each(["copter", "dog", "px4"] as const)("a mission of the %s by requests", (kind) => {
  let station: FlownStation;
  let home: Place;
  let plan: Plan;

  beforeAll(async () => {
    station = await flownStation({ speed: 4 });
    const { latDeg, lonDeg } = await station.truth(kind);
    home = { latDeg, lonDeg };
    plan = planFor(kind, station.id(kind), home);
  });

  afterAll(() => station.close());

  const passes = (id: string) => station.passes(kind, pointOf(plan, id), kind === "dog" ? 2 : 5);

  it("is written to the vehicle with fence and rally points, read back and called uploaded", async () => {
    const put = await station.ask({ kind: "plan.put", plan: PlanSchema.parse(plan), was: 0 });
    const uploaded = await station.ask({ kind: "plan.upload", planId: plan.id, revision: 1, wait: true });

    expect(put).toMatchObject({ ok: true, revision: 1 });
    expect(uploaded, JSON.stringify(uploaded)).toMatchObject({ ok: true });
    const truth = await station.truth(kind);
    expect(truth.missionItems.filter((command) => command === 16).length).toBeGreaterThanOrEqual(4);
    expect(truth.missionItems.at(-1)).toBe(20);
    expect([truth.fenceItems, truth.rallyItems]).toEqual([1, kind === "dog" ? 0 : 1]);
    expect(station.view(kind).onboard).toMatchObject({ planId: plan.id, planRevision: 1 });
    expect(station.view(kind).onboard?.mixed).not.toBe(true);
  });

  it("is read from the vehicle as a plan of the same points", async () => {
    const result = await station.ask({ kind: "plan.download", vehicleId: station.id(kind), wait: true });

    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    const planId = result.ok ? result.planId : undefined;
    const { plans } = station.live.station.snapshot();
    const read = planId === undefined ? undefined : plans[planId]?.plan;
    const points = read?.elements.filter((element) => element.kind === "point") ?? [];
    expect(points.length).toBe(4);
    for (const [i, point] of points.entries())
      expect(metresBetween(point.position, pointOf(plan, `p${i}`))).toBeLessThan(0.1);
    expect(read?.fences.length).toBe(1);
  });

  it("is started, and flown from its first point", async () => {
    const result = await station.do(kind, { kind: "mission-start" });

    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    await passes("p0");
  });

  it("is paused where it is, and goes on from there", async () => {
    const paused = await station.do(kind, { kind: "mission-pause" });
    const stood = await station.until(kind, ({ groundMps }) => groundMps < 0.5);
    const resumed = await station.do(kind, { kind: "mission-resume" });

    expect([paused.ok, resumed.ok]).toEqual([true, true]);
    const after = await passes("p1");
    expect(after.missionSeq).toBeGreaterThanOrEqual(stood.missionSeq);
  });

  it("is gone on with from another item", async () => {
    const { missionItems } = await station.truth(kind);
    const last = missionItems.lastIndexOf(16);

    const result = await station.do(kind, { kind: "mission-skip", seq: last });

    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    expect((await station.truth(kind)).missionSeq).toBe(last);
    await passes("p3");
  });

  it("is flown from its beginning again", async () => {
    const result = await station.do(kind, { kind: "mission-restart" });

    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    await passes("p0");
  });

  it("refuses to be overwritten while it is flown", async () => {
    const result = await station.ask({ kind: "plan.upload", planId: plan.id, revision: 1, wait: true });

    expect(result).toMatchObject({ ok: false, fault: { code: "flying-mission" } });
  });

  it("ends at home or its rally point, and can then be taken off the vehicle", async () => {
    const { missionItems } = await station.truth(kind);
    await station.do(kind, { kind: "mission-skip", seq: missionItems.lastIndexOf(20) });
    const ended = await station.until(kind, (truth) =>
      kind === "dog" ? metresBetween(truth, home) < 2 && truth.groundMps < 0.1 : !truth.armed,
    );
    if (kind === "dog") await station.do(kind, { kind: "hold" });
    // While a heartbeat may still say that it flies its mission, nothing is taken from under it.
    else await eventually(() => !station.view(kind).armed);

    const cleared = await station.ask({ kind: "mission.clear", vehicleId: station.id(kind), wait: true });

    expect(metresBetween(ended, home)).toBeLessThan(20);
    expect(cleared, JSON.stringify(cleared)).toMatchObject({ ok: true });
    expect(await station.truth(kind)).toMatchObject({ missionItems: [], fenceItems: 0, rallyItems: 0 });
  });
});
