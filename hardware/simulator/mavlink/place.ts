import type { Target } from "../vehicle/guidance.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";

/**
 * A position in degrees times 1e7 with its height by MAV_FRAME: 0 and 5 MSL, 3 and 6 above home, 10 and 11 above ground.
 * @returns undefined for another frame, a place that is none, or a height that is not a number
 */
export const placeOf = (
  vehicle: SimVehicle,
  at: { readonly x: number; readonly y: number; readonly z: number; readonly frame: number },
): Target | undefined => {
  if (!(Math.abs(at.x) <= 90e7 && Math.abs(at.y) <= 180e7) || !Number.isFinite(at.z)) return undefined;
  const { eastM, northM } = vehicle.plane.toLocal({ latDeg: at.x / 1e7, lonDeg: at.y / 1e7 });
  switch (at.frame) {
    case 0:
    case 5:
      return { eastM, northM, altMslM: at.z };
    case 3:
    case 6:
      return { eastM, northM, altMslM: vehicle.autopilot.home.altMslM + at.z };
    case 10:
    case 11:
      return { eastM, northM, altMslM: vehicle.ground.heightMslM(eastM, northM) + at.z, aboveGroundM: at.z };
    default:
      return undefined;
  }
};
