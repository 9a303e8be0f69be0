import type { LatLon } from "../geo/lat-lon.ts";
import type { MessageFields } from "../mavlink/messages.ts";
import { degToRad, wrapTurn } from "../units/angle.ts";
import { roughDistanceM } from "./rough-distance.ts";
import type { Patch, Reception, VehicleMemory } from "./vehicle-memory.ts";
import type { PositionState, VehicleState, VelocityState } from "./vehicle-state.ts";
import { finite, given, placeE7, unless } from "./wire-values.ts";

/** How long a 3D fix, or plausible positions of a vehicle that tells neither, must last before a position is believed. */
const settleMs = 2_000;
/** ArduPilot and PX4 do tell of their estimator, perhaps a little later: GPS alone counts only after waiting for that. */
const estimatorWaitMs = 10_000;
/** GPS positions stand in when GLOBAL_POSITION_INT is silent for this long. */
const globalPositionSilentMs = 3_000;
/** MSL, home and relative heights come from one estimate, so they must agree; more means that home moved meanwhile. */
const heightAgreementM = 2;
/** Within this of home a vehicle that was never armed counts as standing there. */
const homeRadiusM = 30;
/** And within this a ground robot does, whatever the slope. */
const homeSpotM = 5;
/** Nothing is higher than the agreement so soon after arming. */
const takeOffMs = 2_000;
const terrainHeightLivesMs = 5_000;

/**
 * Whether a position may be shown: the estimator says that it has an absolute one; where it says nothing, GPS had a 3D
 * fix for a while; where GPS is silent too (a robot with odometry), positions were plausible for a while.
 */
const positionIsGood = (memory: VehicleMemory, nowMs: number): boolean => {
  if (memory.positionGood) return true;
  memory.plausibleSinceMs ??= nowMs;
  if (memory.estimatorHasPosition === false) return false;
  const hasEstimator = memory.mavAutopilot === 3 || memory.mavAutopilot === 12;
  const waitMs = hasEstimator ? estimatorWaitMs : settleMs;
  if (memory.estimatorHasPosition === true) {
    memory.positionGood = !memory.gpsHeard || memory.gpsFixSinceMs !== undefined;
  } else if (memory.gpsHeard) {
    memory.positionGood = memory.gpsFixSinceMs !== undefined && nowMs - memory.gpsFixSinceMs >= waitMs;
  } else {
    memory.positionGood = nowMs - memory.plausibleSinceMs >= waitMs;
  }
  return memory.positionGood;
};

/** Whether the vehicle surely stands where its home is: not flown yet, or a ground robot at the very place. */
const standsAtHome = (
  place: LatLon,
  home: LatLon,
  state: VehicleState,
  memory: VehicleMemory,
  nowMs: number,
): boolean => {
  const awayM = roughDistanceM(place, home);
  if (state.kind === "ground-robot" || state.kind === "boat") {
    if (awayM < homeSpotM) return true;
  }
  const { armedSinceMs } = memory;
  return awayM < homeRadiusM && (armedSinceMs === undefined || nowMs - armedSinceMs < takeOffMs);
};

/**
 * The height above home, where home is known and settled: the three heights must agree, and a vehicle that stands at home
 * can't be above it (ArduPilot may set home before its height has settled).
 */
const settledHomeHeight = (
  place: LatLon,
  altMslM: number,
  relativeM: number,
  state: VehicleState,
  memory: VehicleMemory,
  nowMs: number,
): number | undefined => {
  const { home } = state;
  if (home === undefined || Math.abs(altMslM - home.altMslM - relativeM) > heightAgreementM) return undefined;
  if (Math.abs(relativeM) > heightAgreementM && standsAtHome(place, home, state, memory, nowMs)) {
    memory.unsettledHomeMslM = home.altMslM;
  }
  // A home set before the height had settled stays wrong until it is set again, often for the whole mission.
  return home.altMslM === memory.unsettledHomeMslM ? undefined : relativeM;
};

const terrainHeight = (memory: VehicleMemory, nowMs: number): number | undefined =>
  nowMs - memory.altTerrainAtMs <= terrainHeightLivesMs ? memory.altTerrainM : undefined;

const heading = (hdg: number): Patch =>
  hdg === 0xffff || hdg > 36_000 ? undefined : { headingRad: wrapTurn(degToRad(hdg / 100)) };

/** The estimator's own position: degrees times 1e7, mm, cm/s and centidegrees on the wire. */
export const reduceGlobalPosition = (
  fields: MessageFields["GLOBAL_POSITION_INT"],
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  const turned = heading(fields.hdg);
  const place = placeE7(fields.lat, fields.lon);
  if (place === undefined) {
    if (!memory.positionGood) memory.plausibleSinceMs = undefined;
    return turned;
  }
  if (!positionIsGood(memory, at.nowMs)) return turned;
  memory.globalPositionAtMs = at.nowMs;
  const altMslM = fields.alt / 1000;
  const position: PositionState = {
    atMs: at.nowMs,
    ...place,
    altMslM,
    ...given("altHomeM", settledHomeHeight(place, altMslM, fields.relativeAlt / 1000, state, memory, at.nowMs)),
    ...given("altEllipsoidM", memory.geoidM === undefined ? undefined : altMslM + memory.geoidM),
    ...given("altTerrainM", terrainHeight(memory, at.nowMs)),
  };
  const northMps = fields.vx / 100;
  const eastMps = fields.vy / 100;
  const velocity: VelocityState = {
    ...state.velocity,
    atMs: at.nowMs,
    northMps,
    eastMps,
    downMps: fields.vz / 100,
    groundMps: Math.hypot(northMps, eastMps),
  };
  return { ...turned, position, velocity };
};

