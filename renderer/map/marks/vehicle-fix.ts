import type { VehicleView } from "../../../shared/wire/state.ts";
import type { Fix } from "./dead-reckoning.ts";

/** A velocity further apart in time than this from the position says nothing about it. */
const mostApartMs = 2_000;

/** What the mark's motion goes by. A vehicle whose own clock stands still gets no velocity: it must not seem to move. */
export function fixOf(vehicle: VehicleView): Fix | undefined {
  const { position, velocity, frozen } = vehicle;
  if (position === undefined) return undefined;
  const known = velocity !== undefined && Math.abs(velocity.atMs - position.atMs) <= mostApartMs && frozen !== true;
  return {
    latDeg: position.latDeg,
    lonDeg: position.lonDeg,
    atMs: position.atMs,
    northMps: known ? (velocity.northMps ?? 0) : 0,
    eastMps: known ? (velocity.eastMps ?? 0) : 0,
  };
}

/** The nose from true north: the compass heading, else the attitude's yaw. */
export const headingOf = (vehicle: VehicleView): number | undefined => vehicle.headingRad ?? vehicle.attitude?.yawRad;

/** How the mark shows a vehicle: one whose own clock stands still is no more live than a silent one, though packets flow. */
export const shownPresence = (vehicle: VehicleView): VehicleView["presence"]["state"] => {
  const { state } = vehicle.presence;
  return vehicle.frozen === true && state !== "lost" ? "stale" : state;
};

/** 0 just heard, towards 1 when silent for half a minute: how grey the mark is. */
export function fadeOf(vehicle: VehicleView, nowMs: number): number {
  const state = shownPresence(vehicle);
  if (state !== "stale" && state !== "lost") return 0;
  return Math.min(1, Math.max(0.35, (nowMs - vehicle.presence.lastHeardMs) / 30_000));
}
