import type { LocalPlane } from "../local-plane.ts";
import type { Battery } from "./battery.ts";
import type { Body, Demand } from "./body-state.ts";
import { type Course, steer, type Target } from "./guidance.ts";
import type { MissionItem } from "./mission-item.ts";
import { MissionRunner, type MissionStep } from "./mission-runner.ts";
import { copterModes, type ModeName, modeNumber, roverModes } from "./modes.ts";

export interface AutopilotOptions {
  readonly kind: "drone" | "robot-dog";
  readonly plane: LocalPlane;
  readonly body: Body;
  readonly battery: Battery;
  readonly home: { readonly eastM: number; readonly northM: number; readonly altMslM: number };
  readonly mission: readonly MissionItem[];
  readonly speedMps: number;
  readonly gimbalPitchDeg: number;
  readonly lowBatteryFraction: number;
}

/** What the autopilot has to tell its operator. */
export interface AutopilotListener {
  /** `severity` as MAV_SEVERITY. */
  text(severity: number, text: string): void;
  reached(seq: number): void;
}

/** Everything is answered at once: done, refused now ("denied": try again later), or no such thing. */
export type Outcome = "accepted" | "denied" | "unsupported";

const degRad = Math.PI / 180;
const returnHeightM = 35;
/** Motors take this long to come up to speed after arming, s; nothing leaves the ground before. */
const spoolUpS = 2.5;

/** The flight (or walking) logic behind the link: modes, arming, mission, failsafe. Knows nothing of MAVLink. */
export class Autopilot {
  readonly modes: ReadonlyMap<number, ModeName>;
  readonly runner: MissionRunner;
  readonly #o: AutopilotOptions;
  readonly #listener: AutopilotListener;
  home: { readonly eastM: number; readonly northM: number; readonly altMslM: number };
  mode: ModeName;
  armed = false;
  /** Arming is refused until the position estimate is there. */
  positionGood = true;
  failsafe: "none" | "battery" = "none";
  speedMps: number;
  #guided: Target | undefined;
  #hold: Target | undefined;
  #gimbalPitchRad: number;
  #gimbalYawRad = 0;
  #spoolS = 0;

  constructor(options: AutopilotOptions, listener: AutopilotListener) {
    this.#o = options;
    this.#listener = listener;
    this.modes = options.kind === "drone" ? copterModes : roverModes;
    this.home = options.home;
    this.mode = options.kind === "drone" ? "STABILIZE" : "HOLD";
    this.speedMps = options.speedMps;
    this.#gimbalPitchRad = 0;
    this.runner = new MissionRunner({
      plane: options.plane,
      items: options.mission,
      acceptM: options.kind === "drone" ? 2.2 : 0.8,
      events: {
        reached: (seq) => listener.reached(seq),
        text: (text) => listener.text(6, text),
        speed: (speedMps) => {
          this.speedMps = speedMps;
        },
        gimbal: (pitchDeg, yawDeg) => this.pointGimbal(pitchDeg, yawDeg),
      },
    });
  }

  get modeNumber(): number {
    return modeNumber(this.modes, this.mode);
  }

  get landed(): boolean {
    return this.#o.kind === "robot-dog" || (!this.armed && this.#o.body.state.upMps === 0);
  }

  setMode(name: ModeName): void {
    if (name === this.mode) return;
    this.mode = name;
    this.#hold = undefined;
    this.#guided = undefined;
  }

  setModeNumber(number: number): Outcome {
    const name = this.modes.get(number);
    if (name === undefined) {
      this.#listener.text(4, `No such mode ${number}`);
      return "denied";
    }
    if (!this.positionGood && name !== "STABILIZE" && name !== "MANUAL" && name !== "HOLD") {
      this.#listener.text(4, `Mode change to ${name} failed: requires position`);
      return "denied";
    }
    this.setMode(name);
    return "accepted";
  }

  arm(): Outcome {
    if (this.armed) return "accepted";
    if (!this.positionGood) {
      this.#listener.text(2, "PreArm: Need Position Estimate");
      return "denied";
    }
    if (this.#o.battery.fraction <= this.#o.lowBatteryFraction) {
      this.#listener.text(2, "PreArm: Battery 1 below minimum arming capacity");
      return "denied";
    }
    this.armed = true;
    const aloft = this.#o.body.state.altMslM - this.home.altMslM > 1;
    this.#spoolS = this.#o.kind === "robot-dog" || aloft ? 0 : spoolUpS;
    this.#listener.text(6, "Arming motors");
    return "accepted";
  }

  disarm(force: "force" | "safe"): Outcome {
    if (!this.armed) return "accepted";
    const above = this.#o.body.state.altMslM - this.home.altMslM;
    const standing = this.#o.kind === "robot-dog" || (above < 1 && Math.abs(this.#o.body.state.upMps) < 0.3);
    if (force === "safe" && !standing) return "denied";
    this.armed = false;
    this.#listener.text(6, "Disarming motors");
    return "accepted";
  }

