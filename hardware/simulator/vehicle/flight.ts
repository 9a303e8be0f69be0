import type { Body, BodyState, Demand } from "./body-state.ts";
import type { GimbalAim } from "./gimbal-aim.ts";
import { type Course, circle, steer, type Target } from "./guidance.ts";
import type { MissionRunner, MissionStep } from "./mission-runner.ts";
import type { Behaviour } from "./modes.ts";

/** A single order, as by a guided mode. */
export type Order =
  | { readonly kind: "climb"; readonly altMslM: number }
  | { readonly kind: "position"; readonly target: Target }
  | { readonly kind: "velocity"; readonly eastMps: number; readonly northMps: number; readonly upMps: number }
  | {
      readonly kind: "orbit";
      readonly centre: Target;
      readonly radiusM: number;
      readonly clockwise: boolean;
      readonly speedMps: number;
    };

/** Hands on the stick, -1 to 1 each. */
export interface Sticks {
  readonly forward: number;
  readonly right: number;
  readonly up: number;
  readonly turn: number;
}

/** Where a return goes, and how high on the way, m MSL; at the end it lands there. */
export interface ReturnPlan {
  readonly target: { readonly eastM: number; readonly northM: number };
  readonly viaMslM: number;
  readonly waitS: number;
}

export interface FlightOptions {
  readonly kind: "drone" | "robot-dog";
  readonly body: Body;
  readonly aim: GimbalAim;
  readonly groundMslM: (eastM: number, northM: number) => number;
  readonly runner: MissionRunner;
  readonly homeMslM: () => number;
  readonly returnPlan: () => ReturnPlan;
  readonly speedMps: number;
  /** A drone's legs touch the ground, at the end of a landing. */
  readonly touchedDown: () => void;
  readonly arrivedHome: () => void;
}

type Course3 = Pick<Course, "eastMps" | "northMps" | "upMps" | "courseRad">;

const still: Course3 = { eastMps: 0, northMps: 0, upMps: 0 };
/** What a stick's full throw asks for. */
const stickMps = 5;
const stickClimbMps = 2.5;
const circleRadiusM = 10;
/** An order by velocity is good for this long, s (ArduPilot's GUID_TIMEOUT). */
const velocityS = 3;
const trackStepM = 3;
const longestTrack = 500;

/** Turns what a mode does into what the body is to do now. It knows no mode's name. */
export class Flight {
  readonly #o: FlightOptions;
  speedMps: number;
  order: Order | undefined;
  paused = false;
  sticks: Sticks | undefined;
  /** The nose is to point there; undefined: along the way. */
  fixedYawRad: number | undefined;
  #orderAgeS = 0;
  #hold: Target | undefined;
  #circleCentre: Target | undefined;
  #waitedS = 0;
  #home = false;
  #retracing: Target[] | undefined;
  readonly #track: Target[] = [];

  constructor(options: FlightOptions) {
    this.#o = options;
    this.speedMps = options.speedMps;
  }

  /** A mode was entered. */
  enter(): void {
    this.order = undefined;
    this.paused = false;
    this.fixedYawRad = undefined;
    this.#hold = undefined;
    this.#circleCentre = undefined;
    this.#waitedS = 0;
    this.#home = false;
    this.#retracing = undefined;
  }

  command(order: Order): void {
    this.order = order;
    this.paused = false;
    this.#orderAgeS = 0;
    this.#hold = undefined;
    if (order.kind !== "velocity") this.fixedYawRad = undefined;
  }

  /** The track starts anew with each flight. */
  forgetTrack(): void {
    this.#track.length = 0;
  }

  demand(behaviour: Behaviour, dtS: number): Demand {
    this.#remember();
    this.#orderAgeS += dtS;
    if (this.paused) return this.#holdHere();
    switch (behaviour) {
      case "auto":
        return this.#auto(this.#o.runner.step(this.#body, this.#o.homeMslM(), dtS), dtS);
      case "guided":
      case "takeoff":
        return this.#obey();
      case "return":
        return this.#return(dtS);
      case "retrace":
        return this.#retrace(dtS);
      case "land":
        return this.#land(undefined);
      case "circle":
        return this.#circleAhead();
      case "sticks":
        return this.#byHand();
      case "hold":
        return this.#holdHere();
    }
  }

