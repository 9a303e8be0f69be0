import { radToDeg } from "../../../units/angle.ts";
import type { NativeRecord } from "../native-record.ts";
import { centiDeg, degE7, type FrameSink, fitting, wholeUs } from "./frame-sink.ts";

/** Bits of the estimator's status that EKF_STATUS_REPORT has too; those beyond tell of take-off and more. */
const estimatorBits = 0x3ff;
/** ROTATION_PITCH_270: looks down. */
const facingDown = 25;

/** Health, wind, radio and what hangs under the vehicle. */
export const reportPayload = (record: NativeRecord, sink: FrameSink): void => {
  switch (record.layout.message) {
    case "XKF4":
    case "NKF4":
    case "EKF4":
      reportEstimator(record, sink);
      return;
    case "XKF2":
    case "NKF2":
    case "EKF2":
      reportWind(record, sink);
      return;
    case "RCIN":
      reportRadio(record, sink);
      return;
    case "VIBE":
      reportVibration(record, sink);
      return;
    case "RFND":
      if (record.number("Orient") === facingDown && sink.isDue("RFND", 200))
        sink.write("RANGEFINDER", { distance: record.first("Dist", "Dist1"), voltage: 0 });
      return;
    case "TERR":
      if (sink.isDue("TERR", 500))
        sink.write("TERRAIN_REPORT", {
          lat: degE7(record.number("Lat")),
          lon: degE7(record.number("Lng")),
          terrainHeight: record.number("TerrH"),
          currentHeight: record.number("CHeight"),
          spacing: record.number("Spacing"),
          pending: record.number("Pending"),
          loaded: record.number("Loaded"),
        });
      return;
    case "MNT":
      reportMount(record, sink);
  }
};

const isFirstCore = (record: NativeRecord): boolean => !record.has("C") || record.number("C") === 0;

const reportEstimator = (record: NativeRecord, sink: FrameSink): void => {
  const status = record.number("SS");
  if (!isFirstCore(record) || !Number.isFinite(status) || !sink.isDue("EKF", 500)) return;
  // Ratios: hundredths in newer logs, which only their multiplier tells.
  sink.write("EKF_STATUS_REPORT", {
    flags: status & estimatorBits,
    velocityVariance: record.scaled("SV"),
    posHorizVariance: record.scaled("SP"),
    posVertVariance: record.scaled("SH"),
    compassVariance: record.scaled("SM"),
  });
};

/** The wind's velocity to where it blows, in north and east. */
const reportWind = (record: NativeRecord, sink: FrameSink): void => {
  const [northMps, eastMps] = [record.number("VWN"), record.number("VWE")];
  // Zero is what an estimator says that doesn't estimate it.
  if (!isFirstCore(record) || !(Math.hypot(northMps, eastMps) > 0) || !sink.isDue("WIND", 500)) return;
  sink.write("WIND", {
    direction: centiDeg(radToDeg(Math.atan2(-eastMps, -northMps))) / 100,
    speed: Math.hypot(northMps, eastMps),
  });
};

const reportRadio = (record: NativeRecord, sink: FrameSink): void => {
  if (!sink.isDue("RCIN", 500)) return;
  const channel = (n: number) => fitting(record.number(`C${n}`), 0, 0xfffe, 0xffff);
  let chancount = 0;
  for (let n = 1; n <= 18; n++) if (record.has(`C${n}`)) chancount = n;
  sink.write("RC_CHANNELS", {
    timeBootMs: sink.bootMs,
    chancount,
    rssi: 255,
    ...Object.fromEntries(Array.from({ length: 18 }, (_, n) => [`chan${n + 1}Raw`, channel(n + 1)])),
  });
};

const reportVibration = (record: NativeRecord, sink: FrameSink): void => {
  if (record.first("IMU", "I") > 0 || !sink.isDue("VIBE", 500)) return;
  sink.write("VIBRATION", {
    timeUsec: wholeUs(sink.utcUs),
    vibrationX: record.number("VibeX"),
    vibrationY: record.number("VibeY"),
    vibrationZ: record.number("VibeZ"),
    clipping0: fitting(record.first("Clip", "Clip0"), 0, 0xffffffff, 0),
    clipping1: fitting(record.number("Clip1"), 0, 0xffffffff, 0),
    clipping2: fitting(record.number("Clip2"), 0, 0xffffffff, 0),
  });
};

const reportMount = (record: NativeRecord, sink: FrameSink): void => {
  // Before 4.3 it has Roll, Tilt and Pan in centidegrees of the wish, not of the gimbal.
  const [roll, pitch, yaw] = [record.number("Roll"), record.number("Pitch"), record.number("YawB")];
  if (record.instance > 0 || !Number.isFinite(roll + pitch + yaw) || !sink.isDue("MNT", 100)) return;
  sink.write("MOUNT_ORIENTATION", { timeBootMs: sink.bootMs, roll, pitch, yaw, yawAbsolute: record.number("YawE") });
};
