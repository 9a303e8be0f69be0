import type { VehicleView } from "../../shared/wire/state.ts";
import type { StateKind } from "./state-mark.tsx";

export const lowBatteryFraction = 0.3;
export const criticalBatteryFraction = 0.15;

/** How a vehicle is at a glance: the worst of its presence, its own status, its clock and its battery. */
export const vehicleTrouble = (
  vehicle: Pick<VehicleView, "presence" | "systemStatus" | "battery" | "frozen">,
): StateKind => {
  const fraction = vehicle.battery?.fraction;
  if (vehicle.presence.state === "lost") return "bad";
  if (vehicle.systemStatus === "critical" || vehicle.systemStatus === "emergency") return "bad";
  if (fraction !== undefined && fraction < criticalBatteryFraction) return "bad";
  if (vehicle.presence.state === "stale" || vehicle.frozen === true) return "warn";
  if (fraction !== undefined && fraction < lowBatteryFraction) return "warn";
  return "ok";
};

/** The share of messages that arrive by the path that commands take, 0 to 1; undefined where there is no path. */
export const linkQuality = (vehicle: Pick<VehicleView, "links">): number | undefined => {
  const link = vehicle.links.find((candidate) => candidate.primary) ?? vehicle.links[0];
  return link === undefined ? undefined : 1 - link.lossFraction;
};
