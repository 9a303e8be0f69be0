import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Principal } from "../../../shared/incident/roles.ts";
import { type Access, callerOf } from "./access.ts";
import { endWithAnswer } from "./raw-answer.ts";
import { requestUrl } from "./request-url.ts";
import { passes } from "./route-gates.ts";
import type { StationService } from "./station-service.ts";

/** What a route says to who wants to open a socket there. */
export type Opening =
  | { readonly ok: true; readonly serve: (socket: WebSocket) => void }
  | { readonly ok: false; readonly status: number; readonly detail: string };

export interface UpgradeServerOptions {
  readonly server: Server;
  readonly access: Access;
  readonly invites: StationService["invites"];
  /** The first that knows the address decides; `undefined` where it doesn't. Only who may see everything gets as far. */
  readonly routes: readonly ((url: URL, principal: Principal) => Opening | undefined)[];
}

/** "Policy violation": the invitation was withdrawn, has expired, or gives other rights now. */
const noLongerWelcome = 1008;

const heartbeatMs = 15_000;

/**
 * Keeps middle boxes from forgetting a quiet connection. One that doesn't answer is a screen that is gone, whose person must
 * not go on holding vehicles, nor its pictures memory, until TCP gives up.
 */
const keepAlive = (socket: WebSocket, isWelcome: () => boolean): void => {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    if (!isWelcome()) return socket.close(noLongerWelcome, "This link is no longer valid.");
    answered = false;
    socket.ping();
  }, heartbeatMs);
  socket.on("error", () => socket.terminate());
  socket.on("close", () => clearInterval(timer));
};

/** The WebSockets of a station, behind the same checks as everything else. */
export const upgradeServer = ({ server, access, invites, routes }: UpgradeServerOptions): { close(): void } => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false });

  sockets.on("wsClientError", (error, socket) =>
    endWithAnswer(socket, 400, { code: "bad-request", detail: `This is no WebSocket handshake: ${error.message}.` }),
  );

  const invited = new Map<WebSocket, Principal>();
  /** The same rights as when it was opened: whoever was given others comes in anew, with those. */
  const isWelcome = ({ inviteId, role, locateOnly }: Principal): boolean => {
    if (inviteId === undefined) return true;
    const now = invites.standing(inviteId);
    return now.state === "valid" && now.principal.role === role && now.principal.locateOnly === locateOnly;
  };
  const stopListening = invites.onChanged(() => {
    for (const [socket, principal] of invited)
      if (!isWelcome(principal)) socket.close(noLongerWelcome, "This link is no longer valid.");
  });

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
    const { principal } = verdict;
    if (!passes("see", principal)) return refuse(403, "Your role may not see this. Your link opens the phone page.");
    const url = requestUrl(request.url);
    const opening = url === undefined ? undefined : firstOf(routes, url, principal);
    if (opening === undefined) return refuse(404, "The streams are at /api/stream and /api/feeds/ID/video.");
    if (!opening.ok) return refuse(opening.status, opening.detail);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      keepAlive(webSocket, () => isWelcome(principal));
      if (principal.inviteId !== undefined) {
        invited.set(webSocket, principal);
        webSocket.on("close", () => invited.delete(webSocket));
      }
      opening.serve(webSocket);
    });
  });

  return {
    close: () => {
      stopListening();
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

const firstOf = (routes: UpgradeServerOptions["routes"], url: URL, principal: Principal): Opening | undefined => {
  for (const route of routes) {
    const opening = route(url, principal);
    if (opening !== undefined) return opening;
  }
  return undefined;
};
