import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";

/** One that is silent for this long was switched off or is out of reach of what we send, too. */
const goneAfterMs = 60_000;

/**
 * Whether another vehicle listens to this one's system id on one of its channels: a command would reach both. One that
 * fell silent a moment ago may still hear us.
 */
export const idConflict = (vehicle: VehicleState, fleet: Iterable<VehicleState>, nowMs: number): boolean => {
  for (const other of fleet) {
    if (other.id === vehicle.id || other.systemId !== vehicle.systemId) continue;
    if (nowMs - other.presence.lastHeardMs > goneAfterMs) continue;
    const shared = other.links.some((link) => vehicle.links.some(({ channelId }) => channelId === link.channelId));
    if (shared) return true;
  }
  return false;
};
