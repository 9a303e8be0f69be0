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
  /** Known heights, or level ground for want of any. */
  readonly from: "terrain" | "flat";
}

/** @returns undefined where neither terrain nor home says how high the ground is */
export const cameraGround = ({ pose, terrain, cameraAboveGroundM }: CameraGroundOptions): CameraGround | undefined => {
  const belowMslM = terrain?.heightMslM(pose.latDeg, pose.lonDeg);
  if (terrain && belowMslM !== undefined) {
    const cameraMslM = cameraAboveGroundM === undefined ? pose.altMslM : belowMslM + cameraAboveGroundM;
    return { terrain, cameraMslM, aboveGroundM: cameraMslM - belowMslM, from: "terrain" };
  }
  const aboveGroundM = cameraAboveGroundM ?? pose.altHomeM;
  if (aboveGroundM === undefined) return undefined;
  const level = new FlatTerrain(pose.altMslM - aboveGroundM);
  return { terrain: level, cameraMslM: pose.altMslM, aboveGroundM, from: "flat" };
};

/**
 * Where no terrain is known, the ground is anywhere: one sigma of its height under a drone that has left home, and how it
 * grows with the way from there. An assumption, not a measurement: rolling land with slopes of some 10 % (6 degrees); flat
 * fields do better, mountains far worse, which is why terrain should be loaded there.
 */
const FLAT_BELOW_M = 5;
const FLAT_SLOPE = 0.1;
/** What walks feels the slope that it stands on: only its change ahead is unknown. An assumption, too. */
const FLAT_SLOPE_WALKING = 0.03;
/** Beyond this the place would be a guess anyway. */
const FLAT_MOST_M = 60;

/**
 * How unsure the height of the camera over the ground is that it looks at.
 * @param knownSigmaM where terrain is known
 * @param groundRangeM from the camera to the place it looks at
 */
export const groundHeightSigmaM = (
  ground: Pick<CameraGround, "from">,
  knownSigmaM: number,
  groundRangeM: number,
  walks: "walks" | "flies",
): number => {
  if (ground.from === "terrain") return knownSigmaM;
  if (walks === "walks") return Math.hypot(knownSigmaM, Math.min(FLAT_MOST_M, FLAT_SLOPE_WALKING * groundRangeM));
  return Math.hypot(knownSigmaM, FLAT_BELOW_M, Math.min(FLAT_MOST_M, FLAT_SLOPE * groundRangeM));
};
