import type { PlayerCommand, PlayerMessage } from "../../shared/wire/archive.ts";
import type { Operator } from "../../shared/wire/operations.ts";
import type { StreamMessage } from "../../shared/wire/stream.ts";
import { type Connection, retryDelayMs } from "./connection.ts";
import { type OpenSocket, parseMessage, streamMessageOf } from "./stream-client.ts";

export interface ArchiveStreamOptions {
  readonly missionId: string;
  readonly openSocket: OpenSocket;
  readonly operator: () => Operator;
  /** Where the player begins, ms since the mission's beginning: asked with every connecting. */
  readonly startMs: () => number;
  readonly onMessage: (message: Exclude<StreamMessage, { type: "events" }> | PlayerMessage) => void;
  readonly onConnection: (connection: Connection) => void;
  /** Monotonic, ms. */
  readonly nowMs: () => number;
  /** @returns the function that cancels */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

const playerMessageOf = (message: Readonly<Record<string, unknown>> | undefined): PlayerMessage | undefined => {
  if (message?.type === "details-changed") return { type: "details-changed" };
  if (message?.type !== "player") return undefined;
  const { player } = message;
  const hasPosition =
    typeof player === "object" && player !== null && "positionMs" in player && typeof player.positionMs === "number";
  return hasPosition ? (message as PlayerMessage) : undefined;
};

/** The address of a mission's own routes: in its stores it stands where "/api" stands in the live ones. */
export const archiveBase = (missionId: string): string => `/api/archive/${encodeURIComponent(missionId)}`;

/** Keeps a WebSocket to a mission's player, reconnecting with back-off. What is malformed is dropped: the next state heals it. */
export class ArchiveStream {
  readonly #options: ArchiveStreamOptions;
  #socket: ReturnType<OpenSocket> | undefined;
  #opened = false;
  #attempts = 0;
  #lostSinceMs: number | undefined;
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  constructor(options: ArchiveStreamOptions) {
    this.#options = options;
  }

  open(): void {
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

  /** @returns false while nobody would hear it */
  send(command: PlayerCommand): boolean {
    if (this.#socket === undefined || !this.#opened) return false;
    this.#socket.send(JSON.stringify(command));
    return true;
  }

  #connect(): void {
    this.#opened = false;
    const { id, name } = this.#options.operator();
    const at = String(Math.max(0, Math.round(this.#options.startMs())));
    const query = new URLSearchParams({ operator: id, name, at });
    const socket = this.#options.openSocket(`${archiveBase(this.#options.missionId)}/stream?${query}`, {
      onOpen: () => {
        if (this.#socket === socket) this.#opened = true;
      },
      onData: (data) => {
        if (this.#socket === socket) this.#receive(data);
      },
      onClose: () => {
        if (this.#socket === socket) this.#lost();
      },
    });
    this.#socket = socket;
  }

  #receive(data: unknown): void {
    const parsed = parseMessage(data);
    const message = playerMessageOf(parsed) ?? streamMessageOf(parsed);
    if (message === undefined || message.type === "events") return;
    this.#options.onMessage(message);
    if (message.type !== "snapshot") return;
    this.#attempts = 0;
    this.#lostSinceMs = undefined;
    this.#options.onConnection({ state: "open" });
  }

  #lost(): void {
    this.#socket = undefined;
    this.#opened = false;
    if (this.#closed) return;
    const nowMs = this.#options.nowMs();
    this.#lostSinceMs ??= nowMs;
    const delayMs = retryDelayMs(this.#attempts++);
    this.#cancelTimer = this.#options.after(delayMs, () => this.#connect());
    this.#options.onConnection({
      state: "lost",
      sinceDeviceMs: this.#lostSinceMs,
      retryAtDeviceMs: nowMs + delayMs,
    });
  }
}
