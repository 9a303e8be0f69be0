import type { Operator } from "../../shared/wire/operations.ts";
import type { Request } from "../../shared/wire/requests.ts";
import type { StreamMessage } from "../../shared/wire/stream.ts";
import { type Connection, retryDelayMs } from "./connection.ts";

export interface SocketHandlers {
  readonly onOpen: () => void;
  readonly onData: (data: unknown) => void;
  readonly onClose: () => void;
}

/** Opens a WebSocket to a path of the station. @returns what closes it and what speaks on it */
export type OpenSocket = (
  path: string,
  handlers: SocketHandlers,
) => { readonly close: () => void; readonly send: (text: string) => void };

export interface StreamClientOptions {
  readonly openSocket: OpenSocket;
  /** Who works at this screen: the station knows by it whose screens are there. */
  readonly operator: () => Operator;
  /** Asked when a socket closes before it opened, since a browser hides the reason: is it our sign-in? */
  readonly isUnauthorised: () => Promise<boolean>;
  readonly onMessage: (message: StreamMessage) => void;
  readonly onConnection: (connection: Connection) => void;
  /** Monotonic, ms. */
  readonly nowMs: () => number;
  /** @returns the function that cancels */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** A live station sends its clock at least every second; a socket that is silent for this long is dead though open. */
const silenceMs = 6_000;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** What a socket sent as JSON; undefined where it is none. */
export const parseMessage = (data: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (typeof data !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isStreamMessage = (value: Readonly<Record<string, unknown>>): value is StreamMessage => {
  switch (value.type) {
    case "snapshot":
      return isRecord(value.snapshot);
    case "delta":
      return isRecord(value.delta) && isRecord(value.delta.clock);
    case "events":
      return Array.isArray(value.events);
    default:
      return value.type === "reset";
  }
};

/** @returns undefined for anything that is no message of the stream: `parseMessage` looked at it before */
export const streamMessageOf = (message: Readonly<Record<string, unknown>> | undefined): StreamMessage | undefined =>
  message !== undefined && isStreamMessage(message) ? message : undefined;

/**
 * Keeps a WebSocket to `/api/stream`, reconnecting with back-off and asking for the ordered events after the last one that
 * was handed over. Malformed messages are dropped: the next delta or snapshot heals what they left out.
 */
export class StreamClient {
  readonly #options: StreamClientOptions;
  #socket: ReturnType<OpenSocket> | undefined;
  #cancelTimer: (() => void) | undefined;
  #lastEventN: number | undefined;
  /** Whose number that is: a station that was started anew may count from the beginning. */
  #numbering: string | undefined;
  #lostSinceMs: number | undefined;
  #lastMessageMs = 0;
  /** The socket of now stands. */
  #opened = false;
  #attempts = 0;
  #closed = false;

  constructor(options: StreamClientOptions) {
    this.#options = options;
  }

  open(): void {
    this.#closed = false;
    this.#options.onConnection({ state: "connecting" });
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** Comes back at once under the operator's new name, missing nothing. */
  reopen(): void {
    const socket = this.#socket;
    if (socket === undefined || !this.#opened) return;
    this.#cancelTimer?.();
    this.#connect();
    socket.close();
  }

  /** @returns false while nobody would hear it */
  send(request: Request): boolean {
    if (this.#socket === undefined || !this.#opened) return false;
    this.#socket.send(JSON.stringify(request));
    return true;
  }

  #connect(): void {
    this.#opened = false;
    const { id, name } = this.#options.operator();
    const query = new URLSearchParams({ operator: id, name });
    if (this.#lastEventN !== undefined) {
      query.set("after", String(this.#lastEventN));
      query.set("numbering", this.#numbering ?? "");
    }
    let opened = false;
    const socket = this.#options.openSocket(`/api/stream?${query}`, {
      onOpen: () => {
        opened = true;
        if (this.#socket === socket) this.#opened = true;
        this.#lastMessageMs = this.#options.nowMs();
        this.#watchSilence(socket);
      },
      onData: (data) => {
        if (this.#socket === socket) this.#receive(data);
      },
      onClose: () => {
        if (this.#socket === socket) void this.#lost(opened);
      },
    });
    this.#socket = socket;
  }

  #receive(data: unknown): void {
    this.#lastMessageMs = this.#options.nowMs();
    const message = streamMessageOf(parseMessage(data));
    if (message === undefined) return;
    if (message.type === "snapshot") {
      // Events that were missed still follow, so only a first snapshot (or one after a reset) sets where we are.
      this.#lastEventN ??= message.snapshot.eventN;
      this.#numbering = message.snapshot.numbering;
      this.#attempts = 0;
      this.#lostSinceMs = undefined;
      this.#options.onMessage(message);
      this.#options.onConnection({ state: "open" });
      return;
    }
    if (message.type === "reset") this.#lastEventN = undefined;
    if (message.type === "events") {
      const last = this.#lastEventN ?? 0;
      const fresh = message.events.filter((event) => event.n > last);
      const newest = fresh.at(-1);
      if (newest === undefined) return;
      this.#lastEventN = newest.n;
      this.#options.onMessage({ type: "events", events: fresh });
      return;
    }
    this.#options.onMessage(message);
  }

  #watchSilence(socket: ReturnType<OpenSocket>): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.after(silenceMs, () => {
      if (this.#socket !== socket) return;
      if (this.#options.nowMs() - this.#lastMessageMs < silenceMs) this.#watchSilence(socket);
      else {
        this.#socket = undefined;
        socket.close();
        void this.#lost(true);
      }
    });
  }

  async #lost(opened: boolean): Promise<void> {
    this.#socket = undefined;
    this.#opened = false;
    this.#cancelTimer?.();
    const nowMs = this.#options.nowMs();
    this.#lostSinceMs ??= opened ? Math.min(nowMs, this.#lastMessageMs) : nowMs;
    const delayMs = retryDelayMs(this.#attempts++);
    const retryAtDeviceMs = nowMs + delayMs;
    this.#cancelTimer = this.#options.after(delayMs, () => this.#connect());
    this.#options.onConnection({ state: "lost", sinceDeviceMs: this.#lostSinceMs, retryAtDeviceMs });
    if (!opened && (await this.#options.isUnauthorised()) && !this.#closed && this.#socket === undefined)
      this.#options.onConnection({ state: "unauthorised", retryAtDeviceMs });
    if (this.#closed) this.#cancelTimer?.();
  }
}
