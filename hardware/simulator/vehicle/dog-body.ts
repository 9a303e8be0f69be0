import type { Ground } from "../scene/ground.ts";
import type { SeededRandom } from "../seeded-random.ts";
import { type Body, type BodyState, type Demand, turnTowards } from "./body-state.ts";

/** The camera and the antenna ride this high above the feet, m. */
export const dogHeightM = 0.5;
const maxAccelerationMps2 = 0.8;
const maxTurnRadps = 0.9;
const strideHz = 1.7;
/** The head camera looks down by this much. */
const dogCameraPitchRad = -0.14;

/** A walking robot: goes where its nose points, follows the slope, sways with each step. */
export class DogBody implements Body {
  readonly state: BodyState;
  readonly #ground: Ground;
  readonly #random: SeededRandom;
  #speedMps = 0;
  #phase = 0;
  #unevenRoll = 0;
  #unevenPitch = 0;

  constructor(state: BodyState, ground: Ground, random: SeededRandom) {
    this.state = state;
    this.#ground = ground;
    this.#random = random;
  }

  step(dtS: number, demand: Demand): void {
    const s = this.state;
    const wanted = demand.kind === "off" ? 0 : Math.hypot(demand.eastMps, demand.northMps);
    const before = s.yawRad;
    const way = demand.reverse === true ? -1 : 1;
    const courseRad = Math.atan2(demand.eastMps * way, demand.northMps * way);
    if (wanted > 0.01) s.yawRad = turnTowards(s.yawRad, courseRad, maxTurnRadps * dtS);
    else if (demand.kind === "move" && demand.yawRad !== undefined)
      s.yawRad = turnTowards(s.yawRad, demand.yawRad, maxTurnRadps * dtS);
    const turned = Math.abs(s.yawRad - before) > Math.PI ? 0 : s.yawRad - before;
    s.yawRateRadps = turned / dtS;
    const aligned = wanted > 0.01 ? Math.cos(courseRad - s.yawRad) : 0;
    const goal = way * wanted * Math.max(0, aligned) ** 2;
    this.#speedMps += Math.max(-maxAccelerationMps2 * dtS, Math.min(maxAccelerationMps2 * dtS, goal - this.#speedMps));
    s.eastMps = this.#speedMps * Math.sin(s.yawRad);
    s.northMps = this.#speedMps * Math.cos(s.yawRad);
    s.eastM += s.eastMps * dtS;
    s.northM += s.northMps * dtS;
    this.#sway(dtS);
  }

  #sway(dtS: number): void {
    const s = this.state;
    this.#phase += 2 * Math.PI * strideHz * dtS * Math.min(1, Math.abs(this.#speedMps));
    const gait = Math.min(1, Math.abs(this.#speedMps) / 1.2);
    const keep = Math.exp(-dtS / 0.8);
    const fresh = 0.012 * gait * Math.sqrt(1 - keep * keep);
    this.#unevenRoll = this.#unevenRoll * keep + fresh * this.#random.gaussian();
    this.#unevenPitch = this.#unevenPitch * keep + fresh * this.#random.gaussian();
    const slope = this.#ground.slope(s.eastM, s.northM);
    const [sy, cy] = [Math.sin(s.yawRad), Math.cos(s.yawRad)];
    const [roll, pitch, alt] = [s.rollRad, s.pitchRad, s.altMslM];
    s.pitchRad =
      Math.atan(slope.east * sy + slope.north * cy) + 0.012 * gait * Math.sin(2 * this.#phase) + this.#unevenPitch;
    s.rollRad =
      -Math.atan(slope.east * cy - slope.north * sy) + 0.022 * gait * Math.sin(this.#phase) + this.#unevenRoll;
    s.altMslM = this.#ground.heightMslM(s.eastM, s.northM) + dogHeightM + 0.012 * gait * Math.sin(2 * this.#phase);
    s.rollRateRadps = (s.rollRad - roll) / dtS;
    s.pitchRateRadps = (s.pitchRad - pitch) / dtS;
    s.upMps = Math.abs(s.altMslM - alt) > 1 ? 0 : (s.altMslM - alt) / dtS;
    s.gimbalRollRad = s.rollRad;
    s.gimbalPitchRad = s.pitchRad + dogCameraPitchRad;
    s.gimbalYawRad = s.yawRad;
  }
}
