import { z } from "zod";
import type { HeatSource } from "../heat/heat-source.ts";
import { VehicleAction } from "./actions.ts";
import { FeedLookSchema, FeedViewSchema, LandmarkSchema, TerrainViewSchema } from "./feeds.ts";
import { IncomingReportSchema } from "./incident.ts";
import {
  incidentAnswer,
  SearchViewSchema,
  SegmentGradeSchema,
  ThingSchema,
  WhereaboutsSchema,
} from "./incident-schemas.ts";
import { OperationSchema, OperatorSchema } from "./operation-schemas.ts";
import { PlanViewSchema } from "./plan-schemas.ts";
import { type RequestResult, requestFaultCodes } from "./requests.ts";
import { type Alert, alertCodes, type LinkView, type StateSnapshot, type StationView } from "./state.ts";
import type { Delta, OrderedEvent, StreamMessage } from "./stream.ts";
import { LatLonSchema, VehicleViewSchema } from "./vehicle-schemas.ts";
import type { Wire } from "./wire.ts";

const HeatLocationSchema = z.discriminatedUnion("located", [
  z.strictObject({
    located: z.literal(true),
    position: LatLonSchema,
    groundMslM: z.number().exactOptional(),
    covariance: z.strictObject({ nn: z.number(), ne: z.number(), ee: z.number() }),
    ellipse95: z.strictObject({ semiMajorM: z.number(), semiMinorM: z.number(), azimuthRad: z.number() }),
    ground: z.literal("flat").exactOptional(),
  }),
  z.strictObject({ located: z.literal(false), reason: z.enum(["no-pose", "no-ground", "no-camera-model"]) }),
]);

const HeatDecisionSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("new") }),
  z.strictObject({
    state: z.enum(["confirmed", "dismissed"]),
    by: z.string(),
    atMs: z.number(),
    utcMs: z.number(),
  }),
]);

/** What a source was recognised as. */
const HeatIdentitySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("vehicle"), vehicleId: z.string() }),
  z.strictObject({ kind: z.literal("landmark"), landmarkId: z.string() }),
]);

/** One thing that is warm; also what a record keeps of it. */
export const HeatSourceSchema = z.strictObject({
  id: z.string(),
  number: z.number(),
  location: HeatLocationSchema,
  peakK: z.number().exactOptional(),
  contrastK: z.number(),
  sizeM: z.number().exactOptional(),
  sightings: z.number(),
  mergedNumbers: z.array(z.number()).exactOptional(),
  vehicleIds: z.array(z.string()),
  firstSeenMs: z.number(),
  lastSeenMs: z.number(),
  firstSeenUtcMs: z.number(),
  lastSeenUtcMs: z.number(),
  thumbnailVersion: z.number(),
  decision: HeatDecisionSchema,
  personProbability: z.number().exactOptional(),
  evidence: z
    .strictObject({
      prior: z.number(),
      network: z.number().exactOptional(),
      temperature: z.number().exactOptional(),
      size: z.number().exactOptional(),
      motion: z.number().exactOptional(),
      looks: z.number(),
    })
    .exactOptional(),
  velocity: z.strictObject({ northMps: z.number(), eastMps: z.number(), sigmaMps: z.number() }).exactOptional(),
  crops: z.array(z.strictObject({ vehicleId: z.string(), version: z.number(), utcMs: z.number() })).exactOptional(),
  identity: HeatIdentitySchema.exactOptional(),
  markedBy: z.string().exactOptional(),
}) satisfies z.ZodType<Wire<HeatSource>>;

const ChannelViewSchema = z.strictObject({
  id: z.string(),
  remote: z.string(),
  framesPerS: z.number(),
  bytesPerS: z.number(),
  frames: z.number(),
  skippedBytes: z.number(),
  badChecksums: z.number(),
  unknownMessages: z.number(),
  lossFraction: z.number(),
  vehicleIds: z.array(z.string()),
  bootText: z.string().exactOptional(),
});

