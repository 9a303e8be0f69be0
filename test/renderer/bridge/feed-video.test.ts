import { describe, expect, it } from "vitest";
import {
  type FeedBoxes,
  type FeedConfig,
  type FeedSocketHandlers,
  FeedVideo,
} from "../../../renderer/bridge/feed-video.ts";
import type { FeedMessage } from "../../../shared/wire/feeds.ts";
import { encodeVideoMessage } from "../../../shared/wire/video-message.ts";
import { FakeDecoders, piece } from "../../support/fake-decoders.ts";

const h264: FeedMessage = {
  type: "config",
  delivery: "h264",
  codec: "avc1.42e01f",
  widthPx: 640,
  heightPx: 512,
  grey: true,
};

/** A JPEG that is decoded when the test says so; its first byte is its number. */
interface Decoding {
  readonly number: number;
  readonly done: (how: "good" | "damaged") => void;
}

const rig = ({ canDecode = true } = {}) => {
  const sockets: { path: string; handlers: FeedSocketHandlers; closed: boolean }[] = [];
  const timers: { delayMs: number; run: () => void; cancelled: boolean }[] = [];
  const decodings: Decoding[] = [];
  const closedBitmaps: number[] = [];
  const configs: FeedConfig[] = [];
  const boxes: FeedBoxes[] = [];
  const decoders = new FakeDecoders();
  const clock = { nowMs: 0 };
  const video = new FeedVideo({
    feedId: "1/thermal",
    openSocket: (path, handlers) => {
      const socket = { path, handlers, closed: false };
      sockets.push(socket);
      return {
        close: () => {
          socket.closed = true;
        },
      };
    },
    createDecoder: canDecode ? decoders.create : undefined,
    decodeJpeg: (jpeg) =>
      new Promise((resolve, reject) => {
        const number = jpeg[0] ?? -1;
        const bitmap = { width: 640, height: 512, close: () => void closedBitmaps.push(number) };
        decodings.push({
          number,
          // Only its size is read and it is closed: a real one needs a browser.
          done: (how) => (how === "good" ? resolve(bitmap as unknown as ImageBitmap) : reject(new Error("damaged"))),
        });
      }),
    onConfig: (config) => configs.push(config),
    onBoxes: (found) => boxes.push(found),
    nowMs: () => clock.nowMs,
    after: (delayMs, run) => {
      const timer = { delayMs, run, cancelled: false };
      timers.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
  });
  video.start();
  const socket = () => {
    const last = sockets.at(-1);
    if (last === undefined) throw new Error("No socket was opened.");
    return last;
  };
  const bytes = (...message: Parameters<typeof piece>) =>
    socket().handlers.onData(encodeVideoMessage(piece(...message)).buffer);
  const text = (message: FeedMessage) => socket().handlers.onData(JSON.stringify(message));
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    video,
    sockets,
    timers,
    decodings,
    closedBitmaps,
    configs,
    boxes,
    decoders,
    clock,
    socket,
    bytes,
    text,
    settle,
  };
};

describe("a feed's video", () => {
  it("opens the feed's own socket, its id made safe for an address", () => {
    const { socket } = rig();

    expect(socket().path).toBe("/api/feeds/1%2Fthermal/video");
  });

  it("decodes H.264 by the announced codec and keeps the newest picture only", () => {
    const { video, decoders, bytes, text } = rig();
    text(h264);
    bytes("key", 1, 5_000);
    bytes("delta", 2, 5_066);

    const first = decoders.last.give(0);
    decoders.last.give(1);

    expect(first.closed).toBe(true);
    expect(video.take()?.captureMs).toBe(5_066);
    expect(video.take()).toBeUndefined();
    expect(video.stats().dropped).toBe(1);
  });

  it("asks for JPEG where the browser has no decoder", () => {
    const { socket, sockets, text } = rig({ canDecode: false });
    expect(socket().path).toBe("/api/feeds/1%2Fthermal/video?delivery=jpeg");

    // A station that doesn't care: not asked again and again.
    text(h264);

    expect(sockets).toHaveLength(1);
  });

  it("asks for JPEG where the browser refuses the stream", () => {
    const { decoders, socket, sockets, bytes, text } = rig();
    decoders.refuses = true;
    text(h264);

    for (let n = 1; n <= 3; n++) bytes("key", n);

    expect(sockets[0]?.closed).toBe(true);
    expect(socket().path).toBe("/api/feeds/1%2Fthermal/video?delivery=jpeg");
  });

  it("decodes one JPEG at a time, and of those that come meanwhile only the newest", async () => {
    const { video, decodings, bytes, settle } = rig();
    for (let n = 1; n <= 4; n++) bytes("jpeg", n, 1_000 + n);
    expect(decodings.map(({ number }) => number)).toEqual([1]);

    decodings[0]?.done("good");
    await settle();
    decodings[1]?.done("good");
    await settle();

    expect(decodings.map(({ number }) => number)).toEqual([1, 4]);
    expect(video.take()?.captureMs).toBe(1_004);
  });

  it("goes on after a damaged JPEG", async () => {
    const { video, decodings, bytes, settle } = rig();
    bytes("jpeg", 1);
    decodings[0]?.done("damaged");
    await settle();

    bytes("jpeg", 2, 9_000);
    decodings[1]?.done("good");
    await settle();

    expect(video.take()?.captureMs).toBe(9_000);
  });

  it("hands on boxes and configurations, and drops what is neither", () => {
    const { boxes, configs, text, socket } = rig();
    for (const data of [
      "",
      "{",
      "null",
      '{"type":"boxes"}',
      '{"type":"other"}',
      7,
      new ArrayBuffer(3),
      new ArrayBuffer(40),
    ])
      socket().handlers.onData(data);

    text(h264);
    text({ type: "boxes", captureMs: 3, boxes: [] });

    expect(configs).toEqual([h264]);
    expect(boxes).toEqual([{ type: "boxes", captureMs: 3, boxes: [] }]);
  });

  it("comes back with growing pauses, and at once again after a picture", () => {
    const { socket, timers, sockets, bytes } = rig();
    const lose = () => {
      socket().handlers.onClose();
      timers.at(-1)?.run();
    };
    for (let i = 0; i < 6; i++) lose();
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);

    bytes("key", 1);
    lose();

    expect(timers.at(-1)?.delayMs).toBe(500);
    expect(sockets).toHaveLength(8);
  });

  it("ends with its socket and its pictures, and starts anew", async () => {
    const { video, decoders, closedBitmaps, decodings, socket, sockets, timers, bytes, text, settle } = rig();
    text(h264);
    bytes("key", 1);
    const frame = decoders.last.give(0);
    bytes("jpeg", 2);

    video.stop();
    decodings[0]?.done("good");
    await settle();
    socket().handlers.onClose();

    expect(socket().closed).toBe(true);
    expect(frame.closed).toBe(true);
    expect(closedBitmaps).toEqual([2]);
    expect(decoders.last.closed).toBe(true);
    expect(timers).toEqual([]);

    video.start();
    expect(sockets).toHaveLength(2);
  });

  it("counts pictures a second over the last two", () => {
    const { video, decoders, clock, bytes, text } = rig();
    text(h264);
    for (let n = 0; n < 30; n++) {
      clock.nowMs = n * 100;
      bytes(n === 0 ? "key" : "delta", n);
      decoders.last.give(n);
    }

    expect(video.stats().framesPerS).toBe(10.5);
    clock.nowMs += 5_000;
    expect(video.stats().framesPerS).toBe(0);
  });
});
