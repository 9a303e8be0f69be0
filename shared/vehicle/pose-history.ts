import { wrapPi } from "../units/angle.ts";
import type { CameraPose } from "./pose.ts";
import {
  eulerOf,
  multiply,
  type Quaternion,
  quaternionOf,
  slerp,
  unitQuaternion,
  yawQuaternion,
} from "./quaternion.ts";
import type { GimbalReading } from "./reduce-gimbal.ts";
import { SampleTrack } from "./sample-track.ts";
import type { PositionState, VelocityState } from "./vehicle-state.ts";

/** A camera that is fixed to the body: turned from the body's axes by yaw, then pitch, then roll. */
export interface CameraMount {
  readonly rollRad: number;
  readonly pitchRad: number;
  readonly yawRad: number;
}

const keptMs = 60_000;
/** 60 s at 50 Hz and a little more. */
const keptSamples = 3_200;
/** A pose further from real samples than this would be a guess. */
const maxGapMs = 1_000;
/** Beyond the newest sample, angles go on turning for at most this long: turns don't last. */
const maxTurnOnMs = 250;

/** Over which a turn is measured; from one sample to the next it is mostly noise. */
const turnBaselineMs = 100;

/** The two samples around an instant: row numbers, how far along, and how far the nearer one is. */
interface Between {
  readonly from: number;
  readonly to: number;
  readonly fraction: number;
  readonly gapMs: number;
}

/** Where a vehicle was and how it and its camera were turned, by the vehicle's own clock (ms since boot). */
export class PoseHistory {
  /** latDeg, lonDeg, altMslM, altHomeM (NaN unknown), northMps, eastMps, downMps. */
  readonly #positions = new SampleTrack({ width: 7, maxAgeMs: keptMs, maxCount: keptSamples });
  /** Quaternion. */
  readonly #attitudes = new SampleTrack({ width: 4, maxAgeMs: keptMs, maxCount: keptSamples });
  /** Quaternion, 1 where yaw is from north, 0 from the nose. */
  readonly #gimbals = new SampleTrack({ width: 5, maxAgeMs: keptMs, maxCount: keptSamples });

  addPosition(timeMs: number, position: PositionState, velocity: VelocityState | undefined): void {
    if (position.altMslM === undefined) return;
    const { northMps = 0, eastMps = 0, downMps = 0 } = velocity ?? {};
    const { latDeg, lonDeg, altMslM, altHomeM } = position;
    this.#positions.add(timeMs, [latDeg, lonDeg, altMslM, altHomeM ?? Number.NaN, northMps, eastMps, downMps]);
  }

  addAttitude(timeMs: number, body: Quaternion): void {
    this.#attitudes.add(timeMs, body);
  }

  addGimbal(timeMs: number, reading: GimbalReading): void {
    this.#gimbals.add(timeMs, [...reading.rotation, reading.yawFrom === "north" ? 1 : 0]);
  }

  /** After a reboot the vehicle's clock starts anew. */
  clear(): void {
    this.#positions.clear();
    this.#attitudes.clear();
    this.#gimbals.clear();
  }

  get hasGimbal(): boolean {
    return this.#gimbals.count > 0;
  }

