import { z } from "zod";

const id = z.string().min(1).max(64);
const text = z.string().max(4_000);
const name = z.string().trim().min(1).max(120);
const utcMs = z.number().min(0).max(8.64e15);
const share = z.number().min(0).max(1);
/** A place, WGS-84, as every thing, step and request has it. */
export const PlaceSchema = z.strictObject({
  latDeg: z.number().min(-90).max(90),
  lonDeg: z.number().min(-180).max(180),
});
const place = PlaceSchema;
const files = z.array(id).max(50);

/** Lost-person categories of `shared/search/lost-person`, by their key in its table; "none": somebody else. */
const category = z.string().min(1).max(60);

/** One report, one search, one group of people: exactly one of these in an incident, its id is the incident's. */
const incident = z.strictObject({
  name,
  /** "lost": on land; "sea": a person or a craft adrift. */
  nature: z.enum(["lost", "sea"]),
  phase: z.enum(["reported", "searching", "suspended", "found", "handed-over", "closed"]),
  reportedUtcMs: utcMs,
  reporter: z.strictObject({ name: text, phone: text, relation: text }),
  /** What a searcher needs against the weather, and what cold means for the subject. */
  weather: z.strictObject({
    temperatureC: z.number().min(-80).max(60).exactOptional(),
    windMps: z.number().min(0).max(100).exactOptional(),
    windFromDeg: z.number().min(0).max(360).exactOptional(),
    rain: z.enum(["none", "drizzle", "rain", "snow"]).exactOptional(),
    visibilityM: z.number().min(0).max(100_000).exactOptional(),
    text: text.exactOptional(),
  }),
  objectives: text,
  /** Dangers and rules for everybody: ICS 204. */
  safety: text,
  commander: text,
  /** Operational period, from 1; assignments are numbered by it (201 ...). */
  period: z.int().min(1).max(999),
  periodEndsUtcMs: utcMs,
  radio: text,
  /** Found: where, when, by whom, in what state. */
  outcome: z.strictObject({
    utcMs,
    place: place.exactOptional(),
    by: text,
    state: z.enum(["well", "injured", "dead", "not-found"]),
    text: text.exactOptional(),
    heatId: id.exactOptional(),
    clueId: id.exactOptional(),
  }),
  /** To whom it was handed over. */
  handedTo: text,
});

/** Who is missing; one or more. */
const subject = z.strictObject({
  name: text,
  age: z.number().min(0).max(130),
  sex: z.enum(["female", "male", "unknown"]),
  category,
  /** Terrain class of the table: "temperate-mountainous", "dry-flat", "urban" ... */
  terrainClass: z.string().max(60),
  clothing: text,
  health: text,
  mobility: text,
  /** Answers when called; absent: not known. */
  responsive: z.boolean(),
  injured: z.boolean(),
  language: text,
  phone: text,
  photos: files,
  /** Place last seen (PLS), or last known by a clue (LKP). */
  lastSeen: z.strictObject({ place, utcMs, kind: z.enum(["PLS", "LKP"]), sigmaM: z.number().min(0).exactOptional() }),
  /** Initial planning point: stays where it is, whatever is learned later. Moving it asks for a reason. */
  ipp: z.strictObject({ place, utcMs, reason: text.exactOptional() }),
  /** Where they were headed, degrees from true north. */
  headingDeg: z.number().min(0).max(360),
  /** How fast they can go on foot, m/s. */
  maxSpeedMps: z.number().min(0).max(60),
});

/** How the probability map is made; its id is "model". Every part can be switched off and weighted. */
const model = z.strictObject({
  rings: z.boolean(),
  /** "rings": the table's quantiles; "log-normal". */
  distance: z.enum(["rings", "log-normal"]),
  /** Attraction by roads, tracks, water, heights: 0 none, 1 as published. */
  attraction: z.number().min(0).max(3),
  direction: z.boolean(),
  /** Share of the experts' consensus in the mix. */
  consensusWeight: share,
  consensusMethod: z.enum(["mattson", "oconnor", "proportional"]),
  /** Outside the map from the beginning. */
  restOfWorld: share,
  cluesWeight: share,
  /** Half the map's width, m. */
  radiusM: z.number().min(100).max(200_000),
  /** At sea: the drifting object and what drives it. */
  drift: z.strictObject({
    object: z.string().max(40),
    place,
    sigmaM: z.number().min(0).max(100_000),
    fromUtcMs: utcMs,
    /** Absent: as time goes on. */
    untilUtcMs: utcMs.exactOptional(),
    wind: z.array(z.strictObject({ utcMs, towardsDeg: z.number(), mps: z.number().min(0).max(100) })).max(1_000),
    current: z.array(z.strictObject({ utcMs, towardsDeg: z.number(), mps: z.number().min(0).max(20) })).max(1_000),
  }),
});

/** A part of the ground that one searcher can be sent to. */
const segment = z.strictObject({
  name,
  ring: z.array(place).min(3).max(2_000),
  /** Sets its probability by hand, before any searching. */
  poa: share,
  /** How hard it is to see the ground: open, brush, wood, built-up. */
  cover: z.enum(["open", "brush", "wood", "built"]),
  note: text,
});

/** What one expert thinks of where the subject is, before anybody talked: a value for each segment, and for outside. */
const vote = z.strictObject({
  expert: name,
  /** Percent, or letters A to I by O'Connor as 9 to 1. */
  scale: z.enum(["percent", "letters"]),
  values: z.record(z.string(), z.number()),
  restOfWorld: z.number(),
});

export const teamModes = ["foot", "wheels", "bike", "boat", "dog", "mounted"] as const;

