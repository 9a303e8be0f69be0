import type { AutopilotFamily, VehicleKind } from "../vehicle/vehicle-state.ts";
import { flies } from "./plan-context.ts";

/** What a vehicle can do where nobody measured it: the firmwares' own defaults, and cautious guesses for the rest. */
export interface Performance {
  /** WPNAV_SPEED_UP and _DN, MPC_Z_V_AUTO_UP and _DN. */
  readonly climbMps: number;
  readonly descendMps: number;
  /** Speeding up and braking, WPNAV_ACCEL; without one it flies through its corners. */
  readonly accelerationMps2?: number;
  /** Fastest through the air. */
  readonly airMps: number;
  /** Below `slowBelowM` above home it lands at this speed (LAND_SPEED, LAND_ALT_LOW). */
  readonly landMps: number;
  readonly slowBelowM: number;
  /** Height above home that it returns at, unless it is higher (RTL_ALT, RTL_RETURN_ALT). */
  readonly returnHeightM: number;
  /** From a full battery to an empty one, s. */
  readonly enduranceS: number;
}

/** An assumption, shown as one. */
export const performanceOf = (kind: VehicleKind, autopilot: AutopilotFamily): Performance => {
  if (!flies(kind)) {
    const base = { climbMps: 1, descendMps: 1, landMps: 1, slowBelowM: 0, returnHeightM: 0 };
    return {
      ...base,
      accelerationMps2: 1,
      airMps: Number.POSITIVE_INFINITY,
      enduranceS: kind === "boat" ? 5400 : 7200,
    };
  }
  const returnHeightM = autopilot === "px4" ? 60 : 15;
  const land = { landMps: 0.5, slowBelowM: 10, returnHeightM };
  if (kind === "fixed-wing") return { climbMps: 3, descendMps: 2, airMps: 25, enduranceS: 3600, ...land };
  if (kind === "vtol") return { climbMps: 2.5, descendMps: 1.5, airMps: 25, enduranceS: 2700, ...land };
  return { climbMps: 2.5, descendMps: 1.5, accelerationMps2: 2.5, airMps: 15, enduranceS: 1500, ...land };
};
