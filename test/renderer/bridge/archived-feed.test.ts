import { describe, expect, it } from "vitest";
import { framedPieces } from "../../../electron/station/media/framed-pieces.ts";
import { ArchivedFeed } from "../../../renderer/bridge/archived-feed.ts";
import { parseArchivedPieces } from "../../../renderer/bridge/archived-pieces.ts";
import type { FeedBoxes, FeedConfig } from "../../../renderer/bridge/feed-video.ts";
import type { FeedMessage } from "../../../shared/wire/feeds.ts";
import { encodeVideoMessage, type VideoMessage } from "../../../shared/wire/video-message.ts";
import { FakeDecoders } from "../../support/fake-decoders.ts";

const config = (delivery: "h264" | "jpeg", widthPx = 640): FeedMessage => ({
  ...{ type: "config", delivery, widthPx, heightPx: 512, grey: true },
  ...(delivery === "h264" ? { codec: "avc1.42e01f" } : {}),
});
const boxesOf = (captureMs: number): FeedMessage => ({ type: "boxes", captureMs, boxes: [] });

type Recorded = FeedMessage | VideoMessage;

/** 60 s of a stream with ten pictures a second, a key every two seconds, boxes with every second picture. */
const stream = (): Recorded[] =>
  Array.from({ length: 600 }, (_, n): Recorded[] => [
    { kind: n % 20 === 0 ? "key" : "delta", sequence: n, captureMs: n * 100, data: new Uint8Array([n & 255, n >> 8]) },
    ...(n % 2 === 0 ? [boxesOf(n * 100)] : []),
  ]).flat();

/** 60 s of two JPEGs a second. */
const stills = (): Recorded[] =>
  Array.from({ length: 120 }, (_, n) => ({
    ...{ kind: "jpeg" as const, sequence: n, captureMs: n * 500 },
    data: new Uint8Array([n]),
  }));

const isPicture = (one: Recorded): one is VideoMessage => "kind" in one;
const framed = (pieces: readonly Recorded[]): Uint8Array =>
  framedPieces(
    pieces.map((one) =>
      isPicture(one)
        ? { isText: false, data: encodeVideoMessage(one) }
        : { isText: true, data: new TextEncoder().encode(JSON.stringify(one)) },
    ),
  );

/** A mission whose clock the test moves, on a station that answers when the test says so. */
const rig = (recorded: readonly Recorded[], begins: FeedMessage) => {
  const asked: { fromMs: number; toMs: number; everyMs: number | undefined; aborted: boolean; answer: () => void }[] =
    [];
  const instant = { positionMs: 0, speed: 0, durationMs: 60_000 };
  const screen = { nowMs: 0 };
  const configs: FeedConfig[] = [];
  const boxes: FeedBoxes[] = [];
  const decoders = new FakeDecoders();
  const jpegs: number[] = [];
  const answerOf = (fromMs: number, toMs: number, everyMs: number | undefined) => {
    const begin = recorded.findLastIndex((one) => isPicture(one) && one.kind !== "delta" && one.captureMs <= fromMs);
    let dueMs = Number.NEGATIVE_INFINITY;
    const chosen = recorded.slice(Math.max(0, begin)).filter((one) => {
      const captureMs = "type" in one && one.type === "config" ? 0 : one.captureMs;
      if (captureMs > toMs) return false;
      if (everyMs === undefined) return true;
      if (!isPicture(one) || one.kind === "delta" || captureMs < dueMs) return false;
      dueMs = captureMs + everyMs;
      return true;
    });
    return framed([begins, ...chosen]);
  };
  const feed = new ArchivedFeed({
    instant: () => instant,
    stationMs: (positionMs) => positionMs + 1_000_000,
    createDecoder: decoders.create,
    decodeJpeg: async (jpeg) => {
      jpegs.push(jpeg[0] ?? -1);
      return { width: 640, height: 512, close: () => {} } as unknown as ImageBitmap;
    },
    onConfig: (one) => configs.push(one),
    onBoxes: (one) => boxes.push(one),
    nowMs: () => screen.nowMs,
    fetchPieces: ({ fromMs, toMs, everyMs }, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>();
      const one = { fromMs, toMs, everyMs, aborted: false, answer: () => resolve(answerOf(fromMs, toMs, everyMs)) };
      signal.addEventListener("abort", () => {
        one.aborted = true;
        reject(new Error("aborted"));
      });
      asked.push(one);
      return promise;
    },
  });
  feed.start();
  /** Lets everything come that was asked for, and takes the picture that is to be shown. */
  const settle = async (take = 6) => {
    let shown: number | undefined;
    for (let i = 0; i < take; i += 1) {
      const picture = feed.take();
      if (picture !== undefined) shown = picture.captureMs - 1_000_000;
      asked.at(-1)?.answer();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      const decoder = decoders.all.at(-1);
      const given = decoders.all.length === 0 ? 0 : (given_.get(decoder) ?? 0);
      for (let n = given; n < (decoder?.chunks.length ?? 0); n += 1) decoder?.give(n);
      given_.set(decoder, decoder?.chunks.length ?? 0);
    }
    return shown;
  };
  const given_ = new Map<unknown, number>();
  return { feed, asked, instant, screen, configs, boxes, decoders, jpegs, settle };
};

