import { z } from "zod";
import type { Plan } from "../plan/plan.ts";
import { VehicleAction } from "./actions.ts";
import { archiveRequests } from "./archive-requests.ts";
import { type FeedLook, feedSettings, LandmarkSchema } from "./feeds.ts";
import type { IncidentAnswer } from "./incident.ts";
import { incidentRequests } from "./incident-requests.ts";
import type { OperationView } from "./operations.ts";
import { OperatorInput } from "./operator-input.ts";
import { PlanSchema } from "./plan-schemas.ts";

const id = z.string().min(1).max(64);

/** What every request that acts on a vehicle may say. */
const commanding = {
  operator: OperatorInput.exactOptional(),
  /** When it was asked, by the station's clock as the client knows it, ms: what is over 10 s old is refused, not done late. */
  issuedAtMs: z.number().exactOptional(),
  /** Answer only when it is over, with how it ended. */
  wait: z.boolean().exactOptional(),
};

/** One vehicle, by its unique id too where that is known: if another answers on that system id now, it is refused. */
const vehicle = { vehicleId: id, uid: z.string().min(1).max(80).exactOptional() };

/** Hands on the stick, -1 to 1 each: forward, right, up, turn right. Good for 300 ms; also said on the stream, as it is. */
export const SteerRequest = z.strictObject({
  kind: z.literal("vehicle.steer"),
  ...vehicle,
  operator: OperatorInput.exactOptional(),
  /** When the hands were there, by the station's clock as the client knows it, ms: what took over a second on its way is refused. */
  issuedAtMs: z.number().exactOptional(),
  forward: z.number().min(-1).max(1),
  right: z.number().min(-1).max(1),
  up: z.number().min(-1).max(1),
  turn: z.number().min(-1).max(1),
  /** The dead man's button went: neutral, and no more. */
  end: z.boolean().exactOptional(),
});
export type SteerRequest = z.infer<typeof SteerRequest>;

const HeatIdentityInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("vehicle"), vehicleId: id }),
  z.strictObject({ kind: z.literal("landmark"), landmarkId: id }),
]);

/** What a client may ask: `POST /api/requests`, one request a call. Unknown fields are refused. */
export const Request = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("heat.decide"),
    heatId: z.string().min(1),
    /** "new" takes a decision back. */
    decision: z.enum(["new", "confirmed", "dismissed"]),
    /** How it stood on the screen of who decides: where another decided meanwhile, the request is refused. */
    was: z.enum(["new", "confirmed", "dismissed"]).exactOptional(),
    by: z.string().min(1).max(80).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("alert.acknowledge"),
    alertId: z.string().min(1),
    by: z.string().min(1).max(80).exactOptional(),
  }),
  z.strictObject({ kind: z.literal("link.add"), spec: z.string().min(1).max(500) }),
  z.strictObject({ kind: z.literal("link.remove"), linkId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("serial.list") }),
  z.strictObject({
    kind: z.literal("vehicle.rename"),
    vehicleId: z.string().min(1),
    name: z.string().trim().min(1).max(40),
  }),
  z.strictObject({ kind: z.literal("simulator.start") }),
  z.strictObject({ kind: z.literal("vehicle.do"), ...vehicle, ...commanding, action: VehicleAction }),
  /** The same for several, named one by one; each has an operation of its own. */
  z.strictObject({
    kind: z.literal("vehicles.do"),
    vehicles: z.array(z.strictObject(vehicle)).min(1).max(100),
    ...commanding,
    action: VehicleAction,
  }),
  SteerRequest,
  z.strictObject({ kind: z.literal("operation.cancel"), operationId: id, operator: OperatorInput.exactOptional() }),
  /** Takes a free vehicle, or one whose holder is away. */
  z.strictObject({ kind: z.literal("custody.take"), vehicleId: id, operator: OperatorInput }),
  z.strictObject({ kind: z.literal("custody.ask"), vehicleId: id, operator: OperatorInput }),
  /** The holder hands over to who asked, or lets go. */
  z.strictObject({
    kind: z.literal("custody.give"),
    vehicleId: id,
    operator: OperatorInput,
    toOperatorId: id.exactOptional(),
  }),
  /** The holder keeps it: who asked is told. */
  z.strictObject({ kind: z.literal("custody.keep"), vehicleId: id, operator: OperatorInput }),
  /** Makes or changes a plan; `was` is the revision that the change is based on, 0 for a new one. */
  z.strictObject({
    kind: z.literal("plan.put"),
    // Plans are never changed in place, so that a read-only one will do.
    plan: PlanSchema as z.ZodType<Plan, Plan>,
    was: z.int().min(0),
    operator: OperatorInput.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("plan.delete"),
    planId: id,
    was: z.int().min(1),
    operator: OperatorInput.exactOptional(),
  }),
  /** Writes a plan's mission, fence and rally points to its vehicle and reads them back. */
  z.strictObject({
    kind: z.literal("plan.upload"),
    planId: id,
    revision: z.int().min(1),
    ...commanding,
    uid: z.string().min(1).max(80).exactOptional(),
  }),
  /** Makes a plan of what is on board. */
  z.strictObject({ kind: z.literal("plan.download"), ...vehicle, ...commanding }),
  /** Takes the mission, the fence and the rally points off the vehicle. */
  z.strictObject({ kind: z.literal("mission.clear"), ...vehicle, ...commanding }),
  z.strictObject({ kind: z.literal("parameters.fetch"), ...vehicle, ...commanding }),
  z.strictObject({
    kind: z.literal("parameters.set"),
    ...vehicle,
    ...commanding,
    values: z
      .array(z.strictObject({ name: z.string().min(1).max(16), value: z.number() }))
      .min(1)
      .max(2000),
  }),
  /** A camera that the vehicle says nothing of: remembered for it. */
  z.strictObject({
    kind: z.literal("feed.add"),
    vehicleId: id,
    uri: z.string().trim().min(1).max(500),
    spectrum: z.enum(["thermal", "visible"]),
    name: z.string().trim().min(1).max(80).exactOptional(),
    ...feedSettings,
  }),
  z.strictObject({ kind: z.literal("feed.remove"), feedId: id }),
  /** Changes what is given; `null` goes back to what the camera says. */
  z.strictObject({
    kind: z.literal("feed.set"),
    feedId: id,
    hfovRad: z.nullable(feedSettings.hfovRad.unwrap()).exactOptional(),
    latencyMs: z.nullable(feedSettings.latencyMs.unwrap()).exactOptional(),
    latencySigmaMs: z.nullable(feedSettings.latencySigmaMs.unwrap()).exactOptional(),
    /** What black and white mean, K; `null`: by what is in the picture. */
    rangeK: z.nullable(z.strictObject({ lowK: z.number().min(1), highK: z.number().max(2_000) })).exactOptional(),
  }),
  /** Connects anew at once, without waiting for the next try. */
  z.strictObject({ kind: z.literal("feed.retry"), feedId: id }),
  /**
   * A person points at a picture, x and y 0 to 1 from its top left. "point": answers with the place on the ground. "person":
   * somebody is there whom nobody found; makes a confirmed heat source and a labelled example of it. With `width` and `height` x
   * and y are the box's corner; without, the place itself.
   */
  z.strictObject({
    kind: z.literal("feed.mark"),
    feedId: id,
    what: z.enum(["point", "person"]),
    x: z.number().min(0).max(1),
    y: z.number().min(0).max(1),
    /** Of the box that was drawn, 0 to 1; a press alone has none. */
    width: z.number().min(0).max(1).exactOptional(),
    height: z.number().min(0).max(1).exactOptional(),
    /** When the picture that was pressed was taken, station clock; absent: the newest. */
    captureMs: z.number().exactOptional(),
    by: z.string().min(1).max(80).exactOptional(),
  }),
  /** Turns where a vehicle's camera is taken to look, and says whether what was estimated counts. */
  z.strictObject({
    kind: z.literal("camera.correct"),
    vehicleId: id,
    manualHeadingRad: z.number().min(-0.2618).max(0.2618).exactOptional(),
    apply: z.boolean().exactOptional(),
    /** Forgets what was estimated. */
    reset: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("landmark.put"), landmark: LandmarkSchema }),
  z.strictObject({ kind: z.literal("landmark.delete"), landmarkId: id }),
  /** Says what a source is: one of our own or a mark; `null`: unknown after all. */
  z.strictObject({ kind: z.literal("heat.identify"), heatId: id, identity: z.nullable(HeatIdentityInput) }),
  /** Takes a loaded height model away. */
  z.strictObject({ kind: z.literal("terrain.remove"), name: z.string().min(1).max(200) }),
  ...incidentRequests,
  ...archiveRequests,
]);
export type Request = z.infer<typeof Request>;

