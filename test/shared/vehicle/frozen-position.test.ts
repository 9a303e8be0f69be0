import { expect, it } from "vitest";
import { FleetRig, Sender } from "../../support/fleet-rig.ts";

const armedAuto: number = 217;
const settled: number = 831;

/** A drone whose position may come from a source of its own, with its own stamps. */
const drone = (rig: FleetRig) => {
  const radio = new Sender(rig, 1);
  const world = { positionAtMs: undefined as number | undefined };
  const step = (nowMs: number): void => {
    const timeBootMs = nowMs - 900_000;
    if (nowMs % 1000 === 0) {
      radio.send("HEARTBEAT", { type: 2, autopilot: 3, baseMode: armedAuto, customMode: 3, systemStatus: 4 });
      radio.send("EKF_STATUS_REPORT", { flags: settled });
      radio.send("GPS_RAW_INT", { fixType: 3, lat: 308_700_000, lon: 1_204_300_000, satellitesVisible: 12, eph: 80 });
    }
    if (nowMs % 100 === 0) radio.send("ATTITUDE", { timeBootMs, roll: 0.01, pitch: 0, yaw: 1 });
    if (nowMs % 200 === 0) {
      radio.send("GLOBAL_POSITION_INT", {
        timeBootMs: world.positionAtMs ?? timeBootMs,
        ...{ lat: 308_700_000, lon: 1_204_300_000, alt: 45_000, relativeAlt: 40_000, hdg: 4_500 },
      });
    }
  };
  return { step, world };
};

it("flags a position whose own stamp stands still while attitudes go on, and shows it as old", () => {
  const rig = new FleetRig();
  const { step, world } = drone(rig);
  rig.pass(8_000, step);
  world.positionAtMs = rig.nowMs - 900_000;
  const frozeMs = rig.nowMs;

  rig.pass(20_000, step);

  expect(rig.events.filter(({ kind }) => kind === "frozen-clock")).toMatchObject([{ active: true }]);
  expect(rig.ids()).toEqual(["1"]);
  expect(rig.vehicle("1").position?.atMs).toBeLessThanOrEqual(frozeMs + 200);
  expect(rig.vehicle("1").attitude?.atMs).toBeGreaterThan(rig.nowMs - 200);
  expect(rig.kinds()).not.toContain("reboot");
  expect(rig.kinds()).not.toContain("system-id-conflict");
});

it("takes the flag back when the position's stamp moves on", () => {
  const rig = new FleetRig();
  const { step, world } = drone(rig);
  rig.pass(8_000, step);
  world.positionAtMs = rig.nowMs - 900_000;
  rig.pass(60_000, step);
  world.positionAtMs = undefined;

  rig.pass(2_000, step);

  expect(rig.events.filter(({ kind }) => kind === "frozen-clock")).toMatchObject([{ active: true }, { active: false }]);
  expect(rig.fleet.isFrozen("1")).toBe(false);
  expect(rig.vehicle("1").links).toHaveLength(1);
  expect(rig.vehicle("1").position?.atMs).toBeGreaterThan(rig.nowMs - 300);
});
