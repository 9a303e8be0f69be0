import { DataFlashWriter, UlogWriter } from "./native-log-writers.ts";

/** 2026-01-14T10:00:00Z as GPS has it: week and ms of the week, 18 leap seconds ahead of UTC. */
export const flightStartUtcMs = Date.UTC(2026, 0, 14, 10);
const gpsMs = flightStartUtcMs + 18_000 - Date.UTC(1980, 0, 6);
const gpsWeek = Math.floor(gpsMs / 604_800_000);
const gpsWeekMs = gpsMs % 604_800_000;
/** The autopilot's clock then. */
const bootUs = 20_000_000;

/** Definitions as ArduCopter 4.5 writes them, and the messages before the first second. */
export const beginDataFlash = (): DataFlashWriter => {
  const log = new DataFlashWriter();
  log.define("PARM", "QNff", "TimeUS,Name,Value,Default");
  log.define("MSG", "QZ", "TimeUS,Message");
  log.define("MODE", "QMBB", "TimeUS,Mode,ModeNum,Rsn");
  log.define("GPS", "QBBIHBcLLeffffB", "TimeUS,I,Status,GMS,GWk,NSats,HDop,Lat,Lng,Alt,Spd,GCrs,VZ,Yaw,U");
  log.define("GPA", "QBCCCCfBIHeHH", "TimeUS,I,VDop,HAcc,VAcc,SAcc,YAcc,VV,SMS,Delta,AEl,RTCMFU,RTCMFD");
  log.define("ATT", "QccccCCCCB", "TimeUS,DesRoll,Roll,DesPitch,Pitch,DesYaw,Yaw,ErrRP,ErrYaw,AEKF");
  log.define("POS", "QLLfff", "TimeUS,Lat,Lng,Alt,RelHomeAlt,RelOriginAlt");
  log.define("XKF1", "QBccCfffffffccce", "TimeUS,C,Roll,Pitch,Yaw,VN,VE,VD,dPD,PN,PE,PD,GX,GY,GZ,OH");
  log.define("XKF4", "QBHHHHHfffHBIHb", "TimeUS,C,SV,SP,SH,SM,SVT,errRP,OFN,OFE,FS,TS,SS,GPS,PI");
  log.define("BAT", "QBfffffcfB", "TimeUS,Inst,Volt,VoltR,Curr,CurrTot,EnrgTot,Temp,Res,RemPct");
  log.define("ORGN", "QBLLe", "TimeUS,Type,Lat,Lng,Alt");
  log.define("CMD", "QHHHffffLLfB", "TimeUS,CTot,CNum,CId,Prm1,Prm2,Prm3,Prm4,Lat,Lng,Alt,Frame");
  log.define("MISE", "QHHHffffLLfB", "TimeUS,CTot,CNum,CId,Prm1,Prm2,Prm3,Prm4,Lat,Lng,Alt,Frame");
  log.define("ARM", "QBIBB", "TimeUS,ArmState,ArmChecks,Forced,Method");
  log.define("CAM", "QIHLLeeeccC", "TimeUS,GPSTime,GPSWeek,Lat,Lng,Alt,RelAlt,GPSAlt,R,P,Y");
  log.define("ISBD", "QHHa", "TimeUS,N,seqno,x");
  for (const [id, label] of [
    ["s", "s"],
    ["d", "deg"],
    ["v", "V"],
    ["A", "A"],
    ["#", "instance"],
    ["h", "degheading"],
    ["D", "deglatitude"],
    ["U", "deglongitude"],
    ["m", "m"],
    ["n", "m/s"],
  ] as const)
    log.write("UNIT", bootUs - 600_000, id.charCodeAt(0), label);
  for (const [id, mult] of [
    ["-", 0],
    ["F", 1e-6],
    ["0", 1],
    ["C", 1e-3],
    ["B", 1e-2],
    ["G", 1e-7],
    ["?", 1],
  ] as const)
    log.write("MULT", bootUs - 600_000, id.charCodeAt(0), mult);
  log.units("ATT", "sddddhhdh-", "FBBBBBBBB-");
  log.units("BAT", "s#vvA-----", "F-000-----");
  log.units("XKF4", "s#------mm-----", "F-BBBBB-??-----");
  log.units("ORGN", "s#DUm", "F-GGB");
  log.units("GPS", "s#---SmDUmnhnh-", "F----0BGGB000--");
  log.write("MSG", bootUs - 500_000, "ArduCopter V4.5.7 (2a3dc4b7)");
  log.write("PARM", bootUs - 400_000, "SYSID_THISMAV", 7, 1);
  log.write("PARM", bootUs - 400_000, "FRAME_CLASS", 2, 1);
  return log;
};

