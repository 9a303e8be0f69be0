import type { Path } from "./path.ts";
import type { VehicleLink } from "./vehicle-state.ts";

/** The paths of a vehicle by channel: two interleaved streams on one channel are one link. */
export const vehicleLinks = (paths: Iterable<Path>, primary: Path | undefined, nowMs: number): VehicleLink[] => {
  const byChannel = new Map<string, VehicleLink>();
  for (const path of paths) {
    path.meter.advance(nowMs);
    const other = byChannel.get(path.channelId);
    byChannel.set(path.channelId, {
      channelId: path.channelId,
      lastHeardMs: Math.max(path.lastHeardMs, other?.lastHeardMs ?? 0),
      lossFraction: Math.min(path.meter.lossFraction, other?.lossFraction ?? 1),
      messagesPerS: path.meter.messagesPerS + (other?.messagesPerS ?? 0),
      bytesPerS: path.meter.bytesPerS + (other?.bytesPerS ?? 0),
      primary: path === primary || other?.primary === true,
    });
  }
  return [...byChannel.values()];
};
