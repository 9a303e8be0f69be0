import { radToDeg } from "../../../units/angle.ts";
import type { NativeEvent, NativeRecord } from "../native-record.ts";
import type { NativeFacts } from "../native-survey.ts";
import { px4CustomMode } from "../px4-modes.ts";
import { centiDeg, degE7, type FrameSink, fitting, packVoltages, wholeUs } from "./frame-sink.ts";
import { reportPx4Payload } from "./px4-payload.ts";

/** vehicle_status.arming_state. */
const armedState = 2;
/** MAV_PARAM_TYPE_INT32 and MAV_PARAM_TYPE_REAL32. */
const int32 = 6;
const real32 = 9;
const info = 6;

/** PX4's 8 is an extrapolated position, MAVLink's 8 the most exact one there is. */
const fixTypeOf = (fixType: number): number => (fixType === 8 ? 3 : fitting(fixType, 0, 6, 0));

/** Says in MAVLink what a PX4 log holds: only what is really in it. */
export class Px4ToMavlink {
  readonly #facts: NativeFacts;
  readonly #sink: FrameSink;
  #motion: { readonly northMps: number; readonly eastMps: number; readonly downMps: number } | undefined;
  #headingRad = Number.NaN;
  #homeAltM = Number.NaN;
  #airMps = Number.NaN;
  #parameters = 0;

  constructor(facts: NativeFacts, sink: FrameSink) {
    this.#facts = facts;
    this.#sink = sink;
  }

