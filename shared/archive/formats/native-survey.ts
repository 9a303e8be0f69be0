import { ardupilotArming, ardupilotMode } from "./ardupilot-state.ts";
import { BootClock, type PlacedSegment, placeSegments } from "./boot-clock.ts";
import { gpsToUtcUs } from "./gps-time.ts";
import type { NativeEvent, NativeRecord } from "./native-record.ts";
import { px4CustomMode } from "./px4-modes.ts";

export type NativeFormat = "dataflash" | "ulog";

/** What must be known of a whole log before its first message can be shown on the vehicle model. */
export interface NativeFacts {
  readonly format: NativeFormat;
  /** As it called itself on its links; 1 where the log doesn't say. */
  readonly systemId: number;
  /** MAV_TYPE; 0 (generic) where the log doesn't say. */
  readonly mavType: number;
  readonly segments: readonly PlacedSegment[];
  /** Different parameters. */
  readonly parameters: number;
  /** Names of messages in it. */
  readonly messages: ReadonlySet<string>;
  /** How it was when the log began: what it says first of its mode, and the opposite of what arming changed to first. */
  readonly begins: { readonly customMode: number | undefined; readonly armed: boolean };
}

const systemIdNames: ReadonlySet<string> = new Set(["SYSID_THISMAV", "MAV_SYSID", "MAV_SYS_ID"]);

/** MAV_TYPE by FRAME_CLASS. Source: ArduPilot, AP_Motors_Class.h and Copter's get_frame_mav_type. */
const copterTypes: ReadonlyMap<number, number> = new Map([
  [1, 2],
  [2, 13],
  [3, 14],
  [4, 14],
  [5, 13],
  [6, 4],
  [7, 15],
  [8, 3],
  [9, 3],
  [10, 3],
  [11, 4],
  [12, 35],
  [13, 4],
  [14, 35],
]);

/** ArduPilot's first text names its firmware: "ArduCopter V4.5.7 (2a3dc4b7)". */
const firmwarePattern = /^(?:Ardu)?(Copter|Plane|Rover|Sub|Blimp|Tracker|APMrover2|Boat) ?V?\d/i;
/** By the build type of VER. Source: ArduPilot, AP_Vehicle_Type.h. */
const buildTypes: ReadonlyMap<number, string> = new Map([
  [1, "rover"],
  [2, "copter"],
  [3, "plane"],
  [7, "sub"],
  [12, "blimp"],
]);

const ardupilotType = (firmware: string, frameClass: number, quadPlane: number): number => {
  switch (firmware) {
    case "copter":
      return copterTypes.get(frameClass) ?? 2;
    case "plane":
      return quadPlane > 0 ? 22 : 1;
    case "rover":
    case "apmrover2":
    case "boat":
      return frameClass === 2 || firmware === "boat" ? 11 : 10;
    case "sub":
      return 12;
    case "blimp":
      return 7;
    default:
      return 0;
  }
};

/** Goes through a log once, for what must be known before it is shown: when it was, whose it is. */
export class NativeSurvey {
  readonly clock = new BootClock();
  readonly #format: NativeFormat;
  readonly #messages = new Set<string>();
  readonly #parameters = new Map<string, number>();
  #firmware: string | undefined;
  #mavType: number | undefined;
  #systemId: number | undefined;
  #firstMode: number | undefined;
  #firstArming: boolean | undefined;

  constructor(format: NativeFormat) {
    this.#format = format;
  }

  /** @returns microseconds since the boot of the clock's current segment */
  record(record: NativeRecord): number {
    const bootUs = this.clock.observe(record.bootUs);
    const { message } = record.layout;
    this.#messages.add(message);
    if (this.#format === "ulog") this.#px4(message, record);
    else this.#ardupilot(message, record);
    return bootUs;
  }

  event(event: NativeEvent): void {
    if (event.kind !== "parameter") return;
    if (this.#parameters.size < 10_000) this.#parameters.set(event.name, event.value);
    if (systemIdNames.has(event.name) && event.value >= 1 && event.value <= 255) this.#systemId = event.value;
  }

  facts(): NativeFacts {
    const frameClass = this.#parameters.get("FRAME_CLASS") ?? 0;
    const type = ardupilotType(this.#firmware ?? "", frameClass, this.#parameters.get("Q_ENABLE") ?? 0);
    return {
      format: this.#format,
      systemId: this.#systemId ?? 1,
      mavType: this.#mavType ?? type,
      segments: placeSegments(this.clock.segments),
      parameters: this.#parameters.size,
      messages: this.#messages,
      // A log that tells first of a disarming began while it was armed.
      begins: { customMode: this.#firstMode, armed: this.#firstArming === false && this.#format === "dataflash" },
    };
  }

  #ardupilot(message: string, record: NativeRecord): void {
    if (this.#firstMode === undefined && message === "MODE") this.#firstMode = ardupilotMode(record);
    this.#firstArming ??= ardupilotArming(record);
    if (message === "GPS" && record.instance === 0) {
      // Before 2015: Week and TimeMS.
      const week = record.first("GWk", "Week");
      const utcUs = gpsToUtcUs(week, record.has("GMS") ? record.number("GMS") : record.number("TimeMS"));
      this.clock.observeUtc(record.bootUs, utcUs, record.number("Status") >= 3);
    } else if (message === "MSG") {
      const [, firmware] = firmwarePattern.exec(record.text("Message")) ?? [];
      this.#firmware ??= firmware?.toLowerCase();
    } else if (message === "VER") this.#firmware ??= buildTypes.get(record.number("BU"));
  }

  #px4(message: string, record: NativeRecord): void {
    if (message === "vehicle_gps_position" || message === "sensor_gps") {
      const utcUs = record.number("time_utc_usec");
      if (utcUs > 1e15) this.clock.observeUtc(record.bootUs, utcUs, record.number("fix_type") >= 3);
    } else if (message === "vehicle_status") {
      const type = record.number("system_type");
      if (type > 0) this.#mavType = type;
      const id = record.number("system_id");
      if (id >= 1) this.#systemId = id;
      this.#firstMode ??= px4CustomMode(record.number("nav_state"));
    }
  }
}
