import type { LatLon } from "../geo/lat-lon.ts";
import type { Rad } from "../units/angle.ts";

/** "7" for the vehicle with system id 7; a second, different vehicle that claims the same id is "7~2". */
export type VehicleId = string;

/** What it is to the people who use it, not which frame it has. */
export type VehicleKind = "multirotor" | "fixed-wing" | "vtol" | "helicopter" | "ground-robot" | "boat" | "other";

/** Whose modes, commands and habits it has. */
export type AutopilotFamily = "ardupilot" | "px4" | "other";

/**
 * heard: something within 1.5 s. stale: silent for more than 1.5 s. lost: silent for more than 3.5 s. back: heard again
 * after "lost", for the first 5 s. `sinceMs` is when the state was entered, station clock; `lastHeardMs` lags by 250 ms at
 * most. Only the vehicle's autopilot counts: a camera that goes on talking doesn't keep it alive.
 */
export interface Presence {
  readonly state: "heard" | "stale" | "lost" | "back";
  readonly sinceMs: number;
  readonly lastHeardMs: number;
}

/** Every group carries when it was received: station clock, ms (monotonic; in replay, the log's clock). */
export interface Stamped {
  readonly atMs: number;
}

/** Never 0,0 and never from before the position estimate is good; absent heights are unknown, not zero. */
export interface PositionState extends Stamped, LatLon {
  readonly altMslM?: number;
  /** Above home; absent until home is set. */
  readonly altHomeM?: number;
  readonly altEllipsoidM?: number;
  /** Above the ground, as the vehicle says (terrain data base or rangefinder). */
  readonly altTerrainM?: number;
}

/** Body relative to NED; yaw from true north. */
export interface AttitudeState extends Stamped {
  readonly rollRad: Rad;
  readonly pitchRad: Rad;
  readonly yawRad: Rad;
}

/** Over ground in NED, through the air where measured; m/s. */
export interface VelocityState extends Stamped {
  readonly northMps?: number;
  readonly eastMps?: number;
  readonly downMps?: number;
  readonly groundMps?: number;
  readonly airMps?: number;
  readonly climbMps?: number;
}

/** The battery that keeps it going. */
export interface BatteryState extends Stamped {
  /** 0 to 1. */
  readonly fraction?: number;
  readonly voltageV?: number;
  readonly currentA?: number;
  readonly remainingS?: number;
}

/** The better of its receivers. */
export interface GpsState extends Stamped {
  readonly fix: "none" | "2d" | "3d" | "dgps" | "rtk-float" | "rtk-fixed";
  readonly satellites?: number;
  readonly hdop?: number;
  /** 1 sigma, m, where the receiver says. */
  readonly horizontalAccuracyM?: number;
  readonly verticalAccuracyM?: number;
  readonly headingAccuracyRad?: Rad;
}

/** What it says of itself. */
export interface HealthState extends Stamped {
  /** The autopilot's own pre-arm verdict (MAV_SYS_STATUS_PREARM_CHECK), where it gives one. */
  readonly armable?: boolean;
  /** Names of sensors present and enabled but unhealthy (MAV_SYS_STATUS_SENSOR without its prefix, lower case). */
  readonly unhealthy: readonly string[];
  readonly ekf?: "good" | "warn" | "bad";
  /** Whether it keeps to a fence that it has; absent where its firmware doesn't say (only ArduPilot does). */
  readonly fenceEnabled?: boolean;
  /** Latest pre-arm reasons in the autopilot's words. */
  readonly prearmReasons: readonly string[];
}

/** Its flight or drive mode. */
export interface ModeState extends Stamped {
  /** The firmware's own name: "AUTO", "GUIDED", "RTL", "Hold"; `MODE(n)` for a number it has no name for. */
  readonly name: string;
  readonly customMode: number;
}

/** Where it returns to; heights "home" count from here. */
export interface HomeState extends Stamped, LatLon {
  readonly altMslM: number;
}

/** As the autopilot estimates it. */
export interface WindState extends Stamped {
  /** The direction it blows from. */
  readonly fromRad: Rad;
  readonly speedMps: number;
}

/** Items count from 0, which is home with ArduPilot. */
export interface MissionProgress extends Stamped {
  readonly currentSeq: number;
  readonly total?: number;
  readonly reachedSeq?: number;
}

/** Camera axis: roll, pitch (negative looks down) and yaw from true north; resolved to the earth frame when decoded. */
export interface GimbalState extends Stamped {
  readonly componentId: number;
  readonly rollRad: Rad;
  readonly pitchRad: Rad;
  readonly yawRad: Rad;
}

/** What a gimbal manager can have done, as far as it is used (GIMBAL_MANAGER_CAP_FLAGS in words). */
export type GimbalCapability = "retract" | "neutral" | "pitch" | "yaw" | "yaw-follow" | "yaw-lock" | "point-at-place";

