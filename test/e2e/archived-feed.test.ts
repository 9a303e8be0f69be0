import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { openArchivedFeed } from "../../renderer/bridge/open-archived-feed.ts";
import type { VideoMessage } from "../../shared/wire/video-message.ts";
import { CameraVehicle } from "../support/camera-vehicle.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { openFeedSocket } from "../support/feed-socket.ts";
import { picturesIn, readPieces } from "../support/framed-pieces.ts";
import { freeUdpPort } from "../support/free-udp-port.ts";
import { eventually, type LiveStation, liveStation } from "../support/live-station.ts";
import { hasFfmpeg, marked, movingBlobs, noFfmpeg, readMark, sendVideo } from "../support/video-sender.ts";

const missing = chromiumPath() === undefined ? noChromium : hasFfmpeg ? undefined : noFfmpeg;
const [widthPx, heightPx] = [320, 256];

/** What the page under test has in its hands. */
interface Bench {
  instant: { positionMs: number; speed: number; durationMs: number };
  /** The newest picture that was taken: its time, and how bright its first rows are. */
  shown: { readonly captureMs: number; readonly grey: readonly number[] } | undefined;
  open(apiBase: string, feedId: string, canDecode: boolean): void;
}
declare global {
  // Found by name from the page.
  var openArchivedFeedHere: { readonly openArchivedFeed: typeof openArchivedFeed };
  var bench: Bench;
}

/** The very code of the screen, as one script. */
const bundle = async (): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL("../../renderer/bridge/open-archived-feed.ts", import.meta.url)),
        formats: ["iife"],
        name: "openArchivedFeedHere",
      },
    },
  })) as Rolldown.RolldownOutput[];
  const code = built[0]?.output[0].code ?? "";
  return `${code}\nglobalThis.openArchivedFeedHere = openArchivedFeedHere;`;
};

