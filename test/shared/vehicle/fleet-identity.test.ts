import { describe, expect, test } from "vitest";
import type { FleetEvent } from "../../../shared/vehicle/fleet-event.ts";
import { FakeDrone, FleetRig, Sender } from "../../support/fleet-rig.ts";

const conflicts = (rig: FleetRig) =>
  rig.events.filter(
    (event): event is FleetEvent & { kind: "system-id-conflict" } => event.kind === "system-id-conflict",
  );

/** Every latitude a vehicle showed: it must not jump. */
const largestStepDeg = (rig: FleetRig, id: string, drones: readonly FakeDrone[], forMs: number): number => {
  let last: number | undefined;
  let largest = 0;
  rig.pass(forMs, (nowMs) => {
    for (const drone of drones) drone.step(nowMs);
    const latDeg = rig.fleet.vehicles.get(id)?.position?.latDeg;
    if (latDeg !== undefined && last !== undefined) largest = Math.max(largest, Math.abs(latDeg - last));
    last = latDeg;
  });
  return largest;
};

describe("several vehicles", () => {
  test("keeps two vehicles on one link apart by their system ids", () => {
    const rig = new FleetRig();
    const one = new FakeDrone(rig, { systemId: 1, bootedMs: 900_000 });
    const two = new FakeDrone(rig, { systemId: 2, bootedMs: 950_000, latDeg: 30.9, mavType: 10 });
    one.radio("radio");
    two.radio("radio");

    rig.pass(5_000, (nowMs) => [one, two].map((drone) => drone.step(nowMs)));

    expect(rig.ids()).toEqual(["1", "2"]);
    expect(rig.vehicle("1").kind).toBe("multirotor");
    expect(rig.vehicle("2").kind).toBe("ground-robot");
    expect(rig.fleet.vehiclesOn("radio")).toEqual(["1", "2"]);
  });

  test("a hundred vehicles are a hundred entries", () => {
    const rig = new FleetRig();
    const drones = Array.from({ length: 100 }, (_, index) => {
      const drone = new FakeDrone(rig, { systemId: index + 1, bootedMs: 900_000 + index });
      drone.radio(`udp ${index % 7}`);
      return drone;
    });

    rig.pass(3_000, (nowMs) => drones.map((drone) => drone.step(nowMs)));

    expect(rig.ids()).toHaveLength(100);
    expect(conflicts(rig)).toHaveLength(0);
  });
});

