import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { ChannelView } from "../../shared/wire/state.ts";
import type { ChannelIntake } from "./channel-intake.ts";

/**
 * How clients see a link's channels.
 * @param vehicles all that are known; none keeps what the `earlier` views said of vehicles
 */
export const channelViews = (
  intakes: readonly ChannelIntake[],
  vehicles: readonly VehicleState[],
  earlier: readonly ChannelView[],
): readonly ChannelView[] => {
  const before = new Map(earlier.map((view) => [view.id, view]));
  const heard = new Map<string, { ids: string[]; lossFraction: number }>();
  for (const vehicle of vehicles) {
    for (const link of vehicle.links) {
      const entry = heard.get(link.channelId) ?? { ids: [], lossFraction: 0 };
      entry.ids.push(vehicle.id);
      // The worst of the vehicles on a channel: a mean would hide one in trouble.
      entry.lossFraction = Math.max(entry.lossFraction, Math.round(link.lossFraction * 1000) / 1000);
      heard.set(link.channelId, entry);
    }
  }
  return intakes.map((intake) => {
    const { id } = intake.channel;
    const old = vehicles.length === 0 ? before.get(id) : undefined;
    const known = heard.get(id) ?? { ids: old?.vehicleIds ?? [], lossFraction: old?.lossFraction ?? 0 };
    return intake.view(known);
  });
};
