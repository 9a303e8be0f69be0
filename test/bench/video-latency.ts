import type { Browser, Page } from "playwright";
import { buildRenderer } from "../../electron/build.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { launchChromium } from "../support/chromium.ts";
import { freeUdpPort } from "../support/free-udp-port.ts";
import { UdpVehicle } from "../support/live-station.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";
import { marked, movingBlobs, sendVideo } from "../support/video-sender.ts";

const rates = [15, 30] as const;
type Delivery = "h264" | "jpeg";

/** What is let pass before anything counts: the decoder starts, caches fill. */
const settleMs = 3_000;
const measureMs = 10_000;
const patienceMs = 60_000;

interface Sighting {
  readonly number: number;
  /** Wall clock of this machine, ms. */
  readonly seenMs: number;
}

interface Measured {
  readonly latenciesMs: readonly number[];
  readonly sent: number;
}

const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN);
};

const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  const startMs = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() - startMs > patienceMs) throw new Error(`Waited ${patienceMs} ms in vain for ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const stateOf = async (station: RunningStation): Promise<StateSnapshot> =>
  (await station.get("/api/state")).json() as Promise<StateSnapshot>;

/** Reads the number in each new picture's corner in every animation frame, and when it stood on the canvas. */
const watchMarks = (page: Page, feedId: string): Promise<void> =>
  page.evaluate((id) => {
    const sightings: { number: number; seenMs: number }[] = [];
    Reflect.set(window, "sightings", sightings);
    const copy = document.createElement("canvas");
    // 16 squares of 16 px, as the sender draws them, each shrunk to one.
    copy.width = 16;
    copy.height = 1;
    const context = copy.getContext("2d", { willReadFrequently: true });
    let last = "";
    const look = () => {
      requestAnimationFrame(look);
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-feed-id="${id}"] canvas`);
      const capture = canvas?.dataset.captureMs ?? "";
      if (canvas === null || context === null || capture === last) return;
      last = capture;
      const seenMs = performance.timeOrigin + performance.now();
      context.drawImage(canvas, 4, 4, 256, 8, 0, 0, 16, 1);
      const { data } = context.getImageData(0, 0, 16, 1);
      let number = 0;
      for (let bit = 0; bit < 16; bit++) if ((data[bit * 4] ?? 0) > 128) number |= 1 << bit;
      sightings.push({ number, seenMs });
    };
    look();
  }, feedId);

/** From the moment a picture is handed to the encoder to the first animation frame that has it on the canvas. */
const measure = async (
  browser: Browser,
  station: RunningStation,
  delivery: Delivery,
  framesPerS: number,
): Promise<Measured> => {
  const [vehicleId] = Object.keys((await stateOf(station)).vehicles);
  if (vehicleId === undefined) throw new Error("The station has heard no vehicle.");
  const port = await freeUdpPort();
  const picture = movingBlobs();
  // Made before: what it costs to make them is no delay of the video.
  const made = await Promise.all(Array.from({ length: 30 }, (_, i) => picture(i)));
  const pictures = marked(async (index) => {
    const { widthPx, heightPx, data } = made[index % made.length] ?? (await picture(index));
    return { widthPx, heightPx, data: Uint8Array.from(data) };
  });
  const sender = sendVideo({ to: `rtp://127.0.0.1:${port}`, pictures, framesPerS });
  const added = (await (
    await station.post({ kind: "feed.add", vehicleId, uri: `rtp://:${port}`, spectrum: "visible", hfovRad: 0.7 })
  ).json()) as { readonly feedId?: string; readonly fault?: unknown };
  const { feedId } = added;
  if (feedId === undefined) throw new Error(`The feed was refused: ${JSON.stringify(added.fault)}`);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  if (delivery === "jpeg") await context.addInitScript(() => Reflect.deleteProperty(window, "VideoDecoder"));
  const page = await context.newPage();
  await page.goto(station.url);
  await page.evaluate(() => {
    window.location.hash = "#/panel/camera";
  });
  const drawn = page.locator(`[data-feed-id="${feedId}"] canvas[data-capture-ms]`);
  await drawn.waitFor({ timeout: patienceMs }).catch(async () => {
    throw new Error(`No picture came: ${JSON.stringify((await stateOf(station)).feeds[feedId])}`);
  });
  await watchMarks(page, feedId);
  await page.waitForTimeout(settleMs);
  const fromNumber = sender.sentAtMs.length;
  await page.waitForTimeout(measureMs);
  const toNumber = sender.sentAtMs.length;
  // What is still on its way counts, too.
  await page.waitForTimeout(1_000);
  const sightings = await page.evaluate(() => Reflect.get(window, "sightings") as Sighting[]);
  await context.close();
  await sender.close();
  await station.post({ kind: "feed.remove", feedId });
  const firsts = new Map<number, number>();
  for (const { number, seenMs } of sightings)
    if (number >= fromNumber && number < toNumber && !firsts.has(number)) firsts.set(number, seenMs);
  const latenciesMs = [...firsts].map(
    ([number, seenMs]) => seenMs - performance.timeOrigin - (sender.sentAtMs[number] ?? Number.NaN),
  );
  return { latenciesMs, sent: toNumber - fromNumber };
};

/**
 * Glass to glass without the glass: pictures with their number in the corner go through x264 (zerolatency), RTP, the station
 * and a real Chromium, which reads the number back from the canvas it has drawn, in each animation frame. What a camera takes
 * before its encoder, and the screen after its animation frame, come on top.
 */
export const run = async (): Promise<object> => {
  await buildRenderer();
  const station = await runStation({ args: ["--no-open", "--link", "udpin:127.0.0.1:0"] });
  const browser = await launchChromium();
  let land = () => {};
  try {
    const [link] = Object.values((await stateOf(station)).links);
    const vehicle = new UdpVehicle(1, Number(link?.address?.split(":").at(-1)));
    const stop = vehicle.fly();
    land = () => {
      stop();
      vehicle.close();
    };
    await until(async () => Object.keys((await stateOf(station)).vehicles)[0]);
    const results: { delivery: Delivery; framesPerS: number; measured: Measured }[] = [];
    for (const delivery of ["h264", "jpeg"] as const)
      for (const framesPerS of rates)
        results.push({ delivery, framesPerS, measured: await measure(browser, station, delivery, framesPerS) });
    const all = (delivery: Delivery) =>
      results.filter((result) => result.delivery === delivery).flatMap(({ measured }) => measured.latenciesMs);
    const frames = results.reduce((sum, { measured }) => sum + measured.latenciesMs.length, 0);
    return {
      p50Ms: quantile(all("h264"), 0.5),
      p95Ms: quantile(all("h264"), 0.95),
      jpegP50Ms: quantile(all("jpeg"), 0.5),
      jpegP95Ms: quantile(all("jpeg"), 0.95),
      frames,
      dropped: results.reduce((sum, { measured }) => sum + measured.sent, 0) - frames,
      byRate: results.map(({ delivery, framesPerS, measured: { latenciesMs, sent } }) => ({
        delivery,
        framesPerS,
        p50Ms: quantile(latenciesMs, 0.5),
        p95Ms: quantile(latenciesMs, 0.95),
        frames: latenciesMs.length,
        dropped: sent - latenciesMs.length,
      })),
    };
  } finally {
    land();
    await browser.close();
    await station.stop();
  }
};
