import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { ArchivedMission } from "../archive/archived-mission.ts";
import { reasonOf, refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

/** An instant of a mission in an address, ms. */
export const missionMs = z.coerce.number().min(-1e13).max(1e13);

/** What stands in the addresses of a mission's routes. */
export type MissionParams = {
  readonly Params: {
    readonly id: string;
    readonly feedId: string;
    readonly heatId: string;
    readonly fileId: string;
    readonly vehicleId: string;
  };
};

export const notFound = (reply: FastifyReply, detail: string) => refuse(reply, 404, "not-found", detail);
export const badRequest = (reply: FastifyReply, detail: string) => refuse(reply, 400, "bad-request", detail);
export const noMission = (reply: FastifyReply) =>
  refuse(reply, 404, "unknown-mission", "There is no such mission in the archive. Reload the list.");

/** Makes what opens a mission for one answer. */
export const missionLook =
  ({ archive }: Pick<StationService, "archive">) =>
  async (reply: FastifyReply, id: string, answer: (mission: ArchivedMission) => Promise<unknown>): Promise<unknown> => {
    const lease = await archive.take(id).catch(reasonOf);
    if (lease === undefined) return noMission(reply);
    if (typeof lease === "string") return refuse(reply, 409, "not-possible", `The mission can't be opened. ${lease}`);
    try {
      return await answer(lease.mission);
    } finally {
      lease.release();
    }
  };
