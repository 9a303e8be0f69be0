import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PoseHistory } from "../../../shared/vehicle/pose-history.ts";
import { eulerOf, quaternionOf, slerp } from "../../../shared/vehicle/quaternion.ts";
import { SampleTrack } from "../../../shared/vehicle/sample-track.ts";
import { FakeDrone, FleetRig, Sender } from "../../support/fleet-rig.ts";

const place = (latDeg: number, lonDeg = 120) => ({ atMs: 0, latDeg, lonDeg, altMslM: 100, altHomeM: 60 });
const deg = Math.PI / 180;
const rollPitchLock: number = 12;
const nose = { rollRad: 0, pitchRad: 0, yawRad: 0 };

const north = (fromMs: number, toMs: number, stepMs: number): PoseHistory => {
  const poses = new PoseHistory();
  for (let timeMs = fromMs; timeMs <= toMs; timeMs += stepMs) {
    poses.addPosition(timeMs, place(30 + (10 * timeMs) / 1e3 / 111_320), {
      atMs: 0,
      northMps: 10,
      eastMps: 0,
      downMps: 0,
    });
    poses.addAttitude(timeMs, quaternionOf(0, 0, 0));
    poses.addGimbal(timeMs, { rotation: quaternionOf(0, -60 * deg, 0), yawFrom: "nose" });
  }
  return poses;
};

describe("a pose", () => {
  test("lies between the samples around the instant", () => {
    const pose = north(0, 10_000, 500).poseAt(4_250, undefined);

    expect(pose?.latDeg).toBeCloseTo(30 + 42.5 / 111_320, 9);
    expect(pose?.pitchRad).toBeCloseTo(-60 * deg);
    expect(pose?.altHomeM).toBeCloseTo(60);
    expect(pose?.groundMps).toBeCloseTo(10);
    expect(pose?.gapMs).toBe(250);
  });

  test("just past the newest sample goes on with the last velocity", () => {
    const pose = north(0, 10_000, 500).poseAt(10_400, undefined);

    expect(pose?.latDeg).toBeCloseTo(30 + 104 / 111_320, 8);
    expect(pose?.gapMs).toBe(400);
  });

  test("is unknown more than a second from any sample: it is never pinned to the newest", () => {
    const poses = north(0, 10_000, 500);

    expect(poses.poseAt(11_001, undefined)).toBeUndefined();
    expect(poses.poseAt(-1_001, undefined)).toBeUndefined();
  });

  test("is unknown in the middle of a gap", () => {
    const poses = north(0, 1_000, 500);
    poses.addPosition(5_000, place(30.001), undefined);
    poses.addAttitude(5_000, quaternionOf(0, 0, 0));
    poses.addGimbal(5_000, { rotation: quaternionOf(0, 0, 0), yawFrom: "nose" });

    expect(poses.poseAt(3_000, undefined)).toBeUndefined();
  });

  test("reaches back a minute and no further", () => {
    const poses = north(0, 120_000, 500);

    expect(poses.poseAt(61_000, undefined)).toBeDefined();
    expect(poses.poseAt(50_000, undefined)).toBeUndefined();
  });

  test("turns the short way through north", () => {
    const poses = new PoseHistory();
    for (const [timeMs, yawDeg] of [
      [0, 350],
      [1_000, 10],
    ] as const) {
      poses.addPosition(timeMs, place(30), undefined);
      poses.addAttitude(timeMs, quaternionOf(0, 0, yawDeg * deg));
    }

    expect(poses.poseAt(500, nose)?.yawRad).toBeCloseTo(0);
    expect(poses.poseAt(750, nose)?.yawRad).toBeCloseTo(5 * deg);
  });

  test("adds the vehicle's yaw at that instant to a gimbal that is measured from the nose", () => {
    const poses = new PoseHistory();
    for (let timeMs = 0; timeMs <= 2_000; timeMs += 100) {
      poses.addPosition(timeMs, place(30), undefined);
      poses.addAttitude(timeMs, quaternionOf(0.1, 0.2, (timeMs / 100) * deg));
      if (timeMs % 500 === 0)
        poses.addGimbal(timeMs, { rotation: quaternionOf(0, -45 * deg, 30 * deg), yawFrom: "nose" });
    }

    const pose = poses.poseAt(1_250, undefined);

    // Roll and pitch of the body don't count: the gimbal holds the horizon.
    expect(pose?.rollRad).toBeCloseTo(0);
    expect(pose?.pitchRad).toBeCloseTo(-45 * deg);
    expect(pose?.yawRad).toBeCloseTo(42.5 * deg, 2);
    expect(pose?.yawRateRadps).toBeCloseTo(10 * deg, 2);
  });

  test("takes a gimbal that is measured from north as it is", () => {
    const poses = new PoseHistory();
    poses.addPosition(0, place(30), undefined);
    poses.addAttitude(0, quaternionOf(0, 0, 1));
    poses.addGimbal(0, { rotation: quaternionOf(0, -45 * deg, 2), yawFrom: "north" });

    expect(poses.poseAt(0, undefined)?.yawRad).toBeCloseTo(2);
  });

  test("of a camera without gimbal needs to know how it is mounted", () => {
    const poses = new PoseHistory();
    poses.addPosition(0, place(30), undefined);
    poses.addAttitude(0, quaternionOf(0, 5 * deg, 1));

    expect(poses.poseAt(0, undefined)).toBeUndefined();
    expect(poses.poseAt(0, nose)).toMatchObject({ pitchRad: expect.closeTo(5 * deg), yawRad: expect.closeTo(1) });
    const tilted = poses.poseAt(0, { rollRad: 0, pitchRad: -15 * deg, yawRad: 0 });
    expect(tilted?.pitchRad).toBeCloseTo(-10 * deg);
  });

  test("crosses the 180th meridian the short way", () => {
    const poses = new PoseHistory();
    poses.addPosition(0, place(0, 179.9999), undefined);
    poses.addPosition(1_000, place(0, -179.9999), undefined);
    poses.addAttitude(0, quaternionOf(0, 0, 0));
    poses.addAttitude(1_000, quaternionOf(0, 0, 0));

    expect(Math.abs(poses.poseAt(500, nose)?.lonDeg ?? 0)).toBeCloseTo(180, 6);
  });
});

