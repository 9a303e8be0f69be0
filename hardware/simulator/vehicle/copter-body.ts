import type { Ground } from "../scene/ground.ts";
import type { SeededRandom } from "../seeded-random.ts";
import type { Wind } from "../wind.ts";
import { type Body, type BodyState, type Demand, turnTowards } from "./body-state.ts";

const gravityMps2 = 9.81;
const maxHorizontalMps2 = 2.6;
const maxVerticalMps2 = 1.8;
const maxYawRateRadps = 1.0;
const gimbalRateRadps = 1.2;
/** Drag: how strongly the air pulls the body along, 1/s. */
const dragPerS = 0.22;
/** How fast it falls at most, m/s. */
const fallMps = 18;
/** How long the airframe needs to take a new tilt, s. */
const tiltLagS = 0.18;

/** A multirotor: follows velocities within its limits, leans against wind and into turns, is pushed by gusts. */
export class CopterBody implements Body {
  readonly state: BodyState;
  readonly #ground: Ground;
  readonly #wind: Wind;
  readonly #random: SeededRandom;
  #shakeRoll = 0;
  #shakePitch = 0;

  constructor(state: BodyState, ground: Ground, wind: Wind, random: SeededRandom) {
    this.state = state;
    this.#ground = ground;
    this.#wind = wind;
    this.#random = random;
  }

  step(dtS: number, demand: Demand): void {
    const groundM = this.#ground.heightMslM(this.state.eastM, this.state.northM);
    const grounded = this.state.altMslM <= groundM + 0.02;
    if (demand.kind === "off" && !grounded) this.#fall(dtS, groundM);
    else if (demand.kind === "off" || (grounded && demand.upMps <= 0)) this.#rest(groundM);
    else this.#fly(dtS, demand, groundM);
    this.#pointGimbal(dtS, demand);
  }

  /** Motors off in the air. */
  #fall(dtS: number, groundM: number): void {
    const s = this.state;
    s.upMps = Math.max(-fallMps, s.upMps - gravityMps2 * dtS);
    s.eastM += s.eastMps * dtS;
    s.northM += s.northMps * dtS;
    s.altMslM = Math.max(groundM, s.altMslM + s.upMps * dtS);
  }

  #rest(groundM: number): void {
    const s = this.state;
    s.altMslM = groundM;
    [s.eastMps, s.northMps, s.upMps] = [0, 0, 0];
    [s.rollRad, s.pitchRad, s.rollRateRadps, s.pitchRateRadps, s.yawRateRadps] = [0, 0, 0, 0, 0];
  }

  #fly(dtS: number, demand: Demand, groundM: number): void {
    const s = this.state;
    const wind = this.#wind;
    const [needE, needN] = limit(
      (demand.eastMps - s.eastMps) * 1.6,
      (demand.northMps - s.northMps) * 1.6,
      maxHorizontalMps2,
    );
    const needU = Math.max(-maxVerticalMps2, Math.min(maxVerticalMps2, (demand.upMps - s.upMps) * 2));
    // The autopilot holds against the mean wind; only what it cannot foresee, the gusts, moves the body.
    s.eastMps += (needE + dragPerS * wind.gustEastMps) * dtS;
    s.northMps += (needN + dragPerS * wind.gustNorthMps) * dtS;
    s.upMps += needU * dtS;
    s.eastM += s.eastMps * dtS;
    s.northM += s.northMps * dtS;
    s.altMslM = Math.max(groundM, s.altMslM + s.upMps * dtS);
    this.#lean(dtS, needE + dragPerS * (s.eastMps - wind.eastMps), needN + dragPerS * (s.northMps - wind.northMps));
    const before = s.yawRad;
    if (demand.yawRad !== undefined) s.yawRad = turnTowards(s.yawRad, demand.yawRad, maxYawRateRadps * dtS);
    s.yawRateRadps = Math.abs(s.yawRad - before) > Math.PI ? 0 : (s.yawRad - before) / dtS;
  }

  /** Thrust must point against gravity, drag and inertia: the body tilts by atan(a/g). */
  #lean(dtS: number, accelerateE: number, accelerateN: number): void {
    const s = this.state;
    const [sy, cy] = [Math.sin(s.yawRad), Math.cos(s.yawRad)];
    const ahead = accelerateE * sy + accelerateN * cy;
    const aside = accelerateE * cy - accelerateN * sy;
    const keep = Math.exp(-dtS / 0.25);
    const fresh = 0.006 * Math.sqrt(1 - keep * keep);
    this.#shakeRoll = this.#shakeRoll * keep + fresh * this.#random.gaussian();
    this.#shakePitch = this.#shakePitch * keep + fresh * this.#random.gaussian();
    const share = Math.min(1, dtS / tiltLagS);
    const [roll, pitch] = [s.rollRad, s.pitchRad];
    s.rollRad += (Math.atan2(aside, gravityMps2) + this.#shakeRoll - s.rollRad) * share;
    s.pitchRad += (-Math.atan2(ahead, gravityMps2) + this.#shakePitch - s.pitchRad) * share;
    s.rollRateRadps = (s.rollRad - roll) / dtS;
    s.pitchRateRadps = (s.pitchRad - pitch) / dtS;
  }

  /** The gimbal keeps the horizon; a little of the shaking gets through. */
  #pointGimbal(dtS: number, demand: Demand): void {
    const s = this.state;
    const off = demand.gimbalPitchRad - s.gimbalPitchRad;
    s.gimbalPitchRad +=
      Math.max(-gimbalRateRadps * dtS, Math.min(gimbalRateRadps * dtS, off)) + 0.05 * s.pitchRateRadps * dtS;
    s.gimbalRollRad = 0.06 * this.#shakeRoll;
    s.gimbalYawRad = turnTowards(s.gimbalYawRad, s.yawRad + demand.gimbalYawOffsetRad, 1.6 * dtS);
  }
}

const limit = (e: number, n: number, max: number): readonly [number, number] => {
  const size = Math.hypot(e, n);
  return size <= max ? [e, n] : [(e / size) * max, (n / size) * max];
};
