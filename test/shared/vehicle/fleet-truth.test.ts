import { describe, expect, test } from "vitest";
import { FleetRig, Sender } from "../../support/fleet-rig.ts";

const copter = 2;
const ardupilot = 3;
const armedMode: number = 217;
const disarmedMode: number = 81;
const ekfFlags = { starting: 1024 as number, constantPosition: 167 as number, good: 831 as number };
const here = { lat: 308_703_000, lon: 1_204_332_000 };

const aboard = (rig: FleetRig, beat: { readonly armed?: boolean; readonly status?: number } = {}): Sender => {
  const sender = new Sender(rig, 1);
  for (let times = 0; times < 2; times++) heartbeat(sender, beat);
  return sender;
};

const heartbeat = (sender: Sender, { armed = false, status = 3 }: { armed?: boolean; status?: number }): void =>
  sender.send("HEARTBEAT", {
    type: copter,
    autopilot: ardupilot,
    baseMode: armed ? armedMode : disarmedMode,
    systemStatus: status,
  });

let stamp = 1_000;
const position = (sender: Sender, fields: { lat?: number; lon?: number; alt?: number; relativeAlt?: number }): void => {
  stamp += 200;
  sender.send("GLOBAL_POSITION_INT", { timeBootMs: stamp, ...here, hdg: 0xffff, ...fields });
};

