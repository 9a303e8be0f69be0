import { Matrix4, type Quaternion, Vector3 } from "three";
import { type CameraAttitude, cameraToNed } from "../../../shared/heat/camera-model.ts";

const right = new Vector3();
const forward = new Vector3();
const up = new Vector3();
const matrix = new Matrix4();

const setEnu = (into: Vector3, { north, east, down }: { north: number; east: number; down: number }): Vector3 =>
  into.set(east, north, -down);

const axes = (attitude: CameraAttitude): void => {
  setEnu(forward, cameraToNed(attitude, 1, 0, 0));
  setEnu(right, cameraToNed(attitude, 0, 1, 0));
  setEnu(up, cameraToNed(attitude, 0, 0, -1));
};

/** How a vehicle's mesh (x to its right, y to its nose, z up) is turned by its attitude, NED to the scene's ENU. */
export const bodyTurn = (attitude: CameraAttitude, into: Quaternion): Quaternion => {
  axes(attitude);
  return into.setFromRotationMatrix(matrix.makeBasis(right, forward, up));
};

/** How three's camera (looks along -z, y up) is turned to look as a gimbal does. */
export const cameraTurn = (attitude: CameraAttitude, into: Quaternion): Quaternion => {
  axes(attitude);
  return into.setFromRotationMatrix(matrix.makeBasis(right, up, forward.negate()));
};
