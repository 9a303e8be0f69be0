import type { LatLon } from "../../geo/lat-lon.ts";
import { PositionTargetTypemask as ignore, MavFrame } from "../../mavlink/enums.ts";
import type { ExchangeTarget } from "../exchange.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { TargetHeight } from "./target-height.ts";

const noAcceleration = ignore.AX_IGNORE | ignore.AY_IGNORE | ignore.AZ_IGNORE;
const noVelocity = ignore.VX_IGNORE | ignore.VY_IGNORE | ignore.VZ_IGNORE;
const noYaw = ignore.YAW_IGNORE | ignore.YAW_RATE_IGNORE;

/** The frames of targets have an INT in their names and other numbers than those of commands. */
const frames = {
  0: MavFrame.GLOBAL_INT,
  3: MavFrame.GLOBAL_RELATIVE_ALT_INT,
  10: MavFrame.GLOBAL_TERRAIN_ALT_INT,
} as const;

/** How a vehicle passes a target rather than stopping at it. */
export interface PassingTarget {
  readonly northMps: number;
  readonly eastMps: number;
  /** To look to, from true north. */
  readonly yawRad: number;
}

/** SET_POSITION_TARGET_GLOBAL_INT, which a vehicle in guided mode obeys and nobody answers. */
export const positionTarget = (
  { systemId, componentId }: ExchangeTarget,
  place: LatLon,
  height: TargetHeight & { readonly ok: true },
  passing?: PassingTarget,
): OutgoingMessage => ({
  name: "SET_POSITION_TARGET_GLOBAL_INT",
  fields: {
    targetSystem: systemId,
    targetComponent: componentId,
    coordinateFrame: frames[height.frame],
    typeMask: passing === undefined ? noAcceleration | noVelocity | noYaw : noAcceleration | ignore.YAW_RATE_IGNORE,
    latInt: Math.round(place.latDeg * 1e7),
    lonInt: Math.round(place.lonDeg * 1e7),
    alt: height.z,
    vx: passing?.northMps ?? 0,
    vy: passing?.eastMps ?? 0,
    yaw: passing?.yawRad ?? 0,
  },
});

const noPosition = ignore.X_IGNORE | ignore.Y_IGNORE | ignore.Z_IGNORE;

/** The same without a place: stand still and look that way. */
export const headingTarget = ({ systemId, componentId }: ExchangeTarget, yawRad: number): OutgoingMessage => ({
  name: "SET_POSITION_TARGET_GLOBAL_INT",
  fields: {
    targetSystem: systemId,
    targetComponent: componentId,
    coordinateFrame: MavFrame.GLOBAL_RELATIVE_ALT_INT,
    typeMask: noPosition | noAcceleration | ignore.YAW_RATE_IGNORE,
    yaw: yawRad,
  },
});
