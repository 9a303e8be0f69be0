import { connect } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { FeedWatcher } from "../../../../electron/station/server/station-service.ts";
import { VideoClient } from "../../../../electron/station/server/video-client.ts";
import type { FeedMessage } from "../../../../shared/wire/feeds.ts";
import type { VideoKind, VideoMessage } from "../../../../shared/wire/video-message.ts";
import { decodeVideoMessage } from "../../../../shared/wire/video-message.ts";
import { type FeedSocket, openFeedSocket } from "../../../support/feed-socket.ts";
import { eventually } from "../../../support/live-station.ts";
import { serveState } from "../../../support/station-server.ts";

const piece = (sequence: number, kind: VideoKind = "delta", bytes = 1000): VideoMessage => ({
  ...{ kind, sequence, captureMs: 1000 + sequence },
  data: new Uint8Array(bytes).fill(sequence),
});
const config: FeedMessage = { type: "config", delivery: "h264", widthPx: 640, heightPx: 512, grey: true };

/** What nobody holds any more counts as memory until the engine happens to look. */
const collectGarbage = (): void => {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
};

describe("a screen's video", () => {
  const slowSocket = () => {
    const sent: (string | VideoKind)[] = [];
    const socket = {
      bufferedAmount: 0,
      send: (data: string | Uint8Array) => {
        sent.push(typeof data === "string" ? JSON.parse(data).type : (decodeVideoMessage(data)?.kind ?? "garbage"));
        socket.bufferedAmount += data.length;
      },
    };
    return { sent, socket };
  };

  it("goes on with the next key after pieces were left out for a slow network", () => {
    const { sent, socket } = slowSocket();
    const client = new VideoClient(socket);
    client.message(config);
    client.picture(piece(1, "key", 200_000));
    client.picture(piece(2, "delta", 100_000));

    client.picture(piece(3));
    socket.bufferedAmount = 0;
    client.picture(piece(4));
    client.picture(piece(5, "key"));
    client.picture(piece(6));

    expect(sent).toEqual(["config", "key", "delta", "key", "delta"]);
  });

  it("never lets more than a megabyte wait, whatever comes", () => {
    const { sent, socket } = slowSocket();
    const client = new VideoClient(socket);
    for (let i = 0; i < 5_000; i++) {
      client.picture(piece(i, i % 10 === 0 ? "key" : "delta", 90_000));
      client.message({ type: "boxes", captureMs: i, boxes: [] });
      if (i % 700 === 0) client.message(config);
    }

    expect(socket.bufferedAmount).toBeLessThan(1024 * 1024);
    expect(sent.length).toBeLessThan(30);
    client.picture(piece(1, "jpeg", 2_000_000));
    expect(socket.bufferedAmount).toBeLessThan(1024 * 1024);
  });

  it("says what follows late rather than never, and nothing before it", () => {
    const { sent, socket } = slowSocket();
    const client = new VideoClient(socket);
    socket.bufferedAmount = 400_000;
    client.message(config);
    client.picture(piece(1, "key"));
    expect(sent).toEqual([]);

    socket.bufferedAmount = 0;
    client.picture(piece(2, "key"));

    expect(sent).toEqual(["config", "key"]);
  });
});

