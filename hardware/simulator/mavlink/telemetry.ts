import { EkfStatusFlags, GimbalDeviceFlags, MavLandedState } from "../../../shared/mavlink/enums.ts";
import type { MessageFields, MessageName } from "../../../shared/mavlink/messages.ts";
import { quaternionOf } from "../../../shared/vehicle/quaternion.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";

/** A message ready to be written. */
export type Outgoing = {
  [N in MessageName]: { readonly name: N; readonly fields: Partial<MessageFields[N]> };
}[MessageName];

const cdeg = (rad: number): number => {
  const turned = Math.round((rad * 18000) / Math.PI) % 36000;
  return turned < 0 ? turned + 36000 : turned;
};
const e7 = (deg: number): number => Math.round(deg * 1e7);
const mm = (m: number): number => Math.round(m * 1000);
const cm = (m: number): number => Math.round(m * 100);
const wrap = (rad: number): number => Math.atan2(Math.sin(rad), Math.cos(rad));

const sensors = 0x1fbf; // gyro, accelerometer, compass, barometer, GPS, stabilisation, yaw, z and xy control, motors
const geofence = 0x100000;
const ahrs = 0x200000;
const battery = 0x2000000;
const preArm = 0x10000000;

/** What each streamed message says now, by its message id. Ids that this autopilot does not have are absent. */
export const telemetry = (startUtcMs: number): ReadonlyMap<number, (vehicle: SimVehicle) => Outgoing | undefined> =>
  new Map<number, (vehicle: SimVehicle) => Outgoing | undefined>([
    [1, sysStatus],
    [
      2,
      (v) => ({
        name: "SYSTEM_TIME",
        fields: {
          timeUnixUsec: v.has.position ? BigInt(Math.round((startUtcMs + v.simMs) * 1000)) : 0n,
          timeBootMs: Math.round(v.bootMs),
        },
      }),
    ],
    [24, gpsRaw],
    [30, attitude],
    [33, globalPosition],
    [42, (v) => ({ name: "MISSION_CURRENT", fields: { seq: v.autopilot.runner.currentSeq } })],
    [74, vfrHud],
    [87, positionTarget],
    [147, batteryStatus],
    [162, fenceStatus],
    [168, wind],
    [180, cameraFeedback],
    [193, ekfStatus],
    [242, homePosition],
    [245, extendedState],
    [285, gimbalAttitude],
  ]);

const sysStatus = (v: SimVehicle): Outgoing => {
  const fence = v.autopilot.parameters.number("FENCE_ENABLE", 0) > 0 ? geofence : 0;
  const enabled = sensors | ahrs | battery | preArm | fence;
  const health =
    sensors | fence | (v.has.estimate ? ahrs | preArm : 0) | (v.autopilot.failsafe === "none" ? battery : 0);
  const known = v.has.battery;
  return {
    name: "SYS_STATUS",
    fields: {
      onboardControlSensorsPresent: enabled,
      onboardControlSensorsEnabled: enabled,
      onboardControlSensorsHealth: health,
      load: 312,
      voltageBattery: known ? mm(v.battery.voltageV) : 65535,
      currentBattery: known ? cm(v.battery.currentA) : -1,
      batteryRemaining: known ? Math.round(v.battery.fraction * 100) : -1,
    },
  };
};

const gpsRaw = (v: SimVehicle): Outgoing => {
  const timeUsec = BigInt(Math.round(v.bootMs * 1000));
  if (!v.has.position) return { name: "GPS_RAW_INT", fields: { timeUsec, eph: 65535, epv: 65535, cog: 0, fixType: 1 } };
  const { eastM, northM, altMslM } = v.estimate;
  const { latDeg, lonDeg } = v.plane.toLatLon(eastM, northM);
  const { eastMps, northMps } = v.truth;
  return {
    name: "GPS_RAW_INT",
    fields: {
      timeUsec,
      lat: e7(latDeg),
      lon: e7(lonDeg),
      alt: mm(altMslM),
      // EGM96 undulation near Linghu is some 11 m.
      altEllipsoid: mm(altMslM + 11.2),
      eph: 78,
      epv: 121,
      vel: cm(Math.hypot(eastMps, northMps)),
      cog: cdeg(Math.atan2(eastMps, northMps)),
      fixType: 3,
      satellitesVisible: 17,
      hAcc: 1500,
      vAcc: 1600,
      velAcc: 300,
    },
  };
};