describe("through the fleet", () => {
  test("the pose at a capture time is where the vehicle was then, not where it is when the picture arrives", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 1, bootedMs: 900_000, northMps: 10 });
    drone.radio("a", 400);
    rig.pass(10_000, (nowMs) => {
      drone.step(nowMs);
      const timeBootMs = nowMs - 900_000;
      if (nowMs % 100 === 0)
        drone.sendAll("GIMBAL_DEVICE_ATTITUDE_STATUS", { timeBootMs, flags: rollPitchLock, q: [1, 0, 0, 0] });
    });
    const capturedMs = rig.nowMs - 2_000;

    const pose = rig.fleet.poseAt("1", capturedMs - 900_000);

    expect(pose?.latDeg).toBeCloseTo(30.87 + (10 * (capturedMs - 1_000_000)) / 1e3 / 111_320, 7);
    expect(pose?.yawRad).toBeCloseTo(0.5);
    expect(rig.fleet.poseAt("1", rig.nowMs + 5_000 - 900_000)).toBeUndefined();
    expect(rig.fleet.poseAt("nobody", 1_000)).toBeUndefined();
  });

  test("a gimbal with a clock of its own is put on the vehicle's clock", () => {
    const rig = new FleetRig();
    const drone = new FakeDrone(rig, { systemId: 1, bootedMs: 900_000 });
    drone.radio("a");
    const gimbal = new Sender(rig, 1, 154);
    rig.pass(10_000, (nowMs) => {
      drone.step(nowMs);
      if (nowMs % 100 !== 0) return;
      // It booted elsewhen, it turns at 1 rad/s, and its messages take 20 to 80 ms.
      const yaw = ((nowMs - 1_000_000) / 1_000) % (2 * Math.PI);
      gimbal.delayMs = 20 + (nowMs % 400) / 5;
      gimbal.send("GIMBAL_DEVICE_ATTITUDE_STATUS", {
        timeBootMs: nowMs - 990_000,
        flags: 64,
        q: [Math.cos(yaw / 2), 0, 0, Math.sin(yaw / 2)],
      });
    });
    const askedMs = rig.nowMs - 3_000;

    const pose = rig.fleet.poseAt("1", askedMs - 900_000);

    const trueYawRad = (askedMs - 1_000_000) / 1_000;
    const errorRad = Math.atan2(Math.sin((pose?.yawRad ?? 9) - trueYawRad), Math.cos((pose?.yawRad ?? 9) - trueYawRad));
    expect(Math.abs(errorRad)).toBeLessThan(0.03);
  });

  test("a robot dog's fixed camera looks ahead, a drone's without gimbal is unknown", () => {
    const rig = new FleetRig();
    const dog = new FakeDrone(rig, { systemId: 1, bootedMs: 900_000, mavType: 10 });
    const drone = new FakeDrone(rig, { systemId: 2, bootedMs: 900_000 });
    dog.radio("a");
    drone.radio("b");
    rig.pass(3_000, (nowMs) => [dog, drone].map((one) => one.step(nowMs)));

    expect(rig.fleet.poseAt("1", rig.nowMs - 900_000)?.yawRad).toBeCloseTo(0.5);
    expect(rig.fleet.poseAt("2", rig.nowMs - 900_000)).toBeUndefined();
  });
});

