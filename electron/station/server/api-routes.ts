import type { FastifyInstance, FastifyReply } from "fastify";
import type { z } from "zod";
import type { Me } from "../../../shared/wire/field.ts";
import { Request, type RequestResult } from "../../../shared/wire/requests.ts";
import { meOf } from "../field/field-state.ts";
import { archiveFileRoutes } from "./archive-file-routes.ts";
import { archiveMediaRoutes } from "./archive-media-routes.ts";
import { archiveRoutes } from "./archive-routes.ts";
import { exampleRoutes } from "./example-routes.ts";
import { feedRoutes } from "./feed-routes.ts";
import { fieldRoutes } from "./field-routes.ts";
import { fileRoutes } from "./file-routes.ts";
import { incidentRoutes } from "./incident-routes.ts";
import { openApiDocument } from "./openapi.ts";
import { parameterRoutes } from "./parameter-routes.ts";
import { planRoutes } from "./plan-routes.ts";
import { refuse } from "./refusals.ts";
import { reportRoutes } from "./report-routes.ts";
import { searchRoutes } from "./search-routes.ts";
import type { StationService } from "./station-service.ts";
import { terrainRoutes } from "./terrain-routes.ts";

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

/** A plan of 2,000 steps is some 400 kB; one with long patterns some megabytes. */
const mostRequestBytes = 4 << 20;

/** State out, requests in, pictures and terrain. */
export const apiRoutes = (app: FastifyInstance, service: StationService): void => {
  app.get("/api/state", async () => service.snapshot());

  app.post("/api/requests", { bodyLimit: mostRequestBytes }, async (request, reply) => {
    const parsed = Request.safeParse(request.body);
    const result: RequestResult = parsed.success
      ? await service.request(parsed.data, request.principal)
      : { ok: false, fault: { code: "bad-request", detail: explain(parsed.error, request.body) } };
    return reply.code(statusOf(result)).send(result);
  });

  app.get("/api/me", async ({ principal }): Promise<Me> => {
    return meOf(principal ?? { role: "observer" });
  });

  app.get("/api/openapi.json", async () => openApiDocument());

  terrainRoutes(app, service);
  feedRoutes(app, service);
  exampleRoutes(app, service);
  parameterRoutes(app, service);
  planRoutes(app, service);
  searchRoutes(app, service);
  reportRoutes(app, service);
  fieldRoutes(app, service);
  fileRoutes(app, service);
  incidentRoutes(app, service);
  archiveRoutes(app, service);
  archiveMediaRoutes(app, service);
  archiveFileRoutes(app, service);

  app.all("/api/*", async (request, reply) => notFound(reply, `There is nothing at ${request.method} ${request.url}.`));
};