const attitude = (v: SimVehicle): Outgoing => {
  const { rollRad, pitchRad, yawRad } = v.estimate;
  const { rollRateRadps, pitchRateRadps, yawRateRadps } = v.truth;
  return {
    name: "ATTITUDE",
    fields: {
      timeBootMs: Math.round(v.bootMs),
      roll: rollRad,
      pitch: pitchRad,
      yaw: wrap(yawRad),
      rollspeed: rollRateRadps,
      pitchspeed: pitchRateRadps,
      yawspeed: yawRateRadps,
    },
  };
};

const globalPosition = (v: SimVehicle): Outgoing => {
  const timeBootMs = Math.round(v.bootMs);
  const { eastM, northM, altMslM, yawRad } = v.estimate;
  // While it boots, a real autopilot sends a position of 0,0 and heights that have not settled.
  if (!v.has.position)
    return { name: "GLOBAL_POSITION_INT", fields: { timeBootMs, alt: 80, relativeAlt: -40, hdg: cdeg(yawRad) } };
  const { latDeg, lonDeg } = v.plane.toLatLon(eastM, northM);
  const { eastMps, northMps, upMps } = v.truth;
  return {
    name: "GLOBAL_POSITION_INT",
    fields: {
      timeBootMs,
      lat: e7(latDeg),
      lon: e7(lonDeg),
      alt: mm(altMslM),
      relativeAlt: v.has.home ? mm(altMslM - v.home.altMslM) : mm(altMslM - 17.3),
      vx: cm(northMps),
      vy: cm(eastMps),
      vz: cm(-upMps),
      hdg: cdeg(yawRad),
    },
  };
};

const vfrHud = (v: SimVehicle): Outgoing => {
  const { eastMps, northMps, upMps } = v.truth;
  const groundspeed = Math.hypot(eastMps, northMps);
  const airspeed =
    v.spec.kind === "drone" ? Math.hypot(eastMps - v.wind.eastMps, northMps - v.wind.northMps) : groundspeed;
  return {
    name: "VFR_HUD",
    fields: {
      airspeed: v.autopilot.armed ? airspeed : 0,
      groundspeed,
      alt: v.has.position ? v.estimate.altMslM : 0,
      climb: upMps,
      heading: Math.round(cdeg(v.estimate.yawRad) / 100) % 360,
      throttle: v.autopilot.armed ? 38 : 0,
    },
  };
};

const batteryStatus = (v: SimVehicle): Outgoing => {
  const known = v.has.battery;
  const rest =
    v.battery.currentA > 0
      ? (v.battery.fraction * v.spec.batteryWh * 3600) / (v.battery.currentA * v.battery.voltageV)
      : 0;
  return {
    name: "BATTERY_STATUS",
    fields: {
      currentConsumed: known ? Math.round(v.battery.usedMah) : -1,
      energyConsumed: known ? Math.round(v.battery.usedWh * 36) : -1,
      temperature: 32767,
      voltages: [known ? mm(v.battery.voltageV) : 65535, ...Array.from({ length: 9 }, () => 65535)],
      currentBattery: known ? cm(v.battery.currentA) : -1,
      batteryRemaining: known ? Math.round(v.battery.fraction * 100) : -1,
      timeRemaining: known ? Math.round(rest) : 0,
      chargeState: v.autopilot.failsafe === "none" ? 1 : 2,
    },
  };
};

/** An estimate from leaning against the wind: right to a few degrees. */
const wind = (v: SimVehicle): Outgoing => ({
  name: "WIND",
  fields: {
    direction: (wrap(v.wind.fromRad + (v.estimate.yawRad - v.truth.yawRad)) * 180) / Math.PI,
    speed: v.wind.meanMps * 0.94,
    speedZ: 0,
  },
});

const ekfStatus = (v: SimVehicle): Outgoing => ({
  name: "EKF_STATUS_REPORT",
  fields: {
    velocityVariance: 0.03,
    posHorizVariance: 0.05,
    posVertVariance: 0.02,
    compassVariance: 0.04,
    flags: v.has.estimate
      ? 831
      : EkfStatusFlags.ATTITUDE | EkfStatusFlags.VELOCITY_VERT | EkfStatusFlags.CONST_POS_MODE,
  },
});