describe("a recorded feed on a mission's clock", () => {
  it("shows the picture of an instant, decoded from the key before it, and nothing of what that builds on", async () => {
    const { instant, settle, decoders, configs, boxes } = rig(stream(), config("h264"));
    instant.positionMs = 7_370;

    const shown = await settle();

    expect(shown).toBe(7_300);
    expect(decoders.last.chunks.map(({ key }) => key)).toEqual([true, ...Array.from({ length: 13 }, () => false)]);
    expect(decoders.all).toHaveLength(1);
    expect(configs).toEqual([config("h264")]);
    // Those of the picture itself or the newest before it that was searched, on the station's clock.
    expect(boxes.at(-1)?.captureMs).toBe(1_007_200);
  });

  it("goes on from picture to picture while it plays, and fetches ahead before it needs more", async () => {
    const { instant, settle, decoders, asked } = rig(stream(), config("h264"));
    instant.speed = 1;
    const shown: (number | undefined)[] = [];

    for (instant.positionMs = 3_000; instant.positionMs < 9_000; instant.positionMs += 100) shown.push(await settle(3));

    expect(shown).toEqual(Array.from({ length: 60 }, (_, n) => 3_000 + n * 100));
    expect(decoders.all).toHaveLength(1);
    expect(asked.map(({ fromMs }) => fromMs)).toEqual([0, 4_000, 8_000, 12_000]);
  });

  it("goes backwards, each picture from its key on", async () => {
    const { instant, settle, decoders } = rig(stream(), config("h264"));
    instant.speed = -1;
    const shown: (number | undefined)[] = [];

    for (instant.positionMs = 10_050; instant.positionMs > 9_000; instant.positionMs -= 100)
      shown.push(await settle(4));

    expect(shown).toEqual(Array.from({ length: 11 }, (_, n) => 10_000 - n * 100));
    expect(decoders.all.length).toBe(11);
  });

  it("leaves behind what was asked for where the clock is no more, and asks for no more than one thing at once", async () => {
    const { instant, feed, asked, settle } = rig(stream(), config("h264"));
    instant.positionMs = 1_000;
    feed.take();
    instant.positionMs = 30_500;
    feed.take();
    feed.take();

    expect(asked.map(({ fromMs, aborted }) => [fromMs, aborted])).toEqual([
      [0, true],
      [28_000, false],
    ]);
    expect(await settle()).toBe(30_500);
  });

  it("takes whole pictures alone at high speed, some sixty-odd ms of the screen apart", async () => {
    const { instant, settle, decoders, asked } = rig(stream(), config("h264"));
    instant.speed = 60;
    instant.positionMs = 20_000;

    const shown = await settle();

    // Keys come every two seconds: those at least four seconds apart are 0, 6, 12 and 18 s.
    expect(shown).toBe(18_000);
    expect(asked[0]?.everyMs).toBe(4_096);
    expect(decoders.last.chunks.every(({ key }) => key)).toBe(true);
  });

  it("shows JPEGs, of a long gap the last one before it", async () => {
    const recorded = stills().filter((one) => isPicture(one) && (one.captureMs < 5_000 || one.captureMs > 40_000));
    const { instant, settle, jpegs, configs } = rig(recorded, config("jpeg"));

    instant.positionMs = 2_300;
    expect(await settle()).toBe(2_000);
    instant.positionMs = 33_000;
    expect(await settle()).toBe(4_500);
    instant.positionMs = 50_400;
    expect(await settle()).toBe(50_000);

    expect(jpegs).toEqual([4, 9, 100]);
    expect(configs).toHaveLength(1);
  });

  it("says boxes again while the clock stands, so that they don't fade", async () => {
    const { instant, settle, screen, feed, boxes } = rig(stream(), config("h264"));
    instant.positionMs = 5_000;
    await settle();
    const before = boxes.length;

    screen.nowMs += 300;
    feed.take();
    feed.take();

    expect(boxes.length).toBe(before + 1);
    expect(boxes.at(-1)).toEqual(boxes.at(-2));
  });

  it("asks again for what was still being recorded, and shows what came since", async () => {
    const recorded = stills().filter((one) => isPicture(one) && one.captureMs < 9_000);
    const { instant, settle, screen, asked } = rig(recorded, config("jpeg"));
    instant.durationMs = 9_200;
    instant.positionMs = 9_200;
    instant.speed = 1;
    expect(await settle()).toBe(8_500);
    const before = asked.length;

    recorded.push(...stills().filter((one) => isPicture(one) && one.captureMs >= 9_000 && one.captureMs < 10_500));
    screen.nowMs += 1_500;
    instant.durationMs = 10_400;
    instant.positionMs = 10_300;
    const shown = await settle();

    expect(asked.length).toBe(before + 1);
    expect(shown).toBe(10_000);
  });

  it("shows nothing and asks for nothing once it is stopped", async () => {
    const { instant, feed, settle, asked } = rig(stream(), config("h264"));
    instant.positionMs = 5_000;
    await settle();
    feed.stop();
    const before = asked.length;

    expect(feed.take()).toBeUndefined();
    expect(asked.length).toBe(before);
  });
});

