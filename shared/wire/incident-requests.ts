import { z } from "zod";
import { stepNames } from "../incident/incident-event.ts";
import { roles } from "../incident/roles.ts";
import { PlaceSchema, type ThingKind, thingKinds, thingSchemas } from "../incident/things.ts";
import { OperatorInput } from "./operator-input.ts";

const id = z.string().min(1).max(64);
const thingKind = z.enum(thingKinds as [ThingKind, ...ThingKind[]]);
const seen = z.record(z.string().min(1).max(64), z.int().min(0));
const place = PlaceSchema;

const operator = OperatorInput.exactOptional();

/** What a phone that was without network says when it sends later. */
const sentLater = {
  /** Made by who sends: sent again, it is done once. */
  eventId: id.exactOptional(),
  /** When it happened, by the station's clock as the sender knows it. */
  happenedUtcMs: z.number().min(0).max(8.64e15).exactOptional(),
};

/** Fields of any thing; which kind's is checked against `thingSchemas` by the station, field by field. */
const fields = z.record(z.string().min(1).max(40), z.unknown());

const stepInput = {
  thing: thingKind,
  thingId: id,
  step: z.enum(stepNames),
  text: z.string().max(4_000).exactOptional(),
  place: place.exactOptional(),
  item: z.int().min(0).max(49).exactOptional(),
};

/** What people ask of an incident. Who asks, and in what role, comes from the token and `operator`. */
export const incidentRequests = [
  /** Opens one, with its subject and its planning point at once; the one open before stays in the record. */
  z.strictObject({
    kind: z.literal("incident.open"),
    incident: thingSchemas.incident.partial(),
    subject: thingSchemas.subject.partial(),
    operator,
  }),
  /** Makes a thing (without `thingId`) or changes some of its fields; `null` empties one. */
  z.strictObject({
    kind: z.literal("incident.put"),
    thing: thingKind,
    thingId: id.exactOptional(),
    fields,
    /** As the screen had it; absent: whatever the station has now is taken as seen. */
    seen: seen.exactOptional(),
    ...sentLater,
    operator,
  }),
  /** Many at once, all or none: segments of a division, a roster. */
  z.strictObject({
    kind: z.literal("incident.put-many"),
    things: z
      .array(
        z.strictObject({
          thing: thingKind,
          thingId: id.exactOptional(),
          fields,
          seen: seen.exactOptional(),
        }),
      )
      .min(1)
      .max(5_000),
    operator,
  }),
  z.strictObject({
    kind: z.literal("incident.step"),
    ...stepInput,
    ...sentLater,
    operator,
  }),
  /** An assignment and its order in one: to the team's phones, or for a vehicle a plan that is ready to be uploaded. */
  z.strictObject({
    kind: z.literal("incident.send"),
    assignment: thingSchemas.assignment.partial(),
    operator,
  }),
  /** Another incident of this record becomes the one that is shown. */
  z.strictObject({ kind: z.literal("incident.show"), incidentId: id }),
  /** A way in for a phone, or a screen with another role; answers with `url`. */
  z.strictObject({
    kind: z.literal("incident.invite"),
    purpose: z.enum(["join", "locate"]),
    role: z.enum(roles).exactOptional(),
    name: z.string().trim().min(1).max(80),
    teamId: id.exactOptional(),
    personId: id.exactOptional(),
    validH: z.number().min(0.1).max(720).exactOptional(),
  }),
  /** Where somebody is: a team by radio, or a phone by itself. `who`: "team/ID", "person/ID", "invite/ID". */
  z.strictObject({
    kind: z.literal("incident.place"),
    who: z.string().min(3).max(80),
    place,
    /** By the station's clock; absent: now. */
    utcMs: z.number().min(0).max(8.64e15).exactOptional(),
    sigmaM: z.number().min(0).max(1e7).exactOptional(),
    courseRad: z.number().min(-7).max(7).exactOptional(),
    speedMps: z.number().min(0).max(200).exactOptional(),
    batteryFraction: z.number().min(0).max(1).exactOptional(),
    source: z.enum(["phone", "radio"]).exactOptional(),
    operator,
  }),
  /** Divides an area into segments; answers with their rings, nothing is kept before "incident.put-many". */
  z.strictObject({
    kind: z.literal("search.divide"),
    ring: z.array(place).min(3).max(2_000),
    by: z.enum(["grid", "lines"]),
    /** Wanted size of one, m². */
    sizeM2: z.number().min(100).max(1e9),
  }),
  /** Who should search what next; answers with `proposals`. */
  z.strictObject({
    kind: z.literal("search.propose"),
    horizonMin: z.number().min(5).max(1_440),
    /** Only these; absent: all who are free. */
    who: z.array(z.string().min(3).max(80)).max(500).exactOptional(),
  }),
  /** Who can be at a place first; answers with `nearest`. */
  z.strictObject({
    kind: z.literal("search.nearest"),
    place,
    count: z.int().min(1).max(500).exactOptional(),
    skills: z.array(z.string().max(60)).max(20).exactOptional(),
  }),
  /** Which passages of a dataset fit where the subject can have been; answers with `correlation`. */
  z.strictObject({
    kind: z.literal("search.correlate"),
    datasetId: id,
    /** Against the subject's last sighting and clues, or another dataset. */
    withDatasetId: id.exactOptional(),
    maxSpeedMps: z.number().min(0.1).max(60),
    maxDistanceM: z.number().min(10).max(50_000),
    fromUtcMs: z.number().exactOptional(),
    untilUtcMs: z.number().exactOptional(),
    count: z.int().min(1).max(5_000).exactOptional(),
  }),
] as const;
