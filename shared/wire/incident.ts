import { z } from "zod";
import type { Author, StepName } from "../incident/incident-event.ts";
import { stepNames } from "../incident/incident-event.ts";
import { roles } from "../incident/roles.ts";
import { type ThingKind, thingKinds, thingSchemas } from "../incident/things.ts";
import type { Wire } from "./wire.ts";

/** Where somebody was last; by "person/ID", "team/ID" or, of a link for a witness's phone, "invite/ID". */
export interface Whereabouts {
  readonly latDeg: number;
  readonly lonDeg: number;
  /** One standard deviation, m. */
  readonly sigmaM?: number;
  /** True north. */
  readonly courseRad?: number;
  readonly speedMps?: number;
  /** When they were there, as the station reckons; phones' clocks are put right. */
  readonly utcMs: number;
  readonly batteryFraction?: number;
  /** "phone": by its own page; "radio": said and typed in; "simulated". */
  readonly source: "phone" | "radio" | "simulated";
}

/** How a segment stands: of 1 the whole search. */
export interface SegmentGrade {
  /** Probability that the subject is there now, after all searching so far. */
  readonly poa: number;
  /** Probability that somebody unresponsive there would have been found by now. */
  readonly pod: number;
  /** The same of somebody who answers, where people search. */
  readonly podResponsive?: number;
  /** Probability per square kilometre left. */
  readonly densityPerKm2: number;
  readonly areaM2: number;
  readonly grade: "red" | "yellow" | "green" | "none";
}

/** The search as a whole. */
export interface SearchView {
  /** Counts up whenever the map's tiles changed: `GET /api/search/tiles/LAYER/Z/X/Y.png?v=VERSION`. */
  readonly version: number;
  /** "none": there is no planning point, or no data for this category: `problems` say so. */
  readonly state: "none" | "working" | "ready" | "failed";
  /** Probability of success so far: of the cumulated searching. */
  readonly pos: number;
  /** What the next hour can add with who is there now; absent while it isn't known. */
  readonly posNextHour?: number;
  /** Outside the map. */
  readonly restOfWorld: number;
  /** Each layer of the prior with its formula and source, as it went into the mix. */
  readonly layers: readonly {
    readonly key: string;
    readonly weight: number;
    readonly formula: string;
    readonly source: string;
  }[];
  /** Rings to be drawn: distances of 25, 50, 75, 95 % from the planning point, m; a missing one isn't known. */
  readonly rings?: {
    readonly latDeg: number;
    readonly lonDeg: number;
    readonly quantiles: readonly { readonly share: number; readonly distanceM: number }[];
  };
  /** What is not right with what was given, and what was done about it: codes have words in both catalogues. */
  readonly problems: readonly {
    readonly code: SearchProblemCode;
    readonly params: Readonly<Record<string, string | number>>;
  }[];
  readonly grid?: { readonly cellM: number; readonly columns: number; readonly rows: number };
  /** Tiles are there within: south, west, north, east. */
  readonly bounds?: readonly [number, number, number, number];
  readonly coveredM2: number;
  /** Density that is drawn brightest, per km². */
  readonly peakPerKm2?: number;
}

/** Each has words: `search.problem.CODE`. */
export const searchProblemCodes = [
  "no-planning-point",
  "no-category",
  "no-data",
  "no-tail",
  "small-sample",
  "ipp-moved",
  "overlap",
  "not-one",
  "negative",
  "missing-value",
  "crossing-ring",
  "outside-map",
  "no-drift",
  "worker-failed",
] as const;
export type SearchProblemCode = (typeof searchProblemCodes)[number];

/** A call that came in and that nobody has opened an incident from yet: what the caller told. */
export const IncomingReportSchema = z.strictObject({
  incident: thingSchemas.incident.partial(),
  subject: thingSchemas.subject.partial(),
});
export type IncomingReport = z.infer<typeof IncomingReportSchema>;

/** One line of "what next". */
export interface Proposal {
  /** "team/ID" or "vehicle/ID". */
  readonly who: string;
  readonly segmentIds: readonly string[];
  readonly searchS: number;
  readonly travelS: number;
  readonly distanceM: number;
  /** What it would add to the probability of success. */
  readonly expectedPos: number;
}

/** One line of "who can be there first". */
export interface Nearest {
  /** "team/ID", "person/ID" or "vehicle/ID". */
  readonly who: string;
  readonly travelS: number;
  readonly distanceM: number;
  readonly mode: string;
  /** A straight line times a factor, not a way over the map. */
  readonly estimate: boolean;
  readonly positionAgeS: number;
  /** Why it shouldn't be sent though it is near: "busy", "resting", "old-position", "low-battery" ... */
  readonly against?: readonly string[];
}

const id = z.string().min(1).max(64);
const thingKind = z.enum(thingKinds as [ThingKind, ...ThingKind[]]);
const seen = z.record(z.string().min(1).max(64), z.int().min(0));
const place = z.strictObject({ latDeg: z.number().min(-90).max(90), lonDeg: z.number().min(-180).max(180) });

/** Who asks, as in every other request. */
const operator = z.strictObject({ id, name: z.string().trim().min(1).max(80) }).exactOptional();

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
    utcMs: z.number().exactOptional(),
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

/** What is more in the answers. */
export interface IncidentAnswer {
  readonly incidentId?: string;
  readonly thingId?: string;
  readonly thingIds?: readonly string[];
  /** Of an invitation: the address that opens it. Told once. */
  readonly url?: string;
  readonly rings?: readonly (readonly { readonly latDeg: number; readonly lonDeg: number }[])[];
  readonly names?: readonly string[];
  readonly proposals?: readonly Proposal[];
  readonly nearest?: readonly Nearest[];
  readonly leftOut?: readonly { readonly who: string; readonly why: string; readonly positionAgeS?: number }[];
  readonly correlation?: readonly {
    readonly row: number;
    readonly name: string;
    readonly latDeg: number;
    readonly lonDeg: number;
    readonly utcMs: number;
    /** How fast they must have been to be there then, m/s. */
    readonly neededMps: number;
    readonly distanceM: number;
    readonly partners: number;
  }[];
  readonly correlatedMs?: number;
}

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
      place: place.exactOptional(),
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
  layers: z.array(z.strictObject({ key: z.string(), weight: z.number(), formula: z.string(), source: z.string() })),
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

const latLon = { latDeg: z.number(), lonDeg: z.number() };

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