describe("a booting autopilot's word is not taken for truth", () => {
  test("a position of 0,0 never shows", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good });

    for (let times = 0; times < 20; times++) {
      position(sender, { lat: 0, lon: 0 });
      rig.pass(200);
    }

    expect(rig.vehicle("1").position).toBeUndefined();
  });

  test("a position shows only when the estimator has one", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    sender.send("GPS_RAW_INT", { fixType: 3, ...here });
    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.constantPosition });
    rig.pass(5_000);

    position(sender, {});
    expect(rig.vehicle("1").position).toBeUndefined();

    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good });
    position(sender, {});
    expect(rig.vehicle("1").position).toMatchObject({ latDeg: 30.8703, lonDeg: 120.4332 });
  });

  test.each([
    ["ArduPilot, whose estimator should say something,", 3, 10_000],
    ["another autopilot", 0, 2_000],
  ])("without word of the estimator, %s needs a 3D fix for a while", (_who, autopilot, waitMs) => {
    const rig = new FleetRig();
    const sender = new Sender(rig, 1);
    for (let times = 0; times < 2; times++) sender.send("HEARTBEAT", { type: copter, autopilot });
    sender.send("GPS_RAW_INT", { fixType: 2, ...here });
    rig.pass(15_000);
    position(sender, {});
    expect(rig.vehicle("1").position).toBeUndefined();

    sender.send("GPS_RAW_INT", { fixType: 3, ...here });
    rig.pass(waitMs - 100);
    position(sender, {});
    expect(rig.vehicle("1").position).toBeUndefined();

    rig.pass(200);
    position(sender, {});
    expect(rig.vehicle("1").position).toBeDefined();
  });

  test("a vehicle that tells of neither GPS nor estimator is believed after a while", () => {
    const rig = new FleetRig();
    const sender = new Sender(rig, 1);
    for (let times = 0; times < 2; times++) sender.send("HEARTBEAT", { type: 46, autopilot: 0 });
    position(sender, {});
    expect(rig.vehicle("1").position).toBeUndefined();

    rig.pass(2_000);
    position(sender, {});

    expect(rig.vehicle("1").position).toBeDefined();
  });

  test("GPS stands in for a vehicle that sends no GLOBAL_POSITION_INT", () => {
    const rig = new FleetRig();
    const sender = new Sender(rig, 1);
    for (let times = 0; times < 2; times++) sender.send("HEARTBEAT", { type: 46, autopilot: 0 });

    for (let times = 0; times < 5; times++) {
      sender.send("GPS_RAW_INT", { fixType: 3, ...here, alt: 5_200 });
      rig.pass(1_000);
    }

    expect(rig.vehicle("1").position).toMatchObject({ latDeg: 30.8703, altMslM: 5.2 });
  });

  test("there is no height above home before home is known", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good });

    position(sender, { alt: 5_060, relativeAlt: 5_060 });
    expect(rig.vehicle("1").position?.altMslM).toBe(5.06);
    expect(rig.vehicle("1").position?.altHomeM).toBeUndefined();

    sender.send("HOME_POSITION", { latitude: here.lat, longitude: here.lon, altitude: 5_060 });
    position(sender, { alt: 5_060, relativeAlt: 10 });
    expect(rig.vehicle("1").position?.altHomeM).toBe(0.01);
  });

  test("nor while home was set at another height than the vehicle stands at, even after arming", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good });
    sender.send("HOME_POSITION", { latitude: here.lat, longitude: here.lon, altitude: -10 });

    position(sender, { alt: 4_920, relativeAlt: 4_930 });
    heartbeat(sender, { armed: true, status: 4 });
    position(sender, { alt: 4_920, relativeAlt: 4_930 });
    expect(rig.vehicle("1").position?.altHomeM).toBeUndefined();

    sender.send("HOME_POSITION", { latitude: here.lat, longitude: here.lon, altitude: 4_920 });
    position(sender, { alt: 4_930, relativeAlt: 10 });
    expect(rig.vehicle("1").position?.altHomeM).toBe(0.01);
  });

  test("nor when home has moved and the vehicle didn't say so yet", () => {
    const rig = new FleetRig();
    const sender = aboard(rig, { armed: true, status: 4 });
    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good });
    sender.send("HOME_POSITION", { latitude: here.lat, longitude: here.lon, altitude: 5_000 });

    position(sender, { alt: 45_000, relativeAlt: 25_000 });

    expect(rig.vehicle("1").position?.altHomeM).toBeUndefined();
  });

  test("a home of 0,0 is none, and a later home replaces the first", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);

    sender.send("HOME_POSITION", { latitude: 0, longitude: 0, altitude: 0 });
    expect(rig.vehicle("1").home).toBeUndefined();

    sender.send("HOME_POSITION", { latitude: here.lat, longitude: here.lon, altitude: 5_090 });
    sender.send("HOME_POSITION", { latitude: here.lat + 10, longitude: here.lon, altitude: 5_060 });
    expect(rig.vehicle("1").home).toMatchObject({ latDeg: 30.870301, altMslM: 5.06 });
  });

  test("battery 65535 mV and -1 % are unknown", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);

    sender.send("SYS_STATUS", { voltageBattery: 0xffff, currentBattery: -1, batteryRemaining: -1 });
    sender.send("BATTERY_STATUS", { voltages: Array(10).fill(0xffff), currentBattery: -1, batteryRemaining: -1 });
    expect(rig.vehicle("1").battery).toBeUndefined();

    sender.send("SYS_STATUS", { voltageBattery: 12_587, currentBattery: 1_250, batteryRemaining: 82 });
    expect(rig.vehicle("1").battery).toMatchObject({ voltageV: 12.587, currentA: 12.5, fraction: 0.82 });
  });

  test("a gimbal's NaN rates don't matter, a NaN attitude is none", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    sender.send("ATTITUDE", { timeBootMs: 1_000, yaw: 0 });
    const rates = { angularVelocityX: Number.NaN, angularVelocityY: Number.NaN, angularVelocityZ: Number.NaN };

    sender.send("GIMBAL_DEVICE_ATTITUDE_STATUS", { q: [Number.NaN, 0, 0, 0], ...rates });
    expect(rig.vehicle("1").gimbal).toBeUndefined();

    sender.send("GIMBAL_DEVICE_ATTITUDE_STATUS", { q: [1, 0, 0, 0], ...rates });
    expect(rig.vehicle("1").gimbal).toMatchObject({ pitchRad: 0, yawRad: 0 });
  });

  test("active though disarmed is shown as standby", () => {
    const rig = new FleetRig();
    const sender = aboard(rig, { status: 4 });
    expect(rig.vehicle("1").systemStatus).toBe("standby");

    heartbeat(sender, { armed: true, status: 4 });
    expect(rig.vehicle("1").systemStatus).toBe("active");
  });

  test("after a reboot nothing of before is told as if it were still so", () => {
    const rig = new FleetRig();
    const sender = aboard(rig, { armed: true, status: 4 });
    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good });
    sender.send("HOME_POSITION", { latitude: here.lat, longitude: here.lon, altitude: 5_000 });
    for (let times = 0; times < 20; times++) {
      sender.send("ATTITUDE", { timeBootMs: 500_000 + times * 200 });
      rig.pass(200);
    }
    position(sender, {});

    for (let times = 0; times < 20; times++) {
      sender.send("ATTITUDE", { timeBootMs: 1_000 + times * 200 });
      rig.pass(200);
    }
    sender.send("GLOBAL_POSITION_INT", { timeBootMs: 5_000, lat: here.lat + 9_000, lon: here.lon });

    expect(rig.kinds()).toContain("reboot");
    expect(rig.vehicle("1").home).toBeUndefined();
    expect(rig.vehicle("1").position?.latDeg ?? 30.8703).toBe(30.8703);
  });
});