  event(event: NativeEvent): void {
    if (event.kind === "text") this.#sink.text(event.text, event.severity ?? info);
    if (event.kind !== "parameter") return;
    const index = this.#parameters++;
    const view = new DataView(new ArrayBuffer(4));
    // PX4 sends an integer as the bytes of its own type.
    if (event.isInteger) view.setInt32(0, event.value | 0, true);
    else view.setFloat32(0, event.value, true);
    this.#sink.write("PARAM_VALUE", {
      paramId: event.name,
      paramValue: view.getFloat32(0, true),
      paramType: event.isInteger ? int32 : real32,
      paramCount: Math.min(0xffff, this.#facts.parameters),
      paramIndex: index < this.#facts.parameters ? index : 0xffff,
    });
  }

  record(record: NativeRecord): void {
    switch (record.layout.message) {
      case "vehicle_status":
        this.#status(record);
        return;
      case "vehicle_attitude":
        this.#attitude(record);
        return;
      case "vehicle_local_position":
        this.#localPosition(record);
        return;
      case "vehicle_global_position":
        this.#globalPosition(record);
        return;
      case "vehicle_gps_position":
        this.#gps(record, record.instance);
        return;
      case "sensor_gps":
        // The blended one says the same and more.
        if (!this.#facts.messages.has("vehicle_gps_position")) this.#gps(record, record.instance);
        return;
      case "airspeed":
        if (record.instance === 0) this.#airMps = record.number("true_airspeed_m_s");
        return;
      case "airspeed_validated":
        this.#airMps = record.number("true_airspeed_m_s");
        return;
      case "home_position":
        this.#home(record);
        return;
      case "mission_result":
        this.#mission(record);
        return;
      case "battery_status":
        this.#battery(record);
        return;
      default:
        reportPx4Payload(record, this.#sink);
    }
  }

  #status(record: NativeRecord): void {
    const { heart } = this.#sink;
    heart.customMode = px4CustomMode(record.number("nav_state")) ?? heart.customMode;
    heart.armed = record.number("arming_state") === armedState;
    this.#sink.beat();
  }

  #attitude(record: NativeRecord): void {
    if (record.instance > 0 || !this.#sink.isDue("attitude", 40)) return;
    const [w, x, y, z] = [0, 1, 2, 3].map((n) => record.number("q", n));
    if (w === undefined || x === undefined || y === undefined || z === undefined) return;
    // Source: Diebel, "Representing Attitude" (2006), Euler angles (1,2,3) of a unit quaternion.
    this.#sink.write("ATTITUDE", {
      timeBootMs: this.#sink.bootMs,
      roll: Math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y)),
      pitch: Math.asin(Math.min(1, Math.max(-1, 2 * (w * y - z * x)))),
      yaw: Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)),
    });
  }

  #localPosition(record: NativeRecord): void {
    if (record.instance > 0) return;
    const [northMps, eastMps, downMps] = [record.number("vx"), record.number("vy"), record.number("vz")];
    if (Number.isFinite(northMps + eastMps + downMps)) this.#motion = { northMps, eastMps, downMps };
    this.#headingRad = record.first("heading", "yaw");
  }

  #globalPosition(record: NativeRecord): void {
    const [lat, lon, altM] = [record.number("lat"), record.number("lon"), record.number("alt")];
    // Older logs have the velocity here.
    const own = { northMps: record.number("vel_n"), eastMps: record.number("vel_e"), downMps: record.number("vel_d") };
    const motion = Number.isFinite(own.northMps + own.eastMps + own.downMps) ? own : this.#motion;
    if (record.instance > 0 || motion === undefined || !Number.isFinite(lat + lon + altM)) return;
    if (!this.#sink.isDue("position", 100)) return;
    const headingDeg = radToDeg(this.#headingRad);
    this.#sink.write("GLOBAL_POSITION_INT", {
      timeBootMs: this.#sink.bootMs,
      lat: degE7(lat),
      lon: degE7(lon),
      alt: Math.round(altM * 1_000),
      relativeAlt: Number.isFinite(this.#homeAltM) ? Math.round((altM - this.#homeAltM) * 1_000) : 0,
      vx: Math.round(motion.northMps * 100),
      vy: Math.round(motion.eastMps * 100),
      vz: Math.round(motion.downMps * 100),
      hdg: Number.isFinite(headingDeg) ? centiDeg(headingDeg) : 0xffff,
    });
    if (!this.#sink.isDue("hud", 250)) return;
    this.#sink.write("VFR_HUD", {
      airspeed: this.#airMps,
      groundspeed: Math.hypot(motion.northMps, motion.eastMps),
      alt: altM,
      climb: -motion.downMps,
      heading: Number.isFinite(headingDeg) ? Math.floor(centiDeg(headingDeg) / 100) : -1,
    });
  }

  #gps(record: NativeRecord, instance: number): void {
    if (instance > 1 || !this.#sink.isDue(`gps${instance}`, 200)) return;
    // Until 1.14: integers of 1e-7 degrees and mm.
    const isNew = record.has("latitude_deg");
    const altM = isNew ? record.number("altitude_msl_m") : record.number("alt") / 1_000;
    const ellipsoidM = isNew ? record.number("altitude_ellipsoid_m") : record.number("alt_ellipsoid") / 1_000;
    const courseDeg = radToDeg(record.number("cog_rad"));
    this.#sink.write(instance === 0 ? "GPS_RAW_INT" : "GPS2_RAW", {
      timeUsec: wholeUs(record.number("time_utc_usec")),
      fixType: fixTypeOf(record.number("fix_type")),
      lat: isNew ? degE7(record.number("latitude_deg")) : record.number("lat"),
      lon: isNew ? degE7(record.number("longitude_deg")) : record.number("lon"),
      alt: Math.round(altM * 1_000),
      altEllipsoid: Number.isFinite(ellipsoidM) ? Math.round(ellipsoidM * 1_000) : 0,
      eph: fitting(record.number("hdop") * 100, 0, 0xfffe, 0xffff),
      epv: fitting(record.number("vdop") * 100, 0, 0xfffe, 0xffff),
      vel: fitting(record.number("vel_m_s") * 100, 0, 0xfffe, 0xffff),
      cog: Number.isFinite(courseDeg) ? centiDeg(courseDeg) : 0xffff,
      satellitesVisible: fitting(record.number("satellites_used"), 0, 254, 255),
      hAcc: fitting(record.number("eph") * 1_000, 0, 0xfffffffe, 0),
      vAcc: fitting(record.number("epv") * 1_000, 0, 0xfffffffe, 0),
      velAcc: fitting(record.number("s_variance_m_s") * 1_000, 0, 0xfffffffe, 0),
    });
  }

  #home(record: NativeRecord): void {
    const altM = record.number("alt");
    if (Number.isFinite(altM)) this.#homeAltM = altM;
    this.#sink.write("HOME_POSITION", {
      latitude: degE7(record.number("lat")),
      longitude: degE7(record.number("lon")),
      altitude: Math.round(altM * 1_000),
      q: [1, 0, 0, 0],
      timeUsec: wholeUs(this.#sink.utcUs),
    });
  }

  #mission(record: NativeRecord): void {
    const [seq, total, reached] = [
      record.number("seq_current"),
      record.number("seq_total"),
      record.number("seq_reached"),
    ];
    if (total > 0) this.#sink.write("MISSION_CURRENT", { seq, total });
    if (reached >= 0) this.#sink.write("MISSION_ITEM_REACHED", { seq: reached });
  }

  #battery(record: NativeRecord): void {
    const voltageV = record.number("voltage_v");
    if (!(voltageV > 0) || !this.#sink.isDue(`battery${record.instance}`, 500)) return;
    const percent = record.number("remaining") * 100;
    this.#sink.write("BATTERY_STATUS", {
      id: record.instance,
      voltages: packVoltages(voltageV),
      currentBattery: fitting(record.number("current_a") * 100, 0, 0x7fff, -1),
      currentConsumed: fitting(record.number("discharged_mah"), 0, 0x7fffffff, -1),
      energyConsumed: -1,
      temperature: fitting(record.number("temperature") * 100, -0x8000, 0x7ffe, 0x7fff),
      batteryRemaining: fitting(percent, 0, 100, -1),
      timeRemaining: fitting(record.number("time_remaining_s"), 0, 0x7fffffff, 0),
    });
  }
}
