import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { exportFormats } from "../archive/desk/mission-files.ts";
import { attachment } from "./attachment.ts";
import { reasonOf, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

const missionId = z.string().min(1).max(64);
const Import = z.object({
  name: z.string().trim().min(1).max(200),
  into: missionId.optional(),
  startUtcMs: z.coerce.number().min(0).max(8.64e15).optional(),
});
const Export = z.object({
  anonymise: z.enum(["0", "1"]).default("0"),
  message: z.string().min(1).max(80).optional(),
});
const Format = z.enum(exportFormats);

const statuses: Readonly<Record<string, number>> = { "bad-file": 400, "unknown-mission": 404 };

/** Aborts when whoever asked goes away before the answer is out. */
const leaving = ({ raw }: FastifyReply): AbortSignal => {
  const left = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) left.abort();
  });
  return left.signal;
};

type Params = { readonly Params: { readonly id: string; readonly format: string } };

/** Missions as files: brought in, taken along, and looked through for damage. */
export const archiveFileRoutes = (
  app: FastifyInstance,
  { missionFiles }: Pick<StationService, "missionFiles">,
): void => {
  void app.register(async (uploads) => {
    // A log may have many gigabytes: it goes to the disk as it comes.
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    uploads.post("/api/archive/import", async (request, reply) => {
      const query = Import.safeParse(request.query);
      if (!query.success) return refuse(reply, 400, "bad-request", "Say ?name=FILE: what the file is called.");
      const { body } = request;
      if (!(body instanceof Readable)) return refuse(reply, 400, "bad-request", "Send the file itself as the body.");
      const signal = leaving(reply);
      const result = await missionFiles.take({ ...query.data, source: body, signal });
      return reply.code(result.ok ? 200 : (statuses[result.fault.code] ?? 409)).send(result);
    });
  });

  app.get<Params>("/api/archive/:id/export/:format", async (request, reply) => {
    const query = Export.safeParse(request.query);
    const format = Format.safeParse(request.params.format);
    if (!query.success || !format.success)
      return refuse(
        reply,
        400,
        "bad-request",
        `Say one of ${exportFormats.join(", ")}, and ?anonymise=1 where wanted.`,
      );
    const { anonymise, message } = query.data;
    const anonymised = anonymise === "1";
    const result = await missionFiles.export(request.params.id, {
      ...{ format: format.data, anonymised, message },
      signal: leaving(reply),
    });
    if (!result.ok) return reply.code(statuses[result.fault.code] ?? 409).send(result);
    const { name, type, stream } = result;
    return reply.header("content-disposition", attachment(name)).type(type).send(stream);
  });

  app.post<Params>("/api/archive/:id/verify", async (request, reply) => {
    const answer = await missionFiles.verify(request.params.id).catch(reasonOf);
    if (typeof answer === "string")
      return refuse(reply, 409, "not-possible", `The mission can't be looked through. ${answer}`);
    return answer ?? refuse(reply, 404, "unknown-mission", "There is no such mission in the archive. Reload the list.");
  });
};