/** GPS alone, for vehicles that send no GLOBAL_POSITION_INT. */
export const positionFromGps = (
  fields: MessageFields["GPS_RAW_INT"],
  memory: VehicleMemory,
  at: Reception,
): PositionState | undefined => {
  const place = placeE7(fields.lat, fields.lon);
  const fixSinceMs = memory.gpsFixSinceMs;
  if (place === undefined || fixSinceMs === undefined || !positionIsGood(memory, at.nowMs)) return undefined;
  if (at.nowMs - memory.globalPositionAtMs < globalPositionSilentMs) return undefined;
  if (memory.estimatorHasPosition === false || memory.stampsFrozen) return undefined;
  const altMslM = fields.alt / 1000;
  return {
    atMs: at.nowMs,
    ...place,
    altMslM,
    ...given("altEllipsoidM", memory.geoidM === undefined ? undefined : altMslM + memory.geoidM),
    ...given("altTerrainM", terrainHeight(memory, at.nowMs)),
  };
};

/** The point that heights "home" count from. */
export const reduceHome = (fields: MessageFields["HOME_POSITION"], state: VehicleState, at: Reception): Patch => {
  const place = placeE7(fields.latitude, fields.longitude);
  if (place === undefined) return undefined;
  const altMslM = fields.altitude / 1000;
  const old = state.home;
  const same = old?.latDeg === place.latDeg && old.lonDeg === place.lonDeg && old.altMslM === altMslM;
  // Sent at 50 Hz by some: an unmoved home is news once a second at most.
  if (same && at.nowMs - old.atMs < 1_000) return undefined;
  return { home: { atMs: at.nowMs, ...place, altMslM } };
};

/** Air speed and climb; the rest only where no estimator's position comes. */
export const reduceVfrHud = (
  fields: MessageFields["VFR_HUD"],
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  const globalIsFresh = at.nowMs - memory.globalPositionAtMs < globalPositionSilentMs;
  const velocity: VelocityState = {
    ...state.velocity,
    atMs: at.nowMs,
    ...given("airMps", finite(fields.airspeed)),
    ...given("climbMps", finite(fields.climb)),
    ...(globalIsFresh ? {} : given("groundMps", finite(fields.groundspeed))),
  };
  if (globalIsFresh || fields.heading < 0 || fields.heading > 360) return { velocity };
  return { velocity, headingRad: wrapTurn(degToRad(fields.heading)) };
};

/** Velocity of vehicles that have odometry but no global position. */
export const reduceLocalPosition = (
  fields: MessageFields["LOCAL_POSITION_NED"],
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  if (at.nowMs - memory.globalPositionAtMs < globalPositionSilentMs) return undefined;
  const { vx, vy, vz } = fields;
  if (!Number.isFinite(vx + vy + vz)) return undefined;
  const groundMps = Math.hypot(vx, vy);
  return {
    velocity: { ...state.velocity, atMs: at.nowMs, northMps: vx, eastMps: vy, downMps: vz, groundMps },
  };
};

/** TERRAIN_REPORT: `current_height` is only worth something where terrain tiles are loaded around. */
export const reduceTerrainReport = (
  fields: MessageFields["TERRAIN_REPORT"],
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  const valid = fields.spacing !== 0 && fields.loaded !== 0 && Number.isFinite(fields.currentHeight);
  memory.altTerrainM = valid ? fields.currentHeight : undefined;
  memory.altTerrainAtMs = at.nowMs;
  return undefined;
};

/** ALTITUDE: heights above terrain below -1000 mean unknown. */
export const reduceAltitude = (fields: MessageFields["ALTITUDE"], memory: VehicleMemory, at: Reception): Patch => {
  const altTerrainM = finite(fields.altitudeTerrain);
  const clearanceM = unless(-1, fields.bottomClearance);
  const known = clearanceM !== undefined && Number.isFinite(clearanceM) ? clearanceM : undefined;
  const aboveTerrainM = known ?? (altTerrainM !== undefined && altTerrainM > -1_000 ? altTerrainM : undefined);
  if (aboveTerrainM === undefined) return undefined;
  memory.altTerrainM = aboveTerrainM;
  memory.altTerrainAtMs = at.nowMs;
  return undefined;
};

/** EKF_STATUS_REPORT and ESTIMATOR_STATUS share these bits. */
const posHorizAbs = 16;
const constPosMode = 128;

/** Remembers whether the estimator says that its position is worth drawing. */
export const noteEstimator = (flags: number, memory: VehicleMemory): void => {
  memory.estimatorHasPosition = (flags & posHorizAbs) !== 0 && (flags & constPosMode) === 0;
};
