import { z } from "zod";
import type { Plan } from "../plan/plan.ts";
import { AltitudeInput, LatLonInput } from "./actions.ts";
import type { PlanView } from "./plans.ts";
import type { Wire } from "./wire.ts";

const id = z.string().min(1).max(64);
const latDeg = z.number().min(-90).max(90);
const lonDeg = z.number().min(-180).max(180);
const metres = z.number().min(0).max(100_000);
const rad = z.number().min(-7).max(7);
const speedMps = z.number().min(0.1).max(60);
const number = z.number();
/** JSON has no NaN, which in mission items means the vehicle's own default. */
const param = z.nullable(number).transform((value) => value ?? Number.NaN);

const Ring = z.array(LatLonInput).max(5000);
const Area = z.strictObject({ outline: Ring, holes: z.array(Ring).max(200) });
const spacingM = z.number().min(0.5).max(10_000);

const Shape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("parallel"), area: Area, lineHeadingRad: rad.exactOptional(), spacingM }),
  z.strictObject({ kind: z.literal("creeping"), area: Area, advanceHeadingRad: rad, spacingM }),
  z.strictObject({
    kind: z.literal("expanding-square"),
    datum: LatLonInput,
    firstHeadingRad: rad,
    spacingM,
    legs: z.int().min(1).max(400),
  }),
  z.strictObject({
    kind: z.literal("sector"),
    datum: LatLonInput,
    firstHeadingRad: rad,
    radiusM: metres,
    rounds: z.int().min(1).max(2),
  }),
  z.strictObject({ kind: z.literal("contour"), area: Area, spacingM }),
  z.strictObject({ kind: z.literal("corridor"), line: Ring, widthM: metres, spacingM }),
  z.strictObject({ kind: z.literal("perimeter"), area: Area, insetM: metres, laps: z.int().min(1).max(50), spacingM }),
]);

const Height = z.strictObject({
  aglM: z.number().min(0).max(2000),
  followTerrain: z.boolean(),
  maxClimb: z.number().min(0.01).max(10),
});

const Camera = z.strictObject({
  name: z.string().max(60),
  widthPx: z.int().min(1).max(20_000),
  heightPx: z.int().min(1).max(20_000),
  hfovRad: z.number().min(0.01).max(3.1),
  vfovRad: z.number().min(0.01).max(3.1),
  pitchRad: rad,
  sideOverlap: z.number().min(0).max(0.95),
});

const Element = z.discriminatedUnion("kind", [
  z.strictObject({ id, kind: z.literal("take-off"), altitude: AltitudeInput }),
  z.strictObject({
    id,
    kind: z.literal("point"),
    position: LatLonInput,
    altitude: AltitudeInput.exactOptional(),
    speedMps: speedMps.exactOptional(),
    delayS: z.number().min(0).max(3600).exactOptional(),
    action: z.enum(["photo", "video-start", "video-stop"]).exactOptional(),
  }),
  z.strictObject({
    id,
    kind: z.literal("pattern"),
    shape: Shape,
    height: Height,
    camera: Camera.exactOptional(),
    speedMps: speedMps.exactOptional(),
    points: z
      .array(z.strictObject({ latDeg, lonDeg, altMslM: number.exactOptional(), searching: z.boolean() }))
      .max(20_000),
  }),
  z.strictObject({
    id,
    kind: z.literal("orbit"),
    centre: LatLonInput,
    radiusM: metres,
    turns: z.number().min(0.1).max(1000),
    clockwise: z.boolean(),
    altitude: AltitudeInput.exactOptional(),
  }),
  z.strictObject({
    id,
    kind: z.literal("look-at"),
    position: LatLonInput.exactOptional(),
    altitude: AltitudeInput.exactOptional(),
  }),
  z.strictObject({ id, kind: z.literal("gimbal"), pitchRad: rad, yawRad: rad }),
  z.strictObject({ id, kind: z.literal("speed"), speedMps }),
  z.strictObject({
    id,
    kind: z.literal("loop"),
    toElementId: id,
    times: z.int().min(1).max(10_000).exactOptional(),
  }),
  z.strictObject({ id, kind: z.literal("return") }),
  z.strictObject({ id, kind: z.literal("land"), position: LatLonInput.exactOptional() }),
  z.strictObject({
    id,
    kind: z.literal("other"),
    item: z.strictObject({
      frame: z.int(),
      command: z.int().min(0).max(65_535),
      autocontinue: z.int(),
      params: z.tuple([param, param, param, param]),
      x: param,
      y: param,
      z: param,
    }),
  }),
]);

const FenceSchema = z.discriminatedUnion("shape", [
  z.strictObject({ id, shape: z.literal("polygon"), inclusion: z.boolean(), points: z.array(LatLonInput).max(500) }),
  z.strictObject({ id, shape: z.literal("circle"), inclusion: z.boolean(), centre: LatLonInput, radiusM: metres }),
]);

/** A plan, as it comes from a client, from the disk and to a client. */
export const PlanSchema = z.strictObject({
  id,
  name: z.string().trim().min(1).max(80),
  vehicleId: z.string().min(1).max(64),
  altitude: AltitudeInput,
  speedMps,
  elements: z.array(Element).max(2000),
  fences: z.array(FenceSchema).max(100),
  rallyPoints: z.array(z.strictObject({ id, latDeg, lonDeg, altitude: AltitudeInput })).max(100),
  reserveFraction: z.number().min(0).max(0.9),
  plannedHome: z.strictObject({ latDeg, lonDeg, altMslM: number.exactOptional() }).exactOptional(),
}) satisfies z.ZodType<Wire<Plan>>;

/** A plan with its revision. */
export const PlanViewSchema = z.strictObject({
  plan: PlanSchema,
  revision: z.int().min(1),
  changedBy: z.string(),
  changedUtcMs: z.number(),
}) satisfies z.ZodType<Wire<PlanView>>;
