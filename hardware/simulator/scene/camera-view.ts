import type { Vector3 } from "./shapes.ts";

/** Where a camera truly is and how its axis points: pitch negative looks down, yaw from true north, clockwise. */
export interface CameraStand {
  readonly eastM: number;
  readonly northM: number;
  readonly altMslM: number;
  readonly rollRad: number;
  readonly pitchRad: number;
  readonly yawRad: number;
}

/** A pinhole's picture; `hfovRad` between its outer edges. */
export interface CameraOptics {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hfovRad: number;
}

/** A pinhole camera in the scene; pixel (0, 0) is the top left corner, pixel centres are at halves. */
export class CameraView {
  readonly stand: CameraStand;
  readonly focalPx: number;
  readonly centreX: number;
  readonly centreY: number;
  readonly forward: Vector3;
  readonly right: Vector3;
  readonly down: Vector3;

  constructor(stand: CameraStand, optics: CameraOptics) {
    this.stand = stand;
    this.focalPx = optics.widthPx / 2 / Math.tan(optics.hfovRad / 2);
    this.centreX = optics.widthPx / 2;
    this.centreY = optics.heightPx / 2;
    const [sy, cy] = [Math.sin(stand.yawRad), Math.cos(stand.yawRad)];
    const [sp, cp] = [Math.sin(stand.pitchRad), Math.cos(stand.pitchRad)];
    const [sr, cr] = [Math.sin(stand.rollRad), Math.cos(stand.rollRad)];
    this.forward = [sy * cp, cy * cp, sp];
    const level: Vector3 = [cy, -sy, 0];
    const under: Vector3 = [sy * sp, cy * sp, -cp];
    this.right = [level[0] * cr + under[0] * sr, level[1] * cr + under[1] * sr, under[2] * sr];
    this.down = [under[0] * cr - level[0] * sr, under[1] * cr - level[1] * sr, under[2] * cr];
  }

  /** The direction seen at a pixel position, not normalised: one unit along the axis. */
  ray(x: number, y: number): Vector3 {
    const u = (x - this.centreX) / this.focalPx;
    const v = (y - this.centreY) / this.focalPx;
    return [
      this.forward[0] + u * this.right[0] + v * this.down[0],
      this.forward[1] + u * this.right[1] + v * this.down[1],
      this.forward[2] + u * this.right[2] + v * this.down[2],
    ];
  }

  /** Scene point to camera axes: right, down, forward; m. */
  toCamera(point: Vector3): Vector3 {
    return this.turn([point[0] - this.stand.eastM, point[1] - this.stand.northM, point[2] - this.stand.altMslM]);
  }

  /** The same for a direction. */
  turn([e, n, u]: Vector3): Vector3 {
    return [
      e * this.right[0] + n * this.right[1] + u * this.right[2],
      e * this.down[0] + n * this.down[1] + u * this.down[2],
      e * this.forward[0] + n * this.forward[1] + u * this.forward[2],
    ];
  }

  /** @returns the pixel position, or undefined behind the camera */
  project(point: Vector3): readonly [number, number] | undefined {
    const [x, y, z] = this.toCamera(point);
    return z < 0.05 ? undefined : [this.centreX + (this.focalPx * x) / z, this.centreY + (this.focalPx * y) / z];
  }
}
