import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Operator } from "../../../shared/wire/operations.ts";
import { SteerRequest } from "../../../shared/wire/requests.ts";
import { type Access, callerOf } from "./access.ts";
import type { ClientSocket, DeltaPublisher, Resume } from "./delta-publisher.ts";
import { endWithAnswer } from "./raw-answer.ts";
import { requestUrl } from "./request-url.ts";
import type { StationService } from "./station-service.ts";

export interface StreamServerOptions {
  readonly server: Server;
  readonly access: Access;
  readonly publisher: DeltaPublisher;
  readonly service: Pick<StationService, "join" | "steer">;
}

const clientSocket = (socket: WebSocket): ClientSocket => ({
  get bufferedBytes() {
    return socket.bufferedAmount;
  },
  send: (text) => socket.send(text),
  terminate: () => socket.terminate(),
});

const heartbeatMs = 15_000;

const longestIdLength = 64;
const longestNameLength = 80;

/** Who works at the screen that opens the stream; undefined for a program that doesn't say. */
const operatorOf = (url: URL): Operator | undefined => {
  const id = url.searchParams.get("operator")?.trim() ?? "";
  const name = url.searchParams.get("name")?.trim() ?? "";
  if (id === "" || id.length > longestIdLength) return undefined;
  return { id, name: name === "" ? id : name.slice(0, longestNameLength) };
};

/** @returns undefined for anything that is no request for the stream: it is dropped without a word */
const parseUpstream = (data: RawData, isBinary: boolean): SteerRequest | undefined => {
  if (isBinary) return undefined;
  try {
    const parsed = SteerRequest.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};

/**
 * `/api/stream`, behind the same checks as the rest. Clients say on it where a stick is, which is too often for HTTP, and
 * nothing else. The stick counts as the operator's whose stream it is.
 */
export const streamServer = (options: StreamServerOptions): { close(): void } => {
  const { server, access, publisher, service } = options;
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
      serveClient(webSocket, operatorOf(url), {
        ...(after === undefined ? {} : { afterN: Number(after) }),
        ...(numbering === null ? {} : { numbering }),
      }),
    );
  });

  const serveClient = (socket: WebSocket, operator: Operator | undefined, resume: Resume): void => {
    const leave = operator === undefined ? () => {} : service.join(operator);
    const remove = publisher.add(clientSocket(socket), performance.now(), resume);
    // Keeps middle boxes from forgetting a quiet connection. One that doesn't answer is a screen that is gone, whose person
    // must not go on holding vehicles until TCP gives up.
    let answered = true;
    socket.on("pong", () => {
      answered = true;
    });
    const timer = setInterval(() => {
      if (!answered) return socket.terminate();
      answered = false;
      socket.ping();
    }, heartbeatMs);
    socket.on("message", (data, isBinary) => {
      const request = parseUpstream(data, isBinary);
      if (request !== undefined) service.steer(operator === undefined ? request : { ...request, operator });
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      clearInterval(timer);
      leave();
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
