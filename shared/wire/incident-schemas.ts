import { z } from "zod";
import type { Author, StepName } from "../incident/incident-event.ts";
import { stepNames } from "../incident/incident-event.ts";
import { roles } from "../incident/roles.ts";
import { type ThingKind, thingKinds } from "../incident/things.ts";
import { assumptionCodes } from "../search/probability/layers.ts";
import { type SearchView, type SegmentGrade, searchProblemCodes, type Whereabouts } from "./incident.ts";
import type { Wire } from "./wire.ts";

const thingKind = z.enum(thingKinds as [ThingKind, ...ThingKind[]]);
const latLon = { latDeg: z.number(), lonDeg: z.number() };

const AuthorSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum([...roles, "station"]),
}) satisfies z.ZodType<Wire<Author>>;

/** One thing as it is published; its fields by `thingSchemas`. */
export const ThingSchema = z.strictObject({
  kind: thingKind,
  id: z.string(),
  fields: z.record(z.string(), z.unknown()),
  conflicts: z
    .record(z.string(), z.array(z.strictObject({ value: z.unknown(), by: AuthorSchema, utcMs: z.number() })))
    .exactOptional(),
  steps: z.array(
    z.strictObject({
      step: z.enum(stepNames as readonly [StepName, ...StepName[]]),
      by: AuthorSchema,
      utcMs: z.number(),
      text: z.string().exactOptional(),
      place: z.strictObject(latLon).exactOptional(),
      item: z.number().exactOptional(),
    }),
  ),
  createdBy: AuthorSchema,
  createdUtcMs: z.number(),
  changedBy: AuthorSchema,
  changedUtcMs: z.number(),
  seen: z.record(z.string(), z.number()),
});

export const WhereaboutsSchema = z.strictObject({
  latDeg: z.number(),
  lonDeg: z.number(),
  sigmaM: z.number().exactOptional(),
  courseRad: z.number().exactOptional(),
  speedMps: z.number().exactOptional(),
  utcMs: z.number(),
  batteryFraction: z.number().exactOptional(),
  source: z.enum(["phone", "radio", "simulated"]),
}) satisfies z.ZodType<Wire<Whereabouts>>;

export const SegmentGradeSchema = z.strictObject({
  poa: z.number(),
  pod: z.number(),
  podResponsive: z.number().exactOptional(),
  densityPerKm2: z.number(),
  areaM2: z.number(),
  grade: z.enum(["red", "yellow", "green", "none"]),
}) satisfies z.ZodType<Wire<SegmentGrade>>;

export const SearchViewSchema = z.strictObject({
  version: z.number(),
  state: z.enum(["none", "working", "ready", "failed"]),
  pos: z.number(),
  posNextHour: z.number().exactOptional(),
  restOfWorld: z.number(),
  layers: z.array(
    z.strictObject({
      ...{ key: z.string(), weight: z.number(), formula: z.string(), source: z.string() },
      assumptions: z
        .array(
          z.strictObject({
            code: z.enum(assumptionCodes),
            value: z.number().exactOptional(),
            unit: z.enum(["m", "share"]).exactOptional(),
          }),
        )
        .exactOptional(),
    }),
  ),
  rings: z
    .strictObject({
      latDeg: z.number(),
      lonDeg: z.number(),
      quantiles: z.array(z.strictObject({ share: z.number(), distanceM: z.number() })),
    })
    .exactOptional(),
  problems: z.array(
    z.strictObject({
      code: z.enum(searchProblemCodes),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
  grid: z.strictObject({ cellM: z.number(), columns: z.number(), rows: z.number() }).exactOptional(),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).exactOptional(),
  coveredM2: z.number(),
  peakPerKm2: z.number().exactOptional(),
}) satisfies z.ZodType<Wire<SearchView>>;

/** The same as `IncidentAnswer`, as a schema. */
export const incidentAnswer = {
  incidentId: z.string().exactOptional(),
  thingId: z.string().exactOptional(),
  thingIds: z.array(z.string()).exactOptional(),
  url: z.string().exactOptional(),
  rings: z.array(z.array(z.strictObject(latLon))).exactOptional(),
  names: z.array(z.string()).exactOptional(),
  proposals: z
    .array(
      z.strictObject({
        who: z.string(),
        segmentIds: z.array(z.string()),
        searchS: z.number(),
        travelS: z.number(),
        distanceM: z.number(),
        expectedPos: z.number(),
        way: z
          .strictObject({
            path: z.array(z.strictObject(latLon)),
            searchS: z.number(),
            homeS: z.number(),
            distanceM: z.number(),
            expectedPos: z.number(),
            insteadOf: z.strictObject({ assignmentId: z.string(), expectedPos: z.number() }).exactOptional(),
          })
          .exactOptional(),
      }),
    )
    .exactOptional(),
  nearest: z
    .array(
      z.strictObject({
        who: z.string(),
        travelS: z.number(),
        distanceM: z.number(),
        mode: z.string(),
        estimate: z.boolean(),
        positionAgeS: z.number(),
        against: z.array(z.string()).exactOptional(),
      }),
    )
    .exactOptional(),
  leftOut: z
    .array(z.strictObject({ who: z.string(), why: z.string(), positionAgeS: z.number().exactOptional() }))
    .exactOptional(),
  correlation: z
    .array(
      z.strictObject({
        row: z.number(),
        name: z.string(),
        ...latLon,
        utcMs: z.number(),
        neededMps: z.number(),
        distanceM: z.number(),
        partners: z.number(),
      }),
    )
    .exactOptional(),
  correlatedMs: z.number().exactOptional(),
};