/** Puts `seconds` of a hexacopter that flies north at 5 m/s with a second battery into a log, 10 times a second. */
export const flyDataFlash = (log: DataFlashWriter, seconds: number, fromS = 0): void => {
  for (let step = 0; step < seconds * 10; step++) {
    const atS = fromS + step / 10;
    const us = bootUs + Math.round(atS * 1e6);
    if (step === 0 && fromS === 0) {
      log.write("ORGN", us, 1, 48.1, 11.5, 520);
      log.write("MODE", us, 4, 4, 1);
      log.write("ARM", us, 1, 0, 0, 0);
      for (let n = 0; n < 3; n++) log.write("CMD", us, 3, n, n === 0 ? 16 : 22, 0, 0, 0, 0, 48.1, 11.5, 20, 3);
    }
    const lat = 48.1 + (atS * 5) / 111_200;
    const heightM = Math.min(20, 2 * Math.max(0, atS - 3));
    if (step % 2 === 0) {
      const timeMs = gpsWeekMs + Math.round(atS * 1e3);
      log.write("GPS", us, 0, 4, timeMs, gpsWeek, 14, 0.8, lat, 11.5, 520 + heightM, 5, 0, 0, 0, 1);
      log.write("GPS", us, 1, 3, timeMs, gpsWeek, 9, 1.4, lat, 11.5, 521 + heightM, 5, 0, 0, 0, 0);
      log.write("GPA", us, 0, 1.2, 0.5, 0.9, 0.2, 0, 1, 0, 200, 567 + heightM, 0, 0);
      // Hundredths, as its multiplier says.
      log.write("XKF4", us, 0, 10, 20, 10, 5, 0, 0, 0, 0, 0, 0, 831, 0, 0);
    }
    log.write("XKF1", us, 0, 1, -2, 3, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 540);
    log.write("ATT", us, 0, 1 + atS / 10, 0, -2, 0, 3, 0.1, 0.1, 3);
    log.write("POS", us, lat, 11.5, 520 + heightM, heightM, heightM);
    if (step % 10 === 0) {
      log.write("BAT", us, 0, 22.2 - atS / 100, 22.2, 12, 100 + atS, 5, 30, 0.01, 80);
      log.write("BAT", us, 1, 11.1, 11.1, 1, 10, 1, 25, 0.01, 95);
    }
    if (step === 20) log.write("MODE", us, 3, 3, 1);
    if (step === 30) log.write("MISE", us, 3, 1, 22, 0, 0, 0, 0, 48.1, 11.5, 20, 3);
    if (step === 40) log.write("CAM", us, gpsWeekMs + atS * 1e3, gpsWeek, lat, 11.5, 540, 20, 541, 1, -2, 3);
    if (step === 50) log.write("MSG", us, "EKF3 IMU0 is using GPS");
    if (step === 60)
      log.write(
        "ISBD",
        us,
        1,
        2,
        Array.from({ length: 32 }, (_, n) => n - 16),
      );
  }
};

export const dataFlashFlight = (seconds = 10): Uint8Array => {
  const log = beginDataFlash();
  flyDataFlash(log, seconds);
  return log.bytes;
};

