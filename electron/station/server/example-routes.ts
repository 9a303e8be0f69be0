import type { FastifyInstance } from "fastify";
import { attachment } from "./attachment.ts";
import { refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

/** What people decided, as pictures to learn from. */
export const exampleRoutes = (app: FastifyInstance, { examples }: Pick<StationService, "examples">): void => {
  app.get("/api/examples", async () => examples.list());

  app.get("/api/examples.zip", async (_request, reply) => {
    const zip = examples.zip();
    if (zip === undefined) return refuse(reply, 404, "not-found", "This station keeps no examples: it plays a log.");
    return reply.header("content-disposition", attachment("lantern-examples.zip")).type("application/zip").send(zip);
  });
};
