/** Where a vehicle truly is and how it moves; changed in place by its dynamics. */
export interface BodyState {
  eastM: number;
  northM: number;
  altMslM: number;
  eastMps: number;
  northMps: number;
  upMps: number;
  rollRad: number;
  /** Nose up. */
  pitchRad: number;
  /** From true north, clockwise. */
  yawRad: number;
  rollRateRadps: number;
  pitchRateRadps: number;
  yawRateRadps: number;
  /** The camera's axis in the earth frame; pitch negative looks down. */
  gimbalRollRad: number;
  gimbalPitchRad: number;
  gimbalYawRad: number;
}

/** What the autopilot wants of the body. */
export interface Demand {
  /** On the ground with motors off (in the air: falling), standing, or moving. */
  readonly kind: "off" | "move";
  /** A robot's: goes there backwards. */
  readonly reverse?: boolean;
  readonly eastMps: number;
  readonly northMps: number;
  readonly upMps: number;
  /** Undefined keeps the heading. */
  readonly yawRad?: number;
  readonly gimbalPitchRad: number;
  /** Of the gimbal against the vehicle's nose. */
  readonly gimbalYawOffsetRad: number;
}

/** A vehicle's dynamics; `dtS` is seconds. */
export interface Body {
  readonly state: BodyState;
  step(dtS: number, demand: Demand): void;
}

/** Turns an angle towards another by at most `maxRad`, the short way. */
export const turnTowards = (fromRad: number, toRad: number, maxRad: number): number => {
  const turn = 2 * Math.PI;
  const off = toRad - fromRad - turn * Math.round((toRad - fromRad) / turn);
  const next = fromRad + Math.max(-maxRad, Math.min(maxRad, off));
  return next - turn * Math.floor(next / turn);
};

/** Standing level on the spot. */
export const bodyAt = (place: {
  readonly eastM: number;
  readonly northM: number;
  readonly altMslM: number;
  readonly yawRad: number;
}): BodyState => ({
  ...place,
  eastMps: 0,
  northMps: 0,
  upMps: 0,
  rollRad: 0,
  pitchRad: 0,
  rollRateRadps: 0,
  pitchRateRadps: 0,
  yawRateRadps: 0,
  gimbalRollRad: 0,
  gimbalPitchRad: 0,
  gimbalYawRad: place.yawRad,
});
