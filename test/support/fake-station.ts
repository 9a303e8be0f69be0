import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { encode } from "fast-png";
import { type WebSocket, WebSocketServer } from "ws";
import type { BaseMap } from "../../shared/geo/base-map.ts";
import type { PlayerCommand } from "../../shared/wire/archive.ts";
import type { FeedLook } from "../../shared/wire/feeds.ts";
import type { Operator } from "../../shared/wire/operations.ts";
import type { ParameterFileDiff, ParameterList } from "../../shared/wire/parameters.ts";
import { Request, type RequestResult } from "../../shared/wire/requests.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import type { Delta, OrderedEvent, StationEvent, StreamMessage } from "../../shared/wire/stream.ts";
import { thermalHighHeader, thermalLowHeader } from "../../shared/wire/thermal-headers.ts";
import { type FakeArchiveOptions, FakePlayer, type PlayedCommand } from "./fake-archive.ts";
import { beLate } from "./patience.ts";

const defaultUiFolder = fileURLToPath(new URL("../../dist/renderer/", import.meta.url));

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export interface FakeStationOptions {
  readonly snapshot: StateSnapshot;
  /** The built UI to serve. */
  readonly uiFolder?: string;
  /** A live scene runs on this computer's UTC, wrong by this. */
  readonly clockErrorMs?: number;
  readonly answer?: (request: Request) => RequestResult;
  /** Of every vehicle. */
  readonly parameters?: () => ParameterList;
  readonly parameterDiff?: (file: string) => ParameterFileDiff;
  /** The ground, where the snapshot says that there is some. */
  readonly ground?: { readonly baseMap: BaseMap; readonly heightsMslM: Float32Array };
  /** Speaks on a feed's video socket from when it is opened. @returns ends it */
  readonly feedVideo?: (
    feedId: string,
    send: (data: string | Uint8Array) => void,
    query: URLSearchParams,
  ) => () => void;
  /** What lies under a place of a feed's picture. */
  readonly look?: (feedId: string, at: { readonly x: number; readonly y: number }) => FeedLook;
  /** The search's map: a PNG of one tile; without one there are no tiles. */
  readonly searchTile?: (layer: string, z: number, x: number, y: number, version: string) => Uint8Array | undefined;
  /** What it says to a height model that is handed in. */
  readonly terrainFile?: (name: string, bytes: number) => RequestResult;
  /** Missions to look at; "now" is one of them while something is recorded. */
  readonly archive?: FakeArchiveOptions;
  /** As the real station's security headers would be; to see that the UI lives with them. */
  readonly contentSecurityPolicy?: string;
}

/** A small real HTTP and WebSocket server that speaks the wire contract and says whatever a test wants it to say. */
export interface FakeStation {
  /** "http://127.0.0.1:PORT/" */
  readonly address: string;
  /** What clients asked for, in order. */
  readonly requests: readonly Request[];
  /** What clients said on the stream, in order. */
  readonly said: readonly unknown[];
  /** What players were told, in order. */
  readonly played: readonly PlayedCommand[];
  /** What was fetched from missions: paths below /api/archive. */
  readonly archiveFetches: readonly string[];
  /** Who opened streams, by the streams' addresses. */
  readonly operators: readonly Operator[];
  /** The `after` of every stream that was opened; undefined where it was not given. */
  readonly streamsAfter: readonly (number | undefined)[];
  readonly send: (message: StreamMessage) => void;
  readonly delta: (delta: Omit<Delta, "clock"> & Partial<Pick<Delta, "clock">>) => void;
  /** Numbers the events on and sends them; clients that are away get them when they come back. */
  readonly emit: (...events: StationEvent[]) => void;
  /** What the next client is told. */
  readonly setSnapshot: (snapshot: StateSnapshot) => void;
  /** Cuts every stream and refuses new ones until `restore`. */
  readonly cut: () => void;
  readonly restore: () => void;
  /** Answers 401 to everything until `restore`. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

/** A warm spot on noisy ground, as a thermal camera sees it. */
const thermalPng = (widthPx: number, heightPx: number, phase: number): Uint8Array => {
  const data = new Uint8Array(widthPx * heightPx);
  const spotX = widthPx * (0.5 + 0.25 * Math.sin(phase));
  const spotY = heightPx * (0.5 + 0.2 * Math.cos(phase));
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      const ground = 70 + 26 * Math.sin(x / 37 + y / 91) + ((x * 7919 + y * 104729) % 17);
      const distance = Math.hypot(x - spotX, (y - spotY) * 1.8) / (widthPx * 0.03);
      data[y * widthPx + x] = Math.min(255, ground + 170 * Math.exp(-distance * distance));
    }
  return encode({ width: widthPx, height: heightPx, data, channels: 1, depth: 8 });
};

const readBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

const readBody = async (request: IncomingMessage): Promise<string> => (await readBytes(request)).toString("utf8");

class Fake {
  readonly requests: Request[] = [];
  readonly streamsAfter: (number | undefined)[] = [];
  readonly said: unknown[] = [];
  readonly operators: Operator[] = [];
  readonly played: PlayedCommand[] = [];
  readonly archiveFetches: string[] = [];
  readonly #options: FakeStationOptions;
  readonly #events: OrderedEvent[] = [];
  readonly #startMs = performance.now();
  readonly #webSocketServer = new WebSocketServer({ noServer: true });
  readonly #server = createServer((request, response) => {
    this.#respond(request, response).catch((error) => {
      // A page that goes away leaves what it was saying unsaid.
      if (request.complete) throw error;
    });
  });
  /** Streams, apart from video sockets. */
  readonly #screens = new Set<WebSocket>();
  #snapshot: StateSnapshot;
  #mode: "open" | "cut" | "unauthorised" = "open";
  #pictures = 0;
  #clockTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: FakeStationOptions) {
    this.#options = options;
    this.#snapshot = options.snapshot;
    this.#server.on("upgrade", (request, socket, head) => {
      if (this.#mode !== "open") {
        socket.end(this.#mode === "cut" ? "HTTP/1.1 503 Away\r\n\r\n" : "HTTP/1.1 401 Unauthorized\r\n\r\n");
        return;
      }
      this.#webSocketServer.handleUpgrade(request, socket, head, (webSocket) => {
        const { searchParams, pathname } = new URL(request.url ?? "/", "http://fake");
        const feedId = /^\/api\/feeds\/([^/]+)\/video$/.exec(pathname)?.[1];
        if (feedId !== undefined) {
          const send = (data: string | Uint8Array) => webSocket.send(data);
          webSocket.on(
            "close",
            this.#options.feedVideo?.(decodeURIComponent(feedId), send, searchParams) ?? (() => {}),
          );
          return;
        }
        const missionId = /^\/api\/archive\/([^/]+)\/stream$/.exec(pathname)?.[1];
        if (missionId !== undefined) {
          this.#play(webSocket, decodeURIComponent(missionId), searchParams);
          return;
        }
        void this.#stream(webSocket, searchParams);
      });
    });
  }

  async #stream(webSocket: WebSocket, query: URLSearchParams): Promise<void> {
    webSocket.on("message", (data) => this.said.push(JSON.parse(String(data))));
    this.operators.push({ id: query.get("operator") ?? "", name: query.get("name") ?? "" });
    const after = query.get("after");
    this.streamsAfter.push(after === null ? undefined : Number(after));
    await beLate();
    if (webSocket.readyState !== webSocket.OPEN) return;
    this.#screens.add(webSocket);
    webSocket.on("close", () => this.#screens.delete(webSocket));
    const snapshot = { ...this.#snapshot, clock: this.#clock(), eventN: this.#events.length };
    webSocket.send(JSON.stringify({ type: "snapshot", snapshot } satisfies StreamMessage));
    const missed = after === null ? [] : this.#events.slice(Number(after));
    if (missed.length > 0) webSocket.send(JSON.stringify({ type: "events", events: missed } satisfies StreamMessage));
  }

  #play(webSocket: WebSocket, missionId: string, query: URLSearchParams): void {
    const { archive } = this.#options;
    const mission = archive?.missions[missionId];
    if (archive === undefined || mission === undefined) {
      webSocket.close(4404, "There is no such mission.");
      return;
    }
    const atMs = Number(query.get("at") ?? 0);
    const player = new FakePlayer(webSocket, { missionId, mission, atMs, seekMs: archive.seekMs ?? 0 });
    webSocket.on("message", (data) => {
      const command = JSON.parse(String(data)) as PlayerCommand;
      this.played.push({ missionId, command });
      player.command(command);
    });
  }

  async #archive(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { archive } = this.#options;
    const below = path.slice("/api/archive".length);
    this.archiveFetches.push(below);
    if (archive === undefined) return this.#json(response, 404, { error: "not-found" });
    if (below === "") return this.#json(response, 200, archive.list());
    if (below === "/import") {
      const { searchParams } = new URL(request.url ?? "/", "http://fake");
      const fault = archive.import?.(searchParams, (await readBytes(request)).byteLength);
      const answer = fault === undefined ? { ok: true, missionId: "new" } : { ok: false, fault };
      return this.#json(response, fault === undefined ? 200 : 400, answer);
    }
    const [, id = "", rest] = /^\/([^/]+)(\/.*)?$/.exec(below) ?? [];
    const mission = archive.missions[decodeURIComponent(id)];
    if (mission === undefined) return this.#json(response, 404, { error: "unknown-mission" });
    if (rest === undefined) return this.#json(response, 200, mission.details());
    if (rest === "/verify" && archive.verify !== undefined) return this.#json(response, 200, archive.verify(id));
    if (rest.endsWith("/thumbnail")) return this.#png(response, thermalPng(64, 64, rest.length * 13));
    return this.#json(response, 404, { error: "not-found" });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.#clockTimer = setInterval(() => this.delta({}), 1_000);
    const address = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}/`;
  }

  #clock(): StateSnapshot["clock"] {
    const { nowMs, utcMs, rate } = this.#snapshot.clock;
    const elapsedMs = (performance.now() - this.#startMs) * rate;
    const live = this.#snapshot.station.mode === "live";
    const nowUtcMs = live ? Date.now() + (this.#options.clockErrorMs ?? 0) : utcMs + elapsedMs;
    return { nowMs: nowMs + elapsedMs, utcMs: nowUtcMs, rate };
  }

  send(message: StreamMessage): void {
    const text = JSON.stringify(message);
    for (const screen of this.#screens) screen.send(text);
  }

  delta(delta: Omit<Delta, "clock"> & Partial<Pick<Delta, "clock">>): void {
    this.send({ type: "delta", delta: { clock: this.#clock(), ...delta } });
  }

  emit(...events: StationEvent[]): void {
    const { nowMs, utcMs } = this.#clock();
    const numbered = events.map((event, i) => ({ n: this.#events.length + i + 1, atMs: nowMs, utcMs, event }));
    this.#events.push(...numbered);
    this.send({ type: "events", events: numbered });
  }

  setSnapshot(snapshot: StateSnapshot): void {
    this.#snapshot = snapshot;
  }

  setMode(mode: "open" | "cut" | "unauthorised"): void {
    this.#mode = mode;
    if (mode !== "open") for (const client of this.#webSocketServer.clients) client.terminate();
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://fake").pathname;
    const csp = this.#options.contentSecurityPolicy;
    if (csp !== undefined) response.setHeader("content-security-policy", csp);
    if (this.#mode !== "open" && path.startsWith("/api/")) {
      response.writeHead(this.#mode === "cut" ? 503 : 401).end();
      return;
    }
    if (path.startsWith("/api/")) await beLate();
    if (path.startsWith("/api/archive")) return this.#archive(path, request, response);
    if (path === "/api/requests") return this.#answer(request, response);
    if (path === "/api/state") return this.#json(response, 200, { ...this.#snapshot, clock: this.#clock() });
    if (path.endsWith("/parameters") && this.#options.parameters !== undefined)
      return this.#json(response, 200, this.#options.parameters());
    if (path.endsWith("/parameters/diff") && this.#options.parameterDiff !== undefined)
      return this.#json(response, 200, this.#options.parameterDiff(await readBody(request)));
    const looked = /^\/api\/feeds\/([^/]+)\/look$/.exec(path)?.[1];
    if (looked !== undefined && this.#options.look !== undefined) {
      const { searchParams } = new URL(request.url ?? "/", "http://fake");
      const at = { x: Number(searchParams.get("x")), y: Number(searchParams.get("y")) };
      return this.#json(response, 200, this.#options.look(decodeURIComponent(looked), at));
    }
    const { terrainFile } = this.#options;
    if (path === "/api/terrain/files" && terrainFile !== undefined) {
      const name = new URL(request.url ?? "/", "http://fake").searchParams.get("name") ?? "";
      const result = terrainFile(name, (await readBytes(request)).byteLength);
      return this.#json(response, result.ok ? 200 : 409, result);
    }
    const tile = /^\/api\/search\/tiles\/(\w+)\/(\d+)\/(\d+)\/(\d+)\.png$/.exec(path);
    if (tile !== null) {
      const [, layer = "", z, x, y] = tile;
      const version = new URL(request.url ?? "/", "http://fake").searchParams.get("v") ?? "";
      const png = this.#options.searchTile?.(layer, Number(z), Number(x), Number(y), version);
      if (png !== undefined) return this.#png(response, png);
    }
    if (path.includes("/crops/")) return this.#png(response, thermalPng(96, 96, path.length * 29));
    if (path.endsWith("/thumbnail")) return this.#png(response, thermalPng(64, 64, path.length * 13));
    if (path.endsWith("/thermal.png")) {
      response.setHeader(thermalLowHeader, "274.35").setHeader(thermalHighHeader, "289.55");
      return this.#png(response, thermalPng(640, 512, this.#pictures++ / 9));
    }
    const { ground } = this.#options;
    if (path === "/api/terrain" && ground !== undefined) return this.#json(response, 200, ground.baseMap);
    if (path === "/api/terrain/heights" && ground !== undefined) {
      const { buffer, byteOffset, byteLength } = ground.heightsMslM;
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.end(Buffer.from(buffer, byteOffset, byteLength));
      return;
    }
    if (path.startsWith("/api/")) return this.#json(response, 404, { error: "not-found" });
    await this.#file(path, response);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parsed = Request.safeParse(JSON.parse(await readBody(request)));
    if (!parsed.success) {
      this.#json(response, 400, { ok: false, fault: { code: "bad-request", detail: parsed.error.message } });
      return;
    }
    this.requests.push(parsed.data);
    const ports = [{ path: "/dev/ttyUSB0", label: "CP2102 USB to UART" }];
    const usual: RequestResult = parsed.data.kind === "serial.list" ? { ok: true, ports } : { ok: true };
    const result = this.#options.answer?.(parsed.data) ?? usual;
    this.#json(response, result.ok ? 200 : 409, result);
  }

  #json(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  #png(response: ServerResponse, bytes: Uint8Array): void {
    response.writeHead(200, { "content-type": "image/png" }).end(bytes);
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    const folder = this.#options.uiFolder ?? defaultUiFolder;
    const file = normalize(path === "/" ? "/index.html" : path);
    try {
      const bytes = await readFile(join(folder, file));
      response.writeHead(200, { "content-type": contentTypes[extname(file)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#clockTimer);
    for (const client of this.#webSocketServer.clients) client.terminate();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

export const startFakeStation = async (options: FakeStationOptions): Promise<FakeStation> => {
  const fake = new Fake(options);
  const address = await fake.open();
  return {
    address,
    requests: fake.requests,
    streamsAfter: fake.streamsAfter,
    said: fake.said,
    operators: fake.operators,
    played: fake.played,
    archiveFetches: fake.archiveFetches,
    send: (message) => fake.send(message),
    delta: (delta) => fake.delta(delta),
    emit: (...events) => fake.emit(...events),
    setSnapshot: (snapshot) => fake.setSnapshot(snapshot),
    cut: () => fake.setMode("cut"),
    restore: () => fake.setMode("open"),
    forget: () => fake.setMode("unauthorised"),
    close: () => fake.close(),
  };
};
