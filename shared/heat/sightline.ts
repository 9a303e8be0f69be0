import type { LatLon } from "../geo/lat-lon.ts";
import { LocalFrame } from "../geo/local-frame.ts";
import { castRay } from "../geo/ray-cast.ts";
import type { CameraPose } from "../vehicle/pose.ts";
import type { CameraGround } from "./camera-ground.ts";
import { type CameraModel, cameraToNed, focalPx } from "./camera-model.ts";

/** An error that a pose may have; added to what was reported. */
export interface PoseError {
  readonly northM: number;
  readonly eastM: number;
  readonly heightM: number;
  readonly headingRad: number;
  readonly pitchRad: number;
  /** About the camera's own vertical: across the line of sight. */
  readonly crossRad: number;
  /** About the camera's axis. */
  readonly rollRad: number;
}

/** The pose as it was reported. */
export const noError: PoseError = {
  northM: 0,
  eastM: 0,
  heightM: 0,
  headingRad: 0,
  pitchRad: 0,
  crossRad: 0,
  rollRad: 0,
};

export interface SightlineHit extends LatLon {
  /** From the pose that was reported. */
  readonly northM: number;
  readonly eastM: number;
  readonly slantM: number;
  readonly groundMslM: number;
}

export interface SightlineOptions {
  readonly spot: { readonly xPx: number; readonly yPx: number };
  readonly pose: CameraPose;
  readonly camera: CameraModel;
  readonly ground: CameraGround;
  readonly cameraAboveGroundM?: number | undefined;
  /** Slant, m. */
  readonly maxRangeM: number;
}

/** The ray through one spot, with the pose as it may be wrong. */
export class Sightline {
  /** The angle that a pixel spans there, rad. */
  readonly pixelRad: number;
  readonly #options: SightlineOptions;
  readonly #frame: LocalFrame;
  readonly #forward: number;
  readonly #right: number;
  readonly #down: number;

  constructor(options: SightlineOptions) {
    this.#options = options;
    this.#frame = new LocalFrame(options.pose);
    const focal = focalPx(options.camera);
    const right = options.spot.xPx - options.camera.widthPx / 2;
    const down = options.spot.yPx - options.camera.heightPx / 2;
    const length = Math.hypot(focal, right, down);
    this.#forward = focal / length;
    this.#right = right / length;
    this.#down = down / length;
    this.pixelRad = 1 / length;
  }

  cast(error: PoseError): SightlineHit | undefined {
    const { pose, cameraAboveGroundM, ground, maxRangeM } = this.#options;
    const [cross, sinCross] = [Math.cos(error.crossRad), Math.sin(error.crossRad)];
    const forward = this.#forward * cross - this.#right * sinCross;
    const across = this.#forward * sinCross + this.#right * cross;
    const [roll, sinRoll] = [Math.cos(error.rollRad), Math.sin(error.rollRad)];
    const direction = cameraToNed(
      {
        rollRad: pose.rollRad,
        pitchRad: pose.pitchRad + error.pitchRad,
        yawRad: pose.yawRad + error.headingRad,
      },
      forward,
      across * roll - this.#down * sinRoll,
      across * sinRoll + this.#down * roll,
    );
    const moved = error.northM !== 0 || error.eastM !== 0;
    const place = moved ? this.#frame.toLatLon(error.northM, error.eastM) : pose;
    let altMslM = ground.cameraMslM + error.heightM;
    if (moved && cameraAboveGroundM !== undefined) {
      altMslM = (ground.terrain.heightMslM(place.latDeg, place.lonDeg) ?? Number.NaN) + cameraAboveGroundM;
    }
    const ray = { latDeg: place.latDeg, lonDeg: place.lonDeg, altMslM, direction };
    const frame = moved ? new LocalFrame(place) : this.#frame;
    const hit = castRay(ray, ground.terrain, maxRangeM, frame);
    return hit && { ...hit, northM: hit.northM + error.northM, eastM: hit.eastM + error.eastM };
  }

  /** How far one sigma of an error moves the hit: north, east, m; infinite where neither side meets the ground. */
  column(hit: SightlineHit, error: Partial<PoseError>): readonly [number, number] {
    const plus = this.cast({ ...noError, ...error });
    const minus = this.cast({ ...noError, ...negated(error) });
    if (plus && minus) {
      const north = (plus.northM - minus.northM) / 2;
      const east = (plus.eastM - minus.eastM) / 2;
      const bendNorth = (plus.northM + minus.northM) / 2 - hit.northM;
      const bendEast = (plus.eastM + minus.eastM) / 2 - hit.eastM;
      // The second moment about the unbent hit of a x + b x^2 with x ~ N(0, 1) is a^2 + 3 b^2.
      const length2 = north * north + east * east;
      const bend2 = bendNorth * bendNorth + bendEast * bendEast;
      const scale = length2 > 0 ? Math.sqrt(1 + (3 * bend2) / length2) : 1;
      return [north * scale, east * scale];
    }
    const one = plus ?? minus;
    if (!one) return [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    return [2 * (one.northM - hit.northM), 2 * (one.eastM - hit.eastM)];
  }
}

const negated = (error: Partial<PoseError>): Partial<PoseError> =>
  Object.fromEntries(Object.entries(error).map(([name, value]) => [name, -value]));
