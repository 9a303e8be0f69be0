import { FlatTerrain } from "../geo/flat-terrain.ts";
import type { Terrain } from "../geo/terrain.ts";
import type { CameraPose } from "../vehicle/pose.ts";

export interface CameraGroundOptions {
  readonly pose: CameraPose;
  /** Absent: level ground at the height of home. */
  readonly terrain?: Terrain | undefined;
  /**
   * Height of the camera above the ground below it, m, where that is known better than its altitude: a robot dog's camera
   * is half a metre up, whatever its GPS says.
   */
  readonly cameraAboveGroundM?: number | undefined;
}

/** The ground that a camera looks at, and the camera's altitude that goes with it. */
export interface CameraGround {
  readonly terrain: Terrain;
  readonly cameraMslM: number;
  /** Of the camera above the ground below it. */
  readonly aboveGroundM: number;
}

/** @returns undefined where neither terrain nor home says how high the ground is */
export const cameraGround = ({ pose, terrain, cameraAboveGroundM }: CameraGroundOptions): CameraGround | undefined => {
  const belowMslM = terrain?.heightMslM(pose.latDeg, pose.lonDeg);
  if (terrain && belowMslM !== undefined) {
    const cameraMslM = cameraAboveGroundM === undefined ? pose.altMslM : belowMslM + cameraAboveGroundM;
    return { terrain, cameraMslM, aboveGroundM: cameraMslM - belowMslM };
  }
  const aboveGroundM = cameraAboveGroundM ?? pose.altHomeM;
  if (aboveGroundM === undefined) return undefined;
  return { terrain: new FlatTerrain(pose.altMslM - aboveGroundM), cameraMslM: pose.altMslM, aboveGroundM };
};
