import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { MissionTelemetry } from "../archive/archived-mission.ts";
import { LongLooks } from "./long-looks.ts";
import { badRequest, type MissionParams, missionLook, missionMs, noMission, notFound } from "./mission-look.ts";
import { reasonOf, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

const log = z.coerce.number().int().min(0).max(999).default(0);
const Plot = z.object({
  log,
  field: z.string().min(1).max(200),
  from: missionMs,
  to: missionMs,
  width: z.coerce.number().int().min(1).max(10_000).default(1_000),
});
const Messages = z.object({
  log,
  at: missionMs,
  count: z.coerce.number().int().min(1).max(500).default(50),
  direction: z.enum(["back", "on"]).default("back"),
  streams: z.string().max(10_000).optional(),
  text: z.string().max(200).optional(),
});

/** Missions that were recorded or brought in: their list, one of them, and its telemetry. */
export const archiveRoutes = (app: FastifyInstance, service: Pick<StationService, "archive">): void => {
  const { archive } = service;
  const looking = missionLook(service);
  const looks = new LongLooks();

  const withLog = (
    reply: FastifyReply,
    id: string,
    n: number,
    answer: (telemetry: MissionTelemetry, signal: AbortSignal) => Promise<unknown>,
  ): Promise<unknown> =>
    looking(reply, id, async (mission) => {
      const found = (await mission.openTelemetry()).find((one) => one.log.n === n);
      if (found === undefined) return notFound(reply, `This mission has no log ${n}.`);
      return looks.answer(reply, (signal) => answer(found, signal));
    });

  app.get("/api/archive", async () => archive.list());

  app.get<MissionParams>("/api/archive/:id", async (request, reply) => {
    try {
      return (await archive.details(request.params.id)) ?? noMission(reply);
    } catch (error) {
      return refuse(reply, 409, "not-possible", `The mission can't be opened. ${reasonOf(error)}`);
    }
  });

  app.get<MissionParams>("/api/archive/:id/plot", async (request, reply) => {
    const query = Plot.safeParse(request.query);
    if (!query.success) return badRequest(reply, "Say ?log=0&field=STREAM.FIELD&from=MS&to=MS&width=PX.");
    const { field, from, to, width } = query.data;
    return withLog(reply, request.params.id, query.data.log, async ({ fields, log: { offsetMs } }) => {
      const series = await fields.plot({ field, fromMs: from - offsetMs, toMs: to - offsetMs, steps: width });
      if (series === undefined) return notFound(reply, `This log has no field "${field.slice(0, 80)}".`);
      return { ...series, positionMs: series.positionMs.map((positionMs) => positionMs + offsetMs) };
    });
  });

  app.get<MissionParams>("/api/archive/:id/messages", async (request, reply) => {
    const query = Messages.safeParse(request.query);
    if (!query.success) return badRequest(reply, "Say ?log=0&at=MS&count=50&direction=back or on.");
    const { at, count, direction, streams, text } = query.data;
    return withLog(reply, request.params.id, query.data.log, async ({ fields, log: { offsetMs } }, signal) => {
      const { messages, more } = await fields.messages({
        ...{ atMs: at - offsetMs, count, direction, signal },
        ...(streams === undefined ? {} : { streams: streams.split(",") }),
        ...(text === undefined || text === "" ? {} : { text }),
      });
      return { messages: messages.map((one) => ({ ...one, positionMs: one.positionMs + offsetMs })), more };
    });
  });
};
