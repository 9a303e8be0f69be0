import type { VehicleView } from "../../shared/wire/state.ts";
import type { StateKind } from "./state-mark.tsx";

export const lowBatteryFraction = 0.3;
const criticalBatteryFraction = 0.15;

/** What is wrong with a vehicle, the gravest first; undefined where it is as it should be. */
export type Trouble = "lost" | "failsafe" | "batteryCritical" | "stale" | "frozen" | "batteryLow";

export const troubleOf = (
  vehicle: Pick<VehicleView, "presence" | "systemStatus" | "battery" | "frozen">,
): Trouble | undefined => {
  const fraction = vehicle.battery?.fraction;
  if (vehicle.presence.state === "lost") return "lost";
  if (vehicle.systemStatus === "critical" || vehicle.systemStatus === "emergency") return "failsafe";
  if (fraction !== undefined && fraction < criticalBatteryFraction) return "batteryCritical";
  if (vehicle.presence.state === "stale") return "stale";
  if (vehicle.frozen === true) return "frozen";
  if (fraction !== undefined && fraction < lowBatteryFraction) return "batteryLow";
  return undefined;
};

/** How grave a trouble is. */
export const troubleState = (trouble: Trouble | undefined): StateKind => {
  if (trouble === undefined) return "ok";
  return trouble === "lost" || trouble === "failsafe" || trouble === "batteryCritical" ? "bad" : "warn";
};

/** The share of messages that arrive by the path that commands take, 0 to 1; undefined where there is no path. */
export const linkQuality = (vehicle: Pick<VehicleView, "links">): number | undefined => {
  const link = vehicle.links.find((candidate) => candidate.primary) ?? vehicle.links[0];
  return link === undefined ? undefined : 1 - link.lossFraction;
};
