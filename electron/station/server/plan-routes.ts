import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { planFormats } from "../../../shared/wire/plans.ts";
import { attachment } from "./attachment.ts";
import { bodyBytes } from "./body-bytes.ts";
import { isTooLarge, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

/** More than any plan file has; a larger one is refused by its first bytes, or by its length before any of it is read. */
const mostFileBytes = 20_000_000;

const tooLarge =
  "The file is too large for a plan: 10 MB are the most. Maybe it holds pictures; export only the path or the areas.";

const id = z.string().min(1).max(64);
const ImportQuery = z.object({
  name: z.string().min(1).max(300),
  vehicleId: id,
  operatorId: id.exactOptional(),
  operatorName: z.string().trim().min(1).max(80).exactOptional(),
});
const FormatQuery = z.object({ format: z.enum(planFormats) });

const statuses: Readonly<Record<string, number>> = {
  "bad-file": 400,
  "file-too-large": 413,
  "unknown-vehicle": 404,
};

/** A header has room for so many. */
const mostHeaderNotes = 20;

/** Plans from files, and as files. */
export const planRoutes = (app: FastifyInstance, service: Pick<StationService, "planFiles">): void => {
  void app.register(async (files) => {
    files.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    files.setErrorHandler((error, request, reply) =>
      isTooLarge(error) ? refuse(reply, 413, "file-too-large", tooLarge) : app.errorHandler(error, request, reply),
    );
    files.post("/api/plans/import", { bodyLimit: mostFileBytes }, async (request, reply) => {
      const query = ImportQuery.safeParse(request.query);
      if (!query.success)
        return refuse(reply, 400, "bad-request", "Say ?name=FILE&vehicleId=ID: what the file is called, and for whom.");
      const bytes = bodyBytes(request.body);
      if (bytes === undefined)
        return refuse(reply, 400, "bad-request", "Send the file itself, as application/octet-stream.");
      const { name, vehicleId, operatorName: by = "API" } = query.data;
      const result = await service.planFiles.import({ name, bytes, vehicleId, by });
      return reply.code(result.ok ? 200 : (statuses[result.fault.code] ?? 409)).send(result);
    });
  });

  app.get<{ Params: { id: string } }>("/api/plans/:id/file", async (request, reply) => {
    const query = FormatQuery.safeParse(request.query);
    if (!query.success) return refuse(reply, 400, "bad-request", `Say ?format= one of ${planFormats.join(", ")}.`);
    const file = service.planFiles.export(request.params.id, query.data.format);
    if (file === undefined)
      return refuse(reply, 404, "unknown-plan", `There is no plan "${request.params.id.slice(0, 80)}".`);
    if (!file.ok) {
      const codes = [...new Set(file.problems.map(({ code }) => code))].join(", ");
      return refuse(reply, 409, "plan-invalid", `It can't be written as items of a mission: ${codes}.`);
    }
    return reply
      .header("content-disposition", attachment(file.name))
      .header("x-plan-notes", encodeURIComponent(JSON.stringify(file.notes.slice(0, mostHeaderNotes))))
      .type(file.mediaType)
      .send(Buffer.from(file.bytes));
  });
};
