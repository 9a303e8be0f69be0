import type { AutopilotFamily } from "../vehicle/vehicle-state.ts";

/** A message that the station wants regularly. */
export interface WantedStream {
  readonly messageId: number;
  /** On a link with room to spare. */
  readonly rateHz: number;
  /** Below this it is of no use any more. */
  readonly minRateHz: number;
  /** A frame of it on the wire, MAVLink 2, bytes. */
  readonly frameBytes: number;
  /** Asked for again when it falls silent; the others depend on what the vehicle has. */
  readonly essential: boolean;
  /** Which autopilots have it; absent: all. */
  readonly only?: AutopilotFamily;
}

const wanted: readonly WantedStream[] = [
  { messageId: 30, rateHz: 10, minRateHz: 2, frameBytes: 40, essential: true }, // ATTITUDE
  { messageId: 33, rateHz: 5, minRateHz: 1, frameBytes: 40, essential: true }, // GLOBAL_POSITION_INT
  { messageId: 285, rateHz: 10, minRateHz: 2, frameBytes: 58, essential: false }, // GIMBAL_DEVICE_ATTITUDE_STATUS
  { messageId: 1, rateHz: 1, minRateHz: 0.2, frameBytes: 45, essential: true }, // SYS_STATUS
  { messageId: 24, rateHz: 1, minRateHz: 0.2, frameBytes: 64, essential: true }, // GPS_RAW_INT
  { messageId: 193, rateHz: 1, minRateHz: 0.2, frameBytes: 38, essential: false, only: "ardupilot" }, // EKF_STATUS_REPORT
  { messageId: 230, rateHz: 1, minRateHz: 0.2, frameBytes: 54, essential: false, only: "px4" }, // ESTIMATOR_STATUS
  { messageId: 242, rateHz: 0.5, minRateHz: 0.1, frameBytes: 66, essential: false }, // HOME_POSITION
  { messageId: 74, rateHz: 2, minRateHz: 0.5, frameBytes: 32, essential: false }, // VFR_HUD
  { messageId: 147, rateHz: 0.5, minRateHz: 0.1, frameBytes: 54, essential: false }, // BATTERY_STATUS
  { messageId: 42, rateHz: 1, minRateHz: 0.2, frameBytes: 20, essential: false }, // MISSION_CURRENT
  { messageId: 2, rateHz: 1, minRateHz: 0.2, frameBytes: 24, essential: false }, // SYSTEM_TIME
  { messageId: 168, rateHz: 1, minRateHz: 0.1, frameBytes: 24, essential: false, only: "ardupilot" }, // WIND
  { messageId: 231, rateHz: 1, minRateHz: 0.1, frameBytes: 52, essential: false, only: "px4" }, // WIND_COV
  { messageId: 136, rateHz: 1, minRateHz: 0.2, frameBytes: 34, essential: false, only: "ardupilot" }, // TERRAIN_REPORT
  { messageId: 141, rateHz: 1, minRateHz: 0.2, frameBytes: 44, essential: false, only: "px4" }, // ALTITUDE
  { messageId: 132, rateHz: 1, minRateHz: 0.2, frameBytes: 30, essential: false }, // DISTANCE_SENSOR
];

export interface PlannedStream extends WantedStream {
  readonly plannedHz: number;
}

/** What the path to a vehicle can carry. */
export interface LinkCapacity {
  /** Of the link, nominal or measured; absent for a network, which has room to spare. */
  readonly bytesPerS?: number;
  /** Vehicles that share it, this one included. */
  readonly sharedBy: number;
  /** 1, or less after frames were lost at full rates. */
  readonly easing: number;
}

/** Half of a link is for telemetry; the rest for parameters, missions, commands, signatures and radio overhead. */
const telemetryShare = 0.5;

const bytesPerS = (streams: readonly PlannedStream[]): number =>
  streams.reduce((sum, { plannedHz, frameBytes }) => sum + plannedHz * frameBytes, 0);

/**
 * Rates that fit the link: all are lowered alike, none below what makes it worth having.
 * @returns in the order in which to ask, what matters most first
 */
export const planStreams = (autopilot: AutopilotFamily, capacity: LinkCapacity): PlannedStream[] => {
  const streams = wanted.filter(({ only }) => only === undefined || only === autopilot);
  const scaled = (factor: number): PlannedStream[] =>
    streams.map((stream) => ({
      ...stream,
      plannedHz: Math.max(stream.minRateHz, Math.round(stream.rateHz * factor * 20) / 20),
    }));
  const linkBytesPerS = capacity.bytesPerS ?? Number.POSITIVE_INFINITY;
  const budget = (linkBytesPerS * telemetryShare * capacity.easing) / Math.max(1, capacity.sharedBy);
  if (linkBytesPerS === Number.POSITIVE_INFINITY) return scaled(capacity.easing);
  let low = 0;
  let high = 1;
  if (bytesPerS(scaled(1)) <= budget) return scaled(1);
  for (let round = 0; round < 12; round++) {
    const middle = (low + high) / 2;
    if (bytesPerS(scaled(middle)) <= budget) low = middle;
    else high = middle;
  }
  return scaled(low);
};

/** REQUEST_DATA_STREAM groups (MAV_DATA_STREAM) for firmware that knows nothing better, and the message that sets each rate. */
export const dataStreamGroups: readonly { readonly streamId: number; readonly rateOf: number }[] = [
  { streamId: 2, rateOf: 1 }, // EXTENDED_STATUS: SYS_STATUS, GPS_RAW_INT, MISSION_CURRENT
  { streamId: 6, rateOf: 33 }, // POSITION: GLOBAL_POSITION_INT
  { streamId: 10, rateOf: 30 }, // EXTRA1: ATTITUDE
  { streamId: 11, rateOf: 74 }, // EXTRA2: VFR_HUD
  { streamId: 12, rateOf: 1 }, // EXTRA3: BATTERY_STATUS, EKF_STATUS_REPORT, WIND, gimbal
];