describe("a gimbal's yaw is resolved to the earth frame", () => {
  const flags = { none: 0 as number, yawLock: 16 as number, inVehicle: 32 + 16, inEarth: 64 as number };
  const lookingEast = [Math.SQRT1_2, 0, 0, Math.SQRT1_2];

  test.each([
    ["yaw in the vehicle frame", flags.inVehicle, 1 + Math.PI / 2],
    ["yaw in the earth frame", flags.inEarth, Math.PI / 2],
    ["neither flag, yaw locked", flags.yawLock, Math.PI / 2],
    ["neither flag, yaw following", flags.none, 1 + Math.PI / 2],
  ])("%s", (_what, deviceFlags, yawRad) => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    sender.send("ATTITUDE", { timeBootMs: 1_000, yaw: 1 });

    sender.send("GIMBAL_DEVICE_ATTITUDE_STATUS", { flags: deviceFlags, q: lookingEast, deltaYaw: 3 });

    expect(rig.vehicle("1").gimbal?.yawRad).toBeCloseTo(yawRad);
  });

  test("MOUNT_ORIENTATION counts from the nose, and only where no gimbal device speaks", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    sender.send("ATTITUDE", { timeBootMs: 1_000, yaw: 1 });

    sender.send("MOUNT_ORIENTATION", { timeBootMs: 1_000, pitch: -90, yaw: 0 });
    expect(rig.vehicle("1").gimbal?.pitchRad).toBeCloseTo(-Math.PI / 2);
    expect(rig.vehicle("1").gimbal?.yawRad).toBeCloseTo(1);
    sender.send("MOUNT_STATUS", { pointingA: -4_500 });
    expect(rig.vehicle("1").gimbal?.pitchRad).toBeCloseTo(-Math.PI / 2);

    sender.send("GIMBAL_DEVICE_ATTITUDE_STATUS", { flags: flags.inEarth, q: lookingEast });
    sender.send("MOUNT_ORIENTATION", { timeBootMs: 1_100, pitch: -90, yaw: 0 });
    expect(rig.vehicle("1").gimbal?.pitchRad).toBeCloseTo(0);
  });

  test("from the nose, without knowing the vehicle's own yaw, it is unknown", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);

    sender.send("GIMBAL_DEVICE_ATTITUDE_STATUS", { flags: flags.none, q: lookingEast });

    expect(rig.vehicle("1").gimbal).toBeUndefined();
  });
});

