import type { LocalPlane } from "../local-plane.ts";
import type { Scenario, ScenarioVehicle } from "../scenario.ts";
import type { Ground } from "../scene/ground.ts";
import { hash32, SeededRandom } from "../seeded-random.ts";
import { Wind } from "../wind.ts";
import { Autopilot } from "./autopilot.ts";
import type { AutopilotListener } from "./autopilot-options.ts";
import { Battery } from "./battery.ts";
import { type Body, type BodyState, bodyAt } from "./body-state.ts";
import { CopterBody } from "./copter-body.ts";
import { DogBody, dogHeightM } from "./dog-body.ts";
import type { Sticks } from "./flight.ts";
import { Lens } from "./lens.ts";
import { missionOf } from "./mission-item.ts";
import { ParameterTable } from "./parameter-table.ts";
import { type Estimate, SensorErrors } from "./sensor-errors.ts";

const degRad = Math.PI / 180;

/** What a booting autopilot does when, s after power-up; as seen in real logs. */
const bootPlan = { batteryS: 1.5, activeStateS: 3, positionS: 9, homeS: 18, estimateS: 41 } as const;

/** How long nothing is heard of a vehicle that starts anew. */
const rebootSilenceMs = 1500;
/** The last position of the sticks counts for this long: ArduPilot's RC_OVERRIDE_TIME, PX4's COM_RC_LOSS_T. */
const sticksMs = { ardupilot: 3000, px4: 500 } as const;

export interface SimVehicleOptions {
  readonly scenario: Scenario;
  readonly vehicle: ScenarioVehicle;
  readonly seed: number;
  readonly plane: LocalPlane;
  readonly ground: Ground;
}

/** What a vehicle says on its own accord, in order; taken by its link. */
export type VehicleEvent =
  | { readonly kind: "text"; readonly severity: number; readonly text: string }
  | { readonly kind: "reached"; readonly seq: number }
  | { readonly kind: "home-set" }
  | { readonly kind: "photo"; readonly count: number };

/** A place on the scenario's plane, with the errors of when it was set. */
export type HomeEstimate = Pick<Estimate, "eastM" | "northM" | "altMslM">;

/** One simulated drone or robot dog: body, autopilot, battery, sensors and the crew that starts it. */
export class SimVehicle {
  readonly spec: ScenarioVehicle;
  readonly plane: LocalPlane;
  readonly autopilot: Autopilot;
  readonly battery: Battery;
  readonly parameters: ParameterTable;
  readonly lens: Lens;
  readonly wind: Wind;
  readonly ground: Ground;
  readonly #body: Body;
  readonly #errors: SensorErrors;
  #bootOffsetMs: number;
  #cold: boolean;
  #photoAt: { readonly eastM: number; readonly northM: number } | undefined;
  #events: VehicleEvent[] = [];
  #simMs = 0;
  #started = false;
  #landedSinceS: number | undefined;
  #bootStage = 0;
  #estimate: Estimate | undefined;
  #home: HomeEstimate;
  #wasArmed = false;
  /** How often it was switched on again. */
  reboots = 0;
  photos = 0;
  #rebootInMs: number | undefined;
  #sticksForMs = 0;

