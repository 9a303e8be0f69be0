import { EstimatorStatusFlags, MavLandedState } from "../../../shared/mavlink/enums.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { Px4Gimbal } from "./px4-gimbal.ts";
import { missionCurrent } from "./px4-mission-server.ts";
import { type Outgoing, telemetry } from "./telemetry.ts";

/** Messages that PX4 makes as ArduPilot does. */
const alike = [1, 2, 24, 30, 33, 74, 147, 242] as const;

/** What each of PX4's messages says now, by its id. */
export const px4Telemetry = (
  startUtcMs: number,
  gimbal: Px4Gimbal,
): ReadonlyMap<number, (vehicle: SimVehicle) => Outgoing | undefined> => {
  const common = telemetry(startUtcMs);
  const made = new Map<number, (vehicle: SimVehicle) => Outgoing | undefined>([
    [42, missionCurrent],
    [180, (vehicle) => common.get(180)?.(vehicle)],
    [230, estimatorStatus],
    [245, extendedState],
    [280, () => gimbal.information()],
    [281, () => gimbal.status()],
    [285, () => gimbal.attitude()],
    [360, orbitStatus],
  ]);
  for (const id of alike) {
    const make = common.get(id);
    if (make !== undefined) made.set(id, make);
  }
  return made;
};

const estimatorStatus = (vehicle: SimVehicle): Outgoing => {
  const { has } = vehicle;
  const attitude = EstimatorStatusFlags.ATTITUDE | EstimatorStatusFlags.VELOCITY_VERT;
  const position =
    EstimatorStatusFlags.VELOCITY_HORIZ |
    EstimatorStatusFlags.POS_HORIZ_REL |
    EstimatorStatusFlags.POS_HORIZ_ABS |
    EstimatorStatusFlags.POS_VERT_ABS |
    EstimatorStatusFlags.PRED_POS_HORIZ_REL |
    EstimatorStatusFlags.PRED_POS_HORIZ_ABS;
  return {
    name: "ESTIMATOR_STATUS",
    fields: {
      timeUsec: BigInt(Math.round(vehicle.bootMs * 1000)),
      flags: has.estimate ? attitude | position : attitude | EstimatorStatusFlags.CONST_POS_MODE,
      velRatio: 0.03,
      posHorizRatio: 0.05,
      posVertRatio: 0.02,
      magRatio: 0.04,
      // PX4 says NaN for what it does not measure.
      haglRatio: NaN,
      tasRatio: NaN,
      posHorizAccuracy: 0.8,
      posVertAccuracy: 1.1,
    },
  };
};

const landed: Readonly<Record<"ground" | "takeoff" | "air" | "landing", MavLandedState>> = {
  ground: MavLandedState.ON_GROUND,
  takeoff: MavLandedState.TAKEOFF,
  air: MavLandedState.IN_AIR,
  landing: MavLandedState.LANDING,
};

const extendedState = (vehicle: SimVehicle): Outgoing => ({
  name: "EXTENDED_SYS_STATE",
  fields: { vtolState: 0, landedState: landed[vehicle.autopilot.phase] },
});

/** ORBIT_EXECUTION_STATUS, only while it orbits. */
const orbitStatus = (vehicle: SimVehicle): Outgoing | undefined => {
  const { order } = vehicle.autopilot.flight;
  if (order?.kind !== "orbit") return undefined;
  const { latDeg, lonDeg } = vehicle.plane.toLatLon(order.centre.eastM, order.centre.northM);
  return {
    name: "ORBIT_EXECUTION_STATUS",
    fields: {
      timeUsec: BigInt(Math.round(vehicle.bootMs * 1000)),
      radius: order.clockwise ? order.radiusM : -order.radiusM,
      x: Math.round(latDeg * 1e7),
      y: Math.round(lonDeg * 1e7),
      z: order.centre.altMslM ?? 0,
    },
  };
};