describe("what the model holds", () => {
  test("GPS quality, with unknown values left out, and the better of two receivers", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);

    sender.send("GPS_RAW_INT", { fixType: 3, satellitesVisible: 255, eph: 0xffff });
    expect(rig.vehicle("1").gps).toEqual({ atMs: rig.nowMs, fix: "3d" });

    sender.send("GPS2_RAW", { fixType: 6, satellitesVisible: 21, eph: 62, hAcc: 14 });
    expect(rig.vehicle("1").gps).toMatchObject({
      fix: "rtk-fixed",
      satellites: 21,
      hdop: 0.62,
      horizontalAccuracyM: 0.014,
    });
  });

  test("health: sensors by name, the pre-arm verdict and its reasons", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    const gyroGpsPrearm: number = 1 + 32 + 2 ** 28;

    sender.send("SYS_STATUS", {
      onboardControlSensorsPresent: gyroGpsPrearm,
      onboardControlSensorsEnabled: gyroGpsPrearm,
      onboardControlSensorsHealth: 1,
    });
    sender.send("STATUSTEXT", { severity: 2, text: "PreArm: GPS 1: Bad fix" });

    expect(rig.vehicle("1").health).toMatchObject({
      armable: false,
      unhealthy: ["gps"],
      prearmReasons: ["GPS 1: Bad fix"],
    });

    sender.send("SYS_STATUS", {
      onboardControlSensorsPresent: gyroGpsPrearm,
      onboardControlSensorsEnabled: gyroGpsPrearm,
      onboardControlSensorsHealth: gyroGpsPrearm,
    });

    expect(rig.vehicle("1").health).toMatchObject({ armable: true, unhealthy: [], prearmReasons: [] });
  });

  test("health: whether it keeps to its fence", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    const withFence = (enabled: number) => {
      sender.send("SYS_STATUS", { onboardControlSensorsPresent: 2 ** 20, onboardControlSensorsEnabled: enabled });
      return rig.vehicle("1").health?.fenceEnabled;
    };

    expect([withFence(0), withFence(2 ** 20)]).toEqual([false, true]);
  });

  test("the estimator's verdict", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);

    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good, velocityVariance: 0.1 });
    expect(rig.vehicle("1").health?.ekf).toBe("good");
    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good, compassVariance: 0.6 });
    expect(rig.vehicle("1").health?.ekf).toBe("warn");
    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good, posHorizVariance: 0.9 });
    expect(rig.vehicle("1").health?.ekf).toBe("bad");
  });

  test("wind: ArduPilot says where from, WIND_COV says where to", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);

    sender.send("WIND", { direction: 90, speed: 4 });
    expect(rig.vehicle("1").wind?.fromRad).toBeCloseTo(Math.PI / 2);
    sender.send("WIND_COV", { windX: 3, windY: 4 });
    expect(rig.vehicle("1").wind?.speedMps).toBe(5);
    expect(rig.vehicle("1").wind?.fromRad).toBeCloseTo(Math.PI + Math.atan2(4, 3));
  });

  test("the rangefinder's height, gone when out of range or silent", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    const down = { orientation: 25, minDistance: 20, maxDistance: 4_000 };

    sender.send("DISTANCE_SENSOR", { ...down, orientation: 0, currentDistance: 100 });
    expect(rig.vehicle("1").rangefinderM).toBeUndefined();
    sender.send("DISTANCE_SENSOR", { ...down, currentDistance: 1_234 });
    expect(rig.vehicle("1").rangefinderM).toBe(12.34);
    sender.send("DISTANCE_SENSOR", { ...down, currentDistance: 4_001 });
    expect(rig.vehicle("1")).not.toHaveProperty("rangefinderM");
    sender.send("DISTANCE_SENSOR", { ...down, currentDistance: 500 });
    rig.pass(3_500);
    expect(rig.vehicle("1")).not.toHaveProperty("rangefinderM");
  });

  test("mission progress", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);

    sender.send("MISSION_CURRENT", { seq: 3, total: 0 });
    expect(rig.vehicle("1").mission).toEqual({ atMs: rig.nowMs, currentSeq: 3 });
    sender.send("MISSION_COUNT", { count: 24, missionType: 1 });
    expect(rig.vehicle("1").mission?.total).toBeUndefined();
    sender.send("MISSION_COUNT", { count: 24, missionType: 0 });
    sender.send("MISSION_ITEM_REACHED", { seq: 3 });
    expect(rig.vehicle("1").mission).toMatchObject({ currentSeq: 3, total: 24, reachedSeq: 3 });
  });

  test("firmware and unique id", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);

    sender.send("AUTOPILOT_VERSION", {
      flightSwVersion: 0x040400ff,
      flightCustomVersion: [..."82f31f1d"].map((letter) => letter.charCodeAt(0)),
      uid: 0xdeadbeefn,
    });

    expect(rig.vehicle("1")).toMatchObject({ firmware: "4.4.0 82f31f1d", uid: "00000000deadbeef" });
  });

  test("heights by reference: ellipsoid from GPS, terrain from the terrain report", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    sender.send("EKF_STATUS_REPORT", { flags: ekfFlags.good });
    sender.send("GPS_RAW_INT", { fixType: 3, ...here, alt: 50_000, altEllipsoid: 60_500 });
    sender.send("TERRAIN_REPORT", { spacing: 100, loaded: 500, currentHeight: 38.5 });

    position(sender, { alt: 45_000 });

    expect(rig.vehicle("1").position).toMatchObject({ altMslM: 45, altEllipsoidM: 55.5, altTerrainM: 38.5 });
  });

  test("changes of mode and arming, and a failsafe with its end, are events", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    rig.events.length = 0;

    heartbeat(sender, { armed: true, status: 4 });
    sender.send("HEARTBEAT", {
      type: copter,
      autopilot: ardupilot,
      baseMode: armedMode,
      customMode: 6,
      systemStatus: 5,
    });
    heartbeat(sender, { armed: true, status: 4 });

    expect(rig.events).toMatchObject([
      { kind: "armed-changed", armed: true },
      { kind: "mode-changed", from: "STABILIZE", to: "RTL" },
      { kind: "failsafe", active: true, status: "critical" },
      { kind: "mode-changed", from: "RTL", to: "STABILIZE" },
      { kind: "failsafe", active: false },
    ]);
  });

  test("a group is replaced when it changes and only then", () => {
    const rig = new FleetRig();
    const sender = aboard(rig);
    sender.send("ATTITUDE", { timeBootMs: 1_000, yaw: 1 });
    const before = rig.vehicle("1");

    sender.send("MISSION_CURRENT", { seq: 3 });

    expect(rig.vehicle("1")).not.toBe(before);
    expect(rig.vehicle("1").attitude).toBe(before.attitude);
    expect(rig.vehicle("1").mission).not.toBe(before.mission);
  });
});
