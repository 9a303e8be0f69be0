import type { LatLon } from "../../geo/lat-lon.ts";
import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import type { ExchangeTarget, OwnIds } from "../exchange.ts";

/** A heat source's place as it is known now. */
export interface HeatPlace extends LatLon {
  /** The ground there, m MSL. */
  readonly groundMslM?: number;
}

/** What an action is made from: the vehicle as it is now, and what is known of the world around it. */
export interface ActionContext {
  readonly vehicle: VehicleState;
  readonly target: ExchangeTarget;
  readonly own: OwnIds;
  /** When the action begins, station clock. */
  readonly nowMs: number;
  /** The ground's height, m MSL; undefined where nothing is known of it. */
  readonly groundMslM: (place: LatLon) => number | undefined;
  /** Undefined for one that isn't there any more, or has no place. */
  readonly heatPlace: (heatId: string) => HeatPlace | undefined;
}

/** What a vehicle is to its commands: which firmware's habits it has, on what it moves. */
export type Firmware =
  | "ardupilot-copter"
  | "ardupilot-plane"
  | "ardupilot-vtol"
  | "ardupilot-surface"
  | "px4-air"
  | "px4-surface"
  | "other-air"
  | "other-surface";

const onSurface = ({ kind }: VehicleState): boolean => kind === "ground-robot" || kind === "boat";

export const firmwareOf = (vehicle: VehicleState): Firmware => {
  const surface = onSurface(vehicle);
  switch (vehicle.autopilot) {
    case "px4":
      return surface ? "px4-surface" : "px4-air";
    case "other":
      return surface ? "other-surface" : "other-air";
    case "ardupilot":
      if (surface) return "ardupilot-surface";
      if (vehicle.kind === "fixed-wing") return "ardupilot-plane";
      return vehicle.kind === "vtol" ? "ardupilot-vtol" : "ardupilot-copter";
  }
};

/** Whether it leaves the ground. */
export const flies = (vehicle: VehicleState): boolean => !onSurface(vehicle);
