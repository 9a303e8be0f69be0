import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Principal } from "../../../shared/incident/roles.ts";
import { OutboxSchema } from "../../../shared/wire/field.ts";
import { answerOutbox } from "../field/answer-outbox.ts";
import { fieldState, filesShown } from "../field/field-state.ts";
import { phoneMap } from "../field/phone-map.ts";
import { photoUpload, sendFile } from "./photo-upload.ts";
import { refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

/** 500 items with their words. */
const mostOutboxBytes = 2 << 20;

type Parts = Pick<StationService, "field" | "files" | "request" | "baseMap" | "help">;

/** What phones ask: small, and only what concerns them. */
export const fieldRoutes = (app: FastifyInstance, service: Parts): void => {
  const { field, files } = service;
  const stateFor = (principal: Principal) =>
    fieldState({
      principal,
      things: field.things,
      whereabouts: field.whereabouts,
      centre: field.centre,
      hasBaseMap: service.baseMap() !== undefined,
    });

  app.get<{ Querystring: { since?: string } }>("/api/field/state", async (request, reply) => {
    const { principal = observer } = request;
    const body = JSON.stringify(stateFor(principal));
    const version = createHash("sha256").update(body).digest("base64url").slice(0, 22);
    // A phone's own clock may be wrong, and a scenario's faster than any phone's.
    const { clock } = field;
    reply.headers({
      etag: `"${version}"`,
      "x-utc-ms": String(clock.utcMs()),
      "x-clock-rate": String(clock.rate()),
    });
    const known = request.query.since ?? request.headers["if-none-match"]?.replaceAll('"', "");
    if (known === version) return reply.code(304).send();
    return reply.type("application/json; charset=utf-8").send(body);
  });

  app.post("/api/field/outbox", { bodyLimit: mostOutboxBytes }, async (request, reply) => {
    const parsed = OutboxSchema.safeParse(request.body);
    if (!parsed.success) {
      const detail = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
      return refuse(reply, 400, "bad-request", detail.slice(0, 1_000));
    }
    const { principal = observer } = request;
    const answer = await answerOutbox(service.request, principal, parsed.data, {
      receivedUtcMs: field.clock.utcMs(),
      rate: field.clock.rate(),
    });
    service.help.answered(principal.inviteId ?? "station", parsed.data.items, answer);
    return answer;
  });

  app.get("/api/field/map", async ({ principal = observer }, reply) => {
    const map = principal.locateOnly === true ? undefined : service.baseMap()?.baseMap;
    if (map === undefined) return refuse(reply, 404, "not-found", "There is no offline base map here.");
    return reply
      .headers({ "content-encoding": "gzip", "content-type": "application/json; charset=utf-8" })
      .send(phoneMap(map));
  });

  photoUpload(app, { url: "/api/field/files", files });

  for (const url of ["/api/field/files/:id", "/api/field/files/:id/preview"])
    app.get<{ Params: { id: string } }>(url, async (request, reply) => {
      const { principal = observer } = request;
      if (!filesShown(stateFor(principal)).has(request.params.id))
        return refuse(reply, 404, "not-found", "There is no such picture among those that your link shows.");
      return sendFile(request, reply, files);
    });
};

const observer: Principal = { role: "observer" };
