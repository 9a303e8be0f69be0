import { degToRad } from "../../../units/angle.ts";
import { ardupilotArming, ardupilotMode } from "../ardupilot-state.ts";
import { gpsToUtcUs } from "../gps-time.ts";
import type { NativeEvent, NativeRecord } from "../native-record.ts";
import type { NativeFacts } from "../native-survey.ts";
import { reportPayload } from "./ardupilot-payload.ts";
import { centiDeg, degE7, type FrameSink, fitting, packVoltages, wholeUs } from "./frame-sink.ts";

/** MAV_PARAM_TYPE_REAL32. */
const real32 = 9;
/** MAV_SEVERITY_INFO: the log doesn't keep how urgent a text was. */
const info = 6;
const groundStation = 255;
const autoMode = 3;

interface Motion {
  readonly northMps: number;
  readonly eastMps: number;
  readonly downMps: number;
}

/** Says in MAVLink what an ArduPilot log holds: only what is really in it. */
export class ArdupilotToMavlink {
  readonly #facts: NativeFacts;
  readonly #sink: FrameSink;
  readonly #accuracy = new Map<number, ReturnType<typeof readAccuracy>>();
  #motion: Motion | undefined;
  #yawDeg = Number.NaN;
  #airMps = Number.NaN;
  #throttle = 0;
  #parameters = 0;

  constructor(facts: NativeFacts, sink: FrameSink) {
    this.#facts = facts;
    this.#sink = sink;
  }

  event(event: NativeEvent): void {
    if (event.kind !== "parameter") return;
    const paramIndex = Math.min(0xfffe, this.#parameters++);
    this.#sink.write("PARAM_VALUE", {
      paramId: event.name,
      paramValue: event.value,
      paramType: real32,
      paramCount: Math.min(0xffff, this.#facts.parameters),
      paramIndex: paramIndex < this.#facts.parameters ? paramIndex : 0xffff,
    });
  }

  record(record: NativeRecord): void {
    const sink = this.#sink;
    switch (record.layout.message) {
      case "MODE":
        sink.heart.customMode = ardupilotMode(record) ?? sink.heart.customMode;
        sink.beat();
        return;
      case "ARM":
      case "EV":
        sink.heart.armed = ardupilotArming(record) ?? sink.heart.armed;
        sink.beat();
        return;
      case "MSG":
        this.#message(record);
        return;
      case "ATT":
        this.#attitude(record);
        return;
      case "POS":
        this.#position(record);
        return;
      case "XKF1":
      case "NKF1":
      case "EKF1":
        // Core 0, or the first of the two generations: one of them is enough for a map.
        if (record.has("C") && record.number("C") !== 0) return;
        this.#motion = moving(record.number("VN"), record.number("VE"), record.number("VD")) ?? this.#motion;
        return;
      case "GPS":
        this.#gps(record, record.instance);
        return;
      case "GPS2":
        this.#gps(record, 1);
        return;
      case "GPA":
        this.#accuracy.set(record.instance, readAccuracy(record));
        return;
      case "ARSP":
        if (record.instance === 0) this.#airMps = record.number("Airspeed");
        return;
      case "CTUN":
        this.#throttle = record.has("ThO") ? fitting(record.number("ThO") * 100, 0, 100, 0) : 0;
        return;
      case "ORGN":
        // 0 is the estimator's origin, 1 is home.
        if (record.number("Type") === 1) this.#home(record);
        return;
      case "CMD":
        this.#item(record);
        return;
      case "MISE":
        this.#current(record);
        return;
      case "BAT":
      case "CURR":
        this.#battery(record);
        return;
      case "CAM":
        this.#camera(record);
        return;
      default:
        reportPayload(record, sink);
    }
  }

