import { endianness } from "node:os";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { bodyBytes } from "./body-bytes.ts";
import { isTooLarge, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

/** Some 7,000 by 7,000 heights of 32 bits: more than a search area has at half a metre. */
const mostFileBytes = 200_000_000;

const NameQuery = z.object({ name: z.string().min(1).max(200) });

/** Little-endian float32, whatever this machine is. */
const heightBytes = (heights: Float32Array): Buffer => {
  const bytes = Buffer.from(heights.buffer, heights.byteOffset, heights.byteLength);
  return endianness() === "LE" ? bytes : Buffer.from(bytes).swap32();
};

const noBaseMap = "There is no offline base map here: it comes with a scenario.";

/** The ground: the offline base map, and height models that people bring. */
export const terrainRoutes = (app: FastifyInstance, service: Pick<StationService, "baseMap" | "addTerrain">): void => {
  app.get(
    "/api/terrain",
    async (_request, reply) => service.baseMap()?.baseMap ?? refuse(reply, 404, "not-found", noBaseMap),
  );

  app.get("/api/terrain/heights", async (_request, reply) => {
    const heights = service.baseMap()?.heightsMslM;
    if (heights === undefined) return refuse(reply, 404, "not-found", noBaseMap);
    return reply.type("application/octet-stream").send(heightBytes(heights));
  });

  void app.register(async (files) => {
    files.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    files.setErrorHandler((error, request, reply) =>
      isTooLarge(error)
        ? refuse(reply, 413, "file-too-large", "200 MB are the most. Cut the model to the search area.")
        : app.errorHandler(error, request, reply),
    );
    files.post("/api/terrain/files", { bodyLimit: mostFileBytes }, async (request, reply) => {
      const query = NameQuery.safeParse(request.query);
      if (!query.success) return refuse(reply, 400, "bad-request", "Say ?name=FILE: what the file is called.");
      const bytes = bodyBytes(request.body);
      if (bytes === undefined)
        return refuse(reply, 400, "bad-request", "Send the file itself, as application/octet-stream.");
      const result = await service.addTerrain({ name: query.data.name, bytes });
      const isBad = !result.ok && result.fault.code === "bad-file";
      return reply.code(result.ok ? 200 : isBad ? 400 : 409).send(result);
    });
  });
};
