import { performanceOf } from "../performance.ts";
import type { LastSeen } from "./last-seen.ts";
import { isGround, stageOf } from "./lost-link-action.ts";

/** How fast it goes by itself. */
export interface GhostSpeeds {
  readonly cruiseMps: number;
  readonly returnMps: number;
  /** Part of the speed that it may be off by, 95 %. */
  readonly uncertainty: number;
  readonly climbMps: number;
  readonly descendMps: number;
  readonly landMps: number;
  /** Below this above home it comes down at `landMps`. */
  readonly slowBelowM: number;
  /** It waits this long above home before it comes down, s. */
  readonly waitAboveHomeS: number;
  /** Height above home that it returns at, unless it is higher, m. */
  readonly returnHeightM: number;
  /** It needn't climb higher than this many times its distance from home. */
  readonly returnCone: number;
  /** What a turn costs at most, s. */
  readonly turnS: number;
}

/** Slower than this it is not under way. */
const underWayMps = 0.5;
/** A multirotor keeps its speed over ground up to such a wind. */
const easyWindMps = 8;

const hundredth = (value: number | undefined): number | undefined => (value === undefined ? undefined : value / 100);
/** ArduPilot says 0 where the other speed counts. */
const orElse = (value: number | undefined, otherwise: number | undefined): number | undefined =>
  value === undefined || value <= 0 ? otherwise : value;

/** From its parameters where they are known, else from how fast it went, else from what such vehicles do. */
export const ghostSpeeds = (seen: LastSeen): GhostSpeeds => {
  const { vehicle, parameter } = seen;
  const base = performanceOf(vehicle.kind, vehicle.autopilot);
  const seenMps = vehicle.velocity?.groundMps ?? 0;
  const { setMps, returnMps } = setSpeeds(seen);
  const isUnderWay = seenMps > underWayMps && ["mission", "returning", "guided"].includes(stageOf(seen));
  const guessMps = isGround(seen) ? 1 : vehicle.kind === "fixed-wing" ? 18 : 6;
  const cruiseMps = setMps ?? (isUnderWay ? seenMps : guessMps);
  const sure = setMps === undefined ? (isUnderWay ? 0.15 : 0.4) : 0.06;
  const isPx4 = vehicle.autopilot === "px4";
  const height = isPx4 ? parameter("RTL_RETURN_ALT") : (hundredth(parameter("RTL_ALT")) ?? parameter("RTL_ALT_M"));
  const climb = isPx4
    ? (parameter("MPC_Z_V_AUTO_UP") ?? parameter("MPC_Z_VEL_MAX_UP"))
    : hundredth(parameter("WPNAV_SPEED_UP"));
  const descend = isPx4
    ? (parameter("MPC_Z_V_AUTO_DN") ?? parameter("MPC_Z_VEL_MAX_DN"))
    : hundredth(parameter("WPNAV_SPEED_DN"));
  const land = isPx4 ? parameter("MPC_LAND_SPEED") : hundredth(parameter("LAND_SPEED"));
  const waitS = isPx4 ? parameter("RTL_LAND_DELAY") : parameter("RTL_LOIT_TIME");
  return {
    cruiseMps,
    returnMps: returnMps ?? cruiseMps,
    uncertainty: Math.min(0.6, sure + windUncertainty(seen, cruiseMps)),
    climbMps: climb ?? base.climbMps,
    descendMps: descend ?? base.descendMps,
    landMps: land ?? base.landMps,
    slowBelowM: base.slowBelowM,
    waitAboveHomeS: isPx4 ? Math.max(0, waitS ?? 0) : (waitS ?? 5000) / 1000,
    returnHeightM: height ?? base.returnHeightM,
    returnCone: isPx4 ? 1 : (orElse(parameter("RTL_CONE_SLOPE"), undefined) ?? 3),
    turnS: isGround(seen) ? 2 : 1 + cruiseMps / 2.5,
  };
};

const setSpeeds = (seen: LastSeen): { readonly setMps: number | undefined; readonly returnMps: number | undefined } => {
  const { vehicle, parameter } = seen;
  if (vehicle.autopilot === "px4") {
    const setMps = parameter("MPC_XY_CRUISE");
    return { setMps, returnMps: setMps };
  }
  if (isGround(seen)) {
    const setMps = orElse(parameter("WP_SPEED"), parameter("CRUISE_SPEED"));
    return { setMps, returnMps: orElse(parameter("RTL_SPEED"), setMps) };
  }
  if (vehicle.kind === "fixed-wing") {
    const setMps = parameter("AIRSPEED_CRUISE") ?? hundredth(parameter("TRIM_ARSPD_CM"));
    return { setMps, returnMps: setMps };
  }
  const setMps = hundredth(parameter("WPNAV_SPEED"));
  return { setMps, returnMps: orElse(hundredth(parameter("RTL_SPEED")), setMps) };
};

const windUncertainty = ({ vehicle }: LastSeen, cruiseMps: number): number => {
  const windMps = vehicle.wind?.speedMps ?? 0;
  const feltMps = vehicle.kind === "fixed-wing" ? windMps : Math.max(0, windMps - easyWindMps) / 2;
  return feltMps / Math.max(1, cruiseMps);
};
