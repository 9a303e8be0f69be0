import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { searchLayers } from "../../../shared/wire/search-answers.ts";
import { bodyBytes } from "./body-bytes.ts";
import { isTooLarge, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

/** Some 600,000 rows. */
const mostFileBytes = 64_000_000;

const deepestZoom = 22;
const Tile = z
  .object({
    layer: z.enum(searchLayers),
    z: z.coerce.number().int().min(0).max(deepestZoom),
    x: z.coerce.number().int().min(0),
    y: z.coerce.number().int().min(0),
  })
  .refine(({ z, x, y }) => x < 2 ** z && y < 2 ** z);
const Version = z.object({ v: z.coerce.number().int().optional() });
const Place = z.object({ lat: z.coerce.number().min(-90).max(90), lon: z.coerce.number().min(-180).max(180) });
const Import = z.object({
  name: z.string().trim().min(1).max(120),
  nature: z.enum(["passages", "sensors"]),
  operatorName: z.string().trim().min(1).max(80).optional(),
});

/** The probability map as tiles, what lies under the pointer, and datasets to be compared with the search. */
export const searchRoutes = (app: FastifyInstance, { search }: Pick<StationService, "search">): void => {
  app.get<{ Params: Record<string, string> }>("/api/search/tiles/:layer/:z/:x/:y.png", async (request, reply) => {
    const tile = Tile.safeParse(request.params);
    const query = Version.safeParse(request.query);
    if (!tile.success || !query.success)
      return refuse(reply, 400, "bad-request", `Say LAYER/Z/X/Y.png with a layer of ${searchLayers.join(", ")}.`);
    const { version } = search;
    const png = await search.tile(tile.data);
    // Drawn maybe a version later than asked for: then it must not be kept under the older one's name.
    const isKeepable = query.data.v === version && search.version === version;
    reply.header("cache-control", isKeepable ? "private, max-age=3600, immutable" : "no-store");
    return png === undefined ? reply.code(204).send() : reply.type("image/png").send(Buffer.from(png));
  });

  app.get("/api/search/at", async (request, reply) => {
    const place = Place.safeParse(request.query);
    if (!place.success) return refuse(reply, 400, "bad-request", "Say ?lat=&lon=, in degrees.");
    const found = await search.at(place.data.lat, place.data.lon);
    return found ?? refuse(reply, 404, "not-found", "There is no probability map at this place.");
  });

  app.get<{ Params: { id: string } }>("/api/datasets/:id.json", async (request, reply) => {
    const { id } = request.params;
    const columns = await search.dataset(id);
    return columns ?? refuse(reply, 404, "not-found", `There is no dataset "${id.slice(0, 80)}".`);
  });

  void app.register(async (files) => {
    files.addContentTypeParser(
      ["application/octet-stream", "text/csv", "text/plain"],
      { parseAs: "buffer" },
      (_request, body, done) => done(null, body),
    );
    files.setErrorHandler((error, request, reply) =>
      isTooLarge(error)
        ? refuse(reply, 413, "file-too-large", "64 MB are the most. Cut it to the days and places of the search.")
        : app.errorHandler(error, request, reply),
    );
    files.post("/api/datasets", { bodyLimit: mostFileBytes }, async (request, reply) => {
      const query = Import.safeParse(request.query);
      if (!query.success)
        return refuse(
          reply,
          400,
          "bad-request",
          "Say ?name=NAME&nature=passages or sensors: what it is called and holds.",
        );
      const bytes = bodyBytes(request.body);
      if (bytes === undefined) return refuse(reply, 400, "bad-request", "Send the file itself, as text/csv.");
      const { name, nature, operatorName: by = "API" } = query.data;
      const result = await search.importDataset({ name, nature, bytes, by });
      return reply.code(result.ok ? 200 : result.fault.code === "bad-file" ? 400 : 409).send(result);
    });
  });
};