/** People who move together. */
const team = z.strictObject({
  name,
  organisation: text,
  mode: z.enum(teamModes),
  leaderId: id,
  skills: z.array(z.string().max(60)).max(40),
  radio: text,
  /** "ready": can be sent. What it is doing is told by its assignments. */
  state: z.enum(["ready", "resting", "off", "staging"]),
  /** Effective sweep width on foot, m: how wide this team really sees. */
  sweepWidthM: z.number().min(0).max(2_000),
  speedMps: z.number().min(0).max(60),
  shiftEndsUtcMs: utcMs,
  /** Simulated people act by themselves and are marked as such. */
  simulated: z.boolean(),
});

const person = z.strictObject({
  name,
  teamId: id,
  role: z.enum(["coordinator", "pilot", "leader", "searcher", "observer"]),
  skills: z.array(z.string().max(60)).max(40),
  phone: text,
});

/** One job for one team, vehicle or person; ICS 204 and SAR 104. Its status is its last step. */
const assignment = z.strictObject({
  number: z.int().min(1).max(99_999),
  to: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("team"), id }),
    z.strictObject({ kind: z.literal("vehicle"), id }),
    z.strictObject({ kind: z.literal("person"), id }),
  ]),
  task: z.enum(["search", "go-to", "check-clue", "check-heat", "transport", "other"]),
  segmentIds: z.array(id).max(50),
  place,
  /** A vehicle's way over the richest ground, from where it was when it was proposed. */
  path: z.array(place).min(2).max(500),
  clueId: id,
  heatId: id,
  text,
  searchType: z.int().min(1).max(4),
  priority: z.enum(["high", "medium", "low"]),
  resource: z.enum(["GROUND", "DOG", "OHV", "BIKE", "WATER", "MOUNTED", "AIR", "DRONE", "ROBOT"]),
  period: z.int().min(1).max(999),
  allocatedMin: z.number().min(0).max(10_000),
  /** Expected when it was made: travel, s, and probability of success. */
  travelS: z.number().min(0),
  expectedPos: share,
  pod: z.strictObject({
    responsive: z.enum(["high", "medium", "low"]).exactOptional(),
    unresponsive: z.enum(["high", "medium", "low"]).exactOptional(),
    clue: z.enum(["high", "medium", "low"]).exactOptional(),
  }),
  previousEfforts: text,
  transportation: text,
  planId: id,
  /** After the job: how much of it was covered as its searchers judge, in their words. */
  debrief: text,
  judgedPod: share,
});

/** Something that may tell where the subject is. */
const clue = z.strictObject({
  number: z.int().min(1).max(99_999),
  nature: z.enum(["heat", "witness", "camera", "object", "track", "sound", "phone", "other"]),
  text,
  place,
  /** One standard deviation of the place, m. */
  sigmaM: z.number().min(0).max(100_000),
  /** When the subject or the trace was there. */
  utcMs,
  /** Probability that it is of this subject, as judged by who knows most. */
  reliability: share,
  /** What it does to the map: draws it here, away from here, or nothing. */
  effect: z.enum(["here", "not-here", "passed", "none"]),
  state: z.enum(["new", "checking", "confirmed", "dismissed"]),
  photos: files,
  heatId: id,
  reporter: text,
});

/** One word in the incident's one stream. */
const message = z.strictObject({
  text,
  /** "radio": what was said on the air, written down by who heard it. */
  nature: z.enum(["chat", "order", "radio", "status", "help"]),
  /** Nobody named: everybody. */
  teamIds: z.array(id).max(500),
  personIds: z.array(id).max(500),
  roles: z.array(z.enum(["coordinator", "pilot", "leader", "searcher", "observer"])).max(5),
  needsAck: z.boolean(),
  /** Radio: from, to, on what channel. */
  radio: z.strictObject({ from: text, to: text, channel: text.exactOptional() }),
  place,
  photos: files,
  assignmentId: id,
  clueId: id,
  replyTo: id,
  fromTeamId: id,
});

/** One question to somebody who knows, with a checklist. */
const question = z.strictObject({
  to: text,
  field: text,
  text,
  checklist: z.array(z.string().max(400)).max(50),
  answer: text,
  state: z.enum(["open", "answered", "withdrawn"]),
});

/** Shift hand-over: what the next one must know; accepted by a step. */
const handover = z.strictObject({ from: text, to: text, text, openPoints: z.array(z.string().max(400)).max(50) });

/** Somebody's way in by a link or a QR code. The secret itself is never in the log. */
const invite = z.strictObject({
  purpose: z.enum(["join", "locate"]),
  role: z.enum(["coordinator", "pilot", "leader", "searcher", "observer"]),
  name: text,
  teamId: id,
  personId: id,
  expiresUtcMs: utcMs,
  revoked: z.boolean(),
});

/** Rows of a file: passages or fixed sensors. The rows lie in the record under `fileId`. */
const dataset = z.strictObject({
  name,
  nature: z.enum(["passages", "sensors"]),
  fileId: id,
  rows: z.int().min(0),
  badRows: z.int().min(0),
});

/** What an incident is made of; every field may be absent, each is changed for itself. */
export const thingSchemas = {
  incident,
  subject,
  model,
  segment,
  vote,
  team,
  person,
  assignment,
  clue,
  message,
  question,
  handover,
  invite,
  dataset,
} as const;

export type ThingKind = keyof typeof thingSchemas;
export const thingKinds = Object.keys(thingSchemas) as readonly ThingKind[];

/** All fields of each kind of thing, every one of them optional. `removed` takes it off the screen, not out of the log. */
export type ThingFields = {
  readonly [K in ThingKind]: Partial<z.infer<(typeof thingSchemas)[K]>> & { readonly removed?: boolean };
};
