import type { FrameSightings, SpotSighting } from "../../hardware/thermal/thermal-source.ts";
import type { Terrain } from "../../shared/geo/terrain.ts";
import { correctedCapture, type PoseCorrection, withCorrection } from "../../shared/heat/bias/pose-correction.ts";
import { fitsSize } from "../../shared/heat/detector-options.ts";
import { type Georeference, georeference } from "../../shared/heat/georeference.ts";
import type { HeatObservation } from "../../shared/heat/heat-tracker.ts";
import type { Rad } from "../../shared/units/angle.ts";
import type { Fleet } from "../../shared/vehicle/fleet.ts";
import type { CameraPose } from "../../shared/vehicle/pose.ts";
import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import { groundSeen, mountingOf } from "./camera-view.ts";

export interface FrameSeen {
  readonly vehicle: VehicleState;
  readonly fleet: Pick<Fleet, "poseAt">;
  readonly terrain: Terrain | undefined;
  readonly sightings: FrameSightings;
  /** By the vehicle's clock; undefined where nothing relates it to ours. */
  readonly captureVehicleMs: number | undefined;
  readonly hfovRad: Rad | undefined;
  readonly correction: PoseCorrection | undefined;
  /** When the frame arrived, station clock, ms. */
  readonly nowMs: number;
  readonly utcMs: number;
  /** Only frames with spots, or while something is being watched, need to say what they saw of the ground. */
  readonly withFootprint: boolean;
}

/** A frame on the ground. */
export interface PlacedFrame {
  readonly observation: HeatObservation;
  /** For each of its sightings which of the frame's spots it is, and where it lies. */
  readonly spots: readonly { readonly index: number; readonly spot: SpotSighting; readonly placed: Georeference }[];
  /** As reported, before any correction. */
  readonly pose: CameraPose | undefined;
}

/** Places what was found in one frame by the pose at its capture: what the tracker takes. */
export const heatObservation = (seen: FrameSeen): PlacedFrame => {
  const { vehicle, fleet, terrain, sightings, hfovRad, correction, nowMs, utcMs, withFootprint } = seen;
  const { widthPx, heightPx } = sightings;
  const camera = hfovRad === undefined ? undefined : { widthPx, heightPx, hfovRad };
  const capture =
    seen.captureVehicleMs === undefined
      ? undefined
      : correctedCapture(seen.captureVehicleMs, sightings.captureSigmaMs, correction);
  const pose = capture === undefined ? undefined : fleet.poseAt(vehicle.id, capture.captureMs);
  const captureSigmaMs = capture?.captureSigmaMs ?? sightings.captureSigmaMs;
  const mounting = mountingOf(vehicle);
  const spots = sightings.spots
    .map((spot, index) => {
      const placed = georeference({ spot, pose, camera, terrain, captureSigmaMs, correction, ...mounting });
      return { index, spot, placed };
    })
    // A pixel near the horizon spans metres: what was small in the picture may be a barn.
    .filter(({ placed }) => !placed.located || fitsSize(placed.sizeM));
  const look =
    withFootprint && pose !== undefined && camera !== undefined
      ? { vehicle, pose: withCorrection(pose, correction), camera, terrain }
      : undefined;
  const observation: HeatObservation = {
    vehicleId: vehicle.id,
    nowMs,
    utcMs,
    widthPx,
    sightings: spots.map(({ spot, placed }) => ({
      spot,
      georeference: placed,
      cropPng: spot.cropPng,
      cropOffset: spot.cropOffset,
      searched: sightings.searchedByNetwork,
    })),
    footprint: look === undefined ? undefined : groundSeen(look),
  };
  return { observation, spots, pose };
};
