import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { OpenLinks } from "../../support/open-links.ts";

const links = new OpenLinks();
const servers: Server[] = [];
const sockets: Socket[] = [];

const openLink = links.open;

const openServer = async (onSocket: (socket: Socket) => void, port = 0): Promise<{ server: Server; port: number }> => {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    onSocket(socket);
  });
  servers.push(server);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return { server, port: typeof address === "object" && address !== null ? address.port : 0 };
};

const call = async (port: number): Promise<Socket> => {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
};

afterEach(async () => {
  await links.closeAll();
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

describe("tcp", () => {
  test("carries bytes both ways on one channel", async () => {
    const { port } = await openServer((socket) => socket.on("data", (bytes) => socket.write(`echo ${bytes}`)));
    const probe = openLink(`tcp:127.0.0.1:${port}`);
    await probe.until("channel", () => probe.link.channels.size === 1);

    probe.channel.send(Buffer.from("hi"));
    await probe.until("echo", () => probe.text(`127.0.0.1:${port}`) === "echo hi");

    expect(probe.link.state).toEqual({ state: "open", address: `127.0.0.1:${port}` });
  });

  test("waits where nothing listens, doubling its pause, and connects when something does", async () => {
    const { server, port } = await openServer(() => {});
    server.close();
    const probe = openLink(`tcp:127.0.0.1:${port}`);
    const pauses = (): number[] =>
      probe.states().flatMap((state) => (state.state === "waiting" ? [state.retryInMs] : []));

    await probe.until("second pause", () => pauses().length === 2);
    expect(pauses()).toEqual([500, 1000]);
    expect((await probe.state("waiting")).fault.code).toBe("connection-refused");
    await openServer(() => {}, port);

    await probe.state("open");
  });

  test("closes its channel and connects again when the peer hangs up", async () => {
    let calls = 0;
    const { port } = await openServer((socket) => {
      if (++calls === 1) socket.end();
    });
    const probe = openLink(`tcp:127.0.0.1:${port}`);

    const { fault } = await probe.state("waiting");
    expect(fault.code).toBe("lost");
    expect(probe.link.channels.size).toBe(0);
    await probe.state("open");

    expect(calls).toBe(2);
    expect(probe.events.filter((event) => event.kind === "channel-opened")).toHaveLength(2);
  });

  test("takes a peer that spoke and fell silent for gone, though the connection looks open", async () => {
    let calls = 0;
    const { port } = await openServer((socket) => {
      calls++;
      socket.write("heartbeat");
    });
    const probe = openLink(`tcp:127.0.0.1:${port}`, { silenceMs: 200 });

    const { fault } = await probe.state("waiting");
    await probe.state("open");

    expect(fault.code).toBe("lost");
    expect(fault.detail).toContain("fell silent");
    expect(calls).toBe(2);
  });

  test("refuses to queue without end for a peer that doesn't read", async () => {
    const { port } = await openServer((socket) => socket.pause());
    const probe = openLink(`tcp:127.0.0.1:${port}`);
    await probe.until("channel", () => probe.link.channels.size === 1);

    const frame = new Uint8Array(280);
    let queued = 0;
    while (queued < 200_000 && probe.channel.send(frame)) queued++;

    expect(queued).toBeGreaterThan(100);
    expect(queued).toBeLessThan(200_000);
  });

  test("says when no such host exists", async () => {
    const probe = openLink("tcp:no-such-host.invalid:5760");

    // Without a network the system's resolver takes its time to give up.
    expect((await probe.state("waiting", 28_000)).fault.code).toBe("host-unknown");
  });
});

describe("tcpin", () => {
  test("has a channel per caller and answers each on its own", async () => {
    const probe = openLink("tcpin:127.0.0.1:0");
    const port = await probe.port();
    const [a, b] = [await call(port), await call(port)];
    a.write("from a");
    b.write("from b");
    await probe.until("both", () => [a, b].every((socket) => probe.text(`127.0.0.1:${socket.localPort}`) !== ""));

    const heard = once(b, "data");
    probe.channelOf(`127.0.0.1:${b.localPort}`).send(Buffer.from("for b"));

    expect(String((await heard)[0])).toBe("for b");
    expect(probe.text(`127.0.0.1:${a.localPort}`)).toBe("from a");
    expect(probe.text(`127.0.0.1:${b.localPort}`)).toBe("from b");
  });

  test("lives on when one caller goes, and turns callers over its cap away", async () => {
    const probe = openLink("tcpin:127.0.0.1:0", { maxPeers: 1 });
    const port = await probe.port();
    const a = await call(port);
    await probe.until("channel", () => probe.link.channels.size === 1);
    const turnedAway = await call(port);
    await once(turnedAway, "close");

    a.resetAndDestroy();
    await probe.until("closed channel", () => probe.link.channels.size === 0);
    await call(port);
    await probe.until("new channel", () => probe.link.channels.size === 1);

    expect(probe.link.state.state).toBe("open");
  });

  test("lets a caller go that spoke and then fell silent, and keeps one that never had to say anything", async () => {
    const probe = openLink("tcpin:127.0.0.1:0", { peerIdleMs: 100 });
    const port = await probe.port();
    const [spoke, quiet] = [await call(port), await call(port)];
    await probe.until("both channels", () => probe.link.channels.size === 2);

    spoke.write("hello");
    await probe.until("closed channel", () => probe.events.some((event) => event.kind === "channel-closed"));

    expect(probe.channel.remote).toBe(`127.0.0.1:${quiet.localPort}`);
  });

  test("waits for a taken port and says so", async () => {
    const { port } = await openServer(() => {});
    const probe = openLink(`tcpin:127.0.0.1:${port}`);

    expect((await probe.state("waiting")).fault.code).toBe("port-taken");
  });
});
