import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Socket } from "node:net";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { Access } from "./access.ts";
import { apiRoutes } from "./api-routes.ts";
import { archiveStream } from "./archive-stream.ts";
import type { ServerCertificate } from "./certificate.ts";
import type { DeltaPublisher } from "./delta-publisher.ts";
import { guard, notAnAddress } from "./guard.ts";
import { endWithAnswer } from "./raw-answer.ts";
import { securityHeaders } from "./security-headers.ts";
import type { StationService } from "./station-service.ts";
import { streamRoute } from "./stream-server.ts";
import { uiRoutes } from "./ui-routes.ts";
import { upgradeServer } from "./upgrade-server.ts";
import { videoRoute } from "./video-route.ts";

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly token: string;
  /** Speaks HTTPS with it; plain HTTP otherwise. */
  readonly certificate?: Pick<ServerCertificate, "certificate" | "key" | "names"> | undefined;
  readonly service: StationService;
  readonly publisher: DeltaPublisher;
  readonly rendererFolder: string;
}

/** A listening server; `port` is the one it really got. */
export interface HttpServer {
  readonly host: string;
  readonly port: number;
  /** All that it answers, as "GET /api/state": a test asks for each of them in each role. */
  readonly routes: readonly string[];
  close(): Promise<void>;
}

/** `detail` says what to do, `--port` or `--host` with a better value. */
export type ListenResult =
  | { readonly ok: true; readonly server: HttpServer }
  | {
      readonly ok: false;
      readonly fault: { readonly code: "port-taken" | "port-refused" | "host-unknown"; readonly detail: string };
    };

const answerErrors = (app: FastifyInstance): void => {
  app.setErrorHandler((error, _request, reply) => {
    const status =
      typeof error === "object" && error !== null && "statusCode" in error && typeof error.statusCode === "number"
        ? error.statusCode
        : 500;
    const detail = error instanceof Error ? error.message : String(error);
    // What the client got wrong (no JSON, too large) is its to mend; the rest is ours and must be seen.
    if (status >= 500) process.stderr.write(`A request failed: ${error instanceof Error ? error.stack : detail}\n`);
    return reply.code(status).send({ ok: false, fault: { code: status < 500 ? "bad-request" : "failed", detail } });
  });
};

const answerNoHttp = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === "ECONNRESET") return void socket.destroy();
  const [status, detail] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? [431, "The request's headers are too long."]
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? [408, "The request took too long."]
        : [400, "This is no HTTP request that the station understands."];
  endWithAnswer(socket, status, { code: "bad-request", detail });
};

const listenFault = (error: unknown, options: HttpServerOptions): ListenResult & { ok: false } => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const { host, port } = options;
  if (code === "EADDRINUSE")
    return {
      ok: false,
      fault: {
        code: "port-taken",
        detail: `Port ${port} on ${host} is already taken, maybe by another Lantern. Choose another with --port ${port + 1}, or close what uses it.`,
      },
    };
  if (code === "EACCES")
    return {
      ok: false,
      fault: {
        code: "port-refused",
        detail: `This user may not open port ${port}. Choose one above 1023 with --port 8420.`,
      },
    };
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN")
    return {
      ok: false,
      fault: {
        code: "host-unknown",
        detail: `This computer has no address ${host}. Choose one with --host: 127.0.0.1 for this computer only, 0.0.0.0 for all its networks.`,
      },
    };
  throw error;
};

/** Ten gigabytes of a video or a log over a field's radio; whoever sends nothing is hung up on much sooner. */
const requestMs = 6 * 3_600_000;
/** A client that is in the middle of something says some of it so often at least. */
const silentMs = 120_000;
const headersMs = 60_000;
const quietMs = 72_000;

/** What is listened with; Fastify leaves a server of somebody else's as it is, so its limits are set here. */
const webServer = (certificate: HttpServerOptions["certificate"], handler: RequestListener): Server => {
  // One without a host is refused by us, with our headers.
  const limits = {
    requestTimeout: requestMs,
    headersTimeout: headersMs,
    requireHostHeader: false,
    keepAliveTimeout: quietMs,
  };
  if (certificate === undefined) return createServer(limits, handler);
  return createSecureServer({ ...limits, cert: certificate.certificate, key: certificate.key }, handler);
};

/** While its body comes; how long an answer takes is ours. */
const hangUpOnSilence = (request: IncomingMessage): void => {
  if (request.complete || request.method === "GET" || request.method === "HEAD") return;
  request.setTimeout(silentMs);
  request.once("end", () => request.setTimeout(0));
};

/** Serves the UI, the requests and the stream. Every answer, the refusals too, carries the strict headers. */
export const listen = async (options: HttpServerOptions): Promise<ListenResult> => {
  const app = Fastify({
    bodyLimit: 64 * 1024,
    serverFactory: (handler) => webServer(options.certificate, handler),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // What never reaches a route: percent signs that say nothing, and bytes that are no HTTP.
    frameworkErrors: (_error, request: FastifyRequest, reply: FastifyReply) =>
      reply
        .headers(securityHeaders({ host: request.headers.host }, "screen"))
        .code(400)
        .send(notAnAddress),
    clientErrorHandler: answerNoHttp,
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      ok: false,
      fault: { code: "not-found", detail: `There is nothing at ${request.method} ${request.url.slice(0, 200)}.` },
    }),
  );
  let port = options.port;
  const { invites } = options.service;
  const access = new Access({
    token: options.token,
    boundHost: options.host,
    names: options.certificate?.names ?? [],
    invites,
  });
  const routes: string[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    for (const one of [method].flat()) routes.push(`${one} ${url}`);
  });
  app.addHook("onRequest", async ({ raw }) => hangUpOnSilence(raw));
  guard(app, access, (inviteId, body) => options.service.help.calledOutside(inviteId, body));
  answerErrors(app);
  apiRoutes(app, options.service);
  await uiRoutes(app, options.rendererFolder);
  const { publisher, service } = options;
  const upgrades = upgradeServer({
    ...{ server: app.server, access, invites },
    routes: [streamRoute({ publisher, service }), videoRoute(service), archiveStream(service)],
  });
  try {
    await app.listen({ host: options.host, port });
  } catch (error) {
    await app.close();
    return listenFault(error, options);
  }
  const address = app.server.address();
  if (typeof address === "object" && address !== null) port = address.port;
  const close = async () => {
    upgrades.close();
    await app.close();
  };
  return { ok: true, server: { host: options.host, port, routes, close } };
};
