import type { SimVehicle } from "./vehicle/sim-vehicle.ts";

/** How a vehicle really is, for tests and benches only: the station never sees it. WGS-84 degrees, rad, m, m/s. */
export interface VehicleTruth {
  readonly systemId: number;
  readonly latDeg: number;
  readonly lonDeg: number;
  readonly altMslM: number;
  readonly altHomeM: number;
  readonly aboveGroundM: number;
  readonly groundMps: number;
  readonly headingRad: number;
  /** Of the camera: pitch against the horizon, yaw from north. */
  readonly gimbalPitchRad: number;
  readonly gimbalYawRad: number;
  /** The firmware's own name. */
  readonly mode: string;
  readonly armed: boolean;
  readonly missionItems: readonly number[];
  readonly missionSeq: number;
  readonly fenceItems: number;
  readonly rallyItems: number;
  readonly photos: number;
  readonly filming: boolean;
  readonly zoom: number;
  readonly cruiseMps: number;
  readonly batteryFraction: number;
  readonly bootMs: number;
  readonly reboots: number;
  readonly parameters: Readonly<Record<string, number>>;
}

/** @param names of the parameters to tell; unknown ones are left out */
export const truthOf = (vehicle: SimVehicle, names: readonly string[]): VehicleTruth => {
  const { truth, autopilot, lens, plane, ground, parameters } = vehicle;
  const { eastM, northM, altMslM, yawRad, gimbalPitchRad, gimbalYawRad } = truth;
  const known = names.filter((name) => parameters.has(name));
  return {
    systemId: vehicle.spec.systemId,
    ...plane.toLatLon(eastM, northM),
    altMslM,
    altHomeM: altMslM - autopilot.home.altMslM,
    aboveGroundM: altMslM - ground.heightMslM(eastM, northM),
    groundMps: Math.hypot(truth.eastMps, truth.northMps),
    headingRad: yawRad,
    gimbalPitchRad,
    gimbalYawRad,
    mode: autopilot.mode,
    armed: autopilot.armed,
    missionItems: autopilot.runner.items.map(({ command }) => command),
    missionSeq: autopilot.runner.currentSeq,
    fenceItems: autopilot.fence.items.length,
    rallyItems: autopilot.rally.length,
    photos: vehicle.photos,
    filming: lens.recordingSinceMs !== undefined,
    zoom: lens.zoom,
    cruiseMps: autopilot.speedMps,
    batteryFraction: vehicle.battery.fraction,
    bootMs: vehicle.bootMs,
    reboots: vehicle.reboots,
    parameters: Object.fromEntries(known.map((name) => [name, parameters.number(name, 0)])),
  };
};
