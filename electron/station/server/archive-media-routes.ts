import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { searchLayers } from "../../../shared/wire/search-answers.ts";
import type { MissionMedia } from "../media/mission-media.ts";
import { badRequest, type MissionParams, missionLook, missionMs, notFound } from "./mission-look.ts";
import type { StationService } from "./station-service.ts";

/** Pictures are asked for some seconds at a time. */
const longestPiecesMs = 60_000;
const Pieces = z.object({
  from: missionMs,
  to: missionMs,
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

/** What was recorded never changes under its version. */
const sendKept = (reply: FastifyReply, type: string, bytes: Uint8Array) =>
  reply.header("cache-control", "private, max-age=3600, immutable").type(type).send(Buffer.from(bytes));

/** What a mission shows, under the addresses that it had live. */
export const archiveMediaRoutes = (app: FastifyInstance, service: Pick<StationService, "archive">): void => {
  const looking = missionLook(service);

  const withMedia = (
    reply: FastifyReply,
    id: string,
    answer: (media: MissionMedia) => Promise<unknown>,
  ): Promise<unknown> =>
    looking(reply, id, async ({ media }) =>
      media === undefined ? notFound(reply, "No pictures were recorded with this mission.") : answer(media),
    );

  app.get<MissionParams>("/api/archive/:id/feeds/:feedId/pieces", async (request, reply) => {
    const query = Pieces.safeParse(request.query);
    const { data: { from = 0, to = 0, every = 0 } = {} } = query;
    // Of fast play there are fewer pictures in a longer time.
    if (!query.success || to - from > longestPiecesMs * Math.max(1, every / 1000))
      return badRequest(reply, "Say ?from=MS&to=MS, a minute at most.");
    return withMedia(reply, request.params.id, async (media) => {
      const bytes = await media.pieces(request.params.feedId, from, to, query.data.every, query.data.delivery);
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

  app.get<MissionParams>("/api/archive/:id/search/at", async (request, reply) => {
    const query = Place.safeParse(request.query);
    if (!query.success) return badRequest(reply, "Say ?lat=&lon=&v=, in degrees and the map's version.");
    const { lat, lon, v } = query.data;
    return withMedia(reply, request.params.id, async (media) => {
      const found = await media.searchAt(v, { latDeg: lat, lonDeg: lon });
      return found ?? notFound(reply, "There was no probability map at this place.");
    });
  });

  app.get<MissionParams>("/api/archive/:id/heat/:heatId/thumbnail", async (request, reply) => {
    const { data: { v } = {} } = Version.safeParse(request.query);
    return withMedia(reply, request.params.id, async (media) => {
      const png = await media.thumbnail(request.params.heatId, v);
      return png === undefined ? notFound(reply, "No picture of it was kept.") : sendKept(reply, "image/png", png);
    });
  });

  app.get<MissionParams>("/api/archive/:id/heat/:heatId/crops/:vehicleId", async (request, reply) => {
    const { data: { v } = {} } = Version.safeParse(request.query);
    return withMedia(reply, request.params.id, async (media) => {
      const png = await media.crop(request.params.heatId, request.params.vehicleId, v);
      return png === undefined ? notFound(reply, "No picture of it was kept.") : sendKept(reply, "image/png", png);
    });
  });

  for (const url of ["/api/archive/:id/files/:fileId", "/api/archive/:id/files/:fileId/preview"])
    app.get<MissionParams>(url, async (request, reply) =>
      withMedia(reply, request.params.id, async (media) => {
        const file = await media.file(request.params.fileId);
        return file === undefined ? notFound(reply, "No such file was kept.") : sendKept(reply, file.type, file.bytes);
      }),
    );
};
