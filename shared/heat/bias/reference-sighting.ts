import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import { wrapPi } from "../../units/angle.ts";
import type { CameraPose } from "../../vehicle/pose.ts";
import { type CameraModel, focalPx } from "../camera-model.ts";

/** How a pose changes in time: with it a pose at a slightly other time is known. */
export interface PoseRate {
  readonly northMps: number;
  readonly eastMps: number;
  readonly upMps: number;
  readonly yawRadps: number;
  readonly pitchRadps: number;
}

/** One picture of a place that is known: all that it says of how the camera points. Plain JSON. */
export interface ReferenceSighting {
  /** What it is a picture of; its errors are the same in all its pictures. */
  readonly referenceId: string;
  readonly utcMs: number;
  readonly xPx: number;
  readonly yPx: number;
  readonly camera: CameraModel;
  /** At the time of capture as the camera says, nothing corrected; its altitude fits the place's (see `CameraGround`). */
  readonly pose: CameraPose;
  readonly rate: PoseRate;
  /** Where the middle of what is seen really is. */
  readonly place: LatLon & { readonly altMslM: number };
  /** Of each horizontal axis, m. */
  readonly placeSigmaM: number;
  /** One sigma of each error of the pose, and of the height between camera and place. */
  readonly sigmas: {
    readonly positionM: number;
    readonly headingRad: number;
    readonly pitchRad: number;
    readonly rollRad: number;
    readonly heightM: number;
  };
  /** Of the capture time. */
  readonly captureSigmaMs: number;
}

/** What may be wrong in a sighting; added to what was reported. */
export interface SightingError {
  readonly headingRad: number;
  readonly pitchRad: number;
  readonly timeMs: number;
  readonly crossRad: number;
  readonly rollRad: number;
  readonly northM: number;
  readonly eastM: number;
  readonly heightM: number;
  readonly placeNorthM: number;
  readonly placeEastM: number;
}

export const noSightingError: SightingError = {
  headingRad: 0,
  pitchRad: 0,
  timeMs: 0,
  crossRad: 0,
  rollRad: 0,
  northM: 0,
  eastM: 0,
  heightM: 0,
  placeNorthM: 0,
  placeEastM: 0,
};

/** Angles as the camera sees them: to the right of its axis, and below the plane through the axis and its right. */
export interface SeenAngles {
  readonly rightRad: number;
  readonly belowRad: number;
}

/** Where the spot is in the picture, as angles. */
export const anglesOfPixel = ({ camera, xPx, yPx }: Pick<ReferenceSighting, "camera" | "xPx" | "yPx">): SeenAngles => {
  const focal = focalPx(camera);
  const right = xPx - camera.widthPx / 2;
  return {
    rightRad: Math.atan2(right, focal),
    belowRad: Math.atan2(yPx - camera.heightPx / 2, Math.hypot(focal, right)),
  };
};

/** Where the place is from the camera as it was reported, m; and how the earth bends there. */
export interface PlaceFromCamera {
  readonly northM: number;
  readonly eastM: number;
  readonly radiusM: number;
}

export const placeFromCamera = ({ pose, place }: Pick<ReferenceSighting, "pose" | "place">): PlaceFromCamera => {
  const frame = new LocalFrame(pose);
  return { ...frame.toNorthEast(place), radiusM: frame.radiusM };
};

/**
 * Where the known place must appear if the pose is wrong by `error`; the inverse of what `Sightline` does with a ray.
 * @returns undefined behind the camera
 */
export const anglesOfPlace = (
  { pose, rate, place }: ReferenceSighting,
  error: SightingError,
  at: PlaceFromCamera,
): SeenAngles | undefined => {
  const s = error.timeMs / 1000;
  const northM = at.northM + error.placeNorthM - error.northM - rate.northMps * s;
  const eastM = at.eastM + error.placeEastM - error.eastM - rate.eastMps * s;
  const bulgeM = (northM * northM + eastM * eastM) / (2 * at.radiusM);
  const downM = pose.altMslM + error.heightM + rate.upMps * s - place.altMslM + bulgeM;
  const yawRad = pose.yawRad + error.headingRad + rate.yawRadps * s;
  const pitchRad = pose.pitchRad + error.pitchRad + rate.pitchRadps * s;
  const level = northM * Math.cos(yawRad) + eastM * Math.sin(yawRad);
  const levelRight = eastM * Math.cos(yawRad) - northM * Math.sin(yawRad);
  const forward = level * Math.cos(pitchRad) - downM * Math.sin(pitchRad);
  const levelDown = level * Math.sin(pitchRad) + downM * Math.cos(pitchRad);
  const rollRad = pose.rollRad + error.rollRad;
  const right = levelRight * Math.cos(rollRad) + levelDown * Math.sin(rollRad);
  const down = levelDown * Math.cos(rollRad) - levelRight * Math.sin(rollRad);
  if (!(forward > 0)) return undefined;
  return {
    rightRad: wrapPi(Math.atan2(right, forward) - error.crossRad),
    belowRad: Math.atan2(down, Math.hypot(forward, right)),
  };
};

/** How a pose changes around an instant, from the poses just before and after it. */
export const poseRate = (before: CameraPose, after: CameraPose): PoseRate => {
  const elapsedS = (after.vehicleTimeMs - before.vehicleTimeMs) / 1000;
  if (!(elapsedS > 0)) return { northMps: 0, eastMps: 0, upMps: 0, yawRadps: 0, pitchRadps: 0 };
  const { northM, eastM } = new LocalFrame(before).toNorthEast(after);
  return {
    northMps: northM / elapsedS,
    eastMps: eastM / elapsedS,
    upMps: (after.altMslM - before.altMslM) / elapsedS,
    yawRadps: wrapPi(after.yawRad - before.yawRad) / elapsedS,
    pitchRadps: wrapPi(after.pitchRad - before.pitchRad) / elapsedS,
  };
};
