import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { type Access, callerOf } from "./access.ts";
import type { ClientSocket, DeltaPublisher, Resume } from "./delta-publisher.ts";
import { endWithAnswer } from "./raw-answer.ts";
import { requestUrl } from "./request-url.ts";

export interface StreamServerOptions {
  readonly server: Server;
  readonly access: Access;
  readonly publisher: DeltaPublisher;
}

const clientSocket = (socket: WebSocket): ClientSocket => ({
  get bufferedBytes() {
    return socket.bufferedAmount;
  },
  send: (text) => socket.send(text),
  terminate: () => socket.terminate(),
});

const heartbeatMs = 15_000;

/** `/api/stream`, behind the same checks as the rest. What clients say on it is ignored: requests go over HTTP. */
export const streamServer = (options: StreamServerOptions): { close(): void } => {
  const { server, access, publisher } = options;
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
    if (url?.pathname !== "/api/stream") return refuse(404, "The stream is at /api/stream.");
    const numbering = url.searchParams.get("numbering");
    const after = url.searchParams.get("after") ?? undefined;
    if (after !== undefined && !/^\d{1,15}$/.test(after))
      return refuse(400, "after: must be the number of an event, 0 or more.");
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      serveClient(webSocket, {
        ...(after === undefined ? {} : { afterN: Number(after) }),
        ...(numbering === null ? {} : { numbering }),
      }),
    );
  });

  const serveClient = (socket: WebSocket, resume: Resume): void => {
    const remove = publisher.add(clientSocket(socket), performance.now(), resume);
    // Keeps middle boxes from forgetting a quiet connection; a dead one fails on its own time-out.
    const timer = setInterval(() => socket.ping(), heartbeatMs);
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      clearInterval(timer);
      remove();
    });
  };

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
