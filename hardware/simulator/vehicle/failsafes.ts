import type { AutopilotOptions } from "./autopilot-options.ts";
import type { Fence } from "./fence.ts";
import type { FlightRules } from "./flight-rules.ts";
import type { ParameterTable } from "./parameter-table.ts";

/** What of the autopilot they watch and change. */
interface Watched {
  readonly rules: FlightRules;
  readonly parameters: ParameterTable;
  readonly fence: Fence;
  readonly home: AutopilotOptions["home"];
  readonly armed: boolean;
  readonly airborne: boolean;
  setMode(name: string): void;
}

/**
 * What the autopilot does by itself: on a low battery, when the ground station is not heard any more, and where it leaves
 * its fence. By its parameters, each once until the cause has gone.
 */
export class Failsafes {
  active: "none" | "battery" | "gcs" = "none";
  breached = false;
  breaches = 0;
  readonly #autopilot: Watched;
  readonly #o: AutopilotOptions;
  readonly #say: (severity: number, text: string) => void;
  /** Since a ground station's heartbeat; undefined where none was ever heard. */
  #silentS: number | undefined;

  constructor(autopilot: Watched, options: AutopilotOptions, say: (severity: number, text: string) => void) {
    this.#autopilot = autopilot;
    this.#o = options;
    this.#say = say;
  }

  /** The ground station that it belongs to sent a heartbeat. */
  heard(): void {
    this.#silentS = 0;
    if (this.active !== "gcs") return;
    this.active = "none";
    this.#say(4, this.#isPx4 ? "GCS connection regained" : "GCS Failsafe Cleared");
  }

  /** A pilot chose a mode. */
  pilotActed(): void {
    if (this.active === "gcs") this.active = "none";
  }

  reset(): void {
    this.active = "none";
    this.breached = false;
    this.#silentS = undefined;
  }

  step(dtS: number): void {
    if (this.#silentS !== undefined) this.#silentS += dtS;
    if (!this.#autopilot.armed) return;
    this.#watchBattery();
    this.#watchGroundStation();
    this.#watchFence();
  }

  get #isPx4(): boolean {
    return this.#autopilot.rules.firmware === "px4";
  }

  #watchBattery(): void {
    const { battery, lowBatteryFraction, kind } = this.#o;
    if (this.active === "battery" || battery.fraction > lowBatteryFraction) return;
    this.active = "battery";
    const returns = kind === "drone";
    if (this.#isPx4) this.#say(4, "Low battery: returning to launch");
    else {
      this.#say(4, `Battery 1 is low ${battery.voltageV.toFixed(2)}V used ${battery.usedMah.toFixed(0)} mAh`);
      this.#say(4, returns ? "Battery Failsafe - RTL" : "Battery Failsafe - Hold");
    }
    this.#autopilot.setMode(returns ? this.#autopilot.rules.mode.return : "HOLD");
  }

  #watchGroundStation(): void {
    const { parameters, rules } = this.#autopilot;
    if (this.active !== "none" || this.#silentS === undefined) return;
    const px4 = this.#isPx4;
    const timeoutS = px4 ? parameters.number("COM_DL_LOSS_T", 10) : parameters.number("FS_GCS_TIMEOUT", 5);
    const action = px4 ? parameters.number("NAV_DLL_ACT", 0) : this.#ardupilotAction();
    if (action === 0 || this.#silentS < timeoutS) return;
    this.active = "gcs";
    this.#say(px4 ? 4 : 3, px4 ? "Connection to ground control station lost" : "GCS Failsafe");
    const { mode } = rules;
    if (px4) {
      this.#autopilot.setMode(action === 1 ? mode.hold : action === 3 ? mode.land : mode.return);
      return;
    }
    const land = this.#o.kind === "drone" && action === 5;
    const hold = this.#o.kind === "robot-dog" && action === 2;
    const retrace = action === 3 || action === 4;
    this.#autopilot.setMode(land ? mode.land : hold ? mode.hold : retrace ? "SMART_RTL" : mode.return);
  }

  /** FS_GCS_ENABLE says it all on a copter; a rover's FS_ACTION says what (1: RTL, 2: hold, 3: smart RTL). */
  #ardupilotAction(): number {
    const { parameters } = this.#autopilot;
    const enabled = parameters.number("FS_GCS_ENABLE", 0);
    return this.#o.kind === "drone" || enabled === 0 ? enabled : parameters.number("FS_ACTION", 2);
  }

  #watchFence(): void {
    const breach = this.#fenceBreach();
    if (breach && !this.breached) {
      this.breaches++;
      this.#say(5, this.#isPx4 ? "Geofence violated, returning" : "Fence Breached");
      this.#actOnBreach();
    } else if (!breach && this.breached) this.#say(5, "Fence breach cleared");
    this.breached = breach;
  }

  #fenceBreach(): boolean {
    const { parameters, fence, home } = this.#autopilot;
    const { eastM, northM, altMslM } = this.#o.body.state;
    if (this.#isPx4) return this.#autopilot.airborne && fence.breachedAt(eastM, northM);
    if (parameters.number("FENCE_ENABLE", 0) === 0) return false;
    const type = parameters.number("FENCE_TYPE", 7);
    const heightM = altMslM - home.altMslM;
    const tooHigh = (type & 1) > 0 && this.#o.kind === "drone" && heightM > parameters.number("FENCE_ALT_MAX", 100);
    const away = Math.hypot(eastM - home.eastM, northM - home.northM);
    const tooFar = (type & 2) > 0 && away > parameters.number("FENCE_RADIUS", 300);
    return tooHigh || tooFar || ((type & 4) > 0 && fence.breachedAt(eastM, northM));
  }

  #actOnBreach(): void {
    const { parameters, rules } = this.#autopilot;
    const action = parameters.number(this.#isPx4 ? "GF_ACTION" : "FENCE_ACTION", 1);
    if (this.#isPx4) {
      if (action >= 2) this.#autopilot.setMode(action === 3 ? rules.mode.return : rules.mode.hold);
      return;
    }
    if (action === 0) return;
    if (this.#o.kind === "robot-dog") this.#autopilot.setMode(action === 2 ? "HOLD" : rules.mode.return);
    else if (action === 2) this.#autopilot.setMode(rules.mode.land);
    else this.#autopilot.setMode(action === 4 ? "BRAKE" : action === 3 ? "SMART_RTL" : rules.mode.return);
  }
}
