import { z } from "zod";
import type { VehicleKind, VehicleState } from "../vehicle/vehicle-state.ts";
import { CameraCorrectionSchema } from "./feeds.ts";
import { controlShape } from "./operation-schemas.ts";
import type { VehicleView } from "./state.ts";
import type { Wire } from "./wire.ts";

export const vehicleKinds = [
  "multirotor",
  "fixed-wing",
  "vtol",
  "helicopter",
  "ground-robot",
  "boat",
  "other",
] as const satisfies readonly VehicleKind[];

const atMs = z.number().meta({ description: "Station clock, ms, when received" });
const rad = z.number().meta({ description: "Radians" });
const latDeg = z.number().min(-90).max(90);
const lonDeg = z.number().min(-180).max(180);
const optional = z.number().exactOptional();

/** A place, WGS-84 degrees. */
export const LatLonSchema = z.strictObject({ latDeg, lonDeg });

const PresenceSchema = z.strictObject({
  state: z.enum(["heard", "stale", "lost", "back"]),
  sinceMs: z.number(),
  lastHeardMs: z.number(),
}) satisfies z.ZodType<Wire<VehicleState["presence"]>>;

const PositionSchema = z.strictObject({
  atMs,
  latDeg,
  lonDeg,
  altMslM: optional,
  altHomeM: optional,
  altEllipsoidM: optional,
  altTerrainM: optional,
}) satisfies z.ZodType<Wire<VehicleState["position"]>>;

const AttitudeSchema = z.strictObject({ atMs, rollRad: rad, pitchRad: rad, yawRad: rad });

const VelocitySchema = z.strictObject({
  atMs,
  northMps: optional,
  eastMps: optional,
  downMps: optional,
  groundMps: optional,
  airMps: optional,
  climbMps: optional,
}) satisfies z.ZodType<Wire<VehicleState["velocity"]>>;

const BatterySchema = z.strictObject({
  atMs,
  fraction: z.number().min(0).max(1).exactOptional(),
  voltageV: optional,
  currentA: optional,
  remainingS: optional,
}) satisfies z.ZodType<Wire<VehicleState["battery"]>>;

const GpsSchema = z.strictObject({
  atMs,
  fix: z.enum(["none", "2d", "3d", "dgps", "rtk-float", "rtk-fixed"]),
  satellites: optional,
  hdop: optional,
  horizontalAccuracyM: optional,
  verticalAccuracyM: optional,
  headingAccuracyRad: optional,
}) satisfies z.ZodType<Wire<VehicleState["gps"]>>;

const HealthSchema = z.strictObject({
  atMs,
  armable: z.boolean().exactOptional(),
  unhealthy: z.array(z.string()),
  ekf: z.enum(["good", "warn", "bad"]).exactOptional(),
  fenceEnabled: z.boolean().exactOptional(),
  prearmReasons: z.array(z.string()),
}) satisfies z.ZodType<Wire<VehicleState["health"]>>;

const VideoStreamSchema = z.strictObject({
  streamId: z.number(),
  name: z.string(),
  uri: z.string(),
  thermal: z.boolean(),
  running: z.boolean(),
  widthPx: z.number(),
  heightPx: z.number(),
  framesPerS: optional,
  hfovRad: optional,
  transport: z.enum(["rtsp", "rtp-udp", "tcp-mpeg", "mpeg-ts"]).exactOptional(),
  encoding: z.enum(["h264", "h265"]).exactOptional(),
});

const CameraSchema = z.strictObject({
  atMs,
  componentId: z.number(),
  vendor: z.string().exactOptional(),
  model: z.string().exactOptional(),
  focalLengthMm: optional,
  sensorWidthMm: optional,
  sensorHeightMm: optional,
  widthPx: optional,
  heightPx: optional,
  capabilities: z
    .array(z.enum(["video", "photo", "modes", "photo-in-video-mode", "video-in-photo-mode", "zoom", "focus", "stream"]))
    .exactOptional(),
  mode: z.enum(["photo", "video", "survey"]).exactOptional(),
  zoomFraction: z.number().min(0).max(1).exactOptional(),
  recording: z.boolean().exactOptional(),
  photos: optional,
  streams: z.array(VideoStreamSchema),
}) satisfies z.ZodType<Wire<VehicleState["cameras"][number]>>;

