import type { AutopilotListener, AutopilotOptions } from "./autopilot-options.ts";
import type { Demand } from "./body-state.ts";
import { Failsafes } from "./failsafes.ts";
import { Fence } from "./fence.ts";
import { Flight, type Order } from "./flight.ts";
import { type FlightRules, flightRulesOf } from "./flight-rules.ts";
import { GimbalAim } from "./gimbal-aim.ts";
import { doMissionItem } from "./mission-act.ts";
import type { MissionItem } from "./mission-item.ts";
import { MissionRunner } from "./mission-runner.ts";
import type { FlightMode } from "./modes.ts";
import type { ParameterTable } from "./parameter-table.ts";
import { planReturn } from "./return-plan.ts";

/** Everything is answered at once: done, refused now ("denied": try again later), or no such thing. */
export type Outcome = "accepted" | "denied" | "unsupported";

/** Motors take this long to come up to speed after arming, s; nothing leaves the ground before. */
const spoolUpS = 2.5;
/** Closer to the ground it has not left it, m. */
const groundedM = 0.15;

/** The flight (or walking) logic behind the link: modes, arming, orders, mission, failsafes. Knows nothing of MAVLink. */
export class Autopilot {
  readonly rules: FlightRules;
  readonly runner: MissionRunner;
  readonly flight: Flight;
  readonly aim: GimbalAim;
  readonly fence: Fence;
  readonly failsafes: Failsafes;
  readonly parameters: ParameterTable;
  rally: readonly MissionItem[] = [];
  /** Metres between photos; 0 takes none by itself. */
  photoEveryM = 0;
  home: { readonly eastM: number; readonly northM: number; readonly altMslM: number };
  armed = false;
  /** Arming is refused until the position estimate is there. */
  positionGood = true;
  readonly #o: AutopilotOptions;
  readonly #listener: AutopilotListener;
  #mode: FlightMode;
  /** It may leave the ground, or has left it. */
  #lifting = false;
  #spoolS = 0;
  #waitingS = 0;

  constructor(options: AutopilotOptions, listener: AutopilotListener) {
    this.#o = options;
    this.#listener = listener;
    this.rules = flightRulesOf(options.kind, options.firmware);
    this.parameters = options.parameters;
    this.home = options.home;
    this.#mode = this.#named(this.rules.startMode);
    this.aim = new GimbalAim(options.groundMslM);
    this.fence = new Fence(options.plane);
    this.runner = this.#makeRunner();
    this.flight = this.#makeFlight();
    this.failsafes = new Failsafes(this, options, (severity, text) => listener.text(severity, text));
  }

  get mode(): string {
    return this.#mode.name;
  }

  get modeNumber(): number {
    return this.#mode.number;
  }

  get behaviour(): FlightMode["behaviour"] {
    return this.#mode.behaviour;
  }

  get failsafe(): "none" | "battery" | "gcs" {
    return this.failsafes.active;
  }

  get speedMps(): number {
    return this.flight.speedMps;
  }

  set speedMps(value: number) {
    this.flight.speedMps = value;
  }

  get landed(): boolean {
    return this.#o.kind === "robot-dog" || (!this.armed && this.#o.body.state.upMps === 0);
  }

  /** A drone is off the ground, by itself or falling. */
  get airborne(): boolean {
    return this.#o.kind === "drone" && this.#heightM > groundedM;
  }

