import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { afterEach, describe, expect, test } from "vitest";
import { LinkProbe } from "../../support/link-probe.ts";
import { OpenLinks } from "../../support/open-links.ts";

const links = new OpenLinks();
const sockets: Socket[] = [];

const openLink = links.open;

const openPeer = async (port = 0): Promise<{ socket: Socket; port: number }> => {
  const socket = createSocket("udp4");
  sockets.push(socket);
  socket.bind(port, "127.0.0.1");
  await once(socket, "listening");
  return { socket, port: socket.address().port };
};

afterEach(async () => {
  await links.closeAll();
  for (const socket of sockets.splice(0)) {
    try {
      socket.close();
    } catch {
      // The test closed it itself.
    }
  }
});

describe("udpin", () => {
  test("keeps two vehicles that send to one port apart", async () => {
    const probe = openLink("udpin:127.0.0.1:0");
    const port = await probe.port();
    const [a, b] = [await openPeer(), await openPeer()];

    a.socket.send("from a", port, "127.0.0.1");
    b.socket.send("from b", port, "127.0.0.1");
    await probe.until("second channel", () => probe.link.channels.size === 2);

    expect(probe.text(`127.0.0.1:${a.port}`)).toBe("from a");
    expect(probe.text(`127.0.0.1:${b.port}`)).toBe("from b");
    expect([...probe.link.channels.keys()].sort()).toEqual([`l1/127.0.0.1:${a.port}`, `l1/127.0.0.1:${b.port}`].sort());
  });

  test("answers each peer on its own channel and tells the recorder what was sent", async () => {
    const probe = openLink("udpin:127.0.0.1:0");
    const port = await probe.port();
    const [a, b] = [await openPeer(), await openPeer()];
    const heardByB: string[] = [];
    b.socket.on("message", (bytes) => heardByB.push(bytes.toString()));
    a.socket.send("a", port, "127.0.0.1");
    b.socket.send("b", port, "127.0.0.1");
    await probe.until("second channel", () => probe.link.channels.size === 2);

    const bytes = Buffer.from("only for a");
    const heardByA = once(a.socket, "message");
    const queued = probe.channelOf(`127.0.0.1:${a.port}`).send(bytes);
    bytes.fill(0);

    expect(queued).toBe(true);
    expect(String((await heardByA)[0])).toBe("only for a");
    expect(heardByB).toEqual([]);
    const sent = probe.events.find((event) => event.kind === "sent");
    expect(sent?.kind === "sent" && Buffer.from(sent.bytes).toString()).toBe("only for a");
  });

  test("waits for a taken port, says so, and takes it when it is free", async () => {
    const taken = await openPeer();
    const probe = openLink(`udpin:127.0.0.1:${taken.port}`);

    const waiting = await probe.state("waiting");
    expect(waiting.fault.code).toBe("port-taken");
    expect(waiting.fault.detail).toContain(String(taken.port));
    expect(waiting.retryInMs).toBe(500);
    taken.socket.close();

    expect(await probe.port()).toBe(taken.port);
  });

  test("says when it can't listen at an address that isn't ours", async () => {
    const probe = openLink("udpin:203.0.113.7:14550");

    expect((await probe.state("waiting")).fault.detail).toContain("no address 203.0.113.7");
  });

  test("closes the channel of a peer that fell silent", async () => {
    const probe = openLink("udpin:127.0.0.1:0", { peerIdleMs: 100 });
    const port = await probe.port();
    const a = await openPeer();
    a.socket.send("hello", port, "127.0.0.1");
    await probe.until("channel", () => probe.link.channels.size === 1);
    const { channel } = probe;

    await probe.until("closed channel", () => probe.events.some((event) => event.kind === "channel-closed"));

    expect(probe.link.channels.size).toBe(0);
    expect(channel.send(Buffer.from("too late"))).toBe(false);
  });

  test("opens no more channels than its cap however many addresses call", async () => {
    const probe = openLink("udpin:127.0.0.1:0", { maxPeers: 2 });
    const port = await probe.port();
    const peers = await Promise.all([1, 2, 3, 4].map(() => openPeer()));
    for (const peer of peers) peer.socket.send("x", port, "127.0.0.1");
    await probe.until("second channel", () => probe.link.channels.size === 2);
    const known = [...probe.link.channels.values()].map((channel) => channel.remote);

    // The known ones still get through, after all that was turned away.
    for (const peer of peers) peer.socket.send("y", port, "127.0.0.1");
    await probe.until("later bytes", () => known.every((remote) => probe.text(remote) === "xy"));

    expect(probe.link.channels.size).toBe(2);
  });

  test("takes 10,000 datagrams in bursts of a hundred without loss and leaves no backlog", async () => {
    const probe = openLink("udpin:127.0.0.1:0");
    const port = await probe.port();
    const a = await openPeer();
    let received = 0;
    let burstIsIn = () => {};
    probe.link.on((event) => {
      if (event.kind === "bytes" && ++received % 100 === 0) burstIsIn();
    });

    const frame = Buffer.alloc(60, 0xfd);
    for (let burst = 0; burst < 100; burst++) {
      // More at once than the system's buffer holds would be its loss, not ours.
      const arrived = new Promise<void>((resolve) => {
        burstIsIn = resolve;
      });
      for (let i = 0; i < 100; i++) a.socket.send(frame, port, "127.0.0.1");
      await arrived;
    }

    expect(received).toBe(10_000);
    expect(probe.channel.bytesPerSIn).toBeGreaterThan(0);
  });

  test("listens on IPv6 too", async ({ skip }) => {
    const socket = createSocket("udp6");
    sockets.push(socket);
    socket.on("error", () => {});
    socket.bind(0, "::1");
    const bound = await Promise.race([
      once(socket, "listening").then(() => true),
      once(socket, "close").then(() => false),
      new Promise<boolean>((resolve) => setTimeout(resolve, 5_000, false)),
    ]);
    skip(!bound, "this machine has no IPv6 loopback");
    const probe = openLink("udpin:[::1]:0");
    const port = await probe.port();

    socket.send("six", port, "::1");
    await probe.until("channel", () => probe.link.channels.size === 1);

    expect(probe.channel.remote).toBe(`[::1]:${socket.address().port}`);
  });
});