/** Each has words in both catalogues: `fault.CODE`. */
export const requestFaultCodes = [
  "bad-request",
  "unknown-heat",
  "unknown-alert",
  "unknown-link",
  "unknown-vehicle",
  "decided-meanwhile",
  "bad-link-spec",
  "link-exists",
  "not-removable",
  "not-possible",
  "recording-failed",
  "held-by-other",
  "not-holder",
  "vehicle-lost",
  "id-conflict",
  "wrong-vehicle",
  "too-late",
  "not-for-this-vehicle",
  "unknown-plan",
  "unknown-operation",
  "changed-meanwhile",
  "plan-invalid",
  "flying-mission",
  "operation-failed",
  "bad-file",
  "file-too-large",
  "unknown-feed",
  "unknown-landmark",
  "unknown-terrain",
  "no-picture",
  "not-allowed",
  "no-incident",
  "unknown-thing",
  "bad-field",
  "unknown-invite",
  "search-not-ready",
  "unknown-mission",
  "unknown-note",
] as const;
export type RequestFaultCode = (typeof requestFaultCodes)[number];

/** A port that can be opened, and what is plugged in there. */
export interface SerialPortInfo {
  readonly path: string;
  readonly label: string;
}

/** The answer; 200 with `ok: true`, else 400 (bad-request), 404 (unknown-*), 409 (the rest). `detail` says what to do, in English. */
export type RequestResult =
  | ({
      readonly ok: true;
      readonly linkId?: string;
      readonly ports?: readonly SerialPortInfo[];
      /** What the vehicles were asked for, one each: as it began, or with `wait` as it ended. */
      readonly operations?: readonly OperationView[];
      readonly planId?: string;
      readonly revision?: number;
      readonly feedId?: string;
      readonly heatId?: string;
      /** What lies where a picture was pressed. */
      readonly look?: FeedLook;
    } & IncidentAnswer)
  | {
      readonly ok: false;
      readonly fault: { readonly code: RequestFaultCode; readonly detail: string };
      /** With `wait`: how they ended; in bulk also those that went well. */
      readonly operations?: readonly OperationView[];
    };