/** Definitions and the beginning of a PX4 log. */
export const beginUlog = (options: ConstructorParameters<typeof UlogWriter>[0] = {}): UlogWriter => {
  const log = new UlogWriter(options);
  log.keyed("I", "char[4] sys_name", "PX4\0");
  log.keyed("P", "int32_t MAV_SYS_ID", 9);
  log.keyed("P", "float MPC_XY_CRUISE", 7.5);
  log.format("vehicle_attitude", "uint64_t timestamp;float[4] q;uint8_t quat_reset_counter;uint8_t[7] _padding0");
  log.format(
    "vehicle_global_position",
    "uint64_t timestamp;double lat;double lon;float alt;float alt_ellipsoid;float eph;float epv;bool terrain_alt_valid;float terrain_alt",
  );
  log.format("vehicle_local_position", "uint64_t timestamp;float vx;float vy;float vz;float heading;bool v_xy_valid");
  log.format(
    "vehicle_gps_position",
    "uint64_t timestamp;uint64_t time_utc_usec;double latitude_deg;double longitude_deg;double altitude_msl_m;double altitude_ellipsoid_m;float eph;float epv;float hdop;float vdop;float vel_m_s;float cog_rad;uint8_t fix_type;uint8_t satellites_used",
  );
  log.format(
    "vehicle_status",
    "uint64_t timestamp;uint8_t arming_state;uint8_t nav_state;uint8_t system_type;bool failsafe",
  );
  log.format(
    "battery_status",
    "uint64_t timestamp;float voltage_v;float current_a;float discharged_mah;float remaining;uint8_t id",
  );
  log.format("home_position", "uint64_t timestamp;double lat;double lon;float alt");
  log.format("mission_result", "uint64_t timestamp;int32_t seq_reached;uint16_t seq_current;uint16_t seq_total");
  log.format("esc_report", "uint64_t timestamp;int32_t esc_rpm");
  log.format("esc_status", "uint64_t timestamp;uint8_t esc_count;esc_report[2] esc");
  const names = [
    "vehicle_attitude",
    "vehicle_global_position",
    "vehicle_local_position",
    "vehicle_gps_position",
    "vehicle_status",
    "home_position",
    "mission_result",
    "esc_status",
  ];
  for (const [id, name] of names.entries()) log.subscribe(name, id);
  log.subscribe("battery_status", 20, 0);
  log.subscribe("battery_status", 21, 1);
  return log;
};

/** `seconds` of a quadrotor that flies east at 3 m/s in Mission, 10 times a second. */
export const flyUlog = (log: UlogWriter, seconds: number, fromS = 0): void => {
  for (let step = 0; step < seconds * 10; step++) {
    const atS = fromS + step / 10;
    const us = bootUs + Math.round(atS * 1e6);
    const lon = 11.5 + (atS * 3) / 74_300;
    if (step === 0) {
      log.data("vehicle_status", [us, 2, 3, 2, 0]);
      log.data("home_position", [us, 48.1, 11.5, 520]);
      log.data("mission_result", [us, -1, 0, 4]);
    }
    if (step === 20) log.data("mission_result", [us, 0, 1, 4]);
    log.data("vehicle_attitude", [us, Math.cos(Math.PI / 4), 0, 0, Math.sin(Math.PI / 4), 5]);
    log.data("vehicle_global_position", [us, 48.1, lon, 540, 587, 0.6, 1.1, 0, 0]);
    log.data("vehicle_local_position", [us, 0, 3, 0, Math.PI / 2, 1]);
    if (step % 2 === 0) {
      const utcUs = (flightStartUtcMs + atS * 1e3) * 1e3;
      log.data("vehicle_gps_position", [us, utcUs, 48.1, lon, 540, 587, 0.9, 1.4, 0.8, 1.2, 3, Math.PI / 2, 3, 15]);
    }
    if (step % 10 === 0) {
      log.data("battery_status", [us, 15.8, 9, 100 + atS, 0.75, 1], 0);
      log.data("battery_status", [us, 12.1, 1, 10, 0.9, 2], 1);
      log.data("esc_status", [us, 2, us, 4_000, us, 4_100]);
      log.sync();
    }
    if (step === 30) log.logged(4, us, "Low battery level! Return advised");
    if (step === 50) log.dropout(350);
  }
};

export const ulogFlight = (seconds = 10): Uint8Array => {
  const log = beginUlog();
  flyUlog(log, seconds);
  return log.bytes;
};
