import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { decode } from "fast-png";
import { afterEach, describe, expect, test } from "vitest";
import type { Feed, FeedEvent } from "../../../hardware/thermal/feed.ts";
import { openFeed } from "../../../hardware/thermal/open-feed.ts";
import type { FrameSightings } from "../../../hardware/thermal/thermal-source.ts";
import { encodeY16Frame } from "../../../hardware/thermal/y16-stream.ts";
import { ThermalScene } from "../../support/thermal-scene.ts";

const person = new ThermalScene().body(201.3, 340.8, 21, 6.5, 0.5, 5).frame();
const thermal = { spectrum: "thermal", latencyMs: 100, latencySigmaMs: 50 } as const;
const bytesOf = (sequence: number) =>
  encodeY16Frame({ ...person, sequence, captureVehicleTimeMs: 100_000 + sequence * 111 });

/** A camera on a real socket of loopback, and everything that its source says. */
class Camera {
  readonly events: FeedEvent[] = [];
  readonly server: Server = createServer();
  readonly sockets: Socket[] = [];
  source: Feed | undefined;
  #waiting: (() => void)[] = [];
  onConnect: (socket: Socket) => void = () => {};

  async open(port = 0): Promise<void> {
    this.server.on("connection", (socket) => {
      this.sockets.push(socket);
      socket.on("error", () => {});
      this.onConnect(socket);
    });
    this.server.listen(port, "127.0.0.1");
    await once(this.server, "listening");
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  watch(): Feed {
    const source = openFeed({ uri: `y16tcp://127.0.0.1:${this.port}`, ...thermal });
    this.source = source;
    source.on((event) => {
      this.events.push(event);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    return source;
  }

  get sightings(): FrameSightings[] {
    return this.events.flatMap((event) => (event.kind === "sightings" ? [event.sightings] : []));
  }

  get states(): string[] {
    const states = this.events.flatMap((event) => (event.kind === "state" ? [event.state] : []));
    return states.filter((state, i) => state !== states[i - 1]);
  }

  get detail(): string | undefined {
    return this.events.flatMap((event) => (event.kind === "state" && event.fault ? [event.fault.detail] : [])).at(-1);
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    await this.source?.close();
    for (const socket of this.sockets) socket.destroy();
    if (this.server.listening) {
      this.server.close();
      await once(this.server, "close");
    }
  }
}

let camera = new Camera();
afterEach(async () => {
  await camera.close();
  camera = new Camera();
});

describe("a thermal source on a real TCP server", () => {
  test("sees the person in the stream, with the capture time and a crop", async () => {
    camera.onConnect = (socket) => socket.write(bytesOf(7));
    await camera.open();
    camera.watch().set({ gsdM: 0.079 });

    await camera.until(() => camera.sightings.length > 0);

    const [seen] = camera.sightings;
    expect(camera.states).toEqual(["connecting", "streaming"]);
    expect(seen).toMatchObject({ sequence: 7, widthPx: 640, heightPx: 512, captureSigmaMs: 10, droppedFrames: 0 });
    expect(seen?.captureVehicleTimeMs).toBe(100_777);
    expect(seen?.hfovRad).toBeCloseTo(0.799, 3);
    expect(seen?.spots).toHaveLength(1);
    expect(seen?.spots[0]?.xPx).toBeCloseTo(201.3, 0);
    const crop = decode(seen?.spots[0]?.cropPng ?? new Uint8Array());
    expect([crop.width, crop.height, crop.depth, crop.channels]).toEqual([76, 76, 8, 1]);
    expect(Math.max(...crop.data)).toBe(255);
    expect(crop.data[38 * 76 + 38]).toBeGreaterThan(200);
  });

  test("crops come at most twice a second", async () => {
    camera.onConnect = (socket) => {
      let sequence = 0;
      const timer = setInterval(() => socket.write(bytesOf(++sequence)), 40);
      socket.on("close", () => clearInterval(timer));
    };
    await camera.open();
    const startMs = performance.now();
    camera.watch();

    await camera.until(() => camera.sightings.length >= 15);

    const crops = camera.sightings.filter(({ spots }) => spots.some(({ cropPng }) => cropPng)).length;
    expect(crops).toBeGreaterThanOrEqual(1);
    expect(crops).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - startMs) / 500));
  });

  test("behind, it skips to the newest frame and counts what it passed over", async () => {
    const burst = 60;
    camera.onConnect = (socket) => {
      for (let i = 1; i <= burst; i++) socket.write(bytesOf(i));
    };
    await camera.open();
    camera.watch();

    await camera.until(() => camera.sightings.at(-1)?.sequence === burst);

    const last = camera.sightings.at(-1);
    expect(camera.sightings.length).toBeLessThan(burst);
    expect(camera.sightings.length + (last?.droppedFrames ?? 0)).toBe(burst);
    const order = camera.sightings.map(({ sequence }) => sequence);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test("finds its way through garbage", async () => {
    camera.onConnect = (socket) => {
      socket.write(Buffer.alloc(100_000, "LY1"));
      socket.write(bytesOf(1));
    };
    await camera.open();
    camera.watch();

    await camera.until(() => camera.sightings.length > 0);

    expect(camera.sightings[0]?.spots).toHaveLength(1);
  });

  test("comes back after the camera closed the connection in the middle of a frame", async () => {
    camera.onConnect = (socket) => {
      socket.write(bytesOf(camera.sockets.length));
      if (camera.sockets.length === 1) socket.end(bytesOf(99).subarray(0, 5000));
    };
    await camera.open();
    camera.watch();

    await camera.until(() => camera.sightings.some(({ sequence }) => sequence === 2));

    expect(camera.states).toEqual(["connecting", "streaming", "stalled", "streaming"]);
    expect(camera.sightings.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(camera.detail).toContain("closed the connection");
  });

  test("a camera that falls silent has stalled, and is asked again", async () => {
    camera.onConnect = (socket) => socket.write(bytesOf(camera.sockets.length));
    await camera.open();
    camera.watch();

    await camera.until(() => camera.states.includes("stalled"));
    expect(camera.detail).toBe(`The camera at 127.0.0.1:${camera.port} sent no picture for 3 s; trying again.`);
    await camera.until(() => camera.sightings.length === 2);

    expect(camera.states).toEqual(["connecting", "streaming", "stalled", "streaming"]);
  });

  test("something that is no thermal stream is told so", async () => {
    camera.onConnect = (socket) => {
      for (let i = 0; i < 80; i++) socket.write(Buffer.alloc(65_536, "HTTP/1.1 200 OK\r\n"));
    };
    await camera.open();
    camera.watch();

    await camera.until(() => camera.detail !== undefined);

    expect(camera.states).toEqual(["connecting", "stalled"]);
    expect(camera.detail).toContain("no y16 stream");
  });

  test("a port where nobody listens is told so, and taken up as soon as somebody does", async () => {
    await camera.open();
    const { port } = camera;
    camera.server.close();
    const source = openFeed({ uri: `y16tcp://127.0.0.1:${port}`, ...thermal });
    const events: FeedEvent[] = [];
    const refused = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    source.on((event) => {
      events.push(event);
      if (event.kind === "state" && event.state === "stalled") refused.resolve();
      if (event.kind === "sightings") seen.resolve();
    });
    await refused.promise;
    const late = new Camera();
    late.onConnect = (socket) => socket.write(bytesOf(1));
    await late.open(port);

    await seen.promise;

    expect(events.find((event) => event.kind === "state" && event.state === "stalled")).toMatchObject({
      fault: {
        code: "unreachable",
        detail: `The camera at 127.0.0.1:${port} can't be reached (ECONNREFUSED); trying again.`,
      },
    });
    await source.close();
    await late.close();
  });

  test("gives the newest picture as a PNG, and none before the first", async () => {
    const connected = Promise.withResolvers<Socket>();
    camera.onConnect = connected.resolve;
    await camera.open();
    const source = camera.watch();
    const socket = await connected.promise;
    expect(await source.snapshot()).toBeUndefined();
    socket.write(bytesOf(1));
    await camera.until(() => camera.sightings.length > 0);

    const snapshot = await source.snapshot();

    const picture = decode(snapshot?.png ?? new Uint8Array());
    expect([picture.width, picture.height, picture.channels]).toEqual([320, 256, 1]);
    expect(picture.data[Math.round(340.8 / 2) * 320 + Math.round(201.3 / 2)]).toBe(255);
    // Ground of 285 K with 50 mK of noise, stretched to no less than 3 K.
    expect(snapshot?.range?.lowK).toBeCloseTo(284.87, 1);
    expect((snapshot?.range?.highK ?? 0) - (snapshot?.range?.lowK ?? 0)).toBeCloseTo(3, 1);
  });

  test("closing ends the connection, says so once and answers who still waits", async () => {
    camera.onConnect = (socket) => socket.write(bytesOf(1));
    await camera.open();
    const source = camera.watch();
    await camera.until(() => camera.sightings.length > 0);
    const gone = once(camera.sockets[0] as Socket, "close");

    const [snapshot] = await Promise.all([source.snapshot(), source.close(), source.close()]);
    await gone;

    expect(snapshot === undefined || snapshot.png.length > 0).toBe(true);
    expect(camera.states.at(-1)).toBe("ended");
    expect(camera.states.filter((state) => state === "ended")).toHaveLength(1);
    expect(await source.snapshot()).toBeUndefined();
  });
});

describe("addresses that can't be opened", () => {
  test.each([
    ["y16tcp://127.0.0.1", "Give the camera as y16tcp://HOST:PORT"],
    ["srt://192.168.144.25:8554", "SRT isn't supported"],
    ["", "Type the address as rtsp://"],
  ])("%s is refused with what to type", async (uri, reason) => {
    const source = openFeed({ uri, ...thermal });
    const said = Promise.withResolvers<FeedEvent>();
    source.on(said.resolve);

    const event = await said.promise;

    expect(event).toMatchObject({ kind: "state", state: "ended", fault: { code: "bad-address" } });
    expect(event.kind === "state" ? event.fault?.detail : "").toContain(reason);
    source.set({ gsdM: 0.1 });
    expect(await source.snapshot()).toBeUndefined();
    await source.close();
  });
});