  takeOff(heightM: number): Outcome {
    if (this.#o.kind !== "drone" || !this.armed || this.mode !== "GUIDED") return "denied";
    const { eastM, northM } = this.#o.body.state;
    this.#guided = { eastM, northM, altMslM: this.home.altMslM + heightM };
    return "accepted";
  }

  /** In GUIDED only. */
  goTo(target: Target): Outcome {
    if (this.mode !== "GUIDED") return "denied";
    this.#guided = target;
    return "accepted";
  }

  startMission(): Outcome {
    if (this.runner.items.length < 2 || !this.positionGood) return "denied";
    if (!this.armed && this.arm() !== "accepted") return "denied";
    this.setMode("AUTO");
    this.runner.restart();
    return "accepted";
  }

  pointGimbal(pitchDeg: number, yawDeg: number): void {
    this.#gimbalPitchRad = Math.max(-90, Math.min(45, pitchDeg)) * degRad;
    this.#gimbalYawRad = yawDeg * degRad;
  }

  freshBattery(): void {
    this.#o.battery.swap();
    this.failsafe = "none";
  }

  step(dtS: number): Demand {
    this.#watchBattery();
    if (this.armed) this.#spoolS -= dtS;
    if (!this.armed || this.#spoolS > 0) return { ...this.#move({ eastMps: 0, northMps: 0, upMps: 0 }), kind: "off" };
    switch (this.mode) {
      case "AUTO":
        return this.#auto(this.runner.step(this.#o.body.state, this.home.altMslM));
      case "GUIDED":
        return this.#guided === undefined ? this.#holdHere() : this.#go(this.#guided);
      case "RTL":
        return this.#return();
      case "LAND":
        return this.#land();
      default:
        return this.#holdHere();
    }
  }

  #auto(step: MissionStep): Demand {
    switch (step.kind) {
      case "takeoff":
        return this.#move(steer(this.#o.body.state, { target: step.target, speedMps: 1 }));
      case "go":
        return this.#go(step.target, step.from);
      case "loiter":
        return this.#go(step.target);
      case "return":
        return this.#return();
      case "land":
        return this.#land();
      case "finished":
        return this.#holdHere();
    }
  }

  #go(target: Target, from?: Target): Demand {
    const leg = from === undefined ? { target, speedMps: this.speedMps } : { target, from, speedMps: this.speedMps };
    return this.#move(steer(this.#o.body.state, leg));
  }

  #holdHere(): Demand {
    const { eastM, northM, altMslM } = this.#o.body.state;
    this.#hold ??= { eastM, northM, altMslM };
    const { courseRad: _, ...still } = steer(this.#o.body.state, { target: this.#hold, speedMps: 1.5 });
    return this.#o.kind === "drone" ? this.#move(still) : this.#move({ eastMps: 0, northMps: 0, upMps: 0 });
  }

  /** Up to a safe height, straight home, down. A dog just walks home. */
  #return(): Demand {
    const body = this.#o.body.state;
    const away = Math.hypot(this.home.eastM - body.eastM, this.home.northM - body.northM);
    if (this.#o.kind === "robot-dog") return away < 1 ? this.#holdHere() : this.#go(this.home);
    if (away < 1.5) return this.#land();
    const altMslM = Math.max(body.altMslM, this.home.altMslM + returnHeightM);
    if (away > 10 && body.altMslM < altMslM - 2)
      return this.#move(steer(body, { target: { ...body, altMslM }, speedMps: 0 }));
    return this.#move(steer(body, { target: { ...this.home, altMslM }, speedMps: Math.max(this.speedMps, 8) }));
  }

  #land(): Demand {
    const body = this.#o.body.state;
    this.#hold ??= { eastM: body.eastM, northM: body.northM };
    const { eastMps, northMps } = steer(body, { target: this.#hold, speedMps: 1 });
    const above = body.altMslM - this.home.altMslM;
    if (body.upMps === 0 && body.eastMps === 0) {
      this.#hold = undefined;
      this.disarm("force");
    }
    return this.#move({ eastMps, northMps, upMps: above > 10 ? -2 : -0.6 });
  }

  #move(course: Pick<Course, "eastMps" | "northMps" | "upMps" | "courseRad">): Demand {
    return {
      kind: "move",
      eastMps: course.eastMps,
      northMps: course.northMps,
      upMps: course.upMps,
      ...(course.courseRad === undefined ? {} : { yawRad: course.courseRad }),
      gimbalPitchRad: this.#gimbalPitchRad,
      gimbalYawOffsetRad: this.#gimbalYawRad,
    };
  }

  #watchBattery(): void {
    const { battery, lowBatteryFraction, kind } = this.#o;
    if (!this.armed || this.failsafe !== "none" || battery.fraction > lowBatteryFraction) return;
    this.failsafe = "battery";
    this.#listener.text(4, `Battery 1 is low ${battery.voltageV.toFixed(2)}V used ${battery.usedMah.toFixed(0)} mAh`);
    this.#listener.text(4, kind === "drone" ? "Battery Failsafe - RTL" : "Battery Failsafe - Hold");
    this.setMode(kind === "drone" ? "RTL" : "HOLD");
  }
}
