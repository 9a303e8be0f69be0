import { describe, expect, it } from "vitest";
import { AlertBook } from "../../../electron/station/alert-book.ts";
import { GhostWatch } from "../../../electron/station/ghost-watch.ts";
import { NamesAndColours } from "../../../electron/station/names-and-colours.ts";
import { VehicleBoard } from "../../../electron/station/vehicle-board.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { bareVehicle, fromHome, waypoint } from "../../support/ghost-flight.ts";
import { virtualHome } from "../../support/virtual-vehicle.ts";

const makeRig = (known: Partial<VehicleState> = {}) => {
  let nowMs = 100_000;
  const clock = { nowMs: () => nowMs, utcMs: () => nowMs, rate: () => 1 };
  const alerts = new AlertBook({ clock, onRaised: () => {} });
  const board = new VehicleBoard(new NamesAndColours({ chosen: new Map(), scenarioNames: new Map() }));
  const vehicles = new Map<string, VehicleState>();
  const set = (change: Partial<VehicleState>) => vehicles.set("1", bareVehicle({ ...vehicles.get("1"), ...change }));
  set({
    position: { atMs: nowMs, ...fromHome(600, 0), altMslM: 60 },
    home: { atMs: 0, ...virtualHome, altMslM: 10 },
    mode: { atMs: 0, name: "AUTO", customMode: 3 },
    mission: { atMs: 0, currentSeq: 1 },
    velocity: { atMs: 0, northMps: 5, eastMps: 0, groundMps: 5 },
    ...known,
  });
  const parameters: Readonly<Record<string, number>> = { FS_GCS_ENABLE: 1, WPNAV_SPEED: 500, RTL_ALT: 3000 };
  const watch = new GhostWatch({
    clock,
    alerts,
    board,
    vehicles: () => vehicles,
    parameterOf: (_id, name) => parameters[name],
    missionOf: () => [waypoint(0, 0, 0), waypoint(2000, 0, 50)],
    trailOf: () => [],
    terrain: () => undefined,
  });
  const at = () => ({ atMs: nowMs, utcMs: nowMs, vehicleId: "1" });
  return {
    watch,
    set,
    forgetPlace: () => {
      const { position: _, ...rest } = bareVehicle(vehicles.get("1"));
      vehicles.set("1", rest);
    },
    lose: () => watch.onFleetEvent({ kind: "vehicle-lost", lastHeardMs: nowMs - 3500, ...at() }),
    comeBack: () => watch.onFleetEvent({ kind: "vehicle-back", silentMs: 0, ...at() }),
    pass: (seconds: number) => {
      for (let i = 0; i < seconds; i += 1) {
        nowMs += 1000;
        watch.look();
      }
      return nowMs;
    },
    ghost: () => board.extras("1").ghost,
    alert: (code: string) => [...alerts.alerts.values()].find((alert) => alert.code === code),
  };
};

describe("the watch over lost vehicles", () => {
  it("shows where an armed vehicle should be, second by second", () => {
    const rig = makeRig();

    rig.lose();
    const first = rig.ghost();
    rig.pass(20);

    expect(first?.failsafe).toEqual({ action: "return", known: true });
    expect(rig.ghost()?.phase).toBe("returning");
    expect(rig.ghost()?.latDeg).toBeLessThan(first?.latDeg ?? 0);
    expect(rig.ghost()?.overdue).toBe(false);
  });

  it("shows none of a vehicle that was disarmed, or that nobody ever knew the place of", () => {
    const parked = makeRig({ armed: false });
    const nowhere = makeRig();
    nowhere.forgetPlace();

    for (const rig of [parked, nowhere]) {
      rig.lose();
      rig.pass(5);
    }

    expect(parked.ghost()).toBeUndefined();
    expect(nowhere.ghost()).toBeUndefined();
  });

  it("raises the alarm once it is overdue, and settles it when the vehicle is back", () => {
    const rig = makeRig();
    rig.lose();

    rig.pass(40);
    expect(rig.alert("ghost-overdue")).toBeUndefined();
    rig.pass(60);

    expect(rig.alert("ghost-overdue")).toMatchObject({ severity: "critical", active: true, count: 1 });
    rig.comeBack();
    expect(rig.alert("ghost-overdue")?.active).toBe(false);
    expect(rig.ghost()).toBeUndefined();
  });

  it("says how far off it was as soon as the vehicle says where it is", () => {
    const rig = makeRig();
    rig.lose();
    rig.pass(30);
    const ghost = rig.ghost();
    if (ghost === undefined) throw new Error("No ghost.");

    rig.comeBack();
    rig.pass(1);
    expect(rig.alert("ghost-back")).toBeUndefined();
    const nowMs = rig.pass(0);
    rig.set({ position: { atMs: nowMs, latDeg: ghost.latDeg + 0.0002, lonDeg: ghost.lonDeg, altMslM: 60 } });
    rig.pass(1);

    const distance = Number(rig.alert("ghost-back")?.params.distance);
    // 22 m north of where it was a second ago, and it goes south at 5 m/s.
    expect(distance).toBeGreaterThan(20);
    expect(distance).toBeLessThan(35);
  });
});
