import { asRad, type Rad, wrapPi } from "../units/angle.ts";

/** A rotation, Hamilton convention, scalar first, from the turned frame (body, camera) to NED. */
export type Quaternion = readonly [w: number, x: number, y: number, z: number];

/** Aerospace angles, NED: yaw from true north, then pitch (nose up positive), then roll. */
export interface Euler {
  readonly rollRad: Rad;
  readonly pitchRad: Rad;
  readonly yawRad: Rad;
}

/** @returns undefined where the four numbers are no rotation (NaN, zero) */
export const unitQuaternion = (w: number, x: number, y: number, z: number): Quaternion | undefined => {
  const norm = Math.hypot(w, x, y, z);
  if (!Number.isFinite(norm) || norm < 0.5) return undefined;
  return [w / norm, x / norm, y / norm, z / norm];
};

/** The rotation `b`, then `a` (Hamilton product). */
export const multiply = (a: Quaternion, b: Quaternion): Quaternion => [
  a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
  a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
  a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
  a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
];

/** A turn by `yawRad` about down. */
export const yawQuaternion = (yawRad: number): Quaternion => [Math.cos(yawRad / 2), 0, 0, Math.sin(yawRad / 2)];

/** Yaw, then pitch, then roll (aerospace sequence Z-Y'-X''). */
export const quaternionOf = (rollRad: number, pitchRad: number, yawRad: number): Quaternion => {
  const cr = Math.cos(rollRad / 2);
  const sr = Math.sin(rollRad / 2);
  const cp = Math.cos(pitchRad / 2);
  const sp = Math.sin(pitchRad / 2);
  const cy = Math.cos(yawRad / 2);
  const sy = Math.sin(yawRad / 2);
  return [
    cr * cp * cy + sr * sp * sy,
    sr * cp * cy - cr * sp * sy,
    cr * sp * cy + sr * cp * sy,
    cr * cp * sy - sr * sp * cy,
  ];
};

/** Beyond this |sin pitch| roll and yaw turn about one axis. */
const singularSine = 0.999_999;

/** The inverse of `quaternionOf`. Straight up or down, where roll and yaw can't be told apart, all of it is yaw. */
export const eulerOf = ([w, x, y, z]: Quaternion): Euler => {
  const sinPitch = Math.max(-1, Math.min(1, 2 * (w * y - x * z)));
  const pitchRad = asRad(Math.asin(sinPitch));
  if (Math.abs(sinPitch) > singularSine) {
    return { rollRad: asRad(0), pitchRad, yawRad: wrapPi(Math.atan2(-2 * (x * y - w * z), 1 - 2 * (x * x + z * z))) };
  }
  return {
    rollRad: asRad(Math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y))),
    pitchRad,
    yawRad: asRad(Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))),
  };
};

/** The shortest way from `a` (fraction 0) to `b` (1) at an even rate. */
export const slerp = (a: Quaternion, b: Quaternion, fraction: number): Quaternion => {
  const dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
  const sign = dot < 0 ? -1 : 1;
  const angle = Math.acos(Math.min(1, Math.abs(dot)));
  const sine = Math.sin(angle);
  const near = sine < 1e-6;
  const fromA = near ? 1 - fraction : Math.sin((1 - fraction) * angle) / sine;
  const fromB = sign * (near ? fraction : Math.sin(fraction * angle) / sine);
  const mixed = unitQuaternion(
    a[0] * fromA + b[0] * fromB,
    a[1] * fromA + b[1] * fromB,
    a[2] * fromA + b[2] * fromB,
    a[3] * fromA + b[3] * fromB,
  );
  return mixed ?? a;
};