  constructor(options: SimVehicleOptions) {
    const { scenario, vehicle, plane, ground } = options;
    const seed = hash32(options.seed, vehicle.systemId);
    this.spec = vehicle;
    this.plane = plane;
    this.ground = ground;
    this.wind = new Wind(scenario.wind, seed);
    this.battery = new Battery({
      capacityWh: vehicle.batteryWh,
      fraction: vehicle.batteryFraction,
      cells: vehicle.kind === "drone" ? 4 : 8,
    });
    this.parameters = new ParameterTable(vehicle);
    this.lens = new Lens(vehicle.camera.hfovDeg);
    this.#errors = new SensorErrors(seed, vehicle.kind);
    // A vehicle that is ready was switched on some ten minutes before, each at its own time.
    this.#cold = vehicle.boot === "cold";
    this.#bootOffsetMs = this.#cold ? 0 : 540_000 + (hash32(seed, 7) % 240_000);
    const start = plane.toLocal(vehicle.start);
    const lift = vehicle.kind === "drone" ? 0 : dogHeightM;
    const home = { ...start, altMslM: ground.heightMslM(start.eastM, start.northM) + lift };
    const aloft = vehicle.kind === "drone" && vehicle.start.airborne ? vehicle.mission.altitudeHomeM : 0;
    const state = bodyAt({ ...home, altMslM: home.altMslM + aloft, yawRad: vehicle.start.headingDeg * degRad });
    const random = new SeededRandom(seed, "body");
    this.#body =
      vehicle.kind === "drone" ? new CopterBody(state, ground, this.wind, random) : new DogBody(state, ground, random);
    this.autopilot = new Autopilot(
      {
        kind: vehicle.kind,
        firmware: vehicle.firmware,
        plane,
        body: this.#body,
        battery: this.battery,
        parameters: this.parameters,
        groundMslM: (eastM, northM) => ground.heightMslM(eastM, northM) + lift,
        home,
        mission: missionOf(vehicle, plane, home.altMslM),
        speedMps: vehicle.mission.speedMps,
        lowBatteryFraction: vehicle.lowBatteryFraction,
      },
      this.#listener(),
    );
    this.autopilot.positionGood = vehicle.boot === "ready";
    this.#home = { ...this.estimate, altMslM: this.estimate.altMslM - aloft };
    if (aloft > 0) this.#setOff();
    // In the air its home was set on the ground, before the scenario began.
    this.#wasArmed = this.autopilot.armed;
  }

  /** The truth: for cameras and tests, never for the link. */
  get truth(): Readonly<BodyState> {
    return this.#body.state;
  }

  get simMs(): number {
    return this.#simMs;
  }

  /** The vehicle's own clock, ms since its power-up. */
  get bootMs(): number {
    return this.#bootOffsetMs + this.#simMs;
  }

  /** What a cold vehicle does not have yet. */
  get has(): {
    readonly battery: boolean;
    readonly state: boolean;
    readonly position: boolean;
    readonly home: boolean;
    readonly estimate: boolean;
  } {
    const upS = this.#cold ? this.bootMs / 1000 : Infinity;
    return {
      battery: upS > bootPlan.batteryS,
      state: upS > bootPlan.activeStateS,
      position: upS > bootPlan.positionS,
      home: upS > bootPlan.homeS,
      estimate: upS > bootPlan.estimateS,
    };
  }

  get estimate(): Estimate {
    this.#estimate ??= this.#errors.estimate(this.#body.state);
    return this.#estimate;
  }

  /** Where the autopilot believes home to be; set again by arming, as ArduPilot does. */
  get home(): HomeEstimate {
    return this.#home;
  }

  /** Switches itself off and on after its answer has gone out. */
  rebootSoon(): void {
    this.#rebootInMs = 300;
  }

  /** Hands on the stick; good for a moment only. */
  steer(sticks: Sticks): void {
    this.autopilot.flight.sticks = sticks;
    this.#sticksForMs = sticksMs[this.spec.firmware];
  }

  /** Off and on again: its clock starts anew after a moment's silence, and everything that a cold start shows comes again. */
  reboot(): void {
    this.#rebootInMs = undefined;
    this.lens.recordingSinceMs = undefined;
    this.reboots++;
    this.#cold = true;
    this.#bootOffsetMs = -this.#simMs - rebootSilenceMs;
    this.#bootStage = 0;
    this.#events = [];
    this.#wasArmed = false;
    this.autopilot.restart();
  }

  /** Takes a picture. */
  photo(): void {
    this.photos++;
    this.#photoAt = { eastM: this.truth.eastM, northM: this.truth.northM };
    this.#events.push({ kind: "photo", count: this.photos });
  }

