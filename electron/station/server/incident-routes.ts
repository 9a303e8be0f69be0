import type { FastifyInstance } from "fastify";
import { attachment } from "./attachment.ts";
import { isTooLarge, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

/** The log of a search of weeks. */
const mostLogBytes = 64_000_000;

const statuses = { "bad-file": 400, "recording-failed": 409, "not-possible": 409 } as const;

/** Logs of incidents: to look through, to carry to another station, and to merge. */
export const incidentRoutes = (app: FastifyInstance, service: Pick<StationService, "incidents" | "tracks">): void => {
  app.get("/api/incidents", async () => service.incidents.list());

  app.get<{ Params: { id: string } }>("/api/incidents/:id/tracks", async (request, reply) => {
    const { id } = request.params;
    const tracks = service.tracks(id);
    return tracks ?? refuse(reply, 404, "not-found", `There is no incident "${id.slice(0, 80)}".`);
  });

  app.get<{ Params: { id: string } }>("/api/incidents/:id/log.jsonl", async (request, reply) => {
    const { id } = request.params;
    const log = service.incidents.log(id);
    if (log === undefined) return refuse(reply, 404, "not-found", `There is no incident "${id.slice(0, 80)}".`);
    return reply
      .header("content-disposition", attachment(`incident-${id}.jsonl`))
      .type("application/x-ndjson; charset=utf-8")
      .send(log);
  });

  void app.register(async (files) => {
    files.addContentTypeParser(
      ["application/octet-stream", "application/x-ndjson"],
      { parseAs: "string" },
      (_request, body, done) => done(null, body),
    );
    files.setErrorHandler((error, request, reply) =>
      isTooLarge(error)
        ? refuse(reply, 413, "file-too-large", "A log of an incident has 64 MB at most.")
        : app.errorHandler(error, request, reply),
    );
    files.post("/api/incidents/import", { bodyLimit: mostLogBytes }, async (request, reply) => {
      const text = typeof request.body === "string" ? request.body : "";
      const result = await service.incidents.merge(text);
      if (result.ok) return result;
      return refuse(reply, statuses[result.code], result.code, result.detail);
    });
  });
};