describe.skipIf(missing !== undefined)(`a recorded H.264 stream in a real browser (else: ${missing})`, () => {
  let live: LiveStation;
  let vehicle: CameraVehicle;
  let browser: Browser;
  let page: Page;
  let pictures: readonly VideoMessage[];
  let code: string;
  const feedId = () => Object.keys(live.station.snapshot().feeds)[0] ?? "";

  beforeAll(async () => {
    code = await bundle();
    live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    await eventually(() => Number.isFinite(live.linkPort()));
    vehicle = new CameraVehicle({ systemId: 1, port: live.linkPort() });
    await eventually(() => live.station.snapshot().vehicles["1"]?.position);
    const port = await freeUdpPort();
    const sender = sendVideo({
      ...{ to: `rtp://127.0.0.1:${port}`, framesPerS: 10, size: [widthPx, heightPx], keyEvery: 20 },
      pictures: marked(movingBlobs({ widthPx, heightPx })),
    });
    vehicle.announce(port, { resolutionH: widthPx, resolutionV: heightPx });
    const address = () => `${live.origin}/api/archive/now/feeds/${feedId()}/pieces?from=0&to=60000`;
    await eventually(() => Object.values(live.station.snapshot().feeds)[0]?.state === "streaming", 60_000);
    const screen = openFeedSocket(live.origin, feedId(), live.station.token);
    await eventually(() => screen.pictures.length > 140, 60_000);
    screen.socket.close();
    await sender.close();
    const response = await fetch(address(), { headers: live.headers });
    pictures = picturesIn(readPieces(new Uint8Array(await response.arrayBuffer())));
    expect(pictures.length).toBeGreaterThan(130);
    browser = await launchChromium();
    // The script comes from the test and not from the station.
    page = await browser.newPage({ bypassCSP: true });
    await page.goto(live.station.url);
    await page.evaluate(code);
  });
  afterAll(async () => {
    await browser?.close();
    vehicle?.close();
    await live?.close();
  });

  const open = (canDecode = true) =>
    page.evaluate(
      ([apiBase, id, decodes, width]) => {
        globalThis.bench = {
          instant: { positionMs: 0, speed: 0, durationMs: 60_000 },
          shown: undefined,
          open: () => {},
        };
        if (!decodes) Object.assign(globalThis, { VideoDecoder: undefined });
        const feed = globalThis.openArchivedFeedHere.openArchivedFeed({
          ...{ apiBase, feedId: id },
          instant: () => globalThis.bench.instant,
          stationMs: (positionMs) => positionMs,
          onConfig: () => {},
          onBoxes: () => {},
        });
        feed.start();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [width, 32];
        const context = canvas.getContext("2d", { willReadFrequently: true });
        const draw = () => {
          const picture = feed.take();
          if (picture !== undefined && context !== null) {
            context.drawImage(picture.source, 0, 0);
            const { data } = context.getImageData(0, 0, width, 32);
            const grey = [...data].filter((_, i) => i % 4 === 1);
            globalThis.bench.shown = { captureMs: picture.captureMs, grey };
            picture.close();
          }
          requestAnimationFrame(draw);
        };
        draw();
      },
      ["/api/archive/now", feedId(), canDecode, widthPx] as const,
    );
  const go = (positionMs: number, speed = 0) =>
    page.evaluate(([at, rate]) => Object.assign(globalThis.bench.instant, { positionMs: at, speed: rate }), [
      positionMs,
      speed,
    ] as const);
  const shown = async () => {
    const found = await page.evaluate(() => globalThis.bench.shown);
    if (found === undefined) return undefined;
    const data = Uint8Array.from(found.grey);
    return { captureMs: found.captureMs, number: readMark({ widthPx, heightPx: 32, data }) };
  };
  /** The picture of an instant: its number in the stream follows from its place in it. */
  const pictureAt = (positionMs: number) => pictures.findLast(({ captureMs }) => captureMs <= positionMs);
  const until = (captureMs: number) =>
    expect.poll(async () => (await shown())?.captureMs ?? Number.NaN).toBeCloseTo(captureMs, 3);

  it("shows the very picture of any instant, forwards, backwards and far away", async () => {
    await open();
    const numbers: number[] = [];

    for (const index of [3, 90, 91, 92, 60, 59, 58, 20, 19, 125, 0, 40]) {
      const positionMs = (pictures[index]?.captureMs ?? 0) + 1;
      const picture = pictureAt(positionMs);
      await go(positionMs);
      await until(picture?.captureMs ?? 0);
      numbers.push(((await shown())?.number ?? Number.NaN) - (picture?.sequence ?? 0));
    }

    // Each carries its number: one and the same distance from its place in the stream.
    expect(new Set(numbers).size).toBe(1);
  });

  it("shows it as JPEGs where the browser can't decode a stream", async () => {
    await open(false);
    const picture = pictures[75];

    await go((picture?.captureMs ?? 0) + 1, 0);
    await until(pictureAt((picture?.captureMs ?? 0) + 1)?.captureMs ?? 0);
    const first = await shown();
    await go((pictures[50]?.captureMs ?? 0) + 1, 0);
    await until(pictureAt((pictures[50]?.captureMs ?? 0) + 1)?.captureMs ?? 0);

    expect((first?.number ?? 0) - ((await shown())?.number ?? 0)).toBe(25);
    await page.reload();
    await page.evaluate(code);
  });

  it("plays on with the clock, picture by picture", async () => {
    await open();
    const [from, to] = [pictures[30]?.captureMs ?? 0, pictures[60]?.captureMs ?? 0];
    const seen = new Set<number>();

    await go(from, 1);
    await until(pictureAt(from)?.captureMs ?? 0);
    for (let positionMs = from; positionMs <= to; positionMs += 50) {
      await go(positionMs, 1);
      await until(pictureAt(positionMs)?.captureMs ?? 0);
      seen.add((await shown())?.captureMs ?? 0);
    }

    // A camera's pace isn't quite even: two may come within one step.
    expect(seen.size).toBeGreaterThanOrEqual(28);
  });
});