describe("one vehicle over two radios", () => {
  test.each([0, 300, 1_000, 2_000])("is one entry without a jump when one is %i ms late", (delayMs) => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    drone.radio("fast");
    drone.radio("slow", delayMs);

    const largest = largestStepDeg(rig, "7", [drone], 20_000);

    expect(rig.ids()).toEqual(["7"]);
    expect(conflicts(rig)).toHaveLength(0);
    expect(
      rig
        .vehicle("7")
        .links.map(({ channelId }) => channelId)
        .sort(),
    ).toEqual(["fast", "slow"]);
    // 3 m/s at 5 Hz.
    expect(largest * 111_320).toBeLessThan(1.2);
  });

  test.each([0, 700])("that a router puts on one port, one %i ms late, is still one", (delayMs) => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    drone.radio("router");
    drone.radio("router", delayMs);
    drone.radios[1]?.send("SYSTEM_TIME", {});

    const largest = largestStepDeg(rig, "7", [drone], 20_000);

    expect(rig.ids()).toEqual(["7"]);
    expect(conflicts(rig)).toHaveLength(0);
    expect(rig.vehicle("7").links).toHaveLength(1);
    expect(largest * 111_320).toBeLessThan(1.2);
  });

  test("on which each datagram comes twice is still one", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    drone.radio("a");
    drone.sendAll("STATUSTEXT", { severity: 2, text: "hello" });
    const deliver = rig.deliver.bind(rig);
    rig.deliver = (channelId, bytes, delayMs) => {
      deliver(channelId, bytes, delayMs);
      deliver(channelId, bytes, (delayMs ?? 0) + 60);
    };

    rig.pass(15_000, drone.step);

    expect(rig.ids()).toEqual(["7"]);
    expect(conflicts(rig)).toHaveLength(0);
  });

  test("says each status text once", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    drone.radio("fast");
    drone.radio("slow", 700);
    rig.pass(8_000, drone.step);

    drone.sendAll("STATUSTEXT", { severity: 2, text: "Battery failsafe" });
    rig.pass(3_000, drone.step);

    expect(rig.vehicle("7").statusTexts).toHaveLength(1);
    expect(rig.kinds().filter((kind) => kind === "status-text")).toHaveLength(1);
  });

  test("has both links though one carries only heartbeats, until that one shows to be another vehicle's", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const other = new FakeDrone(rig, { systemId: 7, bootedMs: 960_000, latDeg: 30.9 });
    drone.radio("fast");
    const quiet = other.radio("quiet");
    rig.pass(10_000, (nowMs) => {
      drone.step(nowMs);
      if (nowMs % 1000 === 0) quiet.send("HEARTBEAT", { type: 2, autopilot: 3 });
    });
    expect(rig.vehicle("7").links.map(({ channelId }) => channelId)).toEqual(["fast", "quiet"]);
    expect(rig.fleet.routeOf("7")?.channelId).toBe("fast");

    const largest = largestStepDeg(rig, "7", [drone, other], 12_000);

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(largest * 111_320).toBeLessThan(1.2);
    expect(rig.vehicle("7").links.map(({ channelId }) => channelId)).toEqual(["fast"]);
  });

  test("takes commands over the path with less loss, and moves to the other one when it falls silent", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const lossy = drone.radio("lossy");
    const clean = drone.radio("clean");
    lossy.loseEvery = 3;
    rig.pass(20_000, drone.step);

    expect(rig.fleet.routeOf("7")?.channelId).toBe("clean");

    drone.radios.splice(drone.radios.indexOf(clean), 1);
    rig.pass(2_500, drone.step);

    expect(rig.fleet.routeOf("7")?.channelId).toBe("lossy");
    expect(rig.vehicle("7").presence.state).toBe("heard");
    expect(rig.vehicle("7").links.find(({ primary }) => primary)?.channelId).toBe("lossy");
  });

  test("doesn't hop between two paths that are about as good", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    drone.radio("a").loseEvery = 17;
    drone.radio("b").loseEvery = 19;
    const used = new Set<string | undefined>();
    rig.pass(6_000, drone.step);

    rig.pass(40_000, (nowMs) => {
      drone.step(nowMs);
      used.add(rig.fleet.routeOf("7")?.channelId);
    });

    expect(used.size).toBe(1);
  });

  test("follows a vehicle that comes back from another UDP port", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    drone.radio("udp 50001");
    rig.pass(5_000, drone.step);

    rig.fleet.channelClosed("udp 50001", rig.nowMs);
    drone.radios.length = 0;
    rig.pass(10_000);
    drone.radio("udp 50002");
    rig.pass(5_000, drone.step);

    expect(rig.ids()).toEqual(["7"]);
    expect(rig.fleet.routeOf("7")?.channelId).toBe("udp 50002");
    expect(rig.kinds()).toContain("vehicle-back");
    expect(rig.kinds()).not.toContain("reboot");
  });
});

