import type { Terrain } from "../../../shared/geo/terrain.ts";
import { poseRate, type ReferenceSighting } from "../../../shared/heat/bias/reference-sighting.ts";
import { type CameraGround, cameraGround } from "../../../shared/heat/camera-ground.ts";
import type { PoseSigmas } from "../../../shared/heat/georeference.ts";
import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import type { CameraPose } from "../../../shared/vehicle/pose.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { mountingOf } from "../camera-view.ts";
import type { NotedFrame } from "./noted-frame.ts";

/** One spot of one picture with all that is needed to say how the camera points, once it is known what the spot is. */
export interface SpotView
  extends Pick<ReferenceSighting, "utcMs" | "xPx" | "yPx" | "camera" | "pose" | "rate" | "captureSigmaMs"> {
  readonly ground: CameraGround;
  readonly sigmas: PoseSigmas;
  readonly walks: "walks" | "flies";
}

/** Over which the pose's rate is taken, ms before and after. */
const rateSpanMs = 150;
/** Where a pose is a guess itself it says nothing about the camera. */
const mostGapMs = 300;

export interface SpotViewOptions {
  readonly frame: NotedFrame;
  readonly vehicle: VehicleState;
  readonly terrain: Terrain | undefined;
  readonly poseAt: (vehicleTimeMs: number) => CameraPose | undefined;
  readonly spot: Pick<HotSpot, "xPx" | "yPx">;
}

/** @returns undefined where pose or ground aren't known well enough */
export const spotView = ({ frame, vehicle, terrain, poseAt, spot }: SpotViewOptions): SpotView | undefined => {
  const { captureVehicleMs, captureSigmaMs, camera, utcMs } = frame;
  const pose = poseAt(captureVehicleMs);
  if (pose === undefined || pose.gapMs > mostGapMs) return undefined;
  const before = poseAt(captureVehicleMs - rateSpanMs);
  const after = poseAt(captureVehicleMs + rateSpanMs);
  const { sigmas, cameraAboveGroundM } = mountingOf(vehicle);
  const ground = cameraGround({ pose, terrain, cameraAboveGroundM });
  if (ground === undefined) return undefined;
  return {
    utcMs,
    xPx: spot.xPx,
    yPx: spot.yPx,
    camera,
    pose: { ...pose, altMslM: ground.cameraMslM },
    rate: poseRate(before ?? pose, after ?? pose),
    ground,
    sigmas,
    walks: cameraAboveGroundM === undefined ? "flies" : "walks",
    captureSigmaMs,
  };
};
