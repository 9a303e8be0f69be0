import { expect } from "vitest";
import { WebSocket } from "ws";
import type { z } from "zod";
import type {
  ArchiveList,
  MissionDetails,
  PlayerCommand,
  PlayerView,
  VerifyAnswer,
} from "../../shared/wire/archive.ts";
import {
  ArchiveListSchema,
  MessagesAnswerSchema,
  MissionDetailsSchema,
  PlayerMessageSchema,
  PlotAnswerSchema,
  VerifyAnswerSchema,
} from "../../shared/wire/archive-schemas.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { eventually, type LiveStation } from "./live-station.ts";

interface Fault {
  readonly ok: false;
  readonly fault: { readonly code: string; readonly detail: string };
}
type Import = { readonly ok: true; readonly missionId: string } | Fault;

/** A player on a real socket: what it was told last, all at once. */
export class PlayerClient {
  readonly socket: WebSocket;
  readonly closed: Promise<readonly [code: number, reason: string]>;
  player: PlayerView | undefined;
  snapshot: StateSnapshot | undefined;
  /** When it was told to fetch the details anew, ms. */
  readonly detailsChangedMs: number[] = [];
  readonly views: PlayerView[] = [];
  #snapshots = 0;

  constructor(url: string, headers: Record<string, string>) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on("message", (data) => this.#hear(JSON.parse(String(data))));
    this.closed = new Promise((resolve) => this.socket.on("close", (code, reason) => resolve([code, String(reason)])));
    this.socket.on("error", () => {});
  }

  say(command: PlayerCommand): void {
    this.socket.send(JSON.stringify(command));
  }

  /** @returns the whole state there */
  async seek(positionMs: number): Promise<StateSnapshot> {
    await eventually(() => this.snapshot);
    const before = this.#snapshots;
    this.say({ type: "seek", positionMs });
    await eventually(() => this.#snapshots > before && this.player?.positionMs === positionMs);
    if (this.snapshot === undefined) throw new Error("There is no state.");
    return this.snapshot;
  }

  #hear(message: { readonly type: string; readonly snapshot?: StateSnapshot }): void {
    if (message.type === "player" || message.type === "details-changed") {
      const parsed = PlayerMessageSchema.parse(message);
      if (parsed.type === "details-changed") this.detailsChangedMs.push(performance.now());
      else {
        this.player = parsed.player;
        this.views.push(parsed.player);
      }
    } else if (message.type === "snapshot") {
      this.snapshot = message.snapshot;
      this.#snapshots += 1;
    }
  }
}

/** Asks a station's archive as a browser would; each answer is held to its schema. */
export class ArchiveClient {
  readonly origin: string;
  readonly headers: Record<string, string>;

  constructor({ origin, headers }: Pick<LiveStation, "origin" | "headers">) {
    this.origin = origin;
    this.headers = { authorization: headers.authorization ?? "" };
  }

  get(path: string, options: RequestInit = {}): Promise<Response> {
    return fetch(`${this.origin}/api/archive${path}`, { headers: this.headers, ...options });
  }

  async bytes(path: string): Promise<Buffer> {
    const answer = await this.get(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  async list(): Promise<ArchiveList["missions"]> {
    return (await this.#json("", ArchiveListSchema)).missions as ArchiveList["missions"];
  }

  async details(id: string): Promise<MissionDetails> {
    return (await this.#json(`/${id}`, MissionDetailsSchema)) as MissionDetails;
  }

  plot(id: string, query: Record<string, string | number>) {
    return this.#json(`/${id}/plot?${queryOf(query)}`, PlotAnswerSchema);
  }

  messages(id: string, query: Record<string, string | number>) {
    return this.#json(`/${id}/messages?${queryOf(query)}`, MessagesAnswerSchema);
  }

  async verify(id: string): Promise<VerifyAnswer> {
    return (await this.#json(`/${id}/verify`, VerifyAnswerSchema, { method: "POST" })) as VerifyAnswer;
  }

  async import(name: string, body: Uint8Array, query: Record<string, string | number> = {}): Promise<Import> {
    const answer = await this.get(`/import?${queryOf({ name, ...query })}`, {
      method: "POST",
      headers: { ...this.headers, "content-type": "application/octet-stream" },
      body: new Uint8Array(body),
    });
    return (await answer.json()) as Import;
  }

  /** @returns its id; throws where it was refused */
  async taken(name: string, body: Uint8Array, query: Record<string, string | number> = {}): Promise<string> {
    const result = await this.import(name, body, query);
    if (!result.ok) throw new Error(`${name}: ${result.fault.code}: ${result.fault.detail}`);
    return result.missionId;
  }

  async refusal(path: string, options: RequestInit = {}): Promise<{ status: number; code: string; detail: string }> {
    const answer = await this.get(path, options);
    expect(answer.ok, path).toBe(false);
    const { fault } = (await answer.json()) as Fault;
    return { status: answer.status, ...fault };
  }

  /** Resolves once all logs of a mission are read. */
  async read(id: string): Promise<MissionDetails> {
    for (;;) {
      const details = await this.details(id);
      const isRead = details.logs.every(({ readFraction }) => readFraction === 1);
      if (isRead && details.summary.readFraction === undefined) return details;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  player(id: string, atMs = 0): PlayerClient {
    return new PlayerClient(`${this.origin.replace("http", "ws")}/api/archive/${id}/stream?at=${atMs}`, this.headers);
  }

  async #json<T extends z.ZodType>(path: string, schema: T, options: RequestInit = {}): Promise<z.output<T>> {
    const answer = await this.get(path, options);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return schema.parse(JSON.parse(text));
  }
}

const queryOf = (query: Record<string, string | number>): string =>
  new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString();
