import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { thermalHighHeader, thermalLowHeader } from "../../../shared/wire/thermal-headers.ts";
import { refuse } from "./refusals.ts";
import type { ShownPicture, StationService } from "./station-service.ts";

const fraction = z.coerce.number().min(0).max(1);
const Place = z.object({ x: fraction, y: fraction });
const Vehicle = { Params: {} as { readonly id: string; readonly vehicleId: string } };

const notFound = (reply: FastifyReply, detail: string) => refuse(reply, 404, "not-found", detail);

/** With the temperatures that its black and white mean, where they are known. */
const sendPicture = (reply: FastifyReply, { png, range }: ShownPicture) => {
  if (range !== undefined)
    reply.headers({ [thermalLowHeader]: range.lowK.toFixed(2), [thermalHighHeader]: range.highK.toFixed(2) });
  return reply.type("image/png").send(Buffer.from(png));
};

type Parts = Pick<StationService, "feeds" | "thumbnail" | "crop" | "thermalPicture">;

/** What cameras show, and what lies where somebody points. */
export const feedRoutes = (app: FastifyInstance, service: Parts): void => {
  app.get<{ Params: { id: string } }>("/api/feeds/:id/look", async (request, reply) => {
    const place = Place.safeParse(request.query);
    if (!place.success)
      return refuse(reply, 400, "bad-request", "Say ?x=&y=, each 0 to 1 of the picture from its top left.");
    const look = await service.feeds.look(request.params.id, place.data.x, place.data.y);
    return look ?? notFound(reply, "There is no such feed, or it shows no picture now.");
  });

  app.get<{ Params: { id: string } }>("/api/feeds/:id/picture.png", async (request, reply) => {
    const picture = await service.feeds.picture(request.params.id);
    if (picture === undefined) return notFound(reply, "There is no such feed, or it shows no picture now.");
    return sendPicture(reply, picture);
  });

  app.get<{ Params: { id: string } }>("/api/vehicles/:id/thermal.png", async (request, reply) => {
    const picture = await service.thermalPicture(request.params.id);
    if (picture === undefined) return notFound(reply, "This vehicle shows no thermal picture now.");
    return sendPicture(reply, picture);
  });

  app.get<{ Params: { id: string } }>("/api/heat/:id/thumbnail", async (request, reply) => {
    const png = service.thumbnail(request.params.id);
    return png === undefined
      ? notFound(reply, "There is no picture of this heat source.")
      : sendPicture(reply, { png });
  });

  app.get<typeof Vehicle>("/api/heat/:id/crops/:vehicleId", async (request, reply) => {
    const { id, vehicleId } = request.params;
    const png = service.crop(id, vehicleId);
    if (png === undefined) return notFound(reply, "There is no picture of this heat source by that vehicle.");
    return sendPicture(reply, { png });
  });
};
