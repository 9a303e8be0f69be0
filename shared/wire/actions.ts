import { z } from "zod";

export const LatLonInput = z.strictObject({
  latDeg: z.number().min(-90).max(90),
  lonDeg: z.number().min(-180).max(180),
});

export const AltitudeInput = z.strictObject({
  reference: z.enum(["home", "ground", "msl"]),
  m: z.number().min(-500).max(9000),
});

const speedMps = z.number().min(0.1).max(60);
const angleRad = z
  .number()
  .min(-2 * Math.PI)
  .max(2 * Math.PI);
const path = z.array(LatLonInput).min(1).max(300);

const plain = <K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind) });

/** What one vehicle can be told to do. Angles rad (headings from true north), lengths m, speeds m/s. */
export const VehicleAction = z.discriminatedUnion("kind", [
  plain("arm"),
  plain("disarm"),
  /** Arms first where it must; above home. */
  z.strictObject({ kind: z.literal("take-off"), heightM: z.number().min(1).max(500) }),
  plain("land"),
  plain("return"),
  /** Stops and stays where it is; a mission can be resumed. */
  plain("hold"),
  z.strictObject({
    kind: z.literal("go-to"),
    position: LatLonInput,
    /** A drone's; absent: the height it has. */
    altitude: AltitudeInput.exactOptional(),
    speedMps: speedMps.exactOptional(),
  }),
  /** Along a drawn path, once; for robots. Written to the vehicle as a mission, so that it goes on without the link. */
  z.strictObject({ kind: z.literal("follow-path"), path, speedMps: speedMps.exactOptional() }),
  /** Round a loop, n times or until stopped; written to the vehicle as a mission. */
  z.strictObject({
    kind: z.literal("patrol"),
    path: z.array(LatLonInput).min(2).max(300),
    /** Absent: until stopped. */
    loops: z.int().min(1).max(1000).exactOptional(),
    speedMps: speedMps.exactOptional(),
    altitude: AltitudeInput.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("orbit"),
    centre: LatLonInput,
    radiusM: z.number().min(5).max(2000),
    clockwise: z.boolean(),
    altitude: AltitudeInput.exactOptional(),
    speedMps: speedMps.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("set-altitude"), altitude: AltitudeInput }),
  z.strictObject({ kind: z.literal("set-speed"), speedMps }),
  z.strictObject({ kind: z.literal("set-heading"), headingRad: angleRad }),
  /** By the firmware's own name, as in the vehicle's `modes`. */
  z.strictObject({ kind: z.literal("set-mode"), mode: z.string().min(1).max(40) }),
  plain("mission-start"),
  plain("mission-pause"),
  plain("mission-resume"),
  plain("mission-restart"),
  /** Goes on from this item; ArduPilot counts home as 0. */
  z.strictObject({ kind: z.literal("mission-skip"), seq: z.int().min(0).max(65_534) }),
  /** Motors off at once, in the air too: it falls. A robot stops. */
  plain("emergency-stop"),
  /** Goes near a heat source and looks at it. */
  z.strictObject({ kind: z.literal("look-at-heat"), heatId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("camera-look-at"), position: LatLonInput, altitude: AltitudeInput.exactOptional() }),
  /** Keeps looking at a source as its place is corrected, until told otherwise. */
  z.strictObject({ kind: z.literal("camera-follow-heat"), heatId: z.string().min(1) }),
  /** Pitch negative looks down; yaw from the nose. */
  z.strictObject({ kind: z.literal("camera-angles"), pitchRad: angleRad, yawRad: angleRad }),
  plain("camera-centre"),
  plain("camera-photo"),
  z.strictObject({ kind: z.literal("camera-video"), recording: z.boolean() }),
  /** 0 is widest, 1 the most the camera has. */
  z.strictObject({ kind: z.literal("camera-zoom"), fraction: z.number().min(0).max(1) }),
  plain("reboot"),
]);
export type VehicleAction = z.infer<typeof VehicleAction>;
export type VehicleActionKind = VehicleAction["kind"];
