import { afterEach, describe, expect, it } from "vitest";
import { EventLog } from "../../../../electron/station/event-log.ts";
import { Ground } from "../../../../electron/station/ground.ts";
import { heldFences } from "../../../../electron/station/plans/held-fences.ts";
import { PlanDesk } from "../../../../electron/station/plans/plan-desk.ts";
import { vehiclePlanFor } from "../../../../electron/station/search/vehicle-plan.ts";
import { distanceM } from "../../../../shared/geo/geodesic.ts";
import type { CameraModel } from "../../../../shared/heat/camera-model.ts";
import type { ThingFields } from "../../../../shared/incident/things.ts";
import { conflictLimits } from "../../../../shared/plan/deconflict.ts";
import { newPlan } from "../../../../shared/plan/plan-defaults.ts";
import { incidentRig } from "../../../support/incident-rig.ts";
import { ippPlace, placeAt, squareAt } from "../../../support/search-spec.ts";
import { vehicleView } from "../../../support/station-server.ts";

const remove: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of remove.splice(0)) await one();
});

const thermal: CameraModel = { widthPx: 640, heightPx: 512, hfovRad: 0.8 };

const rig = (camera: CameraModel | "unknown" = thermal) => {
  const own = incidentRig();
  remove.push(own.remove);
  const events = new EventLog({ clock: own.clock, keep: () => ({ ok: true }) });
  const plans = new PlanDesk({ clock: own.clock, events, kept: () => [] });
  const position = { ...ippPlace, altMslM: 10, altHomeM: 0, atMs: 0 };
  own.vehicles.set("1", vehicleView("1", { position }));
  own.vehicles.set("2", vehicleView("2", { position }));
  own.vehicles.set("3", vehicleView("3", { kind: "ground-robot", position }));
  const planFor = vehiclePlanFor({
    ...{ incident: own.desk, ground: new Ground(), plans },
    vehicles: () => own.vehicles,
    cameraOf: () => (camera === "unknown" ? undefined : camera),
    placeOfHeat: (id) => (id === "heat-1" ? placeAt(50, 50) : undefined),
    fencesOf: (id) => heldFences(plans.views, id, undefined),
  });
  own.desk.open({ name: "x" }, {});
  const put = (thing: "segment" | "clue", fields: ThingFields["segment"] | ThingFields["clue"]) => {
    const made = own.desk.put({ thing, fields });
    return (made.ok ? made.thingId : undefined) ?? "";
  };
  /** The plan of a job for a vehicle, or what `planFor` says. */
  const planOf = async (vehicleId: string, fields: Partial<ThingFields["assignment"]>) => {
    const made = own.desk.put({ thing: "assignment", fields: { to: { kind: "vehicle", id: vehicleId }, ...fields } });
    const job = own.desk.thing("assignment", (made.ok ? made.thingId : undefined) ?? "");
    if (job === undefined) throw new Error("There is no job.");
    const answer = await planFor(job, vehicleId);
    if (answer === undefined || !("planId" in answer)) return answer;
    // As who sends the job keeps it.
    own.desk.put({ thing: "assignment", thingId: job.id, fields: { planId: answer.planId } });
    return plans.views.get(answer.planId)?.plan;
  };
  return { put, planOf, plans, vehicles: own.vehicles };
};

/** There and back beside it, 1.5 km in all. */
const way = [placeAt(0, 0), placeAt(700, 0), placeAt(700, 60), placeAt(-40, 60)];

const kinds = (plan: Awaited<ReturnType<ReturnType<typeof rig>["planOf"]>>) =>
  plan !== undefined && "elements" in plan ? plan.elements.map(({ kind }) => kind) : plan;

