import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { notBuiltPage } from "./pages.ts";
import { requestUrl } from "./request-url.ts";

/** The built UI. A path without a file's ending is a view of the UI and gets its index. */
export const uiRoutes = async (app: FastifyInstance, folder: string): Promise<void> => {
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    suppressWarning: true,
    cacheControl: false,
    dotfiles: "deny",
  });
  app.get("/*", async (request, reply) => {
    // Looked up each time: it may be built while the station runs.
    if (!existsSync(join(folder, "index.html"))) {
      return reply.code(503).type("text/html; charset=utf-8").send(notBuiltPage());
    }
    const pathname = requestUrl(request.url)?.pathname ?? "/";
    if (extname(pathname) === "") return reply.sendFile("index.html");
    // Vite names assets by their content.
    if (pathname.startsWith("/assets/")) reply.header("cache-control", "private, max-age=31536000, immutable");
    return reply.sendFile(decodeURIComponent(pathname));
  });
};
