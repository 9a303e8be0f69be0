import { afterEach, expect, test } from "vitest";
import { EventLog } from "../../../../electron/station/event-log.ts";
import { Ground } from "../../../../electron/station/ground.ts";
import { PlanDesk } from "../../../../electron/station/plans/plan-desk.ts";
import { VehicleJobs } from "../../../../electron/station/search/vehicle-jobs.ts";
import { vehiclePlanFor } from "../../../../electron/station/search/vehicle-plan.ts";
import { assignmentStatus } from "../../../../shared/incident/assignment-status.ts";
import { compilePlan } from "../../../../shared/plan/compile-plan.ts";
import { planContextOf } from "../../../../shared/plan/plan-context.ts";
import type { VehicleKind } from "../../../../shared/vehicle/vehicle-state.ts";
import type { OnboardMission } from "../../../../shared/wire/operations.ts";
import type { VehicleView } from "../../../../shared/wire/state.ts";
import { incidentRig, well } from "../../../support/incident-rig.ts";
import { ippPlace, squareAt } from "../../../support/search-spec.ts";
import { vehicleView } from "../../../support/station-server.ts";

const remove: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of remove.splice(0)) await one();
});

/** A vehicle with a job over one segment, its plan made and a pilot at hand. */
const rig = async (kind: VehicleKind = "multirotor") => {
  const own = incidentRig();
  remove.push(own.remove);
  const plans = new PlanDesk({
    clock: own.clock,
    events: new EventLog({ clock: own.clock, keep: () => ({ ok: true }) }),
    kept: () => [],
  });
  const vehicles = own.vehicles;
  const base = {
    kind,
    position: { ...ippPlace, altMslM: 10, altHomeM: 0, atMs: 0 },
    home: { ...ippPlace, altMslM: 10 },
  };
  const at = (change: Partial<VehicleView>) => vehicles.set("1", vehicleView("1", { ...base, ...change } as never));
  at({});
  own.desk.open({ name: "x" }, {});
  const segment = well(own.desk.put({ thing: "segment", fields: { name: "AA", ring: squareAt(0, 200, 120) } }));
  const to = { kind: "vehicle", id: "1" } as const;
  const put = own.desk.put({
    thing: "assignment",
    fields: { to, task: "search", segmentIds: [segment.thingId ?? ""] },
  });
  const thingId = well(put).thingId ?? "";
  const job = () => {
    const thing = own.desk.thing("assignment", thingId);
    if (thing === undefined) throw new Error("There is no job.");
    return thing;
  };
  const planned = await vehiclePlanFor({
    ...{ incident: own.desk, ground: new Ground(), plans, vehicles: () => vehicles },
    cameraOf: () => ({ widthPx: 640, heightPx: 512, hfovRad: 0.8 }),
    placeOfHeat: () => undefined,
    fencesOf: () => ({ fences: [], rallyPoints: [] }),
  })(job(), "1");
  if (planned === undefined || !("planId" in planned)) throw new Error("There is no plan.");
  const { planId } = planned;
  well(own.desk.put({ thing: "assignment", thingId, fields: { planId } }));
  well(own.desk.step({ thing: "assignment", thingId, step: "sent" }));
  const view = plans.views.get(planId);
  const vehicle = vehicles.get("1");
  if (view === undefined || vehicle === undefined) throw new Error("There is no plan.");
  const compiled = compilePlan(view.plan, planContextOf(vehicle, undefined));
  const count = compiled.ok ? compiled.mission.length : 0;
  let onboard: OnboardMission | undefined;
  const jobs = new VehicleJobs({
    incident: own.desk,
    vehicles: () => vehicles,
    onboardOf: () => onboard,
    plans: () => plans.views,
    terrain: () => undefined,
  });
  const state = () => {
    own.clock.now += 1_000;
    jobs.look();
    return assignmentStatus(job()).state;
  };
  return {
    ...{ own, at, count, state, thingId, job },
    upload: () => {
      onboard = { count, planId, planRevision: view.revision, atMs: 0 };
    },
    fly: (currentSeq: number, reachedSeq = currentSeq - 1, mode = "AUTO") =>
      at({
        armed: true,
        mode: { name: mode, custom: 0, atMs: 0 } as never,
        mission: { currentSeq, reachedSeq, atMs: 0 },
      }),
  };
};

test("a drone's job goes on as the drone's mission does", async () => {
  const { state, upload, fly, count, job } = await rig();

  const states = [state()];
  upload();
  states.push(state());
  fly(1);
  states.push(state());
  fly(count - 4);
  states.push(state());
  fly(count - 1);
  states.push(state(), state());

  expect(states).toEqual(["sent", "accepted", "on-the-way", "on-scene", "done", "done"]);
  expect(job().steps.map(({ step, by }) => `${step} ${by.role}`)).toEqual([
    "sent coordinator",
    ...["accepted", "on-the-way", "on-scene", "done"].map((step) => `${step} station`),
  ]);
});

test("a robot's job is done where its last line ends; it has no way home", async () => {
  const { state, upload, fly, at, count } = await rig("ground-robot");
  upload();
  fly(1);
  state();
  fly(count - 1);
  const onLine = state();
  at({ armed: true, mission: { currentSeq: count - 1, reachedSeq: count - 1, atMs: 0 } });

  expect(onLine).toBe("on-scene");
  expect(state()).toBe("done");
});

test("what an earlier flight left of its count begins no job, and what a person said isn't taken back", async () => {
  const { state, upload, fly, at, own, thingId, count } = await rig();
  at({ mission: { currentSeq: count - 1, reachedSeq: count - 1, atMs: 0 } });
  upload();
  const waiting = [state(), state()];
  well(own.desk.step({ thing: "assignment", thingId, step: "cancelled" }));
  fly(count - 4);

  expect(waiting).toEqual(["accepted", "accepted"]);
  expect(state()).toBe("cancelled");
});

test("a vehicle that flies by hand, or with another plan, says nothing of its job", async () => {
  const { state, upload, fly } = await rig();
  fly(3);
  const withAnother = state();
  upload();
  fly(3, 2, "LOITER");

  expect(withAnother).toBe("sent");
  expect(state()).toBe("accepted");
});
