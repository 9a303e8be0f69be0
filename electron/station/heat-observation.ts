import type { FrameSightings } from "../../hardware/thermal/thermal-source.ts";
import type { Terrain } from "../../shared/geo/terrain.ts";
import { fitsSize } from "../../shared/heat/detector-options.ts";
import { georeference } from "../../shared/heat/georeference.ts";
import type { HeatObservation } from "../../shared/heat/heat-tracker.ts";
import type { Fleet } from "../../shared/vehicle/fleet.ts";
import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import { groundSeen, mountingOf } from "./camera-view.ts";
import { thermalStreamOf } from "./thermal-link.ts";

export interface FrameSeen {
  readonly vehicle: VehicleState;
  readonly fleet: Pick<Fleet, "poseAt">;
  readonly terrain: Terrain | undefined;
  readonly sightings: FrameSightings;
  /** When the frame arrived, station clock, ms. */
  readonly nowMs: number;
  readonly utcMs: number;
  /** Only frames with spots, or while something is being watched, need to say what they saw of the ground. */
  readonly withFootprint: boolean;
}

/** Places what the detector found in one frame by the pose at its capture: what the tracker takes. */
export const heatObservation = (seen: FrameSeen): HeatObservation => {
  const { vehicle, fleet, terrain, sightings, nowMs, utcMs, withFootprint } = seen;
  const { widthPx, heightPx, captureVehicleTimeMs, captureSigmaMs } = sightings;
  const hfovRad = sightings.hfovRad ?? thermalStreamOf(vehicle)?.hfovRad;
  const camera = hfovRad === undefined ? undefined : { widthPx, heightPx, hfovRad };
  const pose = captureVehicleTimeMs === undefined ? undefined : fleet.poseAt(vehicle.id, captureVehicleTimeMs);
  const mounting = mountingOf(vehicle);
  const place = (spot: FrameSightings["spots"][number]) =>
    georeference({ spot, pose, camera, terrain, captureSigmaMs, ...mounting });
  const look =
    withFootprint && pose !== undefined && camera !== undefined ? { vehicle, pose, camera, terrain } : undefined;
  return {
    vehicleId: vehicle.id,
    nowMs,
    utcMs,
    widthPx,
    sightings: sightings.spots
      .map((spot) => ({ spot, georeference: place(spot), cropPng: spot.cropPng, cropOffset: spot.cropOffset }))
      // A pixel near the horizon spans metres: what was small in the picture may be a barn.
      .filter(({ georeference: placed }) => !placed.located || fitsSize(placed.sizeM)),
    footprint: look === undefined ? undefined : groundSeen(look),
  };
};
