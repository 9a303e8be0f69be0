import { describe, expect, test } from "vitest";
import { FlatTerrain } from "../../../shared/geo/flat-terrain.ts";
import { northEastM } from "../../../shared/geo/local-frame.ts";
import { georeference } from "../../../shared/heat/georeference.ts";
import { degToRad, radToDeg } from "../../../shared/units/angle.ts";
import { PoseHistory } from "../../../shared/vehicle/pose-history.ts";
import { quaternionOf } from "../../../shared/vehicle/quaternion.ts";
import { readGimbalDevice, readMountOrientation } from "../../../shared/vehicle/reduce-gimbal.ts";
import { buildMessage } from "../../support/build-message.ts";
import { linghu, m3t } from "../../support/poses.ts";

const yawLock = 16;
const inVehicle = 32;
const inEarth = 64;
const rollPitchLock = 12;
/** The vehicle's nose points east of north by so much; the gimbal says 20 degrees, whatever that counts from. */
const noseDeg = 70;
const saidDeg = 20;

const deviceSays = (flags: number, deltaYaw = Number.NaN) => {
  const q = [...quaternionOf(0, degToRad(-45), degToRad(saidDeg))];
  const message = buildMessage("GIMBAL_DEVICE_ATTITUDE_STATUS", { flags, q, deltaYaw });
  if (message.name !== "GIMBAL_DEVICE_ATTITUDE_STATUS") throw new Error(message.name);
  return readGimbalDevice(message.fields);
};

/** A pose history in which everything is known from 0 to 2 s, but for a gap. */
const historyWith = (
  reading: NonNullable<ReturnType<typeof deviceSays>>,
  gap?: { fromMs: number; untilMs: number },
) => {
  const poses = new PoseHistory();
  for (let timeMs = 0; timeMs <= 8_000; timeMs += 100) {
    poses.addPosition(timeMs, { atMs: timeMs, ...linghu, altMslM: 103, altHomeM: 100 }, undefined);
    poses.addAttitude(timeMs, quaternionOf(0, 0, degToRad(noseDeg)));
    if (gap === undefined || timeMs < gap.fromMs || timeMs > gap.untilMs) poses.addGimbal(timeMs, reading);
  }
  return poses;
};

const spot = { xPx: 320, yPx: 256, widthPx: 4, heightPx: 6 };
const placedAt = (poses: PoseHistory, timeMs: number) =>
  georeference({
    ...{ spot, camera: m3t, terrain: new FlatTerrain(3), captureSigmaMs: 40 },
    pose: poses.poseAt(timeMs, undefined),
  });

describe("the frame that a gimbal's attitude is in", () => {
  test.each([
    ["32: the vehicle's", inVehicle, "nose"],
    ["64: the earth's", inEarth, "north"],
    ["neither, with the yaw locked (16): the earth's", yawLock, "north"],
    ["neither, and nothing locked: the vehicle's", 0, "nose"],
    ["neither, with only roll and pitch locked: the vehicle's", rollPitchLock, "nose"],
    ["32 with the yaw locked: the vehicle's all the same", inVehicle + yawLock, "nose"],
    ["64 without the yaw locked: the earth's all the same", inEarth + rollPitchLock, "north"],
    ["both, which contradicts itself: the vehicle's", inVehicle + inEarth, "nose"],
  ] as const)("%s", (_name, flags, yawFrom) => {
    const reading = deviceSays(flags);
    if (reading === undefined) throw new Error("Not understood.");

    const placed = placedAt(historyWith(reading), 1_000);

    expect(reading.yawFrom).toBe(yawFrom);
    // 100 m up, 45 degrees down: 100 m away, where the camera really looks.
    const expectedDeg = yawFrom === "north" ? saidDeg : saidDeg + noseDeg;
    if (!placed.located) throw new Error(placed.reason);
    const { northM, eastM } = northEastM(linghu, placed.position);
    expect(radToDeg(Math.atan2(eastM, northM))).toBeCloseTo(expectedDeg, 2);
    expect(Math.hypot(northM, eastM)).toBeCloseTo(100, 0);
  });

  test("delta_yaw is ignored, whatever it says", () => {
    expect(deviceSays(inVehicle, 1.2)).toEqual(deviceSays(inVehicle));
    expect(deviceSays(inEarth, 1.2)).toEqual(deviceSays(inEarth));
  });

  test("a quaternion of NaN or nothing says nothing", () => {
    for (const q of [
      [Number.NaN, 0, 0, 0],
      [0, 0, 0, 0],
      [Number.NaN, Number.NaN, Number.NaN, Number.NaN],
    ]) {
      const message = buildMessage("GIMBAL_DEVICE_ATTITUDE_STATUS", { flags: inEarth, q });
      if (message.name !== "GIMBAL_DEVICE_ATTITUDE_STATUS") throw new Error(message.name);
      expect(readGimbalDevice(message.fields)).toBeUndefined();
    }
  });

  test("MOUNT_ORIENTATION's yaw counts from the nose, in degrees", () => {
    const message = buildMessage("MOUNT_ORIENTATION", { roll: 0, pitch: -45, yaw: saidDeg });
    if (message.name !== "MOUNT_ORIENTATION") throw new Error(message.name);
    const reading = readMountOrientation(message.fields);
    if (reading === undefined) throw new Error("Not understood.");

    const placed = placedAt(historyWith(reading), 1_000);

    if (!placed.located) throw new Error(placed.reason);
    const { northM, eastM } = northEastM(linghu, placed.position);
    expect(radToDeg(Math.atan2(eastM, northM))).toBeCloseTo(saidDeg + noseDeg, 1);
  });
});

describe("a pose gap", () => {
  const reading = deviceSays(inEarth);
  if (reading === undefined) throw new Error("Not understood.");
  const gapped = () => historyWith(reading, { fromMs: 2_000, untilMs: 6_000 });

  test("means no place, never that of the newest pose", () => {
    expect(placedAt(gapped(), 4_000)).toEqual({ located: false, reason: "no-pose" });
    expect(placedAt(gapped(), 60_000)).toEqual({ located: false, reason: "no-pose" });
    expect(placedAt(gapped(), -5_000)).toEqual({ located: false, reason: "no-pose" });
  });

  test("ends with it, and close to its edges the place is only less sure", () => {
    const [inside, edge, after] = [1_000, 2_400, 7_000].map((timeMs) => placedAt(gapped(), timeMs));

    expect(inside?.located).toBe(true);
    expect(edge?.located).toBe(true);
    expect(after?.located).toBe(true);
  });

  test("of a vehicle that never told where its camera looks is for ever", () => {
    const poses = new PoseHistory();
    poses.addPosition(0, { atMs: 0, ...linghu, altMslM: 103, altHomeM: 100 }, undefined);
    poses.addAttitude(0, quaternionOf(0, 0, 0));

    expect(placedAt(poses, 0)).toEqual({ located: false, reason: "no-pose" });
  });
});
