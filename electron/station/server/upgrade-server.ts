import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { type Access, callerOf } from "./access.ts";
import { endWithAnswer } from "./raw-answer.ts";
import { requestUrl } from "./request-url.ts";

/** What a route says to who wants to open a socket there. */
export type Opening =
  | { readonly ok: true; readonly serve: (socket: WebSocket) => void }
  | { readonly ok: false; readonly status: number; readonly detail: string };

export interface UpgradeServerOptions {
  readonly server: Server;
  readonly access: Access;
  /** The first that knows the address decides; `undefined` where it doesn't. */
  readonly routes: readonly ((url: URL) => Opening | undefined)[];
}

const heartbeatMs = 15_000;

/**
 * Keeps middle boxes from forgetting a quiet connection. One that doesn't answer is a screen that is gone, whose person must
 * not go on holding vehicles, nor its pictures memory, until TCP gives up.
 */
const keepAlive = (socket: WebSocket): void => {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, heartbeatMs);
  socket.on("error", () => socket.terminate());
  socket.on("close", () => clearInterval(timer));
};

/** The WebSockets of a station, behind the same checks as everything else. */
export const upgradeServer = ({ server, access, routes }: UpgradeServerOptions): { close(): void } => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false });

  sockets.on("wsClientError", (error, socket) =>
    endWithAnswer(socket, 400, { code: "bad-request", detail: `This is no WebSocket handshake: ${error.message}.` }),
  );

  // The HTTP server forgets these, yet waits for their end when it closes.
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (request, socket, head) => {
    upgraded.add(socket);
    socket.on("close", () => upgraded.delete(socket));
    socket.on("error", () => socket.destroy());
    const refuse = (status: number, detail: string) => endWithAnswer(socket, status, { code: "refused", detail });
    const caller = callerOf(request);
    const place = access.checkPlace(caller, "data");
    const verdict = place.ok ? access.checkToken(caller) : place;
    if (!verdict.ok) return refuse(verdict.status, "Open the address that the station printed; it carries the token.");
    const url = requestUrl(request.url);
    const opening = url === undefined ? undefined : firstOf(routes, url);
    if (opening === undefined) return refuse(404, "The streams are at /api/stream and /api/feeds/ID/video.");
    if (!opening.ok) return refuse(opening.status, opening.detail);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      keepAlive(webSocket);
      opening.serve(webSocket);
    });
  });

  return {
    close: () => {
      for (const socket of sockets.clients) socket.close(1001, "The station is closing.");
      sockets.close();
      // A client that doesn't answer the closing must not hold the station.
      const timer = setTimeout(() => {
        for (const socket of upgraded) socket.destroy();
      }, 500);
      timer.unref();
    },
  };
};

const firstOf = (routes: UpgradeServerOptions["routes"], url: URL): Opening | undefined => {
  for (const route of routes) {
    const opening = route(url);
    if (opening !== undefined) return opening;
  }
  return undefined;
};
