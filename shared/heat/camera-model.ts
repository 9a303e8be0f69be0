import type { Ned } from "../units/ned.ts";

/**
 * A pinhole camera with square pixels and the axis through the picture's middle. Pixel coordinates run from the top left
 * corner, so that the middle of the first pixel is (0.5, 0.5) and the picture's middle is (width/2, height/2).
 */
export interface CameraModel {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Between the outer edges of the first and last column. */
  readonly hfovRad: number;
}

/** How a camera's axis lies in the earth frame: yaw from true north, then pitch (negative looks down), then roll. */
export interface CameraAttitude {
  readonly rollRad: number;
  readonly pitchRad: number;
  readonly yawRad: number;
}

/** Focal length in pixels. */
export const focalPx = (camera: CameraModel): number => camera.widthPx / 2 / Math.tan(camera.hfovRad / 2);

/** Turns a direction given along the camera's axis, to its right and downwards in the picture into NED. */
export const cameraToNed = (attitude: CameraAttitude, forward: number, right: number, down: number): Ned => {
  const { rollRad, pitchRad, yawRad } = attitude;
  const rolledRight = right * Math.cos(rollRad) - down * Math.sin(rollRad);
  const rolledDown = right * Math.sin(rollRad) + down * Math.cos(rollRad);
  const level = forward * Math.cos(pitchRad) + rolledDown * Math.sin(pitchRad);
  return {
    north: level * Math.cos(yawRad) - rolledRight * Math.sin(yawRad),
    east: level * Math.sin(yawRad) + rolledRight * Math.cos(yawRad),
    down: rolledDown * Math.cos(pitchRad) - forward * Math.sin(pitchRad),
  };
};

/** @returns the unit vector, NED, along which a pixel looks */
export const pixelRay = (camera: CameraModel, attitude: CameraAttitude, xPx: number, yPx: number): Ned => {
  const focal = focalPx(camera);
  const right = xPx - camera.widthPx / 2;
  const down = yPx - camera.heightPx / 2;
  const length = Math.hypot(focal, right, down);
  return cameraToNed(attitude, focal / length, right / length, down / length);
};

/**
 * Where something in a direction (NED, any length) appears; the inverse of `pixelRay`.
 * @returns undefined behind the camera; may lie outside the picture
 */
export const projectToPixel = (
  camera: CameraModel,
  attitude: CameraAttitude,
  direction: Ned,
): { readonly xPx: number; readonly yPx: number } | undefined => {
  const { rollRad, pitchRad, yawRad } = attitude;
  const level = direction.north * Math.cos(yawRad) + direction.east * Math.sin(yawRad);
  const levelRight = direction.east * Math.cos(yawRad) - direction.north * Math.sin(yawRad);
  const forward = level * Math.cos(pitchRad) - direction.down * Math.sin(pitchRad);
  const levelDown = level * Math.sin(pitchRad) + direction.down * Math.cos(pitchRad);
  if (!(forward > 0)) return undefined;
  const right = levelRight * Math.cos(rollRad) + levelDown * Math.sin(rollRad);
  const down = levelDown * Math.cos(rollRad) - levelRight * Math.sin(rollRad);
  const focal = focalPx(camera);
  return { xPx: camera.widthPx / 2 + (focal * right) / forward, yPx: camera.heightPx / 2 + (focal * down) / forward };
};
