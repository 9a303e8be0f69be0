import { z } from "zod";
import type { BaseMap } from "../geo/base-map.ts";
import { stepNames } from "../incident/incident-event.ts";
import { type Role, roles } from "../incident/roles.ts";
import type { Wire } from "./wire.ts";

/** Who a token's owner is: `GET /api/me`. */
export interface Me {
  readonly role: Role;
  readonly name?: string;
  readonly teamId?: string;
  readonly personId?: string;
  /** This link only tells where a phone is. */
  readonly locateOnly?: boolean;
}

const latDeg = z.number().min(-90).max(90);
const lonDeg = z.number().min(-180).max(180);
const PlaceSchema = z.strictObject({ latDeg, lonDeg });

/** Made by the phone, so that what was sent twice is taken once. */
const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8 to 64 letters, figures, - or _");
/** By the phone's own clock, which may be a day off. */
const phoneMs = z.number().min(-8.64e15).max(8.64e15);
const thingId = z.string().min(1).max(64);
const words = z.string().max(4_000);
const photos = z.array(clientId).max(20);
const common = { id: clientId, happenedAtPhoneMs: phoneMs };

/** What can have happened at a phone. Photos go apart, before or after: here stand only the ids the phone gave them. */
export const OutboxItemSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("position"),
    ...common,
    place: PlaceSchema,
    /** One standard deviation, m. */
    sigmaM: z.number().min(0).max(1e6).exactOptional(),
    courseRad: z.number().exactOptional(),
    speedMps: z.number().min(0).max(400).exactOptional(),
    batteryFraction: z.number().min(0).max(1).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("step"),
    ...common,
    assignmentId: thingId,
    step: z.enum(["seen", "accepted", "declined", "on-the-way", "on-scene", "done"]),
    text: words.exactOptional(),
    place: PlaceSchema.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("acknowledge"), ...common, messageId: thingId }),
  z.strictObject({
    kind: z.literal("message"),
    ...common,
    text: words.min(1),
    place: PlaceSchema.exactOptional(),
    photos: photos.exactOptional(),
    replyTo: thingId.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("clue"),
    ...common,
    nature: z.enum(["witness", "object", "track", "sound", "other"]),
    text: words,
    place: PlaceSchema,
    sigmaM: z.number().min(0).max(100_000).exactOptional(),
    photos: photos.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("help"),
    ...common,
    text: words.exactOptional(),
    place: PlaceSchema.exactOptional(),
  }),
]);
export type OutboxItem = z.infer<typeof OutboxItemSchema>;

/** `POST /api/field/outbox`: what happened since the last time, oldest first. */
export const OutboxSchema = z.strictObject({
  /** When the phone sent it, by its own clock: what that is wrong by is found with it. */
  sentAtPhoneMs: phoneMs,
  items: z.array(OutboxItemSchema).min(1).max(500),
});
export type Outbox = z.infer<typeof OutboxSchema>;

/** How one item fared. What was refused is not to be sent again, unless it says `later`. */
export interface OutboxResult {
  readonly id: string;
  readonly ok: boolean;
  /** Nothing is wrong with it, but it could not be kept now (a full disk): it must be sent again. */
  readonly later?: true;
  readonly code?: string;
  readonly detail?: string;
}

export interface OutboxAnswer {
  readonly ok: true;
  readonly receivedUtcMs: number;
  readonly results: readonly OutboxResult[];
}