describe("two vehicles that claim one system id", () => {
  test("on two channels, with different clocks, are kept apart and an event says so", () => {
    const rig = new FleetRig();
    const near = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const far = new FakeDrone(rig, { systemId: 7, bootedMs: 960_000, latDeg: 30.9 });
    near.radio("a");
    far.radio("b");

    const largest = largestStepDeg(rig, "7", [near, far], 12_000);

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(largest * 111_320).toBeLessThan(1.2);
    expect(conflicts(rig)).toEqual([
      expect.objectContaining({ systemId: 7, vehicleIds: ["7", "7~2"], sameChannel: false, evidence: "clock" }),
    ]);
    expect(rig.vehicle("7~2").position?.latDeg).toBeGreaterThan(30.89);
    expect(rig.fleet.routeOf("7")?.channelId).toBe("a");
    expect(rig.fleet.routeOf("7~2")?.channelId).toBe("b");
  });

  test("that booted in the same second are told apart by where they are", () => {
    const rig = new FleetRig();
    const near = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const far = new FakeDrone(rig, { systemId: 7, bootedMs: 900_100, latDeg: 30.8705 });
    near.radio("a");
    far.radio("b");

    const largest = largestStepDeg(rig, "7", [near, far], 12_000);

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(conflicts(rig)[0]?.evidence).toBe("position");
    expect(largest * 111_320).toBeLessThan(1.2);
  });

  test("that booted together and stand side by side are told apart by how they are turned", () => {
    const rig = new FleetRig();
    const one = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000, northMps: 0, yawRad: 0.5 });
    const two = new FakeDrone(rig, { systemId: 7, bootedMs: 900_040, northMps: 0, yawRad: 2 });
    one.radio("a");
    two.radio("b");

    rig.pass(12_000, (nowMs) => [one, two].map((drone) => drone.step(nowMs)));

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(conflicts(rig)[0]?.evidence).toBe("attitude");
  });

  test("are told apart by their kind at once", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const dog = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000, mavType: 10 });
    drone.radio("a");
    dog.radio("b");

    rig.pass(3_000, (nowMs) => [drone, dog].map((one) => one.step(nowMs)));

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(rig.vehicle("7~2").kind).toBe("ground-robot");
    expect(conflicts(rig)[0]?.evidence).toBe("type");
  });

  test("are told apart by the autopilots' unique ids when all else is alike", () => {
    const rig = new FleetRig();
    const one = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000, northMps: 0 });
    const two = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000, northMps: 0 });
    one.radio("a");
    two.radio("b");
    rig.pass(10_000, (nowMs) => [one, two].map((drone) => drone.step(nowMs)));

    one.sendAll("AUTOPILOT_VERSION", { uid: 1n });
    two.sendAll("AUTOPILOT_VERSION", { uid: 2n });
    rig.pass(2_000, (nowMs) => [one, two].map((drone) => drone.step(nowMs)));

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(conflicts(rig)[0]?.evidence).toBe("uid");
  });

  test("on one radio, interleaved, are split, and the event says that commands can't be", () => {
    const rig = new FleetRig();
    const near = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const far = new FakeDrone(rig, { systemId: 7, bootedMs: 960_000, latDeg: 30.9 });
    near.radio("radio");
    rig.pass(5_000, near.step);
    far.radio("radio");

    const largest = largestStepDeg(rig, "7", [near, far], 20_000);

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(conflicts(rig)[0]).toMatchObject({ sameChannel: true, channelIds: ["radio"] });
    expect(largest * 111_320).toBeLessThan(1.2);
    expect(rig.vehicle("7~2").position?.latDeg).toBeGreaterThan(30.89);
  });

  test("on one radio that loses messages are split too", () => {
    const rig = new FleetRig();
    const near = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const far = new FakeDrone(rig, { systemId: 7, bootedMs: 960_000, latDeg: 30.9 });
    near.radio("radio").loseEvery = 7;
    far.radio("radio").loseEvery = 5;

    rig.pass(5_000, (nowMs) => [near, far].map((drone) => drone.step(nowMs)));
    const largest = largestStepDeg(rig, "7", [near, far], 20_000);

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(conflicts(rig)).toHaveLength(1);
    expect(largest * 111_320).toBeLessThan(5);
  });

  test("on one radio that booted in the same second are split by where they are", () => {
    const rig = new FleetRig();
    const near = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const far = new FakeDrone(rig, { systemId: 7, bootedMs: 900_500, latDeg: 30.9 });
    near.radio("radio");
    rig.pass(5_000, near.step);
    far.radio("radio");

    rig.pass(3_000, (nowMs) => [near, far].map((drone) => drone.step(nowMs)));
    const largest = largestStepDeg(rig, "7", [near, far], 20_000);

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(conflicts(rig)).toHaveLength(1);
    expect(largest * 111_320).toBeLessThan(1.2);
  });

  test.each([60_000, 500])("on one radio stay apart when their counters cross (clocks %i ms apart)", (apartMs) => {
    const rig = new FleetRig();
    const near = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    const far = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 + apartMs, latDeg: 30.9 });
    near.radio("radio");
    const chatty = far.radio("radio");
    const drones = [near, far];
    rig.pass(6_000, (nowMs) => drones.map((drone) => drone.step(nowMs)));

    let wrong = 0;
    rig.pass(60_000, (nowMs) => {
      for (const drone of drones) drone.step(nowMs);
      if (nowMs % 100 === 0) chatty.send("VFR_HUD", { airspeed: 77 });
      if ((rig.vehicle("7").velocity?.airMps ?? 0) > 70) wrong++;
      if ((rig.vehicle("7").position?.latDeg ?? 0) > 30.89 || (rig.vehicle("7~2").position?.latDeg ?? 31) < 30.89)
        wrong++;
    });

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(wrong).toBe(0);
    expect(rig.vehicle("7~2").velocity?.airMps).toBe(77);
  });

  test("another autopilot that takes over the radio of one that was switched off is another vehicle", () => {
    const rig = new FleetRig();
    const first = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    first.radio("radio");
    rig.pass(5_000, first.step);
    first.sendAll("AUTOPILOT_VERSION", { uid: 1n });
    rig.pass(60_000);
    const second = new FakeDrone(rig, { systemId: 7, bootedMs: rig.nowMs, latDeg: 30.9 });
    second.radio("radio");

    rig.pass(5_000, second.step);
    second.sendAll("AUTOPILOT_VERSION", { uid: 2n });
    rig.pass(2_000, second.step);

    expect(rig.ids()).toEqual(["7", "7~2"]);
    expect(conflicts(rig)[0]?.evidence).toBe("uid");
    // What the second one told before it gave itself away isn't left with the first.
    expect(rig.vehicle("7").position?.latDeg).toBeLessThan(30.88);
    expect(rig.vehicle("7~2").position?.latDeg).toBeGreaterThan(30.89);
  });
});

