import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { FieldSource } from "../../../../electron/station/archive/log-index.ts";
import type { MissionMedia } from "../../../../electron/station/media/mission-media.ts";
import type { StationService } from "../../../../electron/station/server/station-service.ts";
import { eventually } from "../../../support/live-station.ts";
import { ScriptedMission, type ScriptedMissionOptions } from "../../../support/scripted-mission.ts";
import { serveState } from "../../../support/station-server.ts";

type Served = Awaited<ReturnType<typeof serveState>>;
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);

const media: MissionMedia = {
  feeds: [{ id: "1-100-1", vehicleId: "1", name: "thermal", fromMs: 0, toMs: 9_000 }],
  pieces: async (feedId, fromMs, toMs) =>
    feedId === "1-100-1" ? Uint8Array.of(fromMs / 1_000, toMs / 1_000) : undefined,
  tile: async (version) => (version === 7 ? png : undefined),
  searchAt: async () => undefined,
  thumbnail: async (heatId, version) => (heatId === "heat-1" && version === 2 ? png : undefined),
  crop: async () => undefined,
  file: async (id) => (id === "photo-1" ? { type: "image/jpeg", bytes: png } : undefined),
};

/** A log whose beginning lies 10 s into the mission; answers with what it was asked. */
const fields: FieldSource = {
  streams: [],
  plot: async ({ field, fromMs, toMs, steps }) =>
    field === "1/1/ATTITUDE.roll"
      ? { positionMs: [fromMs, toMs], least: [-1, -1], greatest: [1, 1], unit: "rad", messages: steps }
      : undefined,
  messages: async ({ atMs, streams }) => ({
    messages: [
      {
        positionMs: atMs,
        offset: 12,
        stream: streams?.join("+") ?? "all",
        systemId: 1,
        componentId: 1,
        message: "ATTITUDE",
        fields: { roll: 0.1 },
      },
    ],
    more: false,
  }),
};
const log = {
  n: 1,
  name: "b.tlog",
  format: "tlog",
  bytes: 10,
  durationMs: 1_000,
  offsetMs: 10_000,
  offsetFrom: "clock",
  readFraction: 1,
  streams: [],
} as const;

