import { afterEach, describe, expect, test } from "vitest";
import type { VideoConfig, VideoPiece } from "../../../hardware/thermal/feed.ts";
import { freeUdpPort } from "../../support/free-udp-port.ts";
import { hasFfmpeg, movingBlobs, noFfmpeg, sendVideo } from "../../support/video-sender.ts";
import { WatchedFeed } from "../../support/watched-feed.ts";

const small = { pictures: movingBlobs({ widthPx: 320, heightPx: 256 }), size: [320, 256], bitrate: "800k" } as const;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const openWithStream = async (options = {}): Promise<WatchedFeed> => {
  const port = await freeUdpPort();
  const watched = new WatchedFeed(`rtp://:${port}`);
  const sender = sendVideo({ ...small, to: `rtp://127.0.0.1:${port}`, ...options });
  closers.push(
    () => watched.feed.close(),
    () => sender.close(),
  );
  return watched;
};

const kindsOf = (video: readonly (VideoPiece | VideoConfig)[]) => new Set(video.map(({ kind }) => kind));

describe.skipIf(!hasFfmpeg)(`pictures on their way to screens (skipped where ${noFfmpeg})`, () => {
  test("come as JPEG to a screen that asks for it, and to the others as the stream is, without a gap", async () => {
    const watched = await openWithStream();
    const jpegs: (VideoPiece | VideoConfig)[] = [];
    watched.watch();
    watched.watch({ delivery: "jpeg" }, jpegs);

    await watched.until(() => jpegs.length > 10 && watched.video.length > 20);

    expect(jpegs[0]).toMatchObject({ kind: "config", delivery: "jpeg", widthPx: 320, heightPx: 256, grey: true });
    expect(kindsOf(jpegs)).toEqual(new Set(["config", "jpeg"]));
    expect(kindsOf(watched.video)).toEqual(new Set(["config", "key", "delta"]));
    for (const video of [jpegs, watched.video]) {
      const sequences = video.flatMap((piece) => (piece.kind === "config" ? [] : [piece.sequence]));
      expect(sequences).toEqual(sequences.map((_, at) => (sequences[0] ?? 0) + at));
    }
  });

  test("turn to JPEG for all where a stream gives no key picture to begin with, and back with the first one", async () => {
    const watched = await openWithStream({ keyEvery: 300, framesPerS: 20 });
    watched.watch();

    await watched.until(() => kindsOf(watched.video).has("jpeg"));
    await watched.until(() => watched.video.filter(({ kind }) => kind === "key").length === 2);

    const configs = watched.video.flatMap((piece) => (piece.kind === "config" ? [piece.delivery] : []));
    expect(configs).toEqual(["h264", "jpeg", "h264"]);
    const second = watched.video.findLastIndex(({ kind }) => kind === "key");
    expect(watched.video[second - 1]).toMatchObject({ kind: "config", delivery: "h264" });
  });
});
