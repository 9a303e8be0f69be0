import { SeededRandom, WanderingError } from "../seeded-random.ts";
import type { BodyState } from "./body-state.ts";

const degRad = Math.PI / 180;

/** What the autopilot believes: the truth with errors that wander over a minute or so, as real estimates do. */
export interface Estimate {
  readonly eastM: number;
  readonly northM: number;
  readonly altMslM: number;
  readonly rollRad: number;
  readonly pitchRad: number;
  readonly yawRad: number;
  readonly gimbalRollRad: number;
  readonly gimbalPitchRad: number;
  /** From true north, heading error included. */
  readonly gimbalYawRad: number;
}

/**
 * Standard deviations: position 1.5 m a side, heading 2 degrees, gimbal pitch 1 and roll 0.5 degrees, height 1.2 m for a
 * drone (0.25 m for a walking robot, which feels its feet). All heights come from one estimate, as in a real autopilot:
 * the height above home is wrong by what the error has changed since home was set.
 */
export class SensorErrors {
  readonly #errors: Readonly<Record<"east" | "north" | "msl" | "heading" | "pitch" | "roll" | "level", WanderingError>>;

  constructor(seed: number, kind: "drone" | "robot-dog") {
    const wander = (name: string, sigma: number, tauS: number) =>
      new WanderingError(new SeededRandom(seed, name), { sigma, tauS });
    const walking = kind === "robot-dog";
    this.#errors = {
      east: wander("gps east", 1.5, 60),
      north: wander("gps north", 1.5, 60),
      msl: wander("height msl", walking ? 0.25 : 1.2, 240),
      heading: wander("heading", 2 * degRad, 90),
      pitch: wander("gimbal pitch", 1 * degRad, 45),
      roll: wander("gimbal roll", 0.5 * degRad, 45),
      level: wander("level", 0.4 * degRad, 45),
    };
  }

  step(dtS: number): void {
    for (const error of Object.values(this.#errors)) error.step(dtS);
  }

  estimate(body: BodyState): Estimate {
    const { east, north, msl, heading, pitch, roll, level } = this.#errors;
    return {
      eastM: body.eastM + east.value,
      northM: body.northM + north.value,
      altMslM: body.altMslM + msl.value,
      rollRad: body.rollRad + level.value,
      pitchRad: body.pitchRad + level.value * 0.7,
      yawRad: body.yawRad + heading.value,
      gimbalRollRad: body.gimbalRollRad + roll.value,
      gimbalPitchRad: body.gimbalPitchRad + pitch.value,
      gimbalYawRad: body.gimbalYawRad + heading.value,
    };
  }
}