const homePosition = (v: SimVehicle): Outgoing | undefined => {
  if (!v.has.home) return undefined;
  const { eastM, northM, altMslM } = v.home;
  const { latDeg, lonDeg } = v.plane.toLatLon(eastM, northM);
  return {
    name: "HOME_POSITION",
    fields: {
      latitude: e7(latDeg),
      longitude: e7(lonDeg),
      altitude: mm(altMslM),
      q: [1, 0, 0, 0],
      timeUsec: BigInt(Math.round(v.bootMs * 1000)),
    },
  };
};

/** As in real logs: a copter says that it is a multicopter, a rover nothing of being on the ground. */
const extendedState = (v: SimVehicle): Outgoing => {
  const { phase } = v.autopilot;
  if (v.spec.kind === "robot-dog") return { name: "EXTENDED_SYS_STATE", fields: { vtolState: 0, landedState: 0 } };
  const landedState = {
    ground: MavLandedState.ON_GROUND,
    takeoff: MavLandedState.TAKEOFF,
    air: MavLandedState.IN_AIR,
    landing: MavLandedState.LANDING,
  }[phase];
  return { name: "EXTENDED_SYS_STATE", fields: { vtolState: 3, landedState } };
};

/** FENCE_STATUS, only while the fence is on. */
const fenceStatus = (v: SimVehicle): Outgoing | undefined => {
  const { failsafes, parameters } = v.autopilot;
  if (parameters.number("FENCE_ENABLE", 0) === 0) return undefined;
  const breachStatus = failsafes.breached ? 1 : 0;
  return {
    name: "FENCE_STATUS",
    fields: { breachStatus, breachCount: failsafes.breaches, breachType: failsafes.breached ? 3 : 0 },
  };
};

/** As in the log: all but the position is to be ignored. */
const onlyPosition: number = 65016;

/** Where it goes by a single order; only while there is one. */
const positionTarget = (v: SimVehicle): Outgoing | undefined => {
  const { order } = v.autopilot.flight;
  if (order?.kind !== "position") return undefined;
  const { latDeg, lonDeg } = v.plane.toLatLon(order.target.eastM, order.target.northM);
  return {
    name: "POSITION_TARGET_GLOBAL_INT",
    fields: {
      timeBootMs: Math.round(v.bootMs),
      latInt: e7(latDeg),
      lonInt: e7(lonDeg),
      alt: order.target.altMslM ?? 0,
      typeMask: onlyPosition,
      coordinateFrame: 0,
    },
  };
};

/** CAMERA_FEEDBACK of the last photo. */
const cameraFeedback = (v: SimVehicle): Outgoing => {
  const { eastM, northM, altMslM, rollRad, pitchRad, yawRad } = v.estimate;
  const { latDeg, lonDeg } = v.plane.toLatLon(eastM, northM);
  return {
    name: "CAMERA_FEEDBACK",
    fields: {
      timeUsec: BigInt(Math.round(v.bootMs * 1000)),
      imgIdx: v.photos,
      lat: e7(latDeg),
      lng: e7(lonDeg),
      altMsl: altMslM,
      altRel: altMslM - v.home.altMslM,
      roll: (rollRad * 180) / Math.PI,
      pitch: (pitchRad * 180) / Math.PI,
      yaw: (yawRad * 180) / Math.PI,
      completedCaptures: v.photos,
    },
  };
};

/** As ArduPilot sends it: roll and pitch against the horizon, yaw against the nose, rates unknown, device id 0. */
const gimbalAttitude = (v: SimVehicle): Outgoing => {
  const { gimbalRollRad, gimbalPitchRad, gimbalYawRad, yawRad } = v.estimate;
  return {
    name: "GIMBAL_DEVICE_ATTITUDE_STATUS",
    fields: {
      timeBootMs: Math.round(v.bootMs),
      q: [...quaternionOf(gimbalRollRad, gimbalPitchRad, wrap(gimbalYawRad - yawRad))],
      angularVelocityX: NaN,
      angularVelocityY: NaN,
      angularVelocityZ: NaN,
      flags: GimbalDeviceFlags.ROLL_LOCK | GimbalDeviceFlags.PITCH_LOCK,
    },
  };
};
