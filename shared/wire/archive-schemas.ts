import { z } from "zod";
import { markKinds } from "../archive/timeline.ts";
import type {
  ArchiveList,
  LoggedMessage,
  MessagesAnswer,
  MissionDetails,
  MissionNote,
  MissionSummary,
  MissionTimeline,
  PlayerMessage,
  PlotAnswer,
  VerifyAnswer,
} from "./archive.ts";
import { missionProblems } from "./archive.ts";
import { vehicleKinds } from "./vehicle-schemas.ts";
import type { Wire } from "./wire.ts";

const text = z.string();
const number = z.number();
const latLon = z.strictObject({ latDeg: number, lonDeg: number });

const MissionSummarySchema = z.strictObject({
  id: text,
  kind: z.enum(["recorded", "log"]),
  name: text,
  live: z.boolean(),
  startUtcMs: number.exactOptional(),
  durationMs: number,
  bytes: number,
  files: z.array(text),
  centre: latLon.exactOptional(),
  vehicles: z.array(
    z.strictObject({
      id: text,
      name: text,
      kind: z.enum(vehicleKinds),
      colourIndex: number,
      outline: z.array(number),
    }),
  ),
  incidents: z.array(text),
  heatSources: number,
  confirmedHeat: number,
  confirmedPlaces: z.array(number),
  hasPictures: z.boolean(),
  notes: number,
  problems: z.array(z.strictObject({ code: z.enum(missionProblems), detail: text })),
  readFraction: number.exactOptional(),
}) satisfies z.ZodType<Wire<MissionSummary>>;

export const ArchiveListSchema = z.strictObject({
  missions: z.array(MissionSummarySchema),
}) satisfies z.ZodType<Wire<ArchiveList>>;

const MissionTimelineSchema = z.strictObject({
  startUtcMs: number.exactOptional(),
  durationMs: number,
  lanes: z.array(
    z.strictObject({
      id: text,
      kind: z.enum(["vehicle", "heat", "orders", "messages", "media", "record"]),
      name: text.exactOptional(),
      vehicleId: text.exactOptional(),
      colourIndex: number.exactOptional(),
      spans: z.array(
        z.strictObject({
          fromMs: number,
          toMs: number,
          kind: z.enum(["mode", "armed", "gap", "video", "recorded", "missing"]),
          text,
        }),
      ),
      marks: z.array(
        z.strictObject({
          positionMs: number,
          kind: z.enum(markKinds),
          text,
          code: text.exactOptional(),
          params: z.record(text, z.union([text, number])).exactOptional(),
          severity: z.enum(["info", "warning", "critical"]).exactOptional(),
          vehicleId: text.exactOptional(),
          ref: text.exactOptional(),
        }),
      ),
    }),
  ),
  idle: z.array(z.strictObject({ fromMs: number, toMs: number })),
  clock: z.array(z.strictObject({ fromMs: number, utcOffsetMs: number })),
}) satisfies z.ZodType<Wire<MissionTimeline>>;

const MissionNoteSchema = z.strictObject({
  id: text,
  positionMs: number,
  text,
  by: text,
  utcMs: number,
  place: latLon.exactOptional(),
}) satisfies z.ZodType<Wire<MissionNote>>;

const fields = z.array(z.strictObject({ name: text, unit: text.exactOptional() }));

export const MissionDetailsSchema = z.strictObject({
  summary: MissionSummarySchema,
  timeline: MissionTimelineSchema,
  notes: z.array(MissionNoteSchema),
  logs: z.array(
    z.strictObject({
      n: number,
      name: text,
      format: z.enum(["tlog", "raw", "dataflash", "ulog"]),
      bytes: number,
      durationMs: number,
      offsetMs: number,
      offsetFrom: z.enum(["clock", "estimated", "typed"]),
      offsetSigmaMs: number.exactOptional(),
      readFraction: number,
      streams: z.array(
        z.strictObject({ key: text, systemId: number, componentId: number, message: text, count: number, fields }),
      ),
    }),
  ),
  feeds: z.array(
    z.strictObject({ id: text, vehicleId: text.exactOptional(), name: text, fromMs: number, toMs: number }),
  ),
}) satisfies z.ZodType<Wire<MissionDetails>>;

export const PlotAnswerSchema = z.strictObject({
  positionMs: z.array(number),
  least: z.array(number),
  greatest: z.array(number),
  unit: text.exactOptional(),
  messages: number,
}) satisfies z.ZodType<Wire<PlotAnswer>>;

const LoggedMessageSchema = z.strictObject({
  positionMs: number,
  utcMs: number.exactOptional(),
  offset: number,
  stream: text,
  systemId: number,
  componentId: number,
  message: text,
  fields: z.record(text, z.union([z.nullable(number), text, z.array(z.nullable(number))])),
}) satisfies z.ZodType<Wire<LoggedMessage>>;

export const MessagesAnswerSchema = z.strictObject({
  messages: z.array(LoggedMessageSchema),
  more: z.boolean(),
}) satisfies z.ZodType<Wire<MessagesAnswer>>;

export const VerifyAnswerSchema = z.strictObject({
  ok: z.boolean(),
  checked: z.array(z.strictObject({ name: text, ok: z.boolean(), records: number, fault: text.exactOptional() })),
}) satisfies z.ZodType<Wire<VerifyAnswer>>;

export const PlayerMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("player"),
    player: z.strictObject({
      missionId: text,
      positionMs: number,
      utcMs: number.exactOptional(),
      durationMs: number,
      playing: z.boolean(),
      speed: number,
      skipIdle: z.boolean(),
      readFraction: number.exactOptional(),
    }),
  }),
  z.strictObject({ type: z.literal("details-changed") }),
]) satisfies z.ZodType<Wire<PlayerMessage>>;
