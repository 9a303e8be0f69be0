import { describe, expect, it } from "vitest";
import { holdJob, landJob, returnJob, takeOffJob } from "../../../../shared/protocols/actions/flying.ts";
import { goJob } from "../../../../shared/protocols/actions/going.ts";
import type { VehicleState } from "../../../../shared/vehicle/vehicle-state.ts";
import { actionContext, JobDriver } from "../../../support/job-driver.ts";
import { vehicleView } from "../../../support/station-server.ts";

const home = { atMs: 0, latDeg: 30.87, lonDeg: 120.43, altMslM: 100 };
const mode = (name: string, customMode: number) => ({ atMs: 0, name, customMode });
const vehicle = (change: Partial<VehicleState>): VehicleState =>
  vehicleView("1", {
    ...{ home, armed: true },
    position: { atMs: 0, latDeg: 30.87, lonDeg: 120.43, altMslM: 130, altHomeM: 30 },
    ...change,
  });

const quadplane = vehicle({ kind: "vtol", mavType: 20, mode: mode("GUIDED", 15) });
const hovering = vehicle({ kind: "vtol", mavType: 20, mode: mode("QHOVER", 18) });
const px4Vtol = vehicle({ kind: "vtol", mavType: 22, autopilot: "px4", mode: mode("Mission", 67_371_008) });
const px4Rover = vehicle({ kind: "ground-robot", mavType: 10, autopilot: "px4", mode: mode("Manual", 65_536) });
const boat = vehicle({ kind: "boat", mavType: 11, mode: mode("MANUAL", 0) });

type Make = (context: ReturnType<typeof actionContext>, start: VehicleState) => ReturnType<typeof goJob>;

/** The mode that it is told to take first. */
const modeOf = (start: VehicleState, make: Make) => {
  const fields = new JobDriver(make(actionContext(start), start)).last("COMMAND_LONG");
  expect(fields).toMatchObject({ command: 176 });
  const { _param2: main, _param3: sub } = fields as { readonly _param2?: number; readonly _param3?: number };
  return [main, sub];
};

describe("an ArduPilot quadplane", () => {
  it("holds where it hovers, and circles where it flies", () => {
    expect(modeOf(hovering, holdJob)[0]).toBe(19);
    expect(modeOf(quadplane, holdJob)[0]).toBe(12);
  });

  it("lands upright, and returns by the mode that its own parameters lay out", () => {
    expect(modeOf(quadplane, landJob)[0]).toBe(20);
    expect(modeOf(hovering, returnJob)[0]).toBe(11);
  });

  it("takes off in guided mode, by the command and to the height, as a copter does", () => {
    const ground = { ...quadplane, armed: false };
    const driver = new JobDriver(takeOffJob(actionContext(ground), ground, 30));

    expect(driver.last("COMMAND_LONG")).toMatchObject({ command: 400, _param1: 1 });
  });
});

describe("a PX4 VTOL", () => {
  it("holds, returns and lands by PX4's own modes", () => {
    expect(modeOf(px4Vtol, holdJob)).toEqual([4, 3]);
    expect(modeOf(px4Vtol, returnJob)).toEqual([4, 5]);
    expect(modeOf(px4Vtol, landJob)).toEqual([4, 6]);
  });

  it("is told the height above the sea to take off to, before it is armed", () => {
    const ground = { ...px4Vtol, armed: false };

    const driver = new JobDriver(takeOffJob(actionContext(ground), ground, 30));

    expect(driver.last("COMMAND_LONG")).toMatchObject({ command: 22, _param7: 130 });
  });
});

describe("what stays on the surface", () => {
  it("neither takes off nor lands, PX4's rover and a boat alike", () => {
    for (const start of [px4Rover, boat]) {
      const up = new JobDriver(takeOffJob(actionContext(start), start, 10));
      const down = new JobDriver(landJob(actionContext(start), start));

      for (const { status } of [up, down])
        expect(status).toMatchObject({ state: "failed", fault: { params: { reason: "ground-vehicle" } } });
    }
  });

  it("holds in Hold, a boat against the current in LOITER, and returns", () => {
    expect(modeOf(px4Rover, holdJob)).toEqual([4, 3]);
    expect(modeOf(boat, holdJob)[0]).toBe(5);
    expect(modeOf(px4Rover, returnJob)).toEqual([4, 5]);
    expect(modeOf(boat, returnJob)[0]).toBe(11);
  });

  it("goes to a place by COMMAND_INT, PX4's counted from the sea", () => {
    const place = { latDeg: 30.871, lonDeg: 120.431 };
    const go = (start: VehicleState) =>
      new JobDriver(goJob(actionContext(start), start, { place })).last("COMMAND_INT");

    expect(go(px4Rover)).toMatchObject({ command: 192, frame: 0, _param7: 130 });
    expect(go(boat)).toMatchObject({ command: 192, frame: 3, _param7: 0 });
  });
});
