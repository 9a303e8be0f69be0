import type { BodyState } from "./body-state.ts";

/** A point to go to; without a height, at the ground's. */
export interface Target {
  readonly eastM: number;
  readonly northM: number;
  readonly altMslM?: number;
  /** Instead: above the ground below, followed all the way. */
  readonly aboveGroundM?: number;
}

/** One straight piece of a way. */
export interface Leg {
  readonly target: Target;
  /** Where the leg began: the straight line from there is kept to. Undefined goes straight from here. */
  readonly from?: Target;
  readonly speedMps: number;
}

/** The velocity to fly now and how far is left, horizontally. */
export interface Course {
  readonly eastMps: number;
  readonly northMps: number;
  readonly upMps: number;
  readonly distanceM: number;
  /** Direction of travel; undefined close to the target. */
  readonly courseRad?: number;
}

const brakingMps2 = 1.4;
const maxClimbMps = 3;
const maxSinkMps = 2;

/** The velocity that brings a body along a leg: full speed, braking in time, back to the line by half the error a second. */
export const steer = (body: BodyState, leg: Leg): Course => {
  const { target, from } = leg;
  const [e, n] = [target.eastM - body.eastM, target.northM - body.northM];
  const distanceM = Math.hypot(e, n);
  const speed = Math.min(leg.speedMps, Math.sqrt(2 * brakingMps2 * Math.max(0, distanceM)), distanceM);
  const gap = target.altMslM === undefined ? 0 : target.altMslM - body.altMslM;
  const upMps = Math.max(-maxSinkMps, Math.min(maxClimbMps, gap * 0.8));
  if (distanceM < 0.3) return { eastMps: e * 0.6, northMps: n * 0.6, upMps, distanceM };
  const line = from === undefined ? undefined : { e: target.eastM - from.eastM, n: target.northM - from.northM };
  const length = line === undefined ? 0 : Math.hypot(line.e, line.n);
  if (line === undefined || length < 5 || distanceM < 4) {
    return {
      eastMps: (e / distanceM) * speed,
      northMps: (n / distanceM) * speed,
      upMps,
      distanceM,
      courseRad: Math.atan2(e, n),
    };
  }
  const [ae, an] = [line.e / length, line.n / length];
  // What is left of the way to the target across the line.
  const across = e * -an + n * ae;
  const back = Math.max(-3, Math.min(3, across * 0.5));
  const along = Math.sign(e * ae + n * an || 1) * speed;
  return {
    eastMps: ae * along - an * back,
    northMps: an * along + ae * back,
    upMps,
    distanceM,
    courseRad: Math.atan2(line.e, line.n),
  };
};

/** How quickly a body takes a new velocity, 1/s: what the turn needs inwards is asked for that much earlier. */
const followsPerS = 1.6;
const turnMps2 = 1.8;

/** The velocity that brings a body onto a circle and round it; its nose looks at the centre. */
export const circle = (
  body: BodyState,
  centre: Target,
  turn: { readonly radiusM: number; readonly clockwise: boolean; readonly speedMps: number },
): Course => {
  const [e, n] = [body.eastM - centre.eastM, body.northM - centre.northM];
  const away = Math.max(0.1, Math.hypot(e, n));
  const [oe, on] = [e / away, n / away];
  const off = away - turn.radiusM;
  const speed = Math.min(turn.speedMps, Math.sqrt(turnMps2 * turn.radiusM));
  const along = speed * Math.max(0, 1 - Math.abs(off) / Math.max(10, turn.radiusM)) * (turn.clockwise ? 1 : -1);
  const inwards = Math.max(-turn.speedMps, Math.min(turn.speedMps, off * 0.6)) + along ** 2 / away / followsPerS;
  const gap = centre.altMslM === undefined ? 0 : centre.altMslM - body.altMslM;
  return {
    eastMps: on * along - oe * inwards,
    northMps: -oe * along - on * inwards,
    upMps: Math.max(-maxSinkMps, Math.min(maxClimbMps, gap * 0.8)),
    distanceM: Math.abs(off),
    courseRad: Math.atan2(-e, -n),
  };
};