  /** It climbs after a take-off, or goes down to land. */
  get phase(): "ground" | "takeoff" | "air" | "landing" {
    if (!this.airborne) return "ground";
    if (this.flight.order?.kind === "climb" && this.#heightM < 1.5) return "takeoff";
    return this.#mode.behaviour === "land" ? "landing" : "air";
  }

  /** Without asking whether it can. */
  setMode(name: string): void {
    if (name === this.#mode.name) return;
    this.#mode = this.#named(name);
    this.flight.enter();
    this.flight.speedMps = this.#cruiseMps();
    if (this.#mode.behaviour === "auto") {
      if (this.parameters.number("MIS_RESTART", 0) === 1) this.runner.restart();
      else this.runner.resume();
    }
  }

  setModeNumber(number: number): Outcome {
    const mode = this.rules.modes.find((known) => known.number === number);
    if (mode === undefined) {
      this.#listener.text(4, `No such mode ${number}`);
      return "denied";
    }
    return this.askMode(mode.name);
  }

  /** As a pilot asks: refused where it can't be. */
  askMode(name: string): Outcome {
    if (name === this.#mode.name) return "accepted";
    const refusal = this.#whyNot(this.#named(name));
    if (refusal !== undefined) {
      this.#listener.text(4, `Mode change to ${name} failed: ${refusal}`);
      return "denied";
    }
    this.failsafes.pilotActed();
    this.setMode(name);
    return "accepted";
  }

  #whyNot(mode: FlightMode): string | undefined {
    if (!this.positionGood && mode.needsPosition) return "requires position";
    if (mode.behaviour !== "auto") return undefined;
    if (!this.runner.hasMission) return "init failed";
    const first = this.runner.firstNavigation?.command;
    const grounded = this.#o.kind === "drone" && this.armed && !this.airborne;
    if (this.rules.firmware === "ardupilot" && grounded && first !== 22) {
      this.#listener.text(2, "Auto: Missing Takeoff Cmd");
      return "init failed";
    }
    return undefined;
  }

  arm(): Outcome {
    if (this.armed) return "accepted";
    const refusal = this.#whyNotArm();
    if (refusal !== undefined) {
      this.#listener.text(2, refusal);
      return "denied";
    }
    this.armForced();
    return "accepted";
  }

  /** Why it can't be armed now, in its own words. */
  #whyNotArm(): string | undefined {
    const { battery, lowBatteryFraction, body } = this.#o;
    if (!this.positionGood) return this.rules.notReadyText;
    if (!this.#mode.armable) return "Arm: Mode not armable";
    if (battery.fraction <= lowBatteryFraction) return "PreArm: Battery 1 below minimum arming capacity";
    const fenced = this.parameters.number("FENCE_ENABLE", 0) > 0;
    if (fenced && this.fence.breachedAt(body.state.eastM, body.state.northM)) return "Arm: vehicle outside fence";
    return undefined;
  }

  /** Without its checks. */
  armForced(): void {
    if (this.armed) return;
    this.armed = true;
    this.#waitingS = 0;
    const { kind, body } = this.#o;
    this.#lifting = this.airborne;
    this.#spoolS = kind === "robot-dog" || this.airborne ? 0 : spoolUpS;
    if (!this.airborne) {
      const { eastM, northM, altMslM } = body.state;
      this.home = { eastM, northM, altMslM };
      this.flight.forgetTrack();
    }
    if (this.rules.firmware === "px4") this.#lifting ||= ["auto", "takeoff"].includes(this.#mode.behaviour);
    this.#listener.text(6, this.rules.armedText);
  }

  disarm(force: "force" | "safe"): Outcome {
    if (!this.armed) return "accepted";
    if (force === "safe" && this.airborne) return "denied";
    this.armed = false;
    this.#lifting = false;
    this.runner.rewind();
    this.#listener.text(6, this.rules.disarmedText);
    if (this.rules.firmware === "px4" && this.#mode.name !== this.rules.mode.hold) this.setMode(this.rules.mode.hold);
    return "accepted";
  }

  /** ArduPilot: in GUIDED, armed and on the ground only. */
  takeOff(heightM: number): Outcome {
    if (this.#o.kind !== "drone" || !this.armed || this.airborne) return "denied";
    if (this.#mode.behaviour !== "guided" || !(heightM > 0)) return "denied";
    this.#lifting = true;
    this.flight.command({ kind: "climb", altMslM: this.home.altMslM + heightM });
    return "accepted";
  }

  /** PX4: a mode of its own, to a height above mean sea level; it climbs once it is armed. */
  takeOffTo(altMslM: number): Outcome {
    if (this.#o.kind !== "drone" || !this.positionGood || this.airborne) return "denied";
    this.setMode("Takeoff");
    this.#lifting = this.armed;
    const { altMslM: hereM } = this.#o.body.state;
    const lowestM = hereM + this.parameters.number("MIS_TAKEOFF_ALT", 2.5);
    this.flight.command({ kind: "climb", altMslM: Number.isFinite(altMslM) ? Math.max(lowestM, altMslM) : lowestM });
    return "accepted";
  }

  /** In a guided mode only. */
  obey(order: Order): Outcome {
    if (this.#mode.behaviour !== "guided") return "denied";
    this.flight.command(order);
    return "accepted";
  }

  /** ArduCopter's pause of a mission or of a way; goes on where it was. */
  pause(paused: boolean): Outcome {
    if (!["auto", "guided"].includes(this.#mode.behaviour) || this.#o.kind !== "drone") return "denied";
    this.flight.paused = paused;
    return "accepted";
  }

  /** MISSION_START: it must be armed already; from the ground this lifts it. */
  beginMission(): Outcome {
    if (this.#o.kind === "drone" && !this.armed) return "denied";
    if (this.askMode(this.rules.mode.auto) !== "accepted") return "denied";
    this.#lifting = true;
    return "accepted";
  }

  /** The crew's way: arms and starts the mission from the beginning. */
  startMission(): Outcome {
    if (!this.runner.hasMission || !this.positionGood) return "denied";
    if (!this.armed) this.setMode(this.rules.startMode);
    if (!this.armed && this.arm() !== "accepted") return "denied";
    this.setMode(this.rules.mode.auto);
    this.#lifting = true;
    this.runner.restart();
    return "accepted";
  }

  pointGimbal(pitchDeg: number, yawDeg: number): void {
    this.aim.angles(pitchDeg, yawDeg);
  }

  freshBattery(): void {
    this.#o.battery.swap();
    this.failsafes.reset();
  }

  /** Power off and on: all but mission, fence, rally points and parameters is gone. */
  restart(): void {
    this.armed = false;
    this.#lifting = false;
    this.positionGood = false;
    this.#mode = this.#named(this.rules.startMode);
    this.flight.enter();
    this.flight.sticks = undefined;
    this.photoEveryM = 0;
    this.runner.rewind();
    this.failsafes.reset();
    this.aim.angles(0, 0);
  }

  step(dtS: number): Demand {
    this.failsafes.step(dtS);
    if (this.armed) this.#spoolS -= dtS;
    this.#disarmWaiting(dtS);
    const grounded = this.#o.kind === "drone" && !this.#lifting;
    if (!this.armed || this.#spoolS > 0 || grounded) {
      if (grounded && this.armed && ["land", "return"].includes(this.#mode.behaviour)) this.disarm("safe");
      return this.flight.rest();
    }
    const demand = this.flight.demand(this.#mode.behaviour, dtS);
    this.#endTakeoff();
    return demand;
  }

  get #heightM(): number {
    const { eastM, northM, altMslM } = this.#o.body.state;
    return altMslM - this.#o.groundMslM(eastM, northM);
  }

  /** Armed and left alone on the ground, a copter disarms itself. */
  #disarmWaiting(dtS: number): void {
    const delayS = this.parameters.number(this.rules.parameter.disarmDelay, 0);
    if (!this.armed || this.#o.kind !== "drone" || this.#lifting || delayS <= 0) return;
    this.#waitingS += dtS;
    if (this.#waitingS >= delayS) this.disarm("safe");
  }

  /** PX4's take-off mode ends in Hold. */
  #endTakeoff(): void {
    const { order } = this.flight;
    if (this.#mode.behaviour !== "takeoff" || order?.kind !== "climb") return;
    if (this.#o.body.state.altMslM > order.altMslM - 0.5) this.setMode(this.rules.mode.hold);
  }

  #cruiseMps(): number {
    const { speed } = this.rules.parameter;
    return this.parameters.number(speed, this.#o.speedMps / this.rules.speedUnitMps) * this.rules.speedUnitMps;
  }

  #makeRunner(): MissionRunner {
    const { plane, mission, kind, groundMslM } = this.#o;
    const listener = this.#listener;
    return new MissionRunner({
      plane,
      items: mission,
      flies: kind === "drone",
      acceptM: kind === "drone" ? 2.2 : 0.8,
      homeIsItem0: this.rules.homeIsItem0,
      groundMslM,
      events: {
        reached: (seq) => listener.reached(seq),
        text: (text) => {
          if (this.rules.firmware === "ardupilot") listener.text(6, text);
        },
        arrived: (seq, waitS) => this.#sayArrived(seq, waitS),
        finished: () => this.#sayFinished(),
        act: (item) => doMissionItem(this, item, { plane, photo: () => listener.photo() }),
      },
    });
  }

  #sayArrived(seq: number, waitS: number): void {
    if (this.rules.firmware === "px4") return;
    const loiter = waitS > 0 ? `. Loiter for ${waitS} seconds` : "";
    this.#listener.text(6, this.#o.kind === "drone" ? `Reached command #${seq}` : `Reached waypoint #${seq}${loiter}`);
  }

  #sayFinished(): void {
    if (this.rules.firmware === "px4") this.#listener.text(6, "Mission finished, loitering");
    else if (this.#o.kind === "robot-dog") this.#listener.text(5, "Mission Complete");
  }

  #makeFlight(): Flight {
    const { kind, body, plane, groundMslM, speedMps } = this.#o;
    return new Flight({
      kind,
      body,
      aim: this.aim,
      groundMslM,
      runner: this.runner,
      homeMslM: () => this.home.altMslM,
      returnPlan: () => {
        const { home, rally, rules, parameters } = this;
        return planReturn({ at: body.state, home, rally, plane, rules, parameters });
      },
      speedMps,
      touchedDown: () => this.disarm("force"),
      arrivedHome: () => this.#listener.text(6, "Reached destination"),
    });
  }

  #named(name: string): FlightMode {
    const mode = this.rules.modes.find((known) => known.name === name);
    if (mode === undefined) throw new Error(`There is no mode ${name} here.`);
    return mode;
  }
}