/** Who takes orders for the gimbal (gimbal protocol v2). Limits are of the device: pitch negative looks down, yaw from the nose. */
export interface GimbalManagerState extends Stamped {
  readonly componentId: number;
  /** 1 to 6, or the component of the gimbal; 0: whichever there is. */
  readonly deviceId: number;
  readonly capabilities: readonly GimbalCapability[];
  readonly pitchMinRad?: Rad;
  readonly pitchMaxRad?: Rad;
  readonly yawMinRad?: Rad;
  readonly yawMaxRad?: Rad;
  /** Whose orders count now; absent where nobody's do. */
  readonly controlledBy?: { readonly systemId: number; readonly componentId: number };
}

/** What a camera can do (CAMERA_CAP_FLAGS in words). */
export type CameraCapability =
  | "video"
  | "photo"
  | "modes"
  | "photo-in-video-mode"
  | "video-in-photo-mode"
  | "zoom"
  | "focus"
  | "stream";

/** One picture that a camera sends. */
export interface VideoStream {
  readonly streamId: number;
  readonly name: string;
  readonly uri: string;
  readonly thermal: boolean;
  readonly running: boolean;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerS?: number;
  readonly hfovRad?: Rad;
  /** How it travels (VIDEO_STREAM_TYPE); absent where it isn't said. For "rtp-udp" the address may be a port alone. */
  readonly transport?: "rtsp" | "rtp-udp" | "tcp-mpeg" | "mpeg-ts";
  /** VIDEO_STREAM_ENCODING. */
  readonly encoding?: "h264" | "h265";
}

/** One camera, known by its component. */
export interface CameraState extends Stamped {
  readonly componentId: number;
  readonly vendor?: string;
  readonly model?: string;
  readonly focalLengthMm?: number;
  readonly sensorWidthMm?: number;
  readonly sensorHeightMm?: number;
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** Absent until it said so. */
  readonly capabilities?: readonly CameraCapability[];
  readonly mode?: "photo" | "video" | "survey";
  /** 0 is widest, 1 the most it has. */
  readonly zoomFraction?: number;
  readonly recording?: boolean;
  readonly photos?: number;
  readonly streams: readonly VideoStream[];
}

/** A message of the autopilot, whole: longer ones come in pieces. */
export interface StatusText extends Stamped {
  /** MAV_SEVERITY: 0 emergency to 7 debug. */
  readonly severity: number;
  readonly text: string;
  readonly componentId: number;
}

/** One path by which the vehicle is heard; refreshed once a second. */
export interface VehicleLink {
  readonly channelId: string;
  readonly lastHeardMs: number;
  /** 0 to 1 over the last 10 s or so, from sequence numbers. */
  readonly lossFraction: number;
  readonly messagesPerS: number;
  readonly bytesPerS: number;
  /** The path that commands take. */
  readonly primary: boolean;
}

/** Everything known of one vehicle, in SI units; a group is replaced as a whole when it changes, so `!==` finds changes. */
export interface VehicleState {
  readonly id: VehicleId;
  readonly systemId: number;
  readonly kind: VehicleKind;
  readonly autopilot: AutopilotFamily;
  /** MAV_TYPE of its heartbeat: ArduPilot numbers its modes by it. */
  readonly mavType: number;
  /** How parameters travel, where AUTOPILOT_VERSION says: as the number itself, or as the bytes of their own type. */
  readonly parameterEncoding?: "cast" | "bytewise";
  /** "4.4.0-dev 82f31f1d", from AUTOPILOT_VERSION. */
  readonly firmware?: string;
  /** 16 hex digits or more, from AUTOPILOT_VERSION, where given. */
  readonly uid?: string;
  readonly presence: Presence;
  readonly armed: boolean;
  /** MAV_STATE in words; "standby" though ArduPilot says "active" while disarmed and booting. */
  readonly systemStatus:
    | "boot"
    | "calibrating"
    | "standby"
    | "active"
    | "critical"
    | "emergency"
    | "poweroff"
    | "unknown";
  readonly mode?: ModeState;
  readonly position?: PositionState;
  readonly attitude?: AttitudeState;
  readonly velocity?: VelocityState;
  readonly headingRad?: Rad;
  readonly battery?: BatteryState;
  readonly gps?: GpsState;
  readonly health?: HealthState;
  readonly home?: HomeState;
  readonly wind?: WindState;
  readonly rangefinderM?: number;
  readonly mission?: MissionProgress;
  readonly gimbal?: GimbalState;
  readonly gimbalManager?: GimbalManagerState;
  readonly cameras: readonly CameraState[];
  /** The latest 50, oldest first. */
  readonly statusTexts: readonly StatusText[];
  readonly links: readonly VehicleLink[];
}
