import { isInside } from "../geo/is-inside.ts";
import type { LatLon } from "../geo/lat-lon.ts";
import { northEastM } from "../geo/local-frame.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";
import type { HeatTrack, LocatedSighting } from "./heat-track.ts";

/** Whether two tracks that one vehicle sees are no further apart than the larger of them is long. */
export const areTouching = (a: HeatTrack, b: HeatTrack, vehicleId: VehicleId, sinceMs: number): boolean => {
  const [passA, passB] = [a.openPass(vehicleId, sinceMs), b.openPass(vehicleId, sinceMs)];
  return !!passA && !!passB && a.apartM(passA, b, passB) < Math.max(1, a.record.sizeM, b.record.sizeM);
};

/** Nearer than a metre, or than the larger of the two is long. */
export const isLimb = ({ georeference: a }: LocatedSighting, { georeference: b }: LocatedSighting): boolean => {
  const { northM, eastM } = northEastM(a.position, b.position);
  return Math.hypot(northM, eastM) < Math.max(1, a.sizeM, b.sizeM);
};

export const shouldSee = (track: HeatTrack, footprint: readonly LatLon[] | undefined): boolean => {
  if (!footprint) return true;
  const location = track.location();
  return location.located && isInside(location.position, footprint);
};
