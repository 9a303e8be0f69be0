import type { FastifyInstance, FastifyReply } from "fastify";
import { attachment } from "./attachment.ts";
import { isTooLarge, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

/** Mission Planner's of a whole vehicle is some 30 kB. */
const fileLimitBytes = 1024 * 1024;

const unknownVehicle = (reply: FastifyReply, id: string) =>
  refuse(reply, 404, "unknown-vehicle", `There is no vehicle "${id.slice(0, 80)}". It must have been heard once.`);

/** A vehicle's settings as a list and as a file, and how a file differs from them. */
export const parameterRoutes = (app: FastifyInstance, service: Pick<StationService, "parameters">): void => {
  app.get<{ Params: { id: string } }>("/api/vehicles/:id/parameters", async (request, reply) => {
    const { id } = request.params;
    return service.parameters.list(id) ?? unknownVehicle(reply, id);
  });

  app.get<{ Params: { id: string } }>("/api/vehicles/:id/parameters.params", async (request, reply) => {
    const file = service.parameters.file(request.params.id);
    if (file === undefined)
      return refuse(reply, 404, "not-found", "No parameters of this vehicle are known. Ask for them first.");
    return reply.header("content-disposition", attachment(file.name)).type("text/plain; charset=utf-8").send(file.text);
  });

  void app.register(async (files) => {
    files.addContentTypeParser(
      ["application/octet-stream", "text/csv"],
      { parseAs: "string" },
      (_request, body, done) => done(null, body),
    );
    files.setErrorHandler((error, request, reply) => {
      if (!isTooLarge(error)) return app.errorHandler(error, request, reply);
      return refuse(reply, 413, "file-too-large", "A file of parameters has 1 MB at most.");
    });
    files.post<{ Params: { id: string } }>(
      "/api/vehicles/:id/parameters/diff",
      { bodyLimit: fileLimitBytes },
      async (request, reply) => {
        const { id } = request.params;
        const text = typeof request.body === "string" ? request.body : "";
        const diff = service.parameters.diff(id, text);
        if (diff === undefined) return unknownVehicle(reply, id);
        if (diff !== "bad-file") return diff;
        return refuse(
          reply,
          400,
          "bad-file",
          "There is no parameter in it. Send a .params or .param file as text/plain: NAME,VALUE lines or QGroundControl's.",
        );
      },
    );
  });
};