  /** Motors off. */
  rest(): Demand {
    return { ...this.#move(still), kind: "off" };
  }

  get #body(): BodyState {
    return this.#o.body.state;
  }

  get #flies(): boolean {
    return this.#o.kind === "drone";
  }

  #auto(step: MissionStep, dtS: number): Demand {
    if (step.kind !== "finished" && step.kind !== "wait") this.#hold = undefined;
    switch (step.kind) {
      case "takeoff":
        return this.#move(steer(this.#body, { target: step.target, speedMps: 1 }));
      case "go":
        return this.#go(step.target, step.from);
      case "loiter":
        return this.#go(step.target);
      case "circle": {
        const { radiusM, clockwise } = step;
        return this.#circle(step.centre, { radiusM, clockwise, speedMps: this.speedMps });
      }
      case "return":
        return this.#return(dtS);
      case "land":
        return this.#land(step.target);
      case "wait":
      case "finished":
        return this.#holdHere();
    }
  }

  #obey(): Demand {
    const { order } = this;
    if (order === undefined) return this.#holdHere();
    switch (order.kind) {
      case "climb": {
        const { eastM, northM } = this.#body;
        this.#hold ??= { eastM, northM };
        return this.#move({
          ...steer(this.#body, { target: { ...this.#hold, altMslM: order.altMslM }, speedMps: 1 }),
          courseRad: undefined,
        });
      }
      case "position":
        return this.#go(order.target);
      case "velocity":
        if (this.#orderAgeS > velocityS) return this.#holdHere();
        this.#hold = undefined;
        return this.#move(order);
      case "orbit":
        return this.#circle(order.centre, order);
    }
  }

  #go(target: Target, from?: Target): Demand {
    const leg = { target: this.#overGround(target), speedMps: this.speedMps };
    return this.#move(steer(this.#body, from === undefined ? leg : { ...leg, from }));
  }

  /** A height above ground is kept over the ground that is below now. */
  #overGround(target: Target): Target {
    if (target.aboveGroundM === undefined) return target;
    const { eastM, northM } = this.#body;
    return { ...target, altMslM: this.#o.groundMslM(eastM, northM) + target.aboveGroundM };
  }

  #holdHere(): Demand {
    const { eastM, northM, altMslM } = this.#body;
    this.#hold ??= { eastM, northM, altMslM };
    const { courseRad: _, ...stay } = steer(this.#body, { target: this.#hold, speedMps: 1.5 });
    return this.#move(this.#flies ? stay : still);
  }

  #circleAhead(): Demand {
    const { eastM, northM, altMslM, yawRad } = this.#body;
    this.#circleCentre ??= {
      eastM: eastM + circleRadiusM * Math.sin(yawRad),
      northM: northM + circleRadiusM * Math.cos(yawRad),
      altMslM,
    };
    const turn = { radiusM: circleRadiusM, clockwise: true, speedMps: Math.min(this.speedMps, 3.5) };
    return this.#circle(this.#circleCentre, turn);
  }

  #circle(centre: Target, turn: { radiusM: number; clockwise: boolean; speedMps: number }): Demand {
    const course = circle(this.#body, this.#overGround(centre), turn);
    if (this.#flies) return this.#move(course);
    return this.#move({ ...course, courseRad: undefined });
  }

  /** Up to a safe height, straight home, down. A dog just walks home. */
  #return(dtS: number): Demand {
    const body = this.#body;
    const { target, viaMslM, waitS } = this.#o.returnPlan();
    const away = Math.hypot(target.eastM - body.eastM, target.northM - body.northM);
    if (!this.#flies) {
      if (away >= 1) return this.#go(target);
      if (!this.#home) this.#o.arrivedHome();
      this.#home = true;
      return this.#holdHere();
    }
    if (away < 1.5 || this.#home) {
      this.#home = true;
      this.#waitedS += dtS;
      return this.#waitedS < waitS && body.upMps > -0.1 ? this.#holdHere() : this.#land(target);
    }
    const altMslM = Math.max(body.altMslM, viaMslM);
    if (away > 10 && body.altMslM < altMslM - 2)
      return this.#move(steer(body, { target: { ...body, altMslM }, speedMps: 0 }));
    return this.#move(steer(body, { target: { ...target, altMslM }, speedMps: this.speedMps }));
  }

  #retrace(dtS: number): Demand {
    this.#retracing ??= [...this.#track];
    const next = this.#retracing.at(-1);
    if (next === undefined) return this.#return(dtS);
    const { eastM, northM } = this.#body;
    if (Math.hypot(next.eastM - eastM, next.northM - northM) < 2) this.#retracing.pop();
    return this.#go(this.#flies ? next : { eastM: next.eastM, northM: next.northM });
  }

  #land(at: Target | undefined): Demand {
    const body = this.#body;
    if (!this.#flies) return this.#holdHere();
    if (at !== undefined && Math.hypot(at.eastM - body.eastM, at.northM - body.northM) > 3 && !this.#home) {
      return this.#move(steer(body, { target: { ...at, altMslM: body.altMslM }, speedMps: this.speedMps }));
    }
    this.#hold = this.#hold ?? { eastM: at?.eastM ?? body.eastM, northM: at?.northM ?? body.northM };
    const { eastMps, northMps } = steer(body, { target: this.#hold, speedMps: 1 });
    const above = body.altMslM - this.#o.groundMslM(body.eastM, body.northM);
    if (above < 0.05 && body.upMps === 0 && body.eastMps === 0) {
      this.#hold = undefined;
      this.#o.touchedDown();
    }
    return this.#move({ eastMps, northMps, upMps: above > 10 ? -2 : -0.6 });
  }

  #byHand(): Demand {
    const { sticks } = this;
    const body = this.#body;
    const neutral = sticks === undefined || Math.hypot(sticks.forward, sticks.right, sticks.up, sticks.turn) < 0.02;
    if (neutral) return this.#holdHere();
    this.#hold = undefined;
    if (!this.#flies) return this.#walkByHand(sticks);
    const { forward, right, up, turn } = sticks;
    const [s, c] = [Math.sin(body.yawRad), Math.cos(body.yawRad)];
    return this.#move({
      eastMps: (forward * s + right * c) * stickMps,
      northMps: (forward * c - right * s) * stickMps,
      upMps: up * stickClimbMps,
      ...(Math.abs(turn) < 0.02 ? {} : { courseRad: body.yawRad + turn * 0.5 }),
    });
  }

  #walkByHand({ forward, turn }: Sticks): Demand {
    const way = forward < 0 ? -1 : 1;
    const headingRad = this.#body.yawRad + turn * 0.8 * way;
    const speed = Math.max(Math.abs(forward) * this.speedMps, Math.abs(turn) > 0.02 ? 0.05 : 0) * way;
    const course = { eastMps: speed * Math.sin(headingRad), northMps: speed * Math.cos(headingRad), upMps: 0 };
    return { ...this.#move(course), reverse: way < 0 };
  }

  #move(course: { eastMps: number; northMps: number; upMps: number; courseRad?: number | undefined }): Demand {
    const yawRad = this.fixedYawRad ?? course.courseRad;
    return {
      kind: "move",
      eastMps: course.eastMps,
      northMps: course.northMps,
      upMps: course.upMps,
      ...(yawRad === undefined ? {} : { yawRad }),
      ...this.#o.aim.at(this.#body),
    };
  }

  #remember(): void {
    if (this.#retracing !== undefined) return;
    const { eastM, northM, altMslM } = this.#body;
    const last = this.#track.at(-1);
    if (last !== undefined && Math.hypot(last.eastM - eastM, last.northM - northM) < trackStepM) return;
    this.#track.push({ eastM, northM, altMslM });
    if (this.#track.length > longestTrack) this.#track.splice(1, 1);
  }
}