/** A kept file: `POST /api/field/files`, `POST /api/files`. */
export interface FileAnswer {
  readonly ok: true;
  readonly fileId: string;
  readonly bytes: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface FieldStep {
  readonly step: (typeof stepNames)[number];
  readonly utcMs: number;
  readonly by: string;
}

/** One job of my team, or of mine. */
export interface FieldJob {
  readonly id: string;
  readonly number?: number;
  readonly task?: "search" | "go-to" | "check-clue" | "check-heat" | "transport" | "other";
  readonly text?: string;
  readonly place?: { readonly latDeg: number; readonly lonDeg: number };
  readonly segments: readonly {
    readonly id: string;
    readonly name: string;
    readonly ring: readonly { readonly latDeg: number; readonly lonDeg: number }[];
  }[];
  readonly priority?: "high" | "medium" | "low";
  readonly allocatedMin?: number;
  readonly transportation?: string;
  readonly previousEfforts?: string;
  readonly createdUtcMs: number;
  readonly steps: readonly FieldStep[];
}

export interface FieldClue {
  readonly id: string;
  readonly number?: number;
  readonly nature?: string;
  readonly text?: string;
  readonly place: { readonly latDeg: number; readonly lonDeg: number };
  readonly state?: string;
  readonly utcMs: number;
  readonly photos: readonly string[];
}

export interface FieldMessage {
  readonly id: string;
  readonly text: string;
  readonly nature: "chat" | "order" | "radio" | "status" | "help";
  readonly utcMs: number;
  readonly by: string;
  /** By this link. */
  readonly mine: boolean;
  /** To my team, my role or me, not to everybody. */
  readonly toMe: boolean;
  readonly needsAck: boolean;
  /** By me. */
  readonly acknowledged: boolean;
  /** By whom else: a call for help shows here that somebody has heard it. */
  readonly acknowledgedBy: readonly { readonly name: string; readonly utcMs: number }[];
  readonly place?: { readonly latDeg: number; readonly lonDeg: number };
  readonly photos: readonly string[];
}

/** What everybody who searches may know of the missing person. */
export interface FieldSubject {
  readonly id: string;
  readonly name?: string;
  readonly age?: number;
  readonly sex?: "female" | "male" | "unknown";
  readonly clothing?: string;
  readonly mobility?: string;
  readonly language?: string;
  readonly responsive?: boolean;
  readonly photos: readonly string[];
  readonly lastSeen?: {
    readonly place: { readonly latDeg: number; readonly lonDeg: number };
    readonly utcMs: number;
  };
}

/** `GET /api/field/map`: what a phone draws of the offline base map. */
export type FieldMap = Pick<BaseMap, "attribution" | "features">;

/** `GET /api/field/state`: all that a phone shows, as small as it goes. */
export interface FieldState {
  readonly me: Me;
  readonly incident?: {
    readonly id: string;
    readonly name?: string;
    readonly phase?: string;
    readonly objectives?: string;
    readonly safety?: string;
    readonly radio?: string;
  };
  readonly team?: { readonly id: string; readonly name: string; readonly radio?: string };
  readonly subjects: readonly FieldSubject[];
  readonly jobs: readonly FieldJob[];
  readonly clues: readonly FieldClue[];
  readonly messages: readonly FieldMessage[];
  /** Others of my team, where they were last. */
  readonly mates: readonly {
    readonly id: string;
    readonly name: string;
    readonly latDeg: number;
    readonly lonDeg: number;
    readonly utcMs: number;
  }[];
  /** Where this phone was last, as the station knows it. */
  readonly whereabouts?: { readonly latDeg: number; readonly lonDeg: number; readonly utcMs: number };
  readonly centre?: { readonly latDeg: number; readonly lonDeg: number };
  /** A base map is at `/api/field/map`. */
  readonly hasBaseMap: boolean;
}

const latLon = z.strictObject({ latDeg: z.number(), lonDeg: z.number() });
const strings = z.array(z.string());
const text = z.string().exactOptional();

export const MeSchema = z.strictObject({
  role: z.enum(roles),
  name: text,
  teamId: text,
  personId: text,
  locateOnly: z.boolean().exactOptional(),
}) satisfies z.ZodType<Wire<Me>>;

export const OutboxAnswerSchema = z.strictObject({
  ok: z.literal(true),
  receivedUtcMs: z.number(),
  results: z.array(
    z.strictObject({
      id: z.string(),
      ok: z.boolean(),
      later: z.literal(true).exactOptional(),
      code: text,
      detail: text,
    }),
  ),
}) satisfies z.ZodType<Wire<OutboxAnswer>>;

export const FileAnswerSchema = z.strictObject({
  ok: z.literal(true),
  fileId: z.string(),
  bytes: z.number(),
  widthPx: z.number(),
  heightPx: z.number(),
}) satisfies z.ZodType<Wire<FileAnswer>>;

/** The same as `FieldState`, as a schema. */
export const FieldStateSchema = z.strictObject({
  me: MeSchema,
  incident: z
    .strictObject({ id: z.string(), name: text, phase: text, objectives: text, safety: text, radio: text })
    .exactOptional(),
  team: z.strictObject({ id: z.string(), name: z.string(), radio: text }).exactOptional(),
  subjects: z.array(
    z.strictObject({
      id: z.string(),
      name: text,
      age: z.number().exactOptional(),
      sex: z.enum(["female", "male", "unknown"]).exactOptional(),
      clothing: text,
      mobility: text,
      language: text,
      responsive: z.boolean().exactOptional(),
      photos: strings,
      lastSeen: z.strictObject({ place: latLon, utcMs: z.number() }).exactOptional(),
    }),
  ),
  jobs: z.array(
    z.strictObject({
      id: z.string(),
      number: z.number().exactOptional(),
      task: z.enum(["search", "go-to", "check-clue", "check-heat", "transport", "other"]).exactOptional(),
      text,
      place: latLon.exactOptional(),
      segments: z.array(z.strictObject({ id: z.string(), name: z.string(), ring: z.array(latLon) })),
      priority: z.enum(["high", "medium", "low"]).exactOptional(),
      allocatedMin: z.number().exactOptional(),
      transportation: text,
      previousEfforts: text,
      createdUtcMs: z.number(),
      steps: z.array(z.strictObject({ step: z.enum(stepNames), utcMs: z.number(), by: z.string() })),
    }),
  ),
  clues: z.array(
    z.strictObject({
      id: z.string(),
      number: z.number().exactOptional(),
      nature: text,
      text,
      place: latLon,
      state: text,
      utcMs: z.number(),
      photos: strings,
    }),
  ),
  messages: z.array(
    z.strictObject({
      id: z.string(),
      text: z.string(),
      nature: z.enum(["chat", "order", "radio", "status", "help"]),
      utcMs: z.number(),
      by: z.string(),
      mine: z.boolean(),
      toMe: z.boolean(),
      needsAck: z.boolean(),
      acknowledged: z.boolean(),
      acknowledgedBy: z.array(z.strictObject({ name: z.string(), utcMs: z.number() })),
      place: latLon.exactOptional(),
      photos: strings,
    }),
  ),
  mates: z.array(
    z.strictObject({ id: z.string(), name: z.string(), latDeg: z.number(), lonDeg: z.number(), utcMs: z.number() }),
  ),
  whereabouts: z.strictObject({ latDeg: z.number(), lonDeg: z.number(), utcMs: z.number() }).exactOptional(),
  centre: latLon.exactOptional(),
  hasBaseMap: z.boolean(),
}) satisfies z.ZodType<Wire<FieldState>>;