describe("the socket of a feed", () => {
  let station: Awaited<ReturnType<typeof serveState>>;
  const watchers = new Set<FeedWatcher>();
  const asked: unknown[] = [];

  const serve = async () => {
    watchers.clear();
    asked.length = 0;
    station = await serveState({
      feeds: {
        has: (id) => id === "feed-1",
        watch: (_id, watcher, how) => {
          asked.push(how);
          watchers.add(watcher);
          return () => watchers.delete(watcher);
        },
        look: async () => undefined,
        picture: async () => undefined,
      },
    });
  };
  const open = (feedId: string, token = station.token, query = ""): FeedSocket =>
    openFeedSocket(station.origin, feedId, token, query);
  const refusal = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${station.origin.replace("http", "ws")}${path}`, { headers });
      socket.on("error", () => {});
      socket.on("open", () => resolve(101));
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
    });

  afterEach(() => station.server.close());

  it("is watched as long as somebody does", async () => {
    await serve();
    const one = open("feed-1");
    const two = open("feed-1", station.token, "?delivery=jpeg");
    await eventually(() => watchers.size === 2);
    for (const watcher of watchers) {
      watcher.message(config);
      watcher.picture(piece(7, "key"));
    }

    await eventually(() => one.pictures.length === 1 && two.pictures.length === 1);
    expect(one.messages).toEqual([config]);
    expect(one.pictures[0]).toMatchObject({ kind: "key", sequence: 7, captureMs: 1007 });
    expect(asked).toEqual([{}, { delivery: "jpeg" }]);
    one.socket.close();
    two.socket.terminate();
    await eventually(() => watchers.size === 0);
  });

  it("is refused without the token, to another site's page, for an unknown feed and for nonsense", async () => {
    await serve();
    const good = { authorization: `Bearer ${station.token}` };

    expect(await refusal("/api/feeds/feed-1/video", {})).toBe(401);
    expect(await refusal("/api/feeds/feed-1/video", { authorization: "Bearer wrong" })).toBe(401);
    expect(await refusal("/api/feeds/feed-1/video", { ...good, origin: "http://evil.example" })).toBe(403);
    expect(await refusal("/api/feeds/feed-9/video", good)).toBe(404);
    expect(await refusal("/api/feeds/%ff/video", good)).toBe(404);
    expect(await refusal("/api/feeds//video", good)).toBe(404);
    expect(await refusal("/api/feeds/feed-1/video/x", good)).toBe(404);
    expect(await refusal("/api/feeds/feed-1/video?delivery=flash", good)).toBe(400);
    expect(watchers.size).toBe(0);
  });

  it("takes no harm from what a client says on it", async () => {
    await serve();
    const screen = open("feed-1");
    await eventually(() => watchers.size === 1);
    screen.socket.send("garbage");
    screen.socket.send(JSON.stringify({ kind: "vehicle.steer", vehicleId: "1", forward: 1, right: 0, up: 0, turn: 0 }));
    screen.socket.send(new Uint8Array(4000));
    for (const watcher of watchers) watcher.picture(piece(1, "key"));
    await eventually(() => screen.pictures.length === 1);
    expect(station.world.requests).toEqual([]);

    screen.socket.send(new Uint8Array(100_000));
    await eventually(() => screen.closed() === 1009);
    expect(watchers.size).toBe(0);
  });

  it("leaves out pieces for a client that never reads, and the others get theirs", async () => {
    await serve();
    const { host } = new URL(station.origin);
    const [address = "", port = ""] = host.split(":");
    const deaf = connect(Number(port), address);
    deaf.on("error", () => {});
    deaf.write(
      `GET /api/feeds/feed-1/video HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${station.token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    deaf.pause();
    const reader = open("feed-1");
    await eventually(() => watchers.size === 2);
    const before = process.memoryUsage().arrayBuffers;

    for (let i = 0; i < 400; i++) {
      for (const watcher of watchers) watcher.picture(piece(i, i % 10 === 0 ? "key" : "delta", 50_000));
      await new Promise((resolve) => setImmediate(resolve));
    }

    await eventually(() => reader.pictures.length > 50);
    // 20 MB were offered to each; the deaf one holds its megabyte and what the system's buffers take.
    const heldBytes = () => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers - before;
    };
    await eventually(() => heldBytes() < 60_000_000);
    const kinds = reader.pictures.map(({ kind }) => kind);
    expect(kinds[0]).toBe("key");
    deaf.destroy();
    await eventually(() => watchers.size === 1);
  });

  it("is closed for a new try when its feed is gone", async () => {
    await serve();
    const screen = open("feed-1");
    await eventually(() => watchers.size === 1);

    for (const watcher of watchers) watcher.gone();

    await eventually(() => screen.closed() === 1012 && watchers.size === 0);
  });
});
