import { expect, test } from "vitest";
import { FakeDrone, FleetRig, Sender } from "../../support/fleet-rig.ts";

const flying = (): { rig: FleetRig; drone: FakeDrone } => {
  const rig = new FleetRig();
  const drone = new FakeDrone(rig, { systemId: 3, bootedMs: 900_000 });
  drone.radio("a");
  rig.pass(5_000, drone.step);
  return { rig, drone };
};

test("a silent vehicle is stale after 1.5 s, lost after 3.5 s, and back for 5 s when heard again", () => {
  const { rig, drone } = flying();
  expect(rig.vehicle("3").presence.state).toBe("heard");

  rig.pass(1_400);
  expect(rig.vehicle("3").presence.state).toBe("heard");
  rig.pass(200);
  expect(rig.vehicle("3").presence.state).toBe("stale");
  rig.pass(1_800);
  expect(rig.vehicle("3").presence.state).toBe("stale");
  rig.pass(300);
  expect(rig.vehicle("3").presence.state).toBe("lost");

  rig.pass(300, drone.step);
  expect(rig.vehicle("3").presence.state).toBe("back");
  rig.pass(4_000, drone.step);
  expect(rig.vehicle("3").presence.state).toBe("back");
  rig.pass(1_500, drone.step);
  expect(rig.vehicle("3").presence.state).toBe("heard");
  expect(rig.kinds()).toEqual(["vehicle-heard", "vehicle-stale", "vehicle-lost", "vehicle-back"]);
});

test("a stale vehicle that is heard again was never lost", () => {
  const { rig, drone } = flying();

  rig.pass(2_000);
  rig.pass(1_000, drone.step);

  expect(rig.vehicle("3").presence.state).toBe("heard");
  expect(rig.kinds()).not.toContain("vehicle-lost");
});

test("the last known position of a lost vehicle stays, with its old time", () => {
  const { rig } = flying();
  const lastMs = rig.vehicle("3").position?.atMs;

  rig.pass(60_000);

  expect(rig.vehicle("3").position?.atMs).toBe(lastMs);
});

test("a camera that goes on talking doesn't keep a silent autopilot alive", () => {
  const { rig } = flying();
  const camera = new Sender(rig, 3, 100);

  rig.pass(6_000, (nowMs) => {
    if (nowMs % 1_000 === 0) camera.send("HEARTBEAT", { type: 30, autopilot: 8 });
  });

  expect(rig.vehicle("3").presence.state).toBe("lost");
});

test("stamps that stand still while messages come are flagged, and what they bring isn't shown as new", () => {
  const { rig, drone } = flying();

  drone.frozenAtMs = rig.nowMs - drone.bootedMs;
  rig.pass(1_900, drone.step);
  expect(rig.fleet.isFrozen("3")).toBe(false);
  rig.pass(1_500, drone.step);

  expect(rig.fleet.isFrozen("3")).toBe(true);
  expect(rig.events.at(-1)).toMatchObject({ kind: "frozen-clock", active: true });
  expect(rig.vehicle("3").presence.state).toBe("heard");
  expect(rig.nowMs - (rig.vehicle("3").position?.atMs ?? 0)).toBeGreaterThan(3_000);

  drone.frozenAtMs = undefined;
  rig.pass(1_000, drone.step);
  expect(rig.fleet.isFrozen("3")).toBe(false);
  expect(rig.events.at(-1)).toMatchObject({ kind: "frozen-clock", active: false });
});

test("a clock that jumps ahead is an event, and the position goes on", () => {
  const { rig, drone } = flying();

  drone.bootedMs -= 60_000;
  rig.pass(3_000, drone.step);

  expect(rig.events.filter(({ kind }) => kind === "clock-jumped")).toMatchObject([
    { jumpMs: expect.closeTo(60_000, -3) },
  ]);
  expect(rig.nowMs - (rig.vehicle("3").position?.atMs ?? 0)).toBeLessThan(300);
  expect(rig.kinds()).not.toContain("reboot");
});

test("a link that stalls and then delivers all at once is no clock jump", () => {
  const rig = new FleetRig();
  const drone = new FakeDrone(rig, { systemId: 3, bootedMs: 900_000 });
  const radio = drone.radio("a");
  rig.pass(5_000, drone.step);

  const resumesMs = rig.nowMs + 20_000;
  rig.pass(20_000, (nowMs) => {
    radio.delayMs = resumesMs - nowMs;
    drone.step(nowMs);
  });
  radio.delayMs = 0;
  rig.pass(5_000, drone.step);

  expect(rig.kinds()).not.toContain("clock-jumped");
  expect(rig.kinds()).not.toContain("reboot");
  expect(rig.nowMs - (rig.vehicle("3").position?.atMs ?? 0)).toBeLessThan(300);
});

test("a simulation at ten times real time keeps one vehicle and its clock", () => {
  const rig = new FleetRig();
  const sender = new Sender(rig, 3);
  const startMs = rig.nowMs;

  rig.pass(20_000, (nowMs) => {
    if (nowMs % 100 === 0) sender.send("HEARTBEAT", { type: 2, autopilot: 3 });
    if (nowMs % 20 === 0) sender.send("ATTITUDE", { timeBootMs: 5_000 + 10 * (nowMs - startMs) });
  });

  expect(rig.kinds()).toEqual(["vehicle-heard"]);
  expect(rig.fleet.vehicleTimeAt("3", rig.nowMs)).toBeCloseTo(5_000 + 10 * (rig.nowMs - startMs), -3);
});

test("loss and rates per link come from sequence numbers", () => {
  const { rig, drone } = flying();
  for (const radio of drone.radios) radio.loseEvery = 5;

  rig.pass(15_000, drone.step);

  const [link] = rig.vehicle("3").links;
  expect(link?.lossFraction).toBeCloseTo(0.2, 1);
  // 10 attitudes, 5 positions, 3 others a second; a fifth of it is lost.
  expect(link?.messagesPerS).toBeCloseTo(14.4, 0);
  expect(link?.bytesPerS).toBeGreaterThan(400);
});

test("an event comes when the state that it speaks of can be read, until one unsubscribes", () => {
  const rig = new FleetRig();
  const drone = new FakeDrone(rig, { systemId: 3, bootedMs: 900_000 });
  drone.radio("a");
  const seen: (string | undefined)[] = [];
  const off = rig.fleet.on((event) => {
    if ("vehicleId" in event) seen.push(rig.fleet.vehicles.get(event.vehicleId)?.presence.state);
  });

  rig.pass(2_000, drone.step);
  rig.pass(2_000);
  off();
  rig.pass(3_000);

  expect(seen).toEqual(["heard", "stale"]);
});
