import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isTooLarge, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

/** The largest that phones' cameras write in one picture. */
const mostFileBytes = 15_000_000;

const tooLarge =
  "The photo is too large: 15 MB are the most. The phone page makes it smaller by itself; else send it in a lower resolution.";

const PhotoQuery = z.object({
  name: z.string().min(1).max(200),
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,64}$/)
    .exactOptional(),
});

const statuses: Readonly<Record<string, number>> = {
  "bad-file": 400,
  "file-too-large": 413,
  // These pass: a phone must go on holding the picture, and lets go of what is refused with another status.
  "not-possible": 503,
  "recording-failed": 503,
};

/** Beyond the limit so much is read and thrown away. */
const mostDiscardedBytes = 30_000_000;

/** Who is hung up on while still sending often never sees the answer: a little more is let in, kept nowhere, then it is cut. */
const discardRest = (request: IncomingMessage): void => {
  let discardedBytes = 0;
  request.on("data", (piece: Buffer) => {
    discardedBytes += piece.length;
    if (discardedBytes > mostDiscardedBytes) request.destroy();
  });
};

/** A route that takes one photo. A body that is over the limit is refused as soon as that is known, not when it ended. */
export const photoUpload = (
  app: FastifyInstance,
  { url, files }: { readonly url: string; readonly files: StationService["files"] },
): void => {
  void app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    uploads.setErrorHandler((error, request, reply) => {
      if (!isTooLarge(error)) return app.errorHandler(error, request, reply);
      discardRest(request.raw);
      return refuse(reply.header("connection", "keep-alive"), 413, "file-too-large", tooLarge);
    });
    uploads.post(url, { bodyLimit: mostFileBytes }, async (request, reply) => {
      if (request.principal?.locateOnly === true)
        return refuse(reply, 403, "not-allowed", "This link only tells where its phone is.");
      const query = PhotoQuery.safeParse(request.query);
      if (!query.success) return refuse(reply, 400, "bad-request", "Say ?name=NAME, and &id=ID where you gave it one.");
      const { body } = request;
      if (!(body instanceof Uint8Array)) return refuse(reply, 400, "bad-request", "Send the photo itself as the body.");
      const { name, id } = query.data;
      const result = await files.keep({ name, id, bytes: body });
      return reply.code(result.ok ? 200 : (statuses[result.fault.code] ?? 409)).send(result);
    });
  });
};

/** Sends a kept file or its preview; a picture never changes under its id. */
export const sendFile = (
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
  files: StationService["files"],
) => {
  const isPreview = request.routeOptions.url?.endsWith("/preview") === true;
  const { id } = request.params;
  const file = isPreview ? files.preview(id) : files.file(id);
  if (file === undefined) return refuse(reply, 404, "not-found", "There is no such file, or it was not sent yet.");
  return reply
    .header("cache-control", "private, max-age=86400, immutable")
    .type(file.type)
    .send(Buffer.from(file.bytes));
};