  /** Hands over what was said since the last call. */
  takeEvents(): readonly VehicleEvent[] {
    if (this.#events.length === 0) return [];
    const events = this.#events;
    this.#events = [];
    return events;
  }

  step(dtMs: number): void {
    const dtS = dtMs / 1000;
    this.#simMs += dtMs;
    this.wind.step(dtS);
    this.#errors.step(dtS);
    this.#estimate = undefined;
    this.#boot();
    this.#crew();
    this.#setHomeOnArming();
    this.#body.step(dtS, this.autopilot.step(dtS));
    this.battery.step(dtS, this.#powerW());
    this.#photoByDistance();
    this.#passTime(dtMs);
  }

  #passTime(dtMs: number): void {
    this.#sticksForMs -= dtMs;
    if (this.#sticksForMs <= 0) this.autopilot.flight.sticks = undefined;
    if (this.#rebootInMs === undefined) return;
    this.#rebootInMs -= dtMs;
    if (this.#rebootInMs <= 0) this.reboot();
  }

  #photoByDistance(): void {
    const { photoEveryM } = this.autopilot;
    if (photoEveryM <= 0) return;
    this.#photoAt ??= this.truth;
    const { eastM, northM } = this.#photoAt;
    if (Math.hypot(this.truth.eastM - eastM, this.truth.northM - northM) >= photoEveryM) this.photo();
  }

  #listener(): AutopilotListener {
    return {
      text: (severity, text) => this.#events.push({ kind: "text", severity, text }),
      reached: (seq) => this.#events.push({ kind: "reached", seq }),
      photo: () => this.photo(),
    };
  }

  #setHomeOnArming(): void {
    const { armed } = this.autopilot;
    if (armed && !this.#wasArmed) this.#setHome();
    this.#wasArmed = armed;
  }

  #setHome(): void {
    this.#home = this.estimate;
    this.#events.push({ kind: "home-set" });
  }

  /** The crew arms and starts the mission after the delay, and puts in a fresh battery after a landing. */
  #crew(): void {
    const { start, batterySwapMin, mission } = this.spec;
    if (mission.kind === "none") return;
    const nowS = this.#simMs / 1000;
    if (!this.#started && nowS >= start.delayS && this.has.estimate) this.#setOff();
    if (!this.#started || this.autopilot.armed || !this.autopilot.landed) {
      this.#landedSinceS = undefined;
      return;
    }
    this.#landedSinceS ??= nowS;
    if (batterySwapMin === 0 || nowS - this.#landedSinceS < batterySwapMin * 60) return;
    this.autopilot.freshBattery();
    this.#setOff();
  }

  #setOff(): void {
    this.#started = true;
    if (this.spec.mission.kind === "none") {
      this.autopilot.armForced();
      this.autopilot.setMode(this.autopilot.rules.mode.guided);
    } else this.autopilot.startMission();
    this.autopilot.pointGimbal(this.spec.mission.gimbalPitchDeg, 0);
  }

  #boot(): void {
    if (!this.#cold) return;
    const say = (severity: number, text: string) => this.#events.push({ kind: "text", severity, text });
    const { has } = this;
    if (this.#bootStage === 0) {
      say(6, "Calibrating barometer");
      this.#bootStage = 1;
    } else if (this.#bootStage === 1 && has.state) {
      say(6, "ArduPilot Ready");
      this.#bootStage = 2;
    } else if (this.#bootStage === 2 && has.position) {
      say(6, "GPS 1: detected as u-blox at 230400 baud");
      this.#bootStage = 3;
    } else if (this.#bootStage === 3 && has.home) {
      say(6, "EKF3 IMU0 origin set");
      this.#setHome();
      this.#bootStage = 4;
    } else if (this.#bootStage === 4 && has.estimate) {
      say(6, "EKF3 IMU0 is using GPS");
      this.autopilot.positionGood = true;
      this.#bootStage = 5;
    }
  }

  /** Hovering and walking cost most of it; speed and climb a little more. */
  #powerW(): number {
    const body = this.#body.state;
    const ground = Math.hypot(body.eastMps, body.northMps);
    if (this.spec.kind === "robot-dog") return 35 + 55 * ground;
    if (!this.autopilot.armed) return 8;
    const air = Math.hypot(body.eastMps - this.wind.eastMps, body.northMps - this.wind.northMps);
    return 138 + 0.35 * air ** 2 + 45 * Math.max(0, body.upMps);
  }
}