  #message(record: NativeRecord): void {
    const text = record.text("Message");
    this.#sink.text(text, info);
    const [, reached] = /^Reached (?:command|waypoint) #(\d+)/.exec(text) ?? [];
    if (reached !== undefined) this.#sink.write("MISSION_ITEM_REACHED", { seq: Number(reached) });
  }

  #attitude(record: NativeRecord): void {
    this.#yawDeg = record.number("Yaw");
    const [roll, pitch] = [record.number("Roll"), record.number("Pitch")];
    if (!Number.isFinite(roll + pitch + this.#yawDeg) || !this.#sink.isDue("ATT", 40)) return;
    const yaw = degToRad(this.#yawDeg);
    this.#sink.write("ATTITUDE", {
      timeBootMs: this.#sink.bootMs,
      roll: degToRad(roll),
      pitch: degToRad(pitch),
      yaw: Math.atan2(Math.sin(yaw), Math.cos(yaw)),
    });
  }

  #position(record: NativeRecord): void {
    const [lat, lon, altM] = [record.number("Lat"), record.number("Lng"), record.number("Alt")];
    const motion = this.#motion;
    // GLOBAL_POSITION_INT can't say that a velocity isn't known.
    if (motion === undefined || !Number.isFinite(lat + lon + altM) || !this.#sink.isDue("POS", 100)) return;
    const relativeM = record.first("RelHomeAlt", "RelAlt");
    this.#sink.write("GLOBAL_POSITION_INT", {
      timeBootMs: this.#sink.bootMs,
      lat: degE7(lat),
      lon: degE7(lon),
      alt: Math.round(altM * 1_000),
      relativeAlt: Number.isFinite(relativeM) ? Math.round(relativeM * 1_000) : 0,
      vx: Math.round(motion.northMps * 100),
      vy: Math.round(motion.eastMps * 100),
      vz: Math.round(motion.downMps * 100),
      hdg: Number.isFinite(this.#yawDeg) ? centiDeg(this.#yawDeg) : 0xffff,
    });
    if (!this.#sink.isDue("HUD", 250)) return;
    this.#sink.write("VFR_HUD", {
      airspeed: this.#airMps,
      groundspeed: Math.hypot(motion.northMps, motion.eastMps),
      alt: altM,
      climb: -motion.downMps,
      heading: Number.isFinite(this.#yawDeg) ? Math.floor(centiDeg(this.#yawDeg) / 100) : -1,
      throttle: this.#throttle,
    });
  }

  #gps(record: NativeRecord, instance: number): void {
    if (instance > 1) return;
    const fixType = fitting(record.number("Status"), 0, 8, 0);
    const [speed, course, down] = [record.number("Spd"), record.number("GCrs"), record.number("VZ")];
    if (instance === 0 && fixType >= 3 && this.#isWithoutEstimator) {
      const courseRad = degToRad(course);
      this.#motion = moving(speed * Math.cos(courseRad), speed * Math.sin(courseRad), down) ?? this.#motion;
    }
    if (!this.#sink.isDue(`GPS${instance}`, 200)) return;
    const utcUs = gpsToUtcUs(record.first("GWk", "Week"), record.first("GMS", "TimeMS"));
    this.#sink.write(instance === 0 ? "GPS_RAW_INT" : "GPS2_RAW", {
      timeUsec: wholeUs(utcUs),
      fixType,
      lat: degE7(record.number("Lat")),
      lon: degE7(record.number("Lng")),
      alt: Math.round(record.number("Alt") * 1_000),
      eph: fitting(record.number("HDop") * 100, 0, 0xfffe, 0xffff),
      epv: 0xffff,
      vel: fitting(speed * 100, 0, 0xfffe, 0xffff),
      cog: Number.isFinite(course) ? centiDeg(course) : 0xffff,
      satellitesVisible: fitting(record.number("NSats"), 0, 254, 255),
      ...(this.#accuracy.get(instance) ?? {}),
    });
  }

  get #isWithoutEstimator(): boolean {
    const { messages } = this.#facts;
    return !(messages.has("XKF1") || messages.has("NKF1") || messages.has("EKF1"));
  }

  #home(record: NativeRecord): void {
    this.#sink.write("HOME_POSITION", {
      latitude: degE7(record.number("Lat")),
      longitude: degE7(record.number("Lng")),
      altitude: Math.round(record.number("Alt") * 1_000),
      q: [1, 0, 0, 0],
      timeUsec: wholeUs(this.#sink.utcUs),
    });
  }

  /** An item of the mission, as it would come in a download. */
  #item(record: NativeRecord): void {
    const [seq, count] = [record.number("CNum"), record.number("CTot")];
    if (seq === 0) this.#sink.write("MISSION_COUNT", { count, targetSystem: groundStation, missionType: 0 });
    this.#sink.write("MISSION_ITEM_INT", {
      seq,
      command: record.number("CId"),
      frame: fitting(record.number("Frame"), 0, 255, 0),
      param1: record.number("Prm1"),
      param2: record.number("Prm2"),
      param3: record.number("Prm3"),
      param4: record.number("Prm4"),
      x: degE7(record.number("Lat")),
      y: degE7(record.number("Lng")),
      z: record.number("Alt"),
      targetSystem: groundStation,
      targetComponent: 190,
      autocontinue: 1,
    });
    // Before there was MISE, an item was logged once more when it began.
    const { heart } = this.#sink;
    if (!this.#facts.messages.has("MISE") && heart.armed && heart.customMode === autoMode) this.#current(record);
  }

  #current(record: NativeRecord): void {
    this.#sink.write("MISSION_CURRENT", { seq: record.number("CNum"), total: record.number("CTot") });
  }

  #battery(record: NativeRecord): void {
    const id = record.first("Inst", "Instance");
    const voltageV = record.number("Volt");
    if (!Number.isFinite(voltageV) || !this.#sink.isDue(`BAT${id}`, 500)) return;
    this.#sink.write("BATTERY_STATUS", {
      id: fitting(id, 0, 255, 0),
      voltages: packVoltages(voltageV),
      currentBattery: fitting(record.number("Curr") * 100, 0, 0x7fff, -1),
      currentConsumed: fitting(record.number("CurrTot"), 0, 0x7fffffff, -1),
      energyConsumed: -1,
      temperature: fitting(record.number("Temp") * 100, -0x8000, 0x7ffe, 0x7fff),
      batteryRemaining: fitting(record.number("RemPct"), 0, 100, -1),
    });
  }

  #camera(record: NativeRecord): void {
    const utcUs = gpsToUtcUs(record.number("GPSWeek"), record.number("GPSTime"));
    const imgIdx = record.number("Img");
    this.#sink.write("CAMERA_FEEDBACK", {
      timeUsec: wholeUs(Number.isFinite(utcUs) ? utcUs : this.#sink.utcUs),
      camIdx: fitting(record.first("I", "Instance"), 0, 255, 0),
      imgIdx: fitting(imgIdx, 0, 0xffff, 0),
      lat: degE7(record.number("Lat")),
      lng: degE7(record.number("Lng")),
      altMsl: record.number("Alt"),
      altRel: record.number("RelAlt"),
      roll: record.first("R", "Roll"),
      pitch: record.first("P", "Pitch"),
      yaw: record.first("Y", "Yaw"),
    });
  }
}

/** Below this, m, a height is INT32_MIN: not known. */
const noHeightM = -1e6;

/** GPA: what the receiver says of its own accuracy; 0 where it doesn't, as MAVLink has it. */
const readAccuracy = (record: NativeRecord) => {
  const ellipsoidM = record.number("AEl");
  return {
    epv: fitting(record.number("VDop") * 100, 0, 0xfffe, 0xffff),
    hAcc: fitting(record.number("HAcc") * 1_000, 0, 0xfffffffe, 0),
    vAcc: fitting(record.number("VAcc") * 1_000, 0, 0xfffffffe, 0),
    velAcc: fitting(record.number("SAcc") * 1_000, 0, 0xfffffffe, 0),
    ...(ellipsoidM > noHeightM ? { altEllipsoid: Math.round(ellipsoidM * 1_000) } : {}),
  };
};

const moving = (northMps: number, eastMps: number, downMps: number): Motion | undefined =>
  Number.isFinite(northMps + eastMps + downMps) ? { northMps, eastMps, downMps } : undefined;