describe("the plan of a vehicle's job", () => {
  it("lays lines over each segment, as far apart as the drone's camera allows from its height", async () => {
    const { put, planOf } = rig();
    const segmentIds = [
      put("segment", { name: "AA", ring: squareAt(0, 0, 200) }),
      put("segment", { name: "AB", ring: squareAt(0, 300, 200) }),
    ];

    const plan = await planOf("1", { task: "search", segmentIds });

    expect(kinds(plan)).toEqual(["take-off", "gimbal", "pattern", "pattern", "return"]);
    const pattern = plan !== undefined && "elements" in plan ? plan.elements[2] : undefined;
    // 60 m up: a swath of 50.7 m, of which 30 % are seen again.
    expect(pattern).toMatchObject({ shape: { kind: "parallel", spacingM: 35.5 }, height: { aglM: 60 } });
    expect(pattern?.kind === "pattern" && pattern.points.length).toBeGreaterThanOrEqual(12);
  });

  it("gives drones that search at the same time heights that are not too close", async () => {
    const { put, planOf } = rig();
    const segmentIds = [put("segment", { name: "AA", ring: squareAt(0, 0, 200) })];

    const [one, robot, other] = [
      await planOf("1", { task: "search", segmentIds }),
      await planOf("3", { task: "search", segmentIds }),
      await planOf("2", { task: "search", segmentIds }),
    ];

    expect(kinds(robot)).toEqual(["pattern"]);
    const heightM = (plan: typeof one) => (plan !== undefined && "elements" in plan ? plan.altitude.m : Number.NaN);
    expect(Math.abs(heightM(one) - heightM(other))).toBeGreaterThan(conflictLimits.verticalM);
  });

  it("has a robot walk lines of its own, without leaving the ground", async () => {
    const { put, planOf } = rig();
    const segmentIds = [put("segment", { name: "AA", ring: squareAt(0, 0, 60) })];

    expect(kinds(await planOf("3", { task: "search", segmentIds }))).toEqual(["pattern"]);
  });

  it("is one point for a job that only goes somewhere: its own place, its clue's, or its heat source's", async () => {
    const { put, planOf } = rig();
    const clueId = put("clue", { place: placeAt(100, 0), text: "a shoe" });

    for (const [fields, place] of [
      [{ task: "go-to", place: placeAt(0, 90) }, placeAt(0, 90)],
      [{ task: "check-clue", clueId }, placeAt(100, 0)],
      [{ task: "check-heat", heatId: "heat-1" }, placeAt(50, 50)],
    ] as const) {
      const plan = await planOf("1", fields);

      expect(kinds(plan)).toEqual(["take-off", "point", "return"]);
      expect(plan !== undefined && "elements" in plan && plan.elements[1]).toMatchObject({ position: place });
    }
    expect(kinds(await planOf("3", { task: "go-to", place: ippPlace }))).toEqual(["point"]);
  });

  it("isn't needed for a job without a place", async () => {
    expect(await rig().planOf("1", { task: "other", text: "recharge" })).toBeUndefined();
  });

  it("is one line along a way that was proposed, with the camera looking down", async () => {
    const { planOf } = rig();

    const [plan, robot] = [
      await planOf("1", { task: "search", path: way }),
      await planOf("3", { task: "search", path: way }),
    ];

    expect(kinds(plan)).toEqual(["take-off", "gimbal", "pattern", "return"]);
    expect(kinds(robot)).toEqual(["pattern"]);
    const pattern = plan !== undefined && "elements" in plan ? plan.elements[2] : undefined;
    const points = pattern?.kind === "pattern" ? pattern.points : [];
    expect(points).toHaveLength(way.length);
    for (const [i, { latDeg, lonDeg }] of points.entries()) {
      expect(latDeg).toBeCloseTo(way[i]?.latDeg ?? 0, 6);
      expect(lonDeg).toBeCloseTo(way[i]?.lonDeg ?? 0, 6);
    }
  });

  it("follows such a way only as far as the battery lasts, and is refused where it lasts for nothing", async () => {
    const { planOf, vehicles } = rig();
    const home = { ...ippPlace, altMslM: 10 };
    const position = { ...ippPlace, altMslM: 10, altHomeM: 0, atMs: 0 };
    const withBattery = (fraction: number) =>
      vehicles.set("1", vehicleView("1", { position, home, battery: { fraction, atMs: 0 } } as never));
    const lengthOf = (plan: Awaited<ReturnType<typeof planOf>>) => {
      const pattern = plan !== undefined && "elements" in plan ? plan.elements[2] : undefined;
      const points = pattern?.kind === "pattern" ? pattern.points : [];
      return points.reduce((sum, at, i) => sum + distanceM(points[i - 1] ?? at, at), 0);
    };

    withBattery(1);
    const full = await planOf("1", { task: "search", path: way });
    // 25 % stay in reserve: 5 minutes, climb and descent off, are for half a kilometre there and back.
    withBattery(0.45);
    const half = await planOf("1", { task: "search", path: way });
    withBattery(0.26);
    const none = await planOf("1", { task: "search", path: way });

    expect(lengthOf(full)).toBeCloseTo(1_500, -1);
    expect(lengthOf(half)).toBeGreaterThan(200);
    expect(lengthOf(half)).toBeLessThan(700);
    expect(none).toMatchObject({ fault: expect.stringContaining("battery") });
  });

  it("takes along the fences that somebody drew for the vehicle, which an upload would empty otherwise", async () => {
    const { put, planOf, plans } = rig();
    const fence = { id: "f-1", shape: "polygon", inclusion: false, points: squareAt(400, 0, 80) } as const;
    const rally = { id: "r-1", ...placeAt(20, 20), altitude: { reference: "home", m: 30 } } as const;
    const before = newPlan(vehicleView("1"), "drawn", "by hand");
    plans.put({ plan: { ...before, fences: [fence], rallyPoints: [rally] }, was: 0, by: "Ann" });
    const segmentIds = [put("segment", { name: "AA", ring: squareAt(0, 0, 200) })];

    const [lines, along, other] = [
      await planOf("1", { task: "search", segmentIds }),
      await planOf("1", { task: "search", path: way }),
      await planOf("2", { task: "search", segmentIds }),
    ];

    expect(lines).toMatchObject({ fences: [fence], rallyPoints: [rally] });
    expect(along).toMatchObject({ fences: [fence], rallyPoints: [rally] });
    expect(other).toMatchObject({ fences: [], rallyPoints: [] });
  });

  it("says why there is none", async () => {
    const { planOf } = rig();
    const blind = rig("unknown");
    const segmentIds = [blind.put("segment", { name: "AA", ring: squareAt(0, 0, 200) })];
    const unknown = await planOf("9", { task: "go-to", place: ippPlace });
    const gone = await planOf("1", { task: "search", segmentIds: ["no-segment"] });

    expect(unknown).toMatchObject({ fault: expect.stringContaining('"9"') });
    expect(gone).toMatchObject({ fault: expect.stringContaining("no-segment") });
    expect(await blind.planOf("1", { task: "search", segmentIds })).toMatchObject({
      fault: expect.stringContaining("field of view"),
    });
    // To go somewhere nothing needs to be seen.
    expect(await blind.planOf("1", { task: "go-to", place: ippPlace })).toMatchObject({ vehicleId: "1" });
  });
});