  /**
   * @param mount of a camera without gimbal; without it, a vehicle that never told of a gimbal has no camera pose
   * @returns undefined where position or angles have no sample within 1 s of the instant
   */
  poseAt(timeMs: number, mount: CameraMount | undefined): CameraPose | undefined {
    const where = around(this.#positions, timeMs);
    const camera = this.#cameraAt(timeMs, mount);
    if (where === undefined || camera === undefined) return undefined;
    const euler = eulerOf(camera.rotation);
    const altHomeM = this.#mixPosition(where, 3);
    return {
      vehicleTimeMs: timeMs,
      ...this.#placeAt(where, timeMs),
      ...(Number.isNaN(altHomeM) ? {} : { altHomeM: altHomeM - this.#overrunM(where, timeMs, 6) }),
      ...euler,
      groundMps: Math.hypot(this.#mixPosition(where, 4), this.#mixPosition(where, 5)),
      yawRateRadps: this.#yawRateAt(timeMs, euler.yawRad, mount),
      gapMs: Math.max(where.gapMs, camera.gapMs),
    };
  }

  /** Body attitude at an instant, for comparing two radios. */
  attitudeAt(timeMs: number): Quaternion | undefined {
    const between = around(this.#attitudes, timeMs);
    return between === undefined ? undefined : this.#rotation(this.#attitudes, between, timeMs);
  }

  #placeAt(where: Between, timeMs: number): { latDeg: number; lonDeg: number; altMslM: number } {
    const latDeg = this.#mixPosition(where, 0);
    // A track may cross the 180th meridian.
    const lonFrom = this.#positions.value(where.from, 1);
    const lonStep = this.#positions.value(where.to, 1) - lonFrom;
    const lonDeg = lonFrom + (lonStep - 360 * Math.round(lonStep / 360)) * where.fraction;
    const metresPerDeg = 111_320;
    const east = this.#overrunM(where, timeMs, 5) / (metresPerDeg * Math.cos((latDeg * Math.PI) / 180));
    const lon = lonDeg + east;
    return {
      latDeg: latDeg + this.#overrunM(where, timeMs, 4) / metresPerDeg,
      lonDeg: lon - 360 * Math.round(lon / 360),
      altMslM: this.#mixPosition(where, 2) - this.#overrunM(where, timeMs, 6),
    };
  }

  /** Outside the samples the last velocity carries the position on: the way it went since, m. */
  #overrunM(where: Between, timeMs: number, column: number): number {
    if (where.from !== where.to) return 0;
    const metres = (this.#positions.value(where.from, column) * (timeMs - this.#positions.timeMs(where.from))) / 1000;
    return Number.isFinite(metres) ? metres : 0;
  }

  #mixPosition(where: Between, column: number): number {
    const from = this.#positions.value(where.from, column);
    return from + (this.#positions.value(where.to, column) - from) * where.fraction;
  }

  #rotation(track: SampleTrack, between: Between, timeMs: number): Quaternion {
    const from = quaternionAt(track, between.from);
    if (between.from !== between.to) return slerp(from, quaternionAt(track, between.to), between.fraction);
    // Past the newest sample: turn on as it did lately.
    const overrunMs = Math.min(timeMs - track.timeMs(between.from), maxTurnOnMs);
    const before = track.rowAtOrBefore(track.timeMs(between.from) - turnBaselineMs);
    const stepMs = before < 0 ? 0 : track.timeMs(between.from) - track.timeMs(before);
    if (overrunMs <= 0 || stepMs <= 0 || stepMs > maxGapMs) return from;
    return slerp(quaternionAt(track, before), from, 1 + overrunMs / stepMs);
  }

  #cameraAt(
    timeMs: number,
    mount: CameraMount | undefined,
  ): { readonly rotation: Quaternion; readonly gapMs: number } | undefined {
    const body = around(this.#attitudes, timeMs);
    if (!this.hasGimbal) {
      if (mount === undefined || body === undefined) return undefined;
      const fixed = quaternionOf(mount.rollRad, mount.pitchRad, mount.yawRad);
      return { rotation: multiply(this.#rotation(this.#attitudes, body, timeMs), fixed), gapMs: body.gapMs };
    }
    const gimbal = around(this.#gimbals, timeMs);
    if (gimbal === undefined) return undefined;
    const fromNorth = this.#gimbals.value(gimbal.from, 4) === 1;
    const sameFrame = this.#gimbals.value(gimbal.to, 4) === this.#gimbals.value(gimbal.from, 4);
    const between = sameFrame ? gimbal : { ...gimbal, to: gimbal.from };
    const rotation = this.#rotation(this.#gimbals, between, timeMs);
    if (fromNorth) return { rotation, gapMs: gimbal.gapMs };
    if (body === undefined) return undefined;
    const { yawRad } = eulerOf(this.#rotation(this.#attitudes, body, timeMs));
    return { rotation: multiply(yawQuaternion(yawRad), rotation), gapMs: Math.max(gimbal.gapMs, body.gapMs) };
  }

  #yawRateAt(timeMs: number, yawRad: number, mount: CameraMount | undefined): number {
    const halfMs = 100;
    const before = this.#cameraAt(timeMs - halfMs, mount);
    if (before === undefined) return 0;
    return wrapPi(yawRad - eulerOf(before.rotation).yawRad) / (halfMs / 1000);
  }
}

const quaternionAt = (track: SampleTrack, row: number): Quaternion =>
  unitQuaternion(track.value(row, 0), track.value(row, 1), track.value(row, 2), track.value(row, 3)) ?? [1, 0, 0, 0];

const around = (track: SampleTrack, timeMs: number): Between | undefined => {
  const before = track.rowAtOrBefore(timeMs);
  const after = before + 1;
  const sinceMs = before < 0 ? Number.POSITIVE_INFINITY : timeMs - track.timeMs(before);
  const untilMs = after >= track.count ? Number.POSITIVE_INFINITY : track.timeMs(after) - timeMs;
  const gapMs = Math.min(sinceMs, untilMs);
  if (gapMs > maxGapMs) return undefined;
  if (sinceMs === Number.POSITIVE_INFINITY) return { from: after, to: after, fraction: 0, gapMs };
  if (untilMs === Number.POSITIVE_INFINITY || sinceMs === 0) return { from: before, to: before, fraction: 0, gapMs };
  return { from: before, to: after, fraction: sinceMs / (sinceMs + untilMs), gapMs };
};
