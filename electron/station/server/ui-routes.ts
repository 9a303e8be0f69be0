import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { notBuiltPage } from "./pages.ts";
import { requestUrl } from "./request-url.ts";
import { ZippedFiles } from "./zipped-files.ts";

/** What a bad network should carry zipped. */
const textTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The file behind an address of the phone page: the page, what keeps it, its icon, and built assets; nothing else. */
const phoneFile = (pathname: string): string | undefined => {
  if (pathname === "/f/") return "phone.html";
  return /^\/f\/(assets\/[\w-][\w.-]*|phone-worker\.js|lantern\.svg)$/.exec(pathname)?.[1];
};

/** The built UI. A path without a file's ending is a view of the UI and gets its index. */
export const uiRoutes = async (app: FastifyInstance, folder: string): Promise<void> => {
  const zipped = new ZippedFiles();
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
    const name = phoneFile(pathname);
    if (name === undefined) return reply.callNotFound();
    // An hour: a page that is opened again in a valley comes from the phone.
    const lasts = pathname.startsWith("/f/assets/") ? "public, max-age=31536000, immutable" : "max-age=3600";
    reply.headers({ "cache-control": name === "phone-worker.js" ? "no-cache" : lasts, vary: "accept-encoding" });
    const type = textTypes[extname(name)];
    if (type === undefined || request.headers["accept-encoding"]?.includes("gzip") !== true)
      return reply.sendFile(name);
    const packed = await zipped.of(join(folder, name));
    if (packed === undefined) return reply.callNotFound();
    return reply.header("content-encoding", "gzip").type(type).send(packed);
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