describe("udpout", () => {
  test("has its channel at once, because the vehicle waits for our first packet", async () => {
    const vehicle = await openPeer();
    const probe = openLink(`udpout:127.0.0.1:${vehicle.port}`);
    await probe.state("open");
    await probe.until("channel", () => probe.link.channels.size === 1);

    const heard = once(vehicle.socket, "message");
    probe.channel.send(Buffer.from("hello"));
    const [bytes, from] = await heard;
    vehicle.socket.send("and you", from.port, "127.0.0.1");
    await probe.until("answer", () => probe.text(`127.0.0.1:${vehicle.port}`) === "and you");

    expect(String(bytes)).toBe("hello");
    expect(probe.link.channels.size).toBe(1);
  });

  test("says when no such host exists, and tries again", async () => {
    const probe = openLink("udpout:no-such-host.invalid:14550");

    // Without a network the system's resolver takes its time to give up.
    const { fault } = await probe.state("waiting");

    expect(fault.code).toBe("host-unknown");
    expect(fault.detail).toContain("no-such-host.invalid");
    await probe.state("opening");
  });
});

describe("a closed link", () => {
  test("frees its port, closes its channels and stays closed", async () => {
    const probe = openLink("udpin:127.0.0.1:0");
    const port = await probe.port();
    const a = await openPeer();
    a.socket.send("x", port, "127.0.0.1");
    await probe.until("channel", () => probe.link.channels.size === 1);

    await probe.link.close();
    probe.link.open();

    expect(probe.link.channels.size).toBe(0);
    expect(probe.events.slice(-2).map((event) => event.kind)).toEqual(["channel-closed", "state"]);
    expect(probe.link.state).toEqual({ state: "closed" });
    await openPeer(port);
  });

  test("no longer calls who unsubscribed", async () => {
    const link = links.make("udpin:127.0.0.1:0");
    let calls = 0;
    const off = link.on(() => calls++);

    off();
    link.open();
    await new LinkProbe(link).port();

    expect(calls).toBe(0);
  });
});
