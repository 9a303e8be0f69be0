import type { LatLon } from "../geo/lat-lon.ts";
import type { Rad } from "../units/angle.ts";

/** Where a camera was and how it looked at one instant of the *vehicle's* clock (time since boot, ms). */
export interface CameraPose extends LatLon {
  readonly vehicleTimeMs: number;
  readonly altMslM: number;
  /** Above home, where known: the steadier height over flat ground. */
  readonly altHomeM?: number;
  /** The camera's axis in the earth frame: pitch negative looks down, yaw from true north. */
  readonly rollRad: Rad;
  readonly pitchRad: Rad;
  readonly yawRad: Rad;
  /** Horizontal, for the timing sigma. */
  readonly groundMps: number;
  /** Rate of the camera axis' yaw, for the timing sigma. */
  readonly yawRateRadps: number;
  /** How far the nearest real samples are from the instant asked for, ms; interpolated between two otherwise. */
  readonly gapMs: number;
}
