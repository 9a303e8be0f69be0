import type { NativeRecord } from "../native-record.ts";
import { degE7, type FrameSink, fitting, wholeUs } from "./frame-sink.ts";

/** Health, wind, radio and what hangs under the vehicle. */
export const reportPx4Payload = (record: NativeRecord, sink: FrameSink): void => {
  switch (record.layout.message) {
    case "estimator_status":
      reportEstimator(record, sink);
      return;
    case "wind":
    case "wind_estimate":
      reportWind(record, sink);
      return;
    case "input_rc":
      reportRadio(record, sink);
      return;
    case "distance_sensor":
      reportDistance(record, sink);
      return;
    case "gimbal_device_attitude_status":
      reportGimbal(record, sink);
      return;
    case "camera_capture":
      reportCapture(record, sink);
  }
};

const reportEstimator = (record: NativeRecord, sink: FrameSink): void => {
  const flags = record.number("solution_status_flags");
  if (record.instance > 0 || !Number.isFinite(flags) || !sink.isDue("estimator", 500)) return;
  sink.write("ESTIMATOR_STATUS", {
    timeUsec: wholeUs(sink.utcUs),
    flags,
    velRatio: record.number("vel_test_ratio"),
    posHorizRatio: record.number("pos_test_ratio"),
    posVertRatio: record.number("hgt_test_ratio"),
    magRatio: record.number("mag_test_ratio"),
    haglRatio: record.number("hagl_test_ratio"),
    tasRatio: record.number("tas_test_ratio"),
    posHorizAccuracy: record.number("pos_horiz_accuracy"),
    posVertAccuracy: record.number("pos_vert_accuracy"),
  });
};

const reportWind = (record: NativeRecord, sink: FrameSink): void => {
  const [windX, windY] = [record.number("windspeed_north"), record.number("windspeed_east")];
  if (record.instance > 0 || !Number.isFinite(windX + windY) || !sink.isDue("wind", 500)) return;
  sink.write("WIND_COV", {
    timeUsec: wholeUs(sink.utcUs),
    windX,
    windY,
    windZ: Number.NaN,
    varHoriz: record.number("variance_north"),
    varVert: Number.NaN,
    windAlt: Number.NaN,
    horizAccuracy: Number.NaN,
    vertAccuracy: Number.NaN,
  });
};

const reportRadio = (record: NativeRecord, sink: FrameSink): void => {
  if (record.instance > 0 || !sink.isDue("radio", 500)) return;
  const count = fitting(record.number("channel_count"), 0, 18, 0);
  const channel = (n: number) => (n < count ? fitting(record.number("values", n), 0, 0xfffe, 0xffff) : 0xffff);
  const percent = record.number("rssi");
  sink.write("RC_CHANNELS", {
    timeBootMs: sink.bootMs,
    chancount: count,
    rssi: percent >= 0 && percent <= 100 ? Math.round(percent * 2.54) : 255,
    ...Object.fromEntries(Array.from({ length: 18 }, (_, n) => [`chan${n + 1}Raw`, channel(n)])),
  });
};

const reportDistance = (record: NativeRecord, sink: FrameSink): void => {
  if (!sink.isDue(`distance${record.instance}`, 200)) return;
  sink.write("DISTANCE_SENSOR", {
    timeBootMs: sink.bootMs,
    id: record.instance,
    minDistance: fitting(record.number("min_distance") * 100, 0, 0xffff, 0),
    maxDistance: fitting(record.number("max_distance") * 100, 0, 0xffff, 0xffff),
    currentDistance: fitting(record.number("current_distance") * 100, 0, 0xffff, 0xffff),
    type: fitting(record.number("type"), 0, 255, 0),
    orientation: fitting(record.number("orientation"), 0, 255, 0),
    covariance: 255,
  });
};

const reportGimbal = (record: NativeRecord, sink: FrameSink): void => {
  if (record.instance > 0 || !sink.isDue("gimbal", 100)) return;
  sink.write("GIMBAL_DEVICE_ATTITUDE_STATUS", {
    timeBootMs: sink.bootMs,
    q: [0, 1, 2, 3].map((n) => record.number("q", n)),
    flags: record.number("device_flags"),
    angularVelocityX: record.number("angular_velocity_x"),
    angularVelocityY: record.number("angular_velocity_y"),
    angularVelocityZ: record.number("angular_velocity_z"),
  });
};

const reportCapture = (record: NativeRecord, sink: FrameSink): void => {
  const takenUs = record.number("timestamp_utc");
  sink.write("CAMERA_FEEDBACK", {
    timeUsec: wholeUs(takenUs > 0 ? takenUs : sink.utcUs),
    imgIdx: fitting(record.number("seq"), 0, 0xffff, 0),
    lat: degE7(record.number("lat")),
    lng: degE7(record.number("lon")),
    altMsl: record.number("alt"),
    altRel: record.number("ground_distance"),
    roll: Number.NaN,
    pitch: Number.NaN,
    yaw: Number.NaN,
  });
};
