import type { RawData, WebSocket } from "ws";
import type { Principal } from "../../../shared/incident/roles.ts";
import type { Operator } from "../../../shared/wire/operations.ts";
import { SteerRequest } from "../../../shared/wire/requests.ts";
import type { ClientSocket, DeltaPublisher, Resume } from "./delta-publisher.ts";
import { passes } from "./route-gates.ts";
import type { StationService } from "./station-service.ts";
import type { Opening } from "./upgrade-server.ts";

export interface StreamOptions {
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
 * `/api/stream`. Clients say on it where a stick is, which is too often for HTTP, and nothing else. The stick counts as the
 * operator's whose stream it is.
 */
export const streamRoute = ({
  publisher,
  service,
}: StreamOptions): ((url: URL, principal: Principal) => Opening | undefined) => {
  const serve = (socket: WebSocket, operator: Operator | undefined, resume: Resume, principal: Principal): void => {
    const leave = operator === undefined ? () => {} : service.join(operator);
    const remove = publisher.add(clientSocket(socket), performance.now(), resume);
    socket.on("message", (data, isBinary) => {
      const request = passes("fly", principal) ? parseUpstream(data, isBinary) : undefined;
      if (request !== undefined) service.steer(operator === undefined ? request : { ...request, operator });
    });
    socket.on("close", () => {
      leave();
      remove();
    });
  };

  return (url, principal) => {
    if (url.pathname !== "/api/stream") return undefined;
    const numbering = url.searchParams.get("numbering");
    const after = url.searchParams.get("after") ?? undefined;
    if (after !== undefined && !/^\d{1,15}$/.test(after))
      return { ok: false, status: 400, detail: "after: must be the number of an event, 0 or more." };
    const resume: Resume = {
      ...(after === undefined ? {} : { afterN: Number(after) }),
      ...(numbering === null ? {} : { numbering }),
    };
    return { ok: true, serve: (socket) => serve(socket, operatorOf(url), resume, principal) };
  };
};
