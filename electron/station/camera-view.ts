import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Terrain } from "../../shared/geo/terrain.ts";
import type { CameraModel } from "../../shared/heat/camera-model.ts";
import { footprint } from "../../shared/heat/footprint.ts";
import { droneSigmas, georeference, groundRobotSigmas, type PoseSigmas } from "../../shared/heat/georeference.ts";
import type { CameraPose } from "../../shared/vehicle/pose.ts";
import type { VehicleState, VideoStream } from "../../shared/vehicle/vehicle-state.ts";

/** A robot dog's camera above its feet, m: far better known than its altitude. */
const robotCameraHeightM = 0.5;
/** A receiver that claims less is not believed. */
const bestPositionM = 0.5;

/** What is known of a vehicle's camera besides its pose. */
export const mountingOf = (vehicle: VehicleState): { readonly cameraAboveGroundM?: number; sigmas: PoseSigmas } => {
  const isRobot = vehicle.kind === "ground-robot";
  const typical = isRobot ? groundRobotSigmas : droneSigmas;
  const accuracyM = vehicle.gps?.horizontalAccuracyM;
  const sigmas = accuracyM === undefined ? typical : { ...typical, positionM: Math.max(bestPositionM, accuracyM) };
  return { sigmas, ...(isRobot ? { cameraAboveGroundM: robotCameraHeightM } : {}) };
};

/** The camera as its stream is described; undefined where it doesn't say how wide it looks. */
const cameraOfStream = (stream: VideoStream): CameraModel | undefined => {
  const { widthPx, heightPx, hfovRad } = stream;
  return hfovRad === undefined || widthPx <= 0 || heightPx <= 0 ? undefined : { widthPx, heightPx, hfovRad };
};

/** The thermal camera as the vehicle describes its stream. */
export const thermalCameraOf = (vehicle: VehicleState): CameraModel | undefined => {
  const streams = vehicle.cameras.flatMap((camera) => camera.streams);
  const stream = streams.find(({ thermal, running, hfovRad }) => thermal && running && hfovRad !== undefined);
  return stream === undefined ? undefined : cameraOfStream(stream);
};

export interface LookOptions {
  readonly vehicle: VehicleState;
  readonly pose: CameraPose;
  readonly camera: CameraModel;
  readonly terrain: Terrain | undefined;
}

/** What a camera sees of the ground. */
export const groundSeen = ({ vehicle, pose, camera, terrain }: LookOptions): readonly LatLon[] | undefined =>
  footprint({ pose, camera, terrain, cameraAboveGroundM: mountingOf(vehicle).cameraAboveGroundM });

/** How large a pixel in the picture's middle is on the ground, m. */
export const groundSamplingDistanceM = ({ vehicle, pose, camera, terrain }: LookOptions): number | undefined => {
  const spot = { xPx: camera.widthPx / 2, yPx: camera.heightPx / 2, widthPx: 1, heightPx: 1 };
  const middle = georeference({ spot, pose, camera, terrain, captureSigmaMs: 0, ...mountingOf(vehicle) });
  return middle.located ? middle.gsdM : undefined;
};
