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
  // The phone page: open to all, since its secret is behind the #, which no browser sends. Its files are the program's.
  app.get("/f", async (_request, reply) => reply.redirect("/f/", 308));
  app.get("/f/*", async (request, reply) => {
    const pathname = requestUrl(request.url)?.pathname ?? "/f/";
    if (!existsSync(join(folder, "phone.html")))
      return reply.code(503).type("text/html; charset=utf-8").send(notBuiltPage());
    if (pathname === "/f/") return reply.sendFile("phone.html");
    if (!/^\/f\/(?:assets\/[\w.-]+|phone-worker\.js|phone\.webmanifest|lantern\.svg)$/.test(pathname))
      return reply.callNotFound();
    if (pathname.startsWith("/f/assets/")) reply.header("cache-control", "public, max-age=31536000, immutable");
    return reply.sendFile(pathname.slice("/f/".length));
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