/** A link and its channels. */
export const LinkViewSchema = z.strictObject({
  id: z.string(),
  spec: z.string(),
  state: z.enum(["opening", "open", "waiting", "closed"]),
  fault: z.strictObject({ code: z.string(), detail: z.string() }).exactOptional(),
  address: z.string().exactOptional(),
  channels: z.array(ChannelViewSchema),
  builtIn: z.boolean(),
}) satisfies z.ZodType<Wire<LinkView>>;

/** One alert, past ones too. */
export const AlertSchema = z.strictObject({
  id: z.string(),
  code: z.enum(alertCodes),
  severity: z.enum(["info", "warning", "critical"]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  vehicleId: z.string().exactOptional(),
  firstMs: z.number(),
  lastMs: z.number(),
  firstUtcMs: z.number(),
  count: z.number(),
  active: z.boolean(),
  acknowledged: z.strictObject({ by: z.string(), utcMs: z.number() }).exactOptional(),
}) satisfies z.ZodType<Wire<Alert>>;

/** The station's clock. */
export const ClockSchema = z.strictObject({ nowMs: z.number(), utcMs: z.number(), rate: z.number() });

/** What the station is doing. */
export const StationSchema = z.strictObject({
  mode: z.enum(["live", "simulation", "replay"]),
  version: z.string(),
  gcsSystemId: z.number(),
  scenarioName: z.string().exactOptional(),
  simulationSpeed: z.number().exactOptional(),
  replay: z
    .strictObject({
      file: z.string(),
      startUtcMs: z.number(),
      endUtcMs: z.number(),
      positionMs: z.number(),
      durationMs: z.number(),
      speed: z.number(),
      playing: z.boolean(),
    })
    .exactOptional(),
  recording: z.discriminatedUnion("state", [
    z.strictObject({ state: z.literal("recording"), folder: z.string(), bytes: z.number() }),
    z.strictObject({ state: z.literal("failed"), code: z.string(), detail: z.string() }),
    z.strictObject({ state: z.literal("off") }),
  ]),
  hasBaseMap: z.boolean(),
  centre: LatLonSchema.exactOptional(),
  terrain: TerrainViewSchema.exactOptional(),
  examples: z.int().exactOptional(),
  report: IncomingReportSchema.exactOptional(),
  search: SearchViewSchema.exactOptional(),
  operators: z.array(OperatorSchema).exactOptional(),
}) satisfies z.ZodType<Wire<StationView>>;

/** All of the state, as `GET /api/state` gives it. */
export const StateSnapshotSchema = z.strictObject({
  clock: ClockSchema,
  station: StationSchema,
  vehicles: z.record(z.string(), VehicleViewSchema),
  trails: z.record(z.string(), z.array(z.number())),
  trailDetails: z.record(z.string(), z.array(z.number().nullable())).exactOptional(),
  heat: z.record(z.string(), HeatSourceSchema),
  links: z.record(z.string(), LinkViewSchema),
  alerts: z.record(z.string(), AlertSchema),
  plans: z.record(z.string(), PlanViewSchema),
  operations: z.record(z.string(), OperationSchema),
  feeds: z.record(z.string(), FeedViewSchema),
  landmarks: z.record(z.string(), LandmarkSchema),
  things: z.record(z.string(), ThingSchema),
  whereabouts: z.record(z.string(), WhereaboutsSchema),
  grades: z.record(z.string(), SegmentGradeSchema),
  eventN: z.number(),
  numbering: z.string(),
}) satisfies z.ZodType<Wire<StateSnapshot>>;

const eventSchemas = [
  z.strictObject({ kind: z.enum(["heat-found", "heat-decided"]), heat: HeatSourceSchema }),
  z.strictObject({ kind: z.enum(["alert-raised", "alert-acknowledged"]), alert: AlertSchema }),
  z.strictObject({
    kind: z.enum(["vehicle-heard", "vehicle-lost", "vehicle-back"]),
    vehicleId: z.string(),
    name: z.string(),
  }),
  z.strictObject({
    kind: z.literal("operation-begun"),
    operation: OperationSchema,
    action: VehicleAction.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("operation-ended"), operation: OperationSchema }),
  z.strictObject({ kind: z.literal("custody-changed"), vehicleId: z.string(), holder: OperatorSchema.exactOptional() }),
  z.strictObject({
    kind: z.literal("plan-changed"),
    planId: z.string(),
    name: z.string(),
    vehicleId: z.string(),
    revision: z.int(),
    by: z.string(),
  }),
  z.strictObject({ kind: z.literal("plan-deleted"), planId: z.string(), by: z.string() }),
  z.strictObject({
    kind: z.literal("incident-news"),
    news: z.enum(["opened", "help", "order", "clue", "step", "phase", "message"]),
    thing: z.string(),
    by: z.string(),
    text: z.string(),
  }),
  z.strictObject({ kind: z.enum(["link-added", "link-removed"]), linkId: z.string(), spec: z.string() }),
] as const;

/** One event of the lossless channel. */
export const OrderedEventSchema = z.strictObject({
  n: z.number(),
  atMs: z.number(),
  utcMs: z.number(),
  event: z.discriminatedUnion("kind", eventSchemas),
});

/** A vehicle's changed groups; `null` for one that became unknown. */
const VehicleChangeSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(VehicleViewSchema.shape).map(([key, group]) => [key, z.nullable(group).optional()]),
  ),
);

