import type { MavlinkMessage } from "../../mavlink/messages.ts";
import { autopilotFamily, isVehicleType, noAutopilot, vehicleKind } from "../../vehicle/kinds.ts";
import { modeName } from "../../vehicle/modes.ts";
import type { AutopilotFamily, VehicleKind } from "../../vehicle/vehicle-state.ts";
import { type FactLimits, type Heard, type Timed, type Topic, timed } from "./fact.ts";
import { KeptList } from "./kept-list.ts";

export interface ModeChange extends Timed {
  /** The firmware's own name of it. */
  readonly mode: string;
  readonly customMode: number;
  readonly baseMode: number;
}

export interface ArmedChange extends Timed {
  readonly armed: boolean;
}

/** What heartbeats said: what it is, its modes and when it was armed, the first ones being how it was found. */
export interface ModeFacts {
  readonly kind?: VehicleKind;
  readonly autopilot?: AutopilotFamily;
  /** MAV_TYPE. */
  readonly mavType?: number;
  readonly modes: readonly ModeChange[];
  readonly armed: readonly ArmedChange[];
  /** All of the times between arming and disarming, or the last that was heard, s; absent in logs without times. */
  readonly armedS?: number;
  readonly omittedModes: number;
  readonly omittedArmed: number;
}

/** MAV_MODE_FLAG_SAFETY_ARMED. */
const armedFlag = 128;

/** Modes and arming, of the autopilot's heartbeats only: gimbals and cameras of a vehicle have heartbeats of their own. */
export class ModeTopic implements Topic<ModeFacts> {
  readonly #modes: KeptList<ModeChange>;
  readonly #armedChanges: KeptList<ArmedChange>;
  #mavType: number | undefined;
  #mavAutopilot = 0;
  #customMode: number | undefined;
  #armed: boolean | undefined;
  #lastUs: number | undefined;
  #armedUs = 0;

  constructor({ keep }: FactLimits) {
    this.#modes = new KeptList(keep);
    this.#armedChanges = new KeptList(keep);
  }

  add(message: MavlinkMessage, heard: Heard): void {
    if (message.name !== "HEARTBEAT") return;
    const { type, autopilot, customMode, baseMode } = message.fields;
    if (autopilot === noAutopilot || !isVehicleType(type)) return;
    this.#mavType = type;
    this.#mavAutopilot = autopilot;
    if (customMode !== this.#customMode) {
      this.#customMode = customMode;
      this.#modes.add({ ...timed(heard), mode: modeName(autopilot, type, customMode), customMode, baseMode });
    }
    this.#count(heard.utcUs);
    const armed = (baseMode & armedFlag) !== 0;
    if (armed === this.#armed) return;
    this.#armed = armed;
    this.#armedChanges.add({ ...timed(heard), armed });
  }

  /** Between two heartbeats it was what the first one said. A clock that steps back counts for nothing. */
  #count(utcUs: number | undefined): void {
    if (utcUs === undefined) return;
    if (this.#armed === true && this.#lastUs !== undefined) this.#armedUs += Math.max(0, utcUs - this.#lastUs);
    this.#lastUs = utcUs;
  }

  get facts(): ModeFacts {
    const what =
      this.#mavType === undefined
        ? {}
        : {
            kind: vehicleKind(this.#mavType),
            autopilot: autopilotFamily(this.#mavAutopilot),
            mavType: this.#mavType,
          };
    return {
      ...what,
      modes: this.#modes.entries,
      armed: this.#armedChanges.entries,
      ...(this.#lastUs === undefined ? {} : { armedS: this.#armedUs / 1e6 }),
      omittedModes: this.#modes.omitted,
      omittedArmed: this.#armedChanges.omitted,
    };
  }
}
