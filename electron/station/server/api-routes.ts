import { endianness } from "node:os";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { z } from "zod";
import { Request, type RequestResult } from "../../../shared/wire/requests.ts";
import { thermalHighHeader, thermalLowHeader } from "../../../shared/wire/thermal-headers.ts";
import { openApiDocument } from "./openapi.ts";
import { parameterRoutes } from "./parameter-routes.ts";
import { planRoutes } from "./plan-routes.ts";
import { refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

const statusOf = (result: RequestResult): number => {
  if (result.ok) return 200;
  if (result.fault.code === "bad-request") return 400;
  return result.fault.code.startsWith("unknown-") ? 404 : 409;
};

/** Names each field that is wrong, and how. */
const explain = (error: z.ZodError, body: unknown): string =>
  error.issues
    .map((issue) => {
      if (issue.code === "unrecognized_keys") return `${issue.keys.join(", ")}: no such field`;
      const field = issue.path.join(".");
      if (issue.code === "invalid_union" && field === "kind") {
        const kinds = Request.options.map((option) => option.shape.kind.value).join(", ");
        return `kind: must be one of ${kinds}`;
      }
      if (field === "")
        return `The body must be a JSON object with a field "kind", not ${JSON.stringify(body)?.slice(0, 60)}`;
      return `${field}: ${issue.message}`;
    })
    .join("; ");

const notFound = (reply: FastifyReply, detail: string) => refuse(reply, 404, "not-found", detail);

const png = (reply: FastifyReply, bytes: Uint8Array) => reply.type("image/png").send(Buffer.from(bytes));

/** Little-endian float32, whatever this machine is. */
const heightBytes = (heights: Float32Array): Buffer => {
  const bytes = Buffer.from(heights.buffer, heights.byteOffset, heights.byteLength);
  return endianness() === "LE" ? bytes : Buffer.from(bytes).swap32();
};

/** A plan of 2,000 steps is some 400 kB; one with long patterns some megabytes. */
const mostRequestBytes = 4 << 20;

/** State out, requests in, pictures and terrain. */
export const apiRoutes = (app: FastifyInstance, service: StationService): void => {
  app.get("/api/state", async () => service.snapshot());

  app.post("/api/requests", { bodyLimit: mostRequestBytes }, async (request, reply) => {
    const parsed = Request.safeParse(request.body);
    const result: RequestResult = parsed.success
      ? await service.request(parsed.data)
      : { ok: false, fault: { code: "bad-request", detail: explain(parsed.error, request.body) } };
    return reply.code(statusOf(result)).send(result);
  });

  app.get("/api/openapi.json", async () => openApiDocument());

  const noBaseMap = "There is no offline base map here: it comes with a scenario.";
  app.get("/api/terrain", async (_request, reply) => service.baseMap()?.baseMap ?? notFound(reply, noBaseMap));
  app.get("/api/terrain/heights", async (_request, reply) => {
    const heights = service.baseMap()?.heightsMslM;
    if (heights === undefined) return notFound(reply, noBaseMap);
    return reply.type("application/octet-stream").send(heightBytes(heights));
  });

  app.get<{ Params: { id: string } }>("/api/heat/:id/thumbnail", async (request, reply) => {
    const bytes = service.thumbnail(request.params.id);
    return bytes === undefined ? notFound(reply, "There is no picture of this heat source.") : png(reply, bytes);
  });

  app.get<{ Params: { id: string } }>("/api/vehicles/:id/thermal.png", async (request, reply) => {
    const picture = await service.thermalPicture(request.params.id);
    if (picture === undefined) return notFound(reply, "This vehicle shows no thermal picture now.");
    const { range } = picture;
    if (range !== undefined)
      reply.headers({ [thermalLowHeader]: range.lowK.toFixed(2), [thermalHighHeader]: range.highK.toFixed(2) });
    return png(reply, picture.png);
  });

  parameterRoutes(app, service);
  planRoutes(app, service);

  app.all("/api/*", async (request, reply) => notFound(reply, `There is nothing at ${request.method} ${request.url}.`));
};