const angle = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });

test("angles survive the way through a quaternion", () => {
  fc.assert(
    fc.property(angle(3.1), angle(1.5), angle(3.1), (roll, pitch, yaw) => {
      const back = eulerOf(quaternionOf(roll, pitch, yaw));
      expect(back.rollRad).toBeCloseTo(roll, 6);
      expect(back.pitchRad).toBeCloseTo(pitch, 6);
      expect(back.yawRad).toBeCloseTo(yaw, 6);
    }),
  );
});

test("straight down, roll and yaw together are the yaw", () => {
  const { rollRad, pitchRad, yawRad } = eulerOf(quaternionOf(0, -Math.PI / 2, 1.2));

  expect(rollRad).toBe(0);
  expect(pitchRad).toBeCloseTo(-Math.PI / 2);
  expect(yawRad).toBeCloseTo(1.2);
});

test("half way of a slerp is as far from both ends", () => {
  fc.assert(
    fc.property(angle(3), angle(1.4), angle(3), angle(3), angle(1.4), angle(3), (r1, p1, y1, r2, p2, y2) => {
      const a = quaternionOf(r1, p1, y1);
      const b = quaternionOf(r2, p2, y2);
      const middle = slerp(a, b, 0.5);
      const dot = (p: typeof a, q: typeof a) => Math.abs(p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3]);
      expect(dot(a, middle)).toBeCloseTo(dot(b, middle), 6);
    }),
  );
});

test("a track keeps what is newest, in order, within its bounds", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 300 }), (times) => {
      const track = new SampleTrack({ width: 1, maxAgeMs: 200, maxCount: 50 });
      const kept: number[] = [];
      for (const timeMs of times) {
        const isNewer = timeMs > (kept.at(-1) ?? -1);
        expect(track.add(timeMs, [timeMs * 2])).toBe(isNewer);
        if (isNewer) kept.push(timeMs);
      }
      const expected = kept.filter((timeMs) => (kept.at(-1) ?? 0) - timeMs <= 200).slice(-50);
      expect(Array.from({ length: track.count }, (_, row) => track.timeMs(row))).toEqual(expected);
      expected.forEach((timeMs, row) => {
        expect(track.value(row, 0)).toBe(timeMs * 2);
        expect(track.rowAtOrBefore(timeMs)).toBe(row);
      });
    }),
  );
});