describe("one vehicle that boots anew", () => {
  test("is the same vehicle, with an event, and no conflict", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 700_000 });
    drone.radio("a");
    rig.pass(5_000, drone.step);

    drone.bootedMs = rig.nowMs - 500;
    rig.pass(5_000, drone.step);

    expect(rig.ids()).toEqual(["7"]);
    expect(rig.kinds().filter((kind) => kind === "reboot")).toHaveLength(1);
    expect(conflicts(rig)).toHaveLength(0);
    expect(rig.nowMs - (rig.vehicle("7").position?.atMs ?? 0)).toBeLessThan(300);
  });

  test("is one reboot though two radios tell of it, one of them late", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 700_000 });
    drone.radio("a");
    drone.radio("b", 1_500);
    rig.pass(10_000, drone.step);

    drone.bootedMs = rig.nowMs;
    rig.pass(20_000, drone.step);

    expect(rig.ids()).toEqual(["7"]);
    expect(rig.kinds().filter((kind) => kind === "reboot")).toHaveLength(1);
    expect(conflicts(rig)).toHaveLength(0);
  });
});

describe("what is no vehicle", () => {
  test("a ground station is none, and one with our own id raises an event", () => {
    const rig = new FleetRig();
    const other = new Sender(rig, 255, 190);
    const tablet = new Sender(rig, 254, 190);

    for (let beat = 0; beat < 5; beat++) {
      other.send("HEARTBEAT", { type: 6, autopilot: 8 });
      tablet.send("HEARTBEAT", { type: 6, autopilot: 8 });
      rig.pass(1_000);
    }

    expect(rig.ids()).toEqual([]);
    expect(rig.kinds()).toEqual(["gcs-id-conflict"]);
  });

  test("in a replay the recorded ground station with our id is us", () => {
    const rig = new FleetRig({ replay: true });

    new Sender(rig, 255, 190).send("HEARTBEAT", { type: 6, autopilot: 8 });

    expect(rig.events).toEqual([]);
  });

  test.each([
    ["an ADS-B receiver", 27],
    ["a camera", 30],
    ["an antenna tracker", 5],
    ["a companion computer", 18],
  ])("%s is none", (_what, type) => {
    const rig = new FleetRig();
    const sender = new Sender(rig, 9);

    for (let beat = 0; beat < 5; beat++) {
      sender.send("HEARTBEAT", { type, autopilot: 8 });
      rig.pass(1_000);
    }

    expect(rig.ids()).toEqual([]);
  });

  test("a camera and a gimbal with the vehicle's system id belong to it, also on a channel of their own", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 7, bootedMs: 900_000 });
    drone.radio("a");
    const camera = new Sender(rig, 7, 100, "camera's own port");
    const gimbal = new Sender(rig, 7, 154);
    rig.pass(3_000, drone.step);

    camera.send("HEARTBEAT", { type: 30, autopilot: 8 });
    camera.send("CAMERA_INFORMATION", {
      modelName: [...Array(32)].map((_, index) => "H20T".charCodeAt(index) || 0),
      focalLength: 13.5,
      sensorSizeH: Number.NaN,
    });
    const runningThermal: number = 3;
    camera.send("VIDEO_STREAM_INFORMATION", {
      streamId: 1,
      flags: runningThermal,
      uri: "rtsp://10.0.0.9/thermal",
      hfov: 32,
    });
    gimbal.send("GIMBAL_DEVICE_ATTITUDE_STATUS", { flags: 64, q: [1, 0, 0, 0] });
    rig.pass(100, drone.step);

    expect(rig.ids()).toEqual(["7"]);
    const [seen] = rig.vehicle("7").cameras;
    expect(seen).toMatchObject({ componentId: 100, model: "H20T", focalLengthMm: 13.5 });
    expect(seen && "sensorWidthMm" in seen).toBe(false);
    expect(seen?.streams).toMatchObject([{ thermal: true, running: true, uri: "rtsp://10.0.0.9/thermal" }]);
    expect(rig.vehicle("7").gimbal?.componentId).toBe(154);
    expect(rig.fleet.routeOf("7")?.channelId).toBe("a");
    expect(rig.fleet.routeOf("7", 100)?.channelId).toBe("camera's own port");
  });

  test("a robot whose computer is all there is, is a vehicle once it tells where it is", () => {
    const rig = new FleetRig();
    const computer = new Sender(rig, 9, 191);

    rig.pass(12_000, (nowMs) => {
      if (nowMs % 1_000 !== 0) return;
      computer.send("HEARTBEAT", { type: 18, autopilot: 8 });
      computer.send("GLOBAL_POSITION_INT", { timeBootMs: nowMs, lat: 308_703_000, lon: 1_204_332_000 });
    });

    expect(rig.ids()).toEqual(["9"]);
    expect(rig.fleet.routeOf("9")?.componentId).toBe(191);
    expect(rig.vehicle("9").position).toBeDefined();
  });

  test("one stray heartbeat is none: noise passes a checksum now and then", () => {
    const rig = new FleetRig();

    new Sender(rig, 93).send("HEARTBEAT", { type: 2, autopilot: 3 });
    rig.pass(5_000);

    expect(rig.ids()).toEqual([]);
  });

  test("a flood of made-up senders stays bounded", () => {
    const rig = new FleetRig();

    for (let number = 0; number < 5_000; number++) {
      const sender = new Sender(rig, 1 + (number % 255), 1, `spoofed ${number}`);
      sender.send("HEARTBEAT", { type: 2 + (number % 3), autopilot: 3 });
      sender.send("ATTITUDE", { timeBootMs: number * 7_919 });
    }
    rig.pass(2_000);

    expect(rig.ids().length).toBeLessThanOrEqual(255 * 4);
    expect(Math.max(...[...rig.fleet.vehicles.values()].map(({ links }) => links.length))).toBeLessThanOrEqual(16);
  });
});
