import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { freeUdpPort } from "../../support/free-udp-port.ts";
import { RtspServer } from "../../support/rtsp-server.ts";
import { UdpGate } from "../../support/udp-gate.ts";
import { hasFfmpeg, movingBlobs, noFfmpeg, sendVideo, type VideoSender } from "../../support/video-sender.ts";
import { WatchedFeed } from "../../support/watched-feed.ts";

const small = { pictures: movingBlobs({ widthPx: 320, heightPx: 256 }), size: [320, 256], bitrate: "800k" } as const;

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
const open = (uri: string, options = {}): WatchedFeed => {
  const watched = new WatchedFeed(uri, options);
  closers.push(() => watched.feed.close());
  return watched;
};
const send = (to: string, options = {}): VideoSender => {
  const sender = sendVideo({ ...small, to, ...options });
  closers.push(() => sender.close());
  return sender;
};

describe.skipIf(!hasFfmpeg)(`video by the real ffmpeg (skipped where ${noFfmpeg})`, () => {
  test("RTP with H.264 becomes greys here, and goes to the browser as it came, a key piece first", async () => {
    const port = await freeUdpPort();
    const watched = open(`rtp://:${port}`);
    watched.watch();
    const sender = send(`rtp://127.0.0.1:${port}`);

    await watched.until(() => watched.pictures.length > 1 && watched.video.length > 20);

    expect(watched.pictures.at(-1)).toMatchObject({ widthPx: 320, heightPx: 256, codec: "h264", radiometric: false });
    const [config, key] = watched.video;
    expect(config).toMatchObject({ kind: "config", delivery: "h264", widthPx: 320, heightPx: 256, grey: true });
    expect(config?.kind === "config" && config.codec).toMatch(/^avc1\.42[0-9a-f]{4}$/);
    expect(key?.kind).toBe("key");
    const start = key?.kind === "key" ? [...key.data.subarray(0, 5)] : [];
    expect(start.slice(0, 4)).toEqual([0, 0, 0, 1]);
    expect((start[4] ?? 0) & 31).toBe(7);
    const still = await watched.feed.still();
    expect([still?.widthPx, still?.heightPx]).toEqual([320, 256]);
    expect(still?.captureProcessMs).toBeGreaterThan(sender.sentAtMs[0] ?? Number.POSITIVE_INFINITY);
  });

  test("who comes later begins with a key piece as well, and the stream isn't begun anew for it", async () => {
    const port = await freeUdpPort();
    const watched = open(`rtp://:${port}`);
    send(`rtp://127.0.0.1:${port}`, { keyEvery: 60 });
    await watched.until(() => watched.pictures.length > 1);

    const leave = watched.watch();
    await watched.until(() => watched.video.length > 3);
    leave();
    const before = watched.video.length;
    watched.watch();
    await watched.until(() => watched.video.length > before + 3);

    expect(watched.video.slice(0, 2).map(({ kind }) => kind)).toEqual(["config", "key"]);
    expect(watched.video.slice(before, before + 2).map(({ kind }) => kind)).toEqual(["config", "key"]);
    expect(watched.starts).toBe(1);
  });

  test("RTP with H.265 is found out, though the address says H.264, and shown as JPEG while somebody watches", async () => {
    const port = await freeUdpPort();
    const watched = open(`rtp://:${port}`);
    watched.watch();
    send(`rtp://127.0.0.1:${port}`, { encoding: "h265" });

    await watched.until(() => watched.video.some(({ kind }) => kind === "jpeg") && watched.pictures.length > 1);

    expect(watched.pictures.at(-1)?.codec).toBe("h265");
    expect(watched.video[0]).toMatchObject({ kind: "config", delivery: "jpeg", grey: true });
    const jpeg = watched.video.find((piece) => piece.kind === "jpeg");
    expect(jpeg?.kind === "jpeg" ? [...jpeg.data.subarray(0, 2)] : []).toEqual([0xff, 0xd8]);
  });

  test("RTSP with a password, which is shown nowhere; a wrong one and a wrong path are told", async () => {
    const login = { user: "admin", password: "s3cret" };
    const server = await new RtspServer({ ...small, login }).open();
    closers.push(() => server.close());
    const wrong = open(`rtsp://admin:nonsense@127.0.0.1:${server.port}/main`);
    await wrong.until(() => wrong.faults.length > 0);
    await wrong.feed.close();
    const lost = open(`rtsp://admin:s3cret@127.0.0.1:${server.port}/other`);
    await lost.until(() => lost.faults.length > 0);
    await lost.feed.close();

    const right = open(`rtsp://admin:s3cret@127.0.0.1:${server.port}/main`);
    await right.until(() => right.pictures.length > 0);

    expect(wrong.faults[0]).toMatchObject({ code: "access-denied" });
    expect(wrong.faults[0]?.detail).toContain("rtsp://admin:***@127.0.0.1");
    expect(lost.faults[0]).toMatchObject({ code: "no-picture" });
    expect(right.pictures[0]).toMatchObject({ widthPx: 320, codec: "h264" });
    expect(JSON.stringify([...wrong.events, ...lost.events, ...right.events])).not.toMatch(/s3cret|nonsense/);
  });

  test.each(["udp", "tcp"] as const)("MPEG-TS by %s", async (transport) => {
    const port = await freeUdpPort();
    const watched = open(transport === "udp" ? `udp://:${port}` : `tcp://127.0.0.1:${port}`);
    send(`${transport}://127.0.0.1:${port}`);

    await watched.until(() => watched.pictures.length > 0);

    expect(watched.pictures[0]).toMatchObject({ widthPx: 320, heightPx: 256, codec: "h264" });
  });

  test("MPEG-TS in datagrams that are cut anywhere, as ffmpeg sends it unless told otherwise", async () => {
    const port = await freeUdpPort();
    const watched = open(`udp://:${port}`);
    send(`udp://127.0.0.1:${port}?pkt_size=1472`, { bitrate: "3M" });

    await watched.until(() => watched.pictures.length > 0);

    expect(watched.pictures[0]).toMatchObject({ widthPx: 320, heightPx: 256, codec: "h264" });
    expect(watched.faults).toEqual([]);
  });

  test("a file plays to its end at its own pace, again when asked, and for ever with ?loop=1", async () => {
    const folder = mkdtempSync(join(tmpdir(), "feed-"));
    closers.push(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "flight 1.mp4");
    await send(path, { count: 15, pace: "at-once" }).done;
    const watched = open(`file:${path}`);
    watched.watch();
    await watched.until(() => watched.states.includes("ended"));
    watched.feed.retry();
    await watched.until(() => watched.starts === 2);
    const looping = open(`file:${path}?loop=1`);

    await looping.until(() => looping.pictures.length >= 3);

    expect(watched.faults.at(-1)).toMatchObject({ code: "ended" });
    expect(watched.video[0]).toMatchObject({ kind: "config", delivery: "h264" });
    expect(looping.states).toEqual(["connecting", "streaming"]);
  });

  test("a file that isn't there and one that is no video are told apart", async () => {
    const missing = open("file:/nowhere/at/all.mp4");
    const none = open(`file:${import.meta.filename}`);

    await missing.until(() => missing.faults.length > 0);
    await none.until(() => none.faults.length > 0);

    expect(missing.faults[0]?.code).toBe("file-missing");
    expect(none.faults[0]?.code).toBe("not-decodable");
  });

  test("garbage on the port is said to be none, and a camera that begins there later is taken up", async () => {
    const port = await freeUdpPort();
    const watched = open(`rtp://:${port}`);
    const socket = createSocket("udp4");
    const timer = setInterval(() => socket.send("GET / HTTP/1.1", port, "127.0.0.1"), 20);
    await watched.until(() => watched.faults.length > 0);
    clearInterval(timer);
    socket.close();
    send(`rtp://127.0.0.1:${port}`);

    await watched.until(() => watched.pictures.length > 0);

    expect(watched.faults[0]).toMatchObject({ code: "not-decodable" });
    expect(watched.faults[0]?.detail).toContain(`UDP port ${port} is no RTP`);
  });

  test("a port that another program listens on is told of", async () => {
    const socket = createSocket("udp4").bind(0, "0.0.0.0");
    await new Promise<void>((resolve) => socket.once("listening", resolve));
    const { port } = socket.address();
    const watched = open(`rtp://:${port}`);

    await watched.until(() => watched.faults.length > 0);

    expect(watched.faults[0]).toMatchObject({ code: "device-busy" });
    socket.close();
  });

  test("a stream that stops has stalled after 3 s; begun again in another size it goes on, and says so", async () => {
    const port = await freeUdpPort();
    const watched = open(`rtp://:${port}`);
    const first = send(`rtp://127.0.0.1:${port}`);
    await watched.until(() => watched.pictures.length > 0);
    await first.close();
    await watched.until(() => watched.states.includes("stalled"));
    send(`rtp://127.0.0.1:${port}`, { pictures: movingBlobs({ widthPx: 400, heightPx: 300 }), size: [400, 300] });

    await watched.until(() => watched.pictures.some(({ widthPx }) => widthPx === 400));

    expect(watched.faults[0]).toMatchObject({ code: "stalled" });
    expect(watched.pictures.at(-1)?.warnings).toContain("size-changed");
  });

  test("a stream that breaks off in the middle of damaged pictures has stalled: nothing comes that could be decoded", async () => {
    const port = await freeUdpPort();
    const gate = await UdpGate.open(port);
    closers.push(() => gate.close());
    const watched = open(`rtp://:${port}`);
    send(`rtp://127.0.0.1:${gate.port}`, { bitrate: "3M" });
    await watched.until(() => watched.pictures.length > 1);
    let left = 40;
    gate.pass = (_packet, number) => (left-- > 0 && number % 3 !== 0 ? 1 : 0);

    await watched.until(() => watched.faults.length > 0);

    expect(watched.faults[0]).toMatchObject({ code: "stalled" });
  });

  test("a stream of which every packet that matters is lost comes, but can't be decoded", async () => {
    const port = await freeUdpPort();
    const gate = await UdpGate.open(port);
    closers.push(() => gate.close());
    // Without the parameter sets and key pictures (RFC 6184: single units of type 7 and 8, parts of type 5).
    gate.pass = ([...bytes]) => ([7, 8].includes((bytes[12] ?? 0) & 31) || ((bytes[13] ?? 0) & 31) === 5 ? 0 : 1);
    const watched = open(`rtp://:${port}`);
    send(`rtp://127.0.0.1:${gate.port}`);

    await watched.until(() => watched.faults.length > 0);

    expect(watched.faults[0]).toMatchObject({ code: "not-decodable" });
    expect(watched.faults[0]?.detail).toContain("key pictures more often");
  });

  test("another size in the middle of a stream, without a break, is gone on with", async () => {
    const port = await freeUdpPort();
    const watched = open(`rtp://:${port}`);
    const first = send(`rtp://127.0.0.1:${port}`);
    await watched.until(() => watched.pictures.length > 0);
    send(`rtp://127.0.0.1:${port}`, { pictures: movingBlobs({ widthPx: 400, heightPx: 300 }), size: [400, 300] });
    await first.close();

    await watched.until(() => watched.pictures.some(({ widthPx, heightPx }) => widthPx === 400 && heightPx === 300));
  });

  test("another shape of picture in the middle of a connection isn't squeezed into the first one's", async () => {
    const folder = mkdtempSync(join(tmpdir(), "feed-"));
    closers.push(() => rmSync(folder, { recursive: true }));
    const part = async (widthPx: number, heightPx: number): Promise<Uint8Array> => {
      const path = join(folder, `${widthPx}.ts`);
      const pictures = movingBlobs({ widthPx, heightPx });
      await sendVideo({ to: path, pictures, size: [widthPx, heightPx], count: 45, pace: "at-once" }).done;
      return readFileSync(path);
    };
    const [first, second] = [await part(320, 256), await part(320, 160)];
    let isFirst = true;
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write(isFirst ? first : second);
      isFirst = false;
      const timer = setInterval(() => socket.write(second), 500);
      socket.on("close", () => clearInterval(timer));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    closers.push(() => server.close());
    const { port } = server.address() as AddressInfo;

    const watched = open(`tcp://127.0.0.1:${port}`);
    await watched.until(() => watched.pictures.some(({ heightPx }) => heightPx === 160));

    expect(watched.pictures[0]).toMatchObject({ widthPx: 320, heightPx: 256 });
    expect(watched.faults).toEqual([]);
  });
});