describe("the archive's addresses", () => {
  let served: Served;
  afterEach(() => served.server.close());

  const serve = async (options: ScriptedMissionOptions = {}, change: Partial<StationService> = {}) => {
    const mission = new ScriptedMission({ media, telemetry: [{ log, path: "b.tlog", fields }], ...options });
    let leases = 0;
    const listeners = new Set<(id: string) => void>();
    served = await serveState({
      archive: {
        list: async () => ({ missions: [mission.summary] }),
        details: async () => undefined,
        take: async (id) => {
          if (id === "broken") throw new Error("Its journal is gone.");
          if (id !== mission.id) return undefined;
          leases += 1;
          return {
            mission,
            stamp: "1",
            release: () => {
              leases -= 1;
            },
            onDropped: () => () => {},
          };
        },
        on: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      ...change,
    });
    const tell = (id: string) => {
      for (const listener of listeners) listener(id);
    };
    return { mission, leases: () => leases, tell };
  };
  const get = (path: string) => fetch(`${served.origin}${path}`, { headers: served.headers });

  it("list missions, and say politely which there is none of or can't be opened", async () => {
    const { leases } = await serve();

    expect(await (await get("/api/archive")).json()).toMatchObject({ missions: [{ id: "mission-1" }] });
    expect((await get("/api/archive/none")).status).toBe(404);
    expect((await get("/api/archive/none/plot?field=a&from=0&to=1")).status).toBe(404);
    const broken = await get("/api/archive/broken/plot?field=a&from=0&to=1");
    expect(broken.status).toBe(409);
    expect(await broken.text()).toContain("Its journal is gone.");
    expect(leases()).toBe(0);
  });

  it("plot and list messages on the mission's clock, whatever the log's own is", async () => {
    const { leases } = await serve();

    const plot = await get("/api/archive/mission-1/plot?log=1&field=1/1/ATTITUDE.roll&from=10500&to=11000&width=300");
    const messages = await get("/api/archive/mission-1/messages?log=1&at=10700&streams=a,b");

    expect(await plot.json()).toMatchObject({ positionMs: [10_500, 11_000], unit: "rad", messages: 300 });
    expect(await messages.json()).toMatchObject({ messages: [{ positionMs: 10_700, stream: "a+b" }], more: false });
    expect((await get("/api/archive/mission-1/plot?log=1&field=nothing&from=0&to=1")).status).toBe(404);
    expect((await get("/api/archive/mission-1/plot?log=0&field=a&from=0&to=1")).status).toBe(404);
    expect((await get("/api/archive/mission-1/plot?log=1&field=a&from=x&to=1")).status).toBe(400);
    expect((await get("/api/archive/mission-1/messages?log=1&at=0&count=100000")).status).toBe(400);
    expect(leases()).toBe(0);
  });

  it("look through a log for a few at a time, and for nobody who went away", async () => {
    const asked: AbortSignal[] = [];
    const endless: FieldSource = {
      ...fields,
      messages: ({ signal = new AbortController().signal }) => {
        asked.push(signal);
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    };
    const { leases } = await serve({ telemetry: [{ log, path: "b.tlog", fields: endless }] });
    const leaving = new AbortController();
    const { signal } = leaving;
    const path = `${served.origin}/api/archive/mission-1/messages?log=1&at=0&text=nothing`;

    const looks = Array.from({ length: 30 }, () =>
      fetch(path, { headers: served.headers, signal }).catch(() => "gone"),
    );
    await eventually(() => asked.length === 4 && leases() === 30);
    leaving.abort();
    await Promise.all(looks);
    await eventually(() => leases() === 0);
    const plot = await get("/api/archive/mission-1/plot?log=1&field=1/1/ATTITUDE.roll&from=0&to=1");

    expect(asked.length).toBe(4);
    expect(asked.every((one) => one.aborted)).toBe(true);
    expect(plot.status).toBe(200);
  });

  it("show pictures, tiles and photos as they were, by version", async () => {
    await serve();
    const statusOf = async (path: string) => (await get(`/api/archive/mission-1/${path}`)).status;

    const pieces = await get("/api/archive/mission-1/feeds/1-100-1/pieces?from=2000&to=5000");
    expect([...new Uint8Array(await pieces.arrayBuffer())]).toEqual([2, 5]);
    expect(await statusOf("feeds/1-100-1/pieces?from=0&to=600000")).toBe(400);
    expect(await statusOf("feeds/nobody/pieces?from=0&to=1")).toBe(404);
    const tile = await get("/api/archive/mission-1/search/tiles/poa/14/13670/6715.png?v=7");
    expect(tile.headers.get("cache-control")).toContain("immutable");
    expect(await statusOf("search/tiles/poa/14/13670/6715.png?v=8")).toBe(204);
    expect(await statusOf("search/tiles/poa/14/13670/6715.png")).toBe(400);
    expect(await statusOf("heat/heat-1/thumbnail?v=2")).toBe(200);
    expect(await statusOf("heat/heat-1/thumbnail?v=3")).toBe(404);
    expect(await statusOf("files/photo-1")).toBe(200);
    expect(await statusOf("files/photo-2")).toBe(404);
  });

  it("have no pictures of a mission of logs", async () => {
    await serve({ media: undefined });

    expect((await get("/api/archive/mission-1/heat/heat-1/thumbnail")).status).toBe(404);
  });

  it("take a file as it comes, and say what it was", async () => {
    const taken: unknown[] = [];
    await serve(
      {},
      {
        missionFiles: {
          take: async ({ source, signal, ...ask }) => {
            let bytes = 0;
            for await (const chunk of source) bytes += chunk.length;
            taken.push({ ...ask, bytes, stopped: signal?.aborted });
            return ask.name === "song.mp3"
              ? { ok: false, fault: { code: "bad-file", detail: "That is no log." } }
              : { ok: true, missionId: "mission-2" };
          },
          export: async () => ({ ok: false, fault: { code: "unknown-mission", detail: "There is none." } }),
          verify: async () => undefined,
        },
      },
    );
    const post = (query: string, body: Uint8Array<ArrayBuffer>) =>
      fetch(`${served.origin}/api/archive/import?${query}`, {
        method: "POST",
        headers: { ...served.headers, "content-type": "application/octet-stream" },
        body,
      });

    const answer = await post("name=a.tlog&into=mission-1&startUtcMs=5", new Uint8Array(3_000_000));

    expect(await answer.json()).toEqual({ ok: true, missionId: "mission-2" });
    expect(taken).toEqual([{ name: "a.tlog", into: "mission-1", startUtcMs: 5, bytes: 3_000_000, stopped: false }]);
    expect((await post("name=song.mp3", new Uint8Array(1))).status).toBe(400);
    expect((await post("", new Uint8Array(1))).status).toBe(400);
    expect((await get("/api/archive/none/export/tlog")).status).toBe(404);
    expect((await get("/api/archive/none/export/exe")).status).toBe(400);
  });

  it("give each client a player of its own, and let go of the mission when it leaves", async () => {
    const { leases, tell } = await serve();
    const open = async (at: number) => {
      const url = `${served.origin.replace("http", "ws")}/api/archive/mission-1/stream?at=${at}`;
      const socket = new WebSocket(url, { headers: served.headers });
      const messages: { type: string; player?: { positionMs: number } }[] = [];
      socket.on("message", (data) => messages.push(JSON.parse(String(data))));
      await expect.poll(() => messages.some(({ type }) => type === "snapshot")).toBe(true);
      return { socket, messages, last: () => messages.findLast(({ type }) => type === "player")?.player?.positionMs };
    };
    const [one, other] = [await open(1_000), await open(50_000)];
    expect(leases()).toBe(2);

    one.socket.send("garbage");
    one.socket.send(JSON.stringify({ type: "seek", positionMs: -5 }));
    one.socket.send(JSON.stringify({ type: "seek", positionMs: 70_000 }));
    await expect.poll(() => one.last()).toBe(70_000);
    expect(other.last()).toBe(50_000);
    const before = other.messages.length;
    tell("mission-1");
    await expect.poll(() => other.messages.slice(before).map(({ type }) => type)).toContain("details-changed");

    one.socket.close();
    other.socket.close();
    await expect.poll(leases).toBe(0);
  });

  it("close a player's socket with the reason where there is nothing to play", async () => {
    await serve();
    const closed = (id: string) =>
      new Promise<readonly [number, string]>((resolve) => {
        const url = `${served.origin.replace("http", "ws")}/api/archive/${id}/stream`;
        const socket = new WebSocket(url, { headers: served.headers });
        socket.on("close", (code, reason) => resolve([code, String(reason)]));
      });

    expect(await closed("none")).toEqual([4404, "There is no such mission."]);
    expect(await closed("broken")).toEqual([1013, "Its journal is gone."]);
  });
});
