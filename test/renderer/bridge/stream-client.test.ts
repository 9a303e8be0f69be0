import { describe, expect, it } from "vitest";
import type { Connection } from "../../../renderer/bridge/connection.ts";
import {
  parseMessage,
  type SocketHandlers,
  StreamClient,
  streamMessageOf,
} from "../../../renderer/bridge/stream-client.ts";
import type { OrderedEvent, StreamMessage } from "../../../shared/wire/stream.ts";
import { buildSnapshot } from "../../support/build-views.ts";

const snapshot = (eventN: number): StreamMessage => ({ type: "snapshot", snapshot: { ...buildSnapshot(), eventN } });
const event = (n: number): OrderedEvent => ({
  n,
  atMs: 0,
  utcMs: 0,
  event: { kind: "link-added", linkId: "l", spec: "udpin:0.0.0.0:14550" },
});

/** A client on a clock and sockets of the test's own. */
const harness = (unauthorised = false) => {
  const sockets: { path: string; handlers: SocketHandlers; closed: boolean; said: string[] }[] = [];
  const timers: { atMs: number; run: () => void }[] = [];
  const messages: StreamMessage[] = [];
  const connections: Connection[] = [];
  let nowMs = 0;
  let name = "Li";
  const client = new StreamClient({
    openSocket: (path, handlers) => {
      const socket = { path, handlers, closed: false, said: [] as string[] };
      sockets.push(socket);
      return {
        close: () => {
          socket.closed = true;
        },
        send: (text) => socket.said.push(text),
      };
    },
    operator: () => ({ id: "o-1", name }),
    isUnauthorised: () => Promise.resolve(unauthorised),
    onMessage: (message) => messages.push(message),
    onConnection: (connection) => connections.push(connection),
    nowMs: () => nowMs,
    after: (delayMs, run) => {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
  });
  const advance = (ms: number) => {
    const untilMs = nowMs + ms;
    for (;;) {
      const next = timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      timers.splice(timers.indexOf(next), 1);
      nowMs = next.atMs;
      next.run();
    }
    nowMs = untilMs;
  };
  const socket = () => {
    const last = sockets.at(-1);
    if (last === undefined) throw new Error("No socket was opened.");
    return last;
  };
  const say = (message: StreamMessage) => socket().handlers.onData(JSON.stringify(message));
  const rename = (to: string) => {
    name = to;
  };
  return { client, sockets, messages, connections, timers, advance, socket, say, rename };
};

describe("StreamClient", () => {
  it("is open once the first snapshot came", () => {
    const { client, connections, socket, say } = harness();
    client.open();
    socket().handlers.onOpen();
    expect(connections.at(-1)).toEqual({ state: "connecting" });

    say(snapshot(0));

    expect(socket().path).toBe("/api/stream?operator=o-1&name=Li");
    expect(connections.at(-1)).toEqual({ state: "open" });
  });

  it("reconnects with back-off and asks for what it missed", () => {
    const { client, connections, sockets, socket, say, advance } = harness();
    client.open();
    socket().handlers.onOpen();
    say(snapshot(7));
    say({ type: "events", events: [event(8), event(9)] });

    socket().handlers.onClose();
    expect(connections.at(-1)).toMatchObject({ state: "lost", sinceDeviceMs: 0, retryAtDeviceMs: 500 });
    advance(500);
    expect(socket().path).toBe("/api/stream?operator=o-1&name=Li&after=9&numbering=one");
    socket().handlers.onClose();
    advance(999);
    expect(sockets.length).toBe(2);
    advance(1);
    expect(sockets.length).toBe(3);
  });

  it("comes back at once under a new name, asking for what it missed, and without a word of a lost station", () => {
    const { client, connections, sockets, say, rename } = harness();
    client.open();
    sockets[0]?.handlers.onOpen();
    say(snapshot(7));

    rename("王 & Söhne");
    client.reopen();
    sockets[0]?.handlers.onClose();

    expect(sockets.map(({ path, closed }) => [path, closed])).toEqual([
      ["/api/stream?operator=o-1&name=Li", true],
      ["/api/stream?operator=o-1&name=%E7%8E%8B+%26+S%C3%B6hne&after=7&numbering=one", false],
    ]);
    expect(connections.some(({ state }) => state === "lost")).toBe(false);
  });

  it("speaks only on a stream that is open, and on the newest", () => {
    const { client, socket, sockets, say, advance } = harness();
    const request = { kind: "serial.list" } as const;
    client.open();
    expect(client.send(request)).toBe(false);

    socket().handlers.onOpen();
    say(snapshot(0));
    expect(client.send(request)).toBe(true);
    socket().handlers.onClose();
    expect(client.send(request)).toBe(false);
    advance(500);
    expect(client.send(request)).toBe(false);
    socket().handlers.onOpen();

    expect(client.send(request)).toBe(true);
    expect(sockets.map(({ said }) => said)).toEqual([[JSON.stringify(request)], [JSON.stringify(request)]]);
  });

  it("never waits longer than five seconds between two tries", () => {
    const { client, sockets, socket, advance } = harness();
    client.open();

    for (let i = 0; i < 20; i++) {
      socket().handlers.onClose();
      advance(5_000);
    }

    expect(sockets.length).toBe(21);
  });

  it("hands over an event once, though the station sends it again after a reconnect", () => {
    const { client, messages, socket, say, advance } = harness();
    client.open();
    socket().handlers.onOpen();
    say(snapshot(0));
    say({ type: "events", events: [event(1), event(2)] });
    socket().handlers.onClose();
    advance(500);
    socket().handlers.onOpen();
    say(snapshot(3));

    say({ type: "events", events: [event(2), event(3)] });

    const numbers = messages.flatMap((message) => (message.type === "events" ? message.events.map(({ n }) => n) : []));
    expect(numbers).toEqual([1, 2, 3]);
  });

  it("begins to count anew after a reset", () => {
    const { client, messages, socket, say } = harness();
    client.open();
    socket().handlers.onOpen();
    say(snapshot(50));

    say({ type: "reset" });
    say(snapshot(2));
    say({ type: "events", events: [event(3)] });

    expect(messages.map(({ type }) => type)).toEqual(["snapshot", "reset", "snapshot", "events"]);
  });

  it("takes a socket that went silent for a lost one", () => {
    const { client, connections, sockets, socket, say, advance } = harness();
    client.open();
    socket().handlers.onOpen();
    say(snapshot(0));

    advance(13_000);

    expect(connections.some(({ state }) => state === "lost")).toBe(true);
    expect(sockets[0]?.closed).toBe(true);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it("keeps a socket that says something every now and then", () => {
    const { client, sockets, socket, say, advance } = harness();
    client.open();
    socket().handlers.onOpen();
    say(snapshot(0));

    for (let i = 0; i < 20; i++) {
      advance(1_000);
      say({ type: "delta", delta: { clock: { nowMs: i, utcMs: i, rate: 1 } } });
    }

    expect(sockets.length).toBe(1);
  });

  it("says so when the station wants a sign-in", async () => {
    const { client, connections, socket } = harness(true);
    client.open();

    socket().handlers.onClose();
    await Promise.resolve();
    await Promise.resolve();

    expect(connections.at(-1)).toMatchObject({ state: "unauthorised" });
  });

  it("lives on after nonsense", () => {
    const { client, messages, socket, say } = harness();
    client.open();
    socket().handlers.onOpen();

    for (const data of ["", "{", "null", "7", '{"type":"delta"}', '{"type":"new-kind"}', new ArrayBuffer(4), undefined])
      socket().handlers.onData(data);
    say(snapshot(0));

    expect(messages.map(({ type }) => type)).toEqual(["snapshot"]);
  });

  it("stops for good when closed", () => {
    const { client, sockets, socket, advance } = harness();
    client.open();
    socket().handlers.onOpen();

    client.close();
    advance(60_000);

    expect(sockets.length).toBe(1);
    expect(sockets[0]?.closed).toBe(true);
  });
});

describe("streamMessageOf", () => {
  it("knows the four kinds of message", () => {
    expect(streamMessageOf(parseMessage('{"type":"reset"}'))).toEqual({ type: "reset" });
    expect(streamMessageOf(parseMessage('{"type":"events","events":[]}'))).toEqual({ type: "events", events: [] });
  });
});