const GimbalManagerSchema = z.strictObject({
  atMs,
  componentId: z.number(),
  deviceId: z.number(),
  capabilities: z.array(z.enum(["retract", "neutral", "pitch", "yaw", "yaw-follow", "yaw-lock", "point-at-place"])),
  pitchMinRad: rad.exactOptional(),
  pitchMaxRad: rad.exactOptional(),
  yawMinRad: rad.exactOptional(),
  yawMaxRad: rad.exactOptional(),
  controlledBy: z.strictObject({ systemId: z.number(), componentId: z.number() }).exactOptional(),
}) satisfies z.ZodType<Wire<VehicleState["gimbalManager"]>>;

const StatusTextSchema = z.strictObject({
  atMs,
  severity: z.number().min(0).max(7),
  text: z.string(),
  componentId: z.number(),
});

const VehicleLinkSchema = z.strictObject({
  channelId: z.string(),
  lastHeardMs: z.number(),
  lossFraction: z.number(),
  messagesPerS: z.number(),
  bytesPerS: z.number(),
  primary: z.boolean(),
}) satisfies z.ZodType<Wire<VehicleState["links"][number]>>;

/** A vehicle with everything known of it. */
export const VehicleViewSchema = z.strictObject({
  id: z.string(),
  systemId: z.number(),
  kind: z.enum(vehicleKinds),
  autopilot: z.enum(["ardupilot", "px4", "other"]),
  mavType: z.number().meta({ description: "MAV_TYPE of its heartbeat" }),
  parameterEncoding: z.enum(["cast", "bytewise"]).exactOptional(),
  firmware: z.string().exactOptional(),
  uid: z.string().exactOptional(),
  presence: PresenceSchema,
  armed: z.boolean(),
  systemStatus: z.enum(["boot", "calibrating", "standby", "active", "critical", "emergency", "poweroff", "unknown"]),
  mode: z.strictObject({ atMs, name: z.string(), customMode: z.number() }).exactOptional(),
  position: PositionSchema.exactOptional(),
  attitude: AttitudeSchema.exactOptional(),
  velocity: VelocitySchema.exactOptional(),
  headingRad: rad.exactOptional(),
  battery: BatterySchema.exactOptional(),
  gps: GpsSchema.exactOptional(),
  health: HealthSchema.exactOptional(),
  home: z.strictObject({ atMs, latDeg, lonDeg, altMslM: z.number() }).exactOptional(),
  wind: z.strictObject({ atMs, fromRad: rad, speedMps: z.number() }).exactOptional(),
  rangefinderM: optional,
  mission: z.strictObject({ atMs, currentSeq: z.number(), total: optional, reachedSeq: optional }).exactOptional(),
  gimbal: z.strictObject({ atMs, componentId: z.number(), rollRad: rad, pitchRad: rad, yawRad: rad }).exactOptional(),
  gimbalManager: GimbalManagerSchema.exactOptional(),
  cameras: z.array(CameraSchema),
  statusTexts: z.array(StatusTextSchema),
  links: z.array(VehicleLinkSchema),
  name: z.string(),
  colourIndex: z.number(),
  footprint: z.array(LatLonSchema).exactOptional(),
  thermal: z
    .strictObject({
      state: z.enum(["connecting", "streaming", "stalled", "ended"]),
      detail: z.string().exactOptional(),
    })
    .exactOptional(),
  frozen: z.boolean().exactOptional(),
  correction: CameraCorrectionSchema.exactOptional(),
  ...controlShape,
}) satisfies z.ZodType<Wire<VehicleView>>;
