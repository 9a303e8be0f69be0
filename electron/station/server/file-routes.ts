import type { FastifyInstance } from "fastify";
import { photoUpload, sendFile } from "./photo-upload.ts";
import type { StationService } from "./station-service.ts";

/** Photos of the incident, for who may see all of it. */
export const fileRoutes = (app: FastifyInstance, { files }: Pick<StationService, "files">): void => {
  photoUpload(app, { url: "/api/files", files });
  for (const url of ["/api/files/:id", "/api/files/:id/preview"])
    app.get<{ Params: { id: string } }>(url, async (request, reply) => sendFile(request, reply, files));
};
