import type { NotedFrame } from "../corrections/noted-frame.ts";
import type { DecidedFrame } from "./sighting-flow.ts";

/** What a placed frame says to whoever compares it with known places; undefined where nobody knows when or how wide it was. */
export const notedFrame = (decided: DecidedFrame): NotedFrame | undefined => {
  const { vehicleId, hfovRad, sightings, frame, seen, captureVehicleMs } = decided;
  if (captureVehicleMs === undefined || hfovRad === undefined) return undefined;
  const { widthPx, heightPx, captureSigmaMs } = sightings;
  const sources = new Map(seen.map(({ spotIndex, heatId }) => [spotIndex, heatId]));
  return {
    vehicleId,
    camera: { widthPx, heightPx, hfovRad },
    captureVehicleMs,
    captureSigmaMs,
    spots: frame.spots.map(({ index, spot, placed }) => ({ spot, placed, heatId: sources.get(index) })),
    nowMs: frame.observation.nowMs,
    utcMs: frame.observation.utcMs,
  };
};
