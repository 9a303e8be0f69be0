import { describe, expect, it } from "vitest";
import { AlertBook } from "../../../electron/station/alert-book.ts";
import { ConflictWatch } from "../../../electron/station/conflict-watch.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { OnboardMission } from "../../../shared/wire/operations.ts";
import type { PlanView } from "../../../shared/wire/plans.ts";
import { bareVehicle, fromHome } from "../../support/ghost-flight.ts";
import { planOf } from "../../support/plan-context.ts";
import { virtualHome } from "../../support/virtual-vehicle.ts";

const home = { atMs: 0, ...virtualHome, altMslM: 10 };

/** From home to the north and back to it, at a height above home. */
const northAndBack = (vehicleId: string, heightM: number, eastM = 0): Plan =>
  planOf(
    [
      { id: "up", kind: "take-off", altitude: { reference: "home", m: heightM } },
      { id: "north", kind: "point", position: fromHome(400, eastM), altitude: { reference: "home", m: heightM } },
      { id: "back", kind: "return" },
    ],
    { id: `plan-${vehicleId}`, vehicleId, speedMps: 5 },
  );

const makeRig = () => {
  let nowMs = 50_000;
  const clock = { nowMs: () => nowMs, utcMs: () => nowMs, rate: () => 1 };
  const alerts = new AlertBook({ clock, onRaised: () => {} });
  const vehicles = new Map<string, VehicleState>();
  const plans = new Map<string, PlanView>();
  const onboard = new Map<string, OnboardMission>();
  const watch = new ConflictWatch({
    clock,
    alerts,
    board: { extras: (id) => ({ ...(onboard.has(id) ? { onboard: onboard.get(id) as OnboardMission } : {}) }) },
    vehicles: () => vehicles,
    plans: () => plans,
    nameOf: (id) => `D${id}`,
    terrain: () => undefined,
  });
  return {
    watch,
    plans,
    onboard,
    put: (plan: Plan, state: Partial<VehicleState> = {}) => {
      const { vehicleId } = plan;
      vehicles.set(
        vehicleId,
        bareVehicle({ id: vehicleId, systemId: Number(vehicleId), armed: false, home, ...state }),
      );
      plans.set(plan.id, { plan, revision: 1, changedBy: "A", changedUtcMs: 0 });
      onboard.set(vehicleId, { count: 4, planId: plan.id, planRevision: 1, atMs: 0 });
    },
    pass: (seconds: number) => {
      for (let i = 0; i < seconds; i += 1) {
        nowMs += 1000;
        watch.look();
      }
    },
    alerts: () => [...alerts.alerts.values()].filter(({ code }) => code === "plans-too-close"),
  };
};

const flying = (seq: number, northM: number): Partial<VehicleState> => ({
  armed: true,
  mode: { atMs: 0, name: "AUTO", customMode: 3 },
  mission: { atMs: 0, currentSeq: seq },
  position: { atMs: 0, ...fromHome(northM, 0), altMslM: 60 },
  velocity: { atMs: 0, northMps: 5, eastMps: 0, groundMps: 5 },
});

describe("the watch over plans on board", () => {
  it("warns of two that come too close if they began together, once", () => {
    const rig = makeRig();
    rig.put(northAndBack("1", 50));
    rig.put(northAndBack("2", 55, 10));

    rig.pass(30);

    expect(rig.alerts()).toHaveLength(1);
    expect(rig.alerts()[0]).toMatchObject({ severity: "warning", active: true, count: 1, params: { other: "D2" } });
    expect(Number(rig.alerts()[0]?.params.distance)).toBeLessThan(30);
  });

  it("says nothing of plans that keep apart", () => {
    const rig = makeRig();
    rig.put(northAndBack("1", 50));
    rig.put(northAndBack("2", 50, 100), { home: { atMs: 0, ...fromHome(0, 100), altMslM: 10 } });

    rig.pass(10);

    expect(rig.alerts()).toEqual([]);
  });

  it("forgets it when one plan is no longer what is on board", () => {
    const rig = makeRig();
    rig.put(northAndBack("1", 50));
    rig.put(northAndBack("2", 50));
    rig.pass(5);
    expect(rig.alerts()[0]?.active).toBe(true);

    rig.onboard.delete("2");
    rig.pass(20);

    expect(rig.alerts()[0]?.active).toBe(false);
  });

  it("knows how far flying vehicles are: one that is well ahead is in nobody's way, one that comes back soon is", () => {
    const meeting = makeRig();
    meeting.put(northAndBack("1", 50), flying(4, 200));
    meeting.put(northAndBack("2", 50), flying(3, 100));
    const behind = makeRig();
    behind.put(northAndBack("1", 50), flying(3, 300));
    behind.put(northAndBack("2", 80), flying(3, 100));

    meeting.pass(5);
    behind.pass(5);

    expect(meeting.alerts()[0]).toMatchObject({ severity: "critical", active: true });
    expect(behind.alerts().filter(({ severity }) => severity === "critical")).toEqual([]);
  });

  it("leaves out vehicles that a pilot flies by hand", () => {
    const rig = makeRig();
    rig.put(northAndBack("1", 50), { ...flying(3, 100), mode: { atMs: 0, name: "LOITER", customMode: 5 } });
    rig.put(northAndBack("2", 50));

    rig.pass(5);

    expect(rig.alerts()).toEqual([]);
  });
});
