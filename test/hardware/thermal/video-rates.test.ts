import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { afterEach, describe, expect, test } from "vitest";
import { openPersonDetector } from "../../../hardware/thermal/detector/open-person-detector.ts";
import { freeUdpPort } from "../../support/free-udp-port.ts";
import { hasFfmpeg, movingBlobs, noFfmpeg, sendVideo } from "../../support/video-sender.ts";
import { WatchedFeed } from "../../support/watched-feed.ts";

const blobs = movingBlobs({ widthPx: 320, heightPx: 256 });
const small = { pictures: blobs, size: [320, 256], bitrate: "800k" } as const;

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A stream that is searched by the network. */
const searched = async (framesPerS: number): Promise<WatchedFeed> => {
  const detector = openPersonDetector({ threads: 1 });
  closers.push(() => detector.close());
  const port = await freeUdpPort();
  const watched = new WatchedFeed(`rtp://:${port}`, { connectDetector: () => detector.connect() });
  closers.push(() => watched.feed.close());
  const sender = sendVideo({ ...small, to: `rtp://127.0.0.1:${port}`, framesPerS, keyEvery: Math.min(30, framesPerS) });
  closers.push(() => sender.close());
  return watched;
};

/** By the pictures' own numbers, of those that the network looked at; while it starts, the newest waits: that one doesn't count. */
const numbersOf = ({ sightings }: WatchedFeed): number[] =>
  sightings.flatMap(({ sequence, searchedByNetwork }) => (searchedByNetwork === true ? [sequence] : [])).slice(1);

describe.skipIf(!hasFfmpeg)(`streams of any rhythm (skipped where ${noFfmpeg})`, () => {
  test("at 60 a second are searched evenly, the newest picture first, and say what is passed over", async () => {
    const watched = await searched(60);

    await watched.until(() => numbersOf(watched).length > 25);
    await watched.until(() => (watched.pictures.at(-1)?.search.framesPerS ?? 0) > 0);

    const numbers = numbersOf(watched);
    const steps = numbers.slice(1).map((number, at) => number - (numbers[at] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(Math.max(...steps)).toBeLessThan(((numbers.at(-1) ?? 0) - (numbers[0] ?? 0)) / 4);
    const { search, framesPerS = 0, warnings } = watched.pictures.at(-1) ?? {};
    expect(search?.framesPerS).toBeCloseTo(framesPerS * (1 - (search?.skippedFraction ?? 0)), 3);
    expect(warnings).not.toContain("slow");
  });

  test("at one a second are called slow, and every picture is searched", async () => {
    const watched = await searched(1);

    await watched.until(() => watched.pictures.at(-1)?.warnings.includes("slow") === true);
    await watched.until(() => numbersOf(watched).length > 5);

    expect(watched.pictures.at(-1)?.framesPerS).toBeLessThan(2);
    expect(watched.starts).toBe(1);
    const numbers = numbersOf(watched);
    expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at));
  });

  test("of JPEGs by HTTP are shown, and asked for again when the camera hangs up", async () => {
    const answers: ServerResponse[] = [];
    const server = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "multipart/x-mixed-replace; boundary=picture" });
      answers.push(response);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    let sent = 0;
    const timer = setInterval(async () => {
      const { data } = await blobs(sent++);
      const jpeg = await sharp(data, { raw: { width: 320, height: 256, channels: 1 } })
        .jpeg()
        .toBuffer();
      for (const response of answers) {
        response.write(`--picture\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
        response.write(jpeg);
        response.write("\r\n");
      }
    }, 100);
    closers.push(() => {
      clearInterval(timer);
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const watched = new WatchedFeed(`http://127.0.0.1:${port}/video`);
    closers.push(() => watched.feed.close());
    watched.watch();
    await watched.until(() => watched.pictures.length > 0 && watched.video.some(({ kind }) => kind === "jpeg"));

    for (const response of answers.splice(0)) response.destroy();
    await watched.until(() => watched.starts === 2);

    expect(watched.pictures[0]).toMatchObject({ widthPx: 320, heightPx: 256, codec: "mjpeg", radiometric: false });
    expect(watched.video[0]).toMatchObject({ kind: "config", delivery: "jpeg" });
    expect(watched.faults.map(({ code }) => code)).toEqual(["ended"]);
  });
});
