import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { searchLayers } from "../../../shared/wire/search-answers.ts";
import type { ArchivedMission, MissionMedia, MissionTelemetry } from "../archive/archived-mission.ts";
import { LongLooks } from "./long-looks.ts";
import { reasonOf, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

const ms = z.coerce.number().min(-1e13).max(1e13);
const log = z.coerce.number().int().min(0).max(999).default(0);
const Plot = z.object({
  log,
  field: z.string().min(1).max(200),
  from: ms,
  to: ms,
  width: z.coerce.number().int().min(1).max(10_000).default(1_000),
});
const Messages = z.object({
  log,
  at: ms,
  count: z.coerce.number().int().min(1).max(500).default(50),
  direction: z.enum(["back", "on"]).default("back"),
  streams: z.string().max(10_000).optional(),
  text: z.string().max(200).optional(),
});
/** Pictures are asked for some seconds at a time. */
const longestPiecesMs = 60_000;
const Pieces = z.object({
  from: ms,
  to: ms,
  every: z.coerce.number().min(0).max(60_000).optional(),
  delivery: z.literal("jpeg").optional(),
});
const Version = z.object({ v: z.coerce.number().int().optional() });
const Tile = z.object({
  layer: z.enum(searchLayers),
  z: z.coerce.number().int().min(0).max(22),
  x: z.coerce.number().int().min(0),
  y: z.coerce.number().int().min(0),
});
const Place = z.object({
  lat: z.coerce.number().min(-90).max(90),
  lon: z.coerce.number().min(-180).max(180),
  v: z.coerce.number().int(),
});

type Params = { readonly Params: { readonly id: string; readonly part: string; readonly vehicleId: string } };

const notFound = (reply: FastifyReply, detail: string) => refuse(reply, 404, "not-found", detail);
const badRequest = (reply: FastifyReply, detail: string) => refuse(reply, 400, "bad-request", detail);
const noMission = (reply: FastifyReply) =>
  refuse(reply, 404, "unknown-mission", "There is no such mission in the archive. Reload the list.");

/** What was recorded never changes under its version. */
const sendKept = (reply: FastifyReply, type: string, bytes: Uint8Array) =>
  reply.header("cache-control", "private, max-age=3600, immutable").type(type).send(Buffer.from(bytes));

/** Missions that were recorded or brought in: their list, one of them, and what it shows under the addresses that it had live. */
export const archiveRoutes = (app: FastifyInstance, { archive }: Pick<StationService, "archive">): void => {
  const looks = new LongLooks();
  /** Opens the mission for one answer. */
  const looking = async (
    reply: FastifyReply,
    id: string,
    answer: (mission: ArchivedMission) => Promise<unknown>,
  ): Promise<unknown> => {
    const lease = await archive.take(id).catch(reasonOf);
    if (lease === undefined) return noMission(reply);
    if (typeof lease === "string") return refuse(reply, 409, "not-possible", `The mission can't be opened. ${lease}`);
    try {
      return await answer(lease.mission);
    } finally {
      lease.release();
    }
  };

  const withLog = (
    reply: FastifyReply,
    id: string,
    n: number,
    answer: (telemetry: MissionTelemetry, signal: AbortSignal) => Promise<unknown>,
  ): Promise<unknown> =>
    looking(reply, id, async (mission) => {
      const found = (await mission.openTelemetry()).find((one) => one.log.n === n);
      if (found === undefined) return notFound(reply, `This mission has no log ${n}.`);
      return looks.answer(reply, (signal) => answer(found, signal));
    });

  const withMedia = (
    reply: FastifyReply,
    id: string,
    answer: (media: MissionMedia) => Promise<unknown>,
  ): Promise<unknown> =>
    looking(reply, id, async ({ media }) =>
      media === undefined ? notFound(reply, "No pictures were recorded with this mission.") : answer(media),
    );

  app.get("/api/archive", async () => archive.list());

  app.get<Params>("/api/archive/:id", async (request, reply) => {
    try {
      return (await archive.details(request.params.id)) ?? noMission(reply);
    } catch (error) {
      return refuse(reply, 409, "not-possible", `The mission can't be opened. ${reasonOf(error)}`);
    }
  });

  app.get<Params>("/api/archive/:id/plot", async (request, reply) => {
    const query = Plot.safeParse(request.query);
    if (!query.success) return badRequest(reply, "Say ?log=0&field=STREAM.FIELD&from=MS&to=MS&width=PX.");
    const { field, from, to, width } = query.data;
    return withLog(reply, request.params.id, query.data.log, async ({ fields, log: { offsetMs } }) => {
      const series = await fields.plot({ field, fromMs: from - offsetMs, toMs: to - offsetMs, steps: width });
      if (series === undefined) return notFound(reply, `This log has no field "${field.slice(0, 80)}".`);
      return { ...series, positionMs: series.positionMs.map((positionMs) => positionMs + offsetMs) };
    });
  });

  app.get<Params>("/api/archive/:id/messages", async (request, reply) => {
    const query = Messages.safeParse(request.query);
    if (!query.success) return badRequest(reply, "Say ?log=0&at=MS&count=50&direction=back or on.");
    const { at, count, direction, streams, text } = query.data;
    return withLog(reply, request.params.id, query.data.log, async ({ fields, log: { offsetMs } }, signal) => {
      const { messages, more } = await fields.messages({
        ...{ atMs: at - offsetMs, count, direction, signal },
        ...(streams === undefined ? {} : { streams: streams.split(",") }),
        ...(text === undefined || text === "" ? {} : { text }),
      });
      return { messages: messages.map((one) => ({ ...one, positionMs: one.positionMs + offsetMs })), more };
    });
  });

  app.get<Params>("/api/archive/:id/feeds/:part/pieces", async (request, reply) => {
    const query = Pieces.safeParse(request.query);
    const { data: { from = 0, to = 0, every = 0 } = {} } = query;
    // Of fast play there are fewer pictures in a longer time.
    if (!query.success || to - from > longestPiecesMs * Math.max(1, every / 1000))
      return badRequest(reply, "Say ?from=MS&to=MS, a minute at most.");
    return withMedia(reply, request.params.id, async (media) => {
      const bytes = await media.pieces(request.params.part, from, to, query.data.every, query.data.delivery);
      if (bytes === undefined) return notFound(reply, "No pictures of this feed were recorded.");
      return reply.header("cache-control", "no-store").type("application/octet-stream").send(Buffer.from(bytes));
    });
  });

  app.get<{ Params: Record<string, string> }>(
    "/api/archive/:id/search/tiles/:layer/:z/:x/:y.png",
    async (request, reply) => {
      const tile = Tile.safeParse(request.params);
      const { data: { v } = {} } = Version.safeParse(request.query);
      if (!tile.success || v === undefined) return badRequest(reply, "Say LAYER/Z/X/Y.png?v=VERSION.");
      return withMedia(reply, request.params.id ?? "", async (media) => {
        const png = await media.tile(v, tile.data);
        return png === undefined ? reply.code(204).send() : sendKept(reply, "image/png", png);
      });
    },
  );

  app.get<Params>("/api/archive/:id/search/at", async (request, reply) => {
    const query = Place.safeParse(request.query);
    if (!query.success) return badRequest(reply, "Say ?lat=&lon=&v=, in degrees and the map's version.");
    const { lat, lon, v } = query.data;
    return withMedia(reply, request.params.id, async (media) => {
      const found = await media.searchAt(v, { latDeg: lat, lonDeg: lon });
      return found ?? notFound(reply, "There was no probability map at this place.");
    });
  });

  app.get<Params>("/api/archive/:id/heat/:part/thumbnail", async (request, reply) => {
    const { data: { v } = {} } = Version.safeParse(request.query);
    return withMedia(reply, request.params.id, async (media) => {
      const png = await media.thumbnail(request.params.part, v);
      return png === undefined ? notFound(reply, "No picture of it was kept.") : sendKept(reply, "image/png", png);
    });
  });

  app.get<Params>("/api/archive/:id/heat/:part/crops/:vehicleId", async (request, reply) => {
    const { data: { v } = {} } = Version.safeParse(request.query);
    return withMedia(reply, request.params.id, async (media) => {
      const png = await media.crop(request.params.part, request.params.vehicleId, v);
      return png === undefined ? notFound(reply, "No picture of it was kept.") : sendKept(reply, "image/png", png);
    });
  });

  for (const url of ["/api/archive/:id/files/:part", "/api/archive/:id/files/:part/preview"])
    app.get<Params>(url, async (request, reply) =>
      withMedia(reply, request.params.id, async (media) => {
        const file = await media.file(request.params.part);
        return file === undefined ? notFound(reply, "No such file was kept.") : sendKept(reply, file.type, file.bytes);
      }),
    );
};
