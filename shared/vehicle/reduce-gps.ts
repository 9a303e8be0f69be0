import type { MessageFields } from "../mavlink/messages.ts";
import { degToRad, type Rad } from "../units/angle.ts";
import { positionFromGps } from "./reduce-position.ts";
import type { Patch, Reception, VehicleMemory } from "./vehicle-memory.ts";
import type { GpsState } from "./vehicle-state.ts";
import { given, positive } from "./wire-values.ts";

const fixes = ["none", "none", "2d", "3d", "dgps", "rtk-float", "rtk-fixed", "3d", "rtk-fixed"] as const;
const rank: Readonly<Record<GpsState["fix"], number>> = {
  none: 0,
  "2d": 1,
  "3d": 2,
  dgps: 3,
  "rtk-float": 4,
  "rtk-fixed": 5,
};
const receiverLivesMs = 5_000;

type GpsFields = MessageFields["GPS_RAW_INT"] | MessageFields["GPS2_RAW"];

/** GPS_FIX_TYPE 7 (static) counts as 3D, 8 (PPP) as the best. Older ArduPilot says 9999 for an unknown hdop. */
const readGps = (fields: GpsFields, atMs: number): GpsState => {
  const headingAccuracyDeg = positive(fields.hdgAcc / 1e5);
  const headingAccuracyRad: Rad | undefined =
    headingAccuracyDeg === undefined ? undefined : degToRad(headingAccuracyDeg);
  return {
    atMs,
    fix: fixes[fields.fixType] ?? "none",
    ...given("satellites", fields.satellitesVisible === 255 ? undefined : fields.satellitesVisible),
    ...given("hdop", fields.eph >= 9_999 ? undefined : positive(fields.eph / 100)),
    ...given("horizontalAccuracyM", accuracyM(fields.hAcc)),
    ...given("verticalAccuracyM", accuracyM(fields.vAcc)),
    ...given("headingAccuracyRad", headingAccuracyRad),
  };
};

/** mm; 0 (MAVLink 1 has no such field) and all bits set mean unknown. */
const accuracyM = (mm: number): number | undefined => (mm === 0xffff_ffff ? undefined : positive(mm / 1000));

/** The better of two receivers; one that fell silent doesn't count. */
const better = (a: GpsState | undefined, b: GpsState | undefined, nowMs: number): GpsState | undefined => {
  const live = [a, b].filter((gps) => gps !== undefined && nowMs - gps.atMs < receiverLivesMs);
  const score = (gps: GpsState | undefined) => (gps === undefined ? -1 : rank[gps.fix] * 1_000 + (gps.satellites ?? 0));
  return live.length === 2 && score(live[1]) > score(live[0]) ? live[1] : live[0];
};

const noteFix = (gps: GpsState | undefined, memory: VehicleMemory, nowMs: number): void => {
  memory.gpsHeard = true;
  if (gps !== undefined && rank[gps.fix] >= rank["3d"]) memory.gpsFixSinceMs ??= nowMs;
  else memory.gpsFixSinceMs = undefined;
};

/** The first receiver, and what its two heights say of the geoid here; the better receiver is shown. */
export const reduceGps1 = (fields: MessageFields["GPS_RAW_INT"], memory: VehicleMemory, at: Reception): Patch => {
  memory.gps1 = readGps(fields, at.nowMs);
  // Both heights equal means that the receiver doesn't know the geoid: no place in use has a separation of exactly zero.
  const knowsGeoid = fields.altEllipsoid !== 0 && fields.altEllipsoid !== fields.alt && fields.fixType >= 3;
  memory.geoidM = knowsGeoid ? (fields.altEllipsoid - fields.alt) / 1000 : undefined;
  const gps = better(memory.gps1, memory.gps2, at.nowMs);
  noteFix(gps, memory, at.nowMs);
  const position = fields.fixType >= 3 ? positionFromGps(fields, memory, at) : undefined;
  return { ...given("gps", gps), ...given("position", position) };
};

/** The second receiver; the better one is shown. */
export const reduceGps2 = (fields: MessageFields["GPS2_RAW"], memory: VehicleMemory, at: Reception): Patch => {
  memory.gps2 = readGps(fields, at.nowMs);
  const gps = better(memory.gps1, memory.gps2, at.nowMs);
  noteFix(gps, memory, at.nowMs);
  return given("gps", gps);
};