describe("a picture that a decoder holds back", () => {
  it("is asked for once it was waited for, and the next one begins with a key again", async () => {
    const { feed, instant, asked, screen, decoders } = rig(stream(), config("h264"));
    instant.positionMs = 4_500;
    feed.take();
    asked[0]?.answer();
    await new Promise((resolve) => setImmediate(resolve));
    feed.take();
    feed.take();
    expect(decoders.last.flushes).toBe(0);

    screen.nowMs += 200;
    feed.take();
    feed.take();
    expect(decoders.last.flushes).toBe(1);
    decoders.last.give(5);
    expect(feed.take()?.captureMs).toBe(1_004_500);

    instant.positionMs = 4_600;
    feed.take();
    expect(decoders.all.length).toBe(2);
    expect(decoders.last.chunks[0]?.key).toBe(true);
  });
});

describe("pieces as they come", () => {
  it("are taken apart, and what is cut or malformed is left out", () => {
    const [key, first, second] = stream().filter(isPicture);
    if (key === undefined || first === undefined || second === undefined) throw new Error("There are no pictures.");
    const bytes = framed([config("h264"), key, boxesOf(0), first, second]);
    const bad = framedPieces([
      { isText: true, data: new TextEncoder().encode("no JSON") },
      { isText: true, data: new TextEncoder().encode('{"type":"other"}') },
      { isText: false, data: new Uint8Array([9, 9, 9]) },
    ]);

    const whole = parseArchivedPieces(new Uint8Array([...bad, ...bytes]));
    expect(whole.pictures.map(({ sequence, config: { delivery } }) => [sequence, delivery])).toEqual([
      [0, "h264"],
      [1, "h264"],
      [2, "h264"],
    ]);
    expect(whole.boxes).toHaveLength(1);
    for (let cut = 0; cut < bytes.length; cut += 1)
      expect(parseArchivedPieces(bytes.subarray(0, cut)).pictures.length).toBeLessThan(3);
  });

  it("mean nothing before it was said what they are", () => {
    const [key] = stream().filter(isPicture);
    if (key === undefined) throw new Error("There are no pictures.");

    expect(parseArchivedPieces(framed([key])).pictures).toEqual([]);
  });
});