const changes = <T extends z.ZodType>(entry: T) => z.record(z.string(), z.nullable(entry)).exactOptional();

/** What changed; `null` for what is gone. */
export const DeltaSchema = z.strictObject({
  clock: ClockSchema,
  station: StationSchema.exactOptional(),
  vehicles: changes(VehicleChangeSchema),
  heat: changes(HeatSourceSchema),
  links: changes(LinkViewSchema),
  alerts: changes(AlertSchema),
  plans: changes(PlanViewSchema),
  operations: changes(OperationSchema),
  feeds: changes(FeedViewSchema),
  landmarks: changes(LandmarkSchema),
  things: changes(ThingSchema),
  whereabouts: changes(WhereaboutsSchema),
  grades: changes(SegmentGradeSchema),
});

/** A message of `/api/stream`. */
export const StreamMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("snapshot"), snapshot: StateSnapshotSchema }),
  z.strictObject({ type: z.literal("delta"), delta: DeltaSchema }),
  z.strictObject({ type: z.literal("events"), events: z.array(OrderedEventSchema) }),
  z.strictObject({ type: z.literal("reset") }),
]);

/** The answer to a request. */
export const RequestResultSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    ok: z.literal(true),
    linkId: z.string().exactOptional(),
    ports: z.array(z.strictObject({ path: z.string(), label: z.string() })).exactOptional(),
    operations: z.array(OperationSchema).exactOptional(),
    planId: z.string().exactOptional(),
    revision: z.number().exactOptional(),
    feedId: z.string().exactOptional(),
    heatId: z.string().exactOptional(),
    look: FeedLookSchema.exactOptional(),
    ...incidentAnswer,
  }),
  z.strictObject({
    ok: z.literal(false),
    fault: z.strictObject({ code: z.enum(requestFaultCodes), detail: z.string() }),
    operations: z.array(OperationSchema).exactOptional(),
  }),
]) satisfies z.ZodType<Wire<RequestResult>>;

// What the types say and the schemas must too, where the schema itself can't be checked as one.
OrderedEventSchema satisfies z.ZodType<Wire<OrderedEvent>>;
type DeltaKeys = keyof z.infer<typeof DeltaSchema>;
type MessageTypes = z.infer<typeof StreamMessageSchema>["type"];
/** Doesn't compile where a schema here and its type in stream.ts name different things. */
export type SchemasMatch = [
  DeltaKeys extends keyof Delta ? (keyof Delta extends DeltaKeys ? true : never) : never,
  MessageTypes extends StreamMessage["type"] ? (StreamMessage["type"] extends MessageTypes ? true : never) : never,
];
