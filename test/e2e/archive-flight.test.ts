import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";

/** What the station published at an instant, to hold the past against. */
interface Sample {
  readonly utcMs: number;
  readonly modes: Readonly<Record<string, string | undefined>>;
  readonly heatSources: number;
}

const sampleEveryMs = 250;

/** Asks a station for its state again and again, as it flies. @returns stops it */
const sampleStation = (station: RunningStation, samples: Sample[]): (() => void) => {
  const timer = setInterval(async () => {
    const answer = await station.get("/api/state").catch(() => undefined);
    if (answer?.ok !== true) return;
    const { clock, vehicles, heat } = (await answer.json()) as StateSnapshot;
    samples.push({
      utcMs: clock.utcMs,
      modes: Object.fromEntries(Object.values(vehicles).map(({ name, mode }) => [name, mode?.name])),
      heatSources: Object.keys(heat).length,
    });
  }, sampleEveryMs);
  return () => clearInterval(timer);
};

/** The modes that the fleet shows, by the vehicles' names. */
const shownModes = (page: Page): Promise<Record<string, string | undefined>> =>
  page
    .locator(".fleet-row")
    .evaluateAll((rows) =>
      Object.fromEntries(
        rows.map((row) => [
          row.querySelector(".fleet-name")?.textContent ?? "",
          row.querySelector(".fleet-mode")?.textContent ?? undefined,
        ]),
      ),
    );

/** Milliseconds, of a text like "1:04:07". */
const spanMs = (text: string): number =>
  text
    .trim()
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000;

/** A flight with two drones, their thermal pictures and what these show, looked back at while it goes on. */
describe.skipIf(chromiumPath() === undefined)(`looking back at a flight that goes on (else: ${noChromium})`, () => {
  let browser: Browser;
  let station: RunningStation;
  let page: Page;
  const samples: Sample[] = [];
  let stopSampling = () => {};

  beforeAll(async () => {
    browser = await launchChromium();
    station = await runStation({ args: ["--speed", "4"] });
    stopSampling = sampleStation(station, samples);
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en" })).newPage();
    await page.goto(station.url);
  });

  afterAll(async () => {
    stopSampling();
    await browser?.close();
    await station?.stop();
  });

  const positionMs = async () => spanMs((await page.locator(".transport-position").innerText()).split("/")[0] ?? "");
  const durationMs = async () => spanMs((await page.locator(".transport-position").innerText()).split("/")[1] ?? "");

  /** Drags the playhead over the lanes to an instant. */
  const dragTo = async (goalMs: number) => {
    const box = await page.locator(".timeline-canvas").boundingBox();
    if (box === null) throw new Error("The timeline has no place on the screen.");
    let whole = await durationMs();
    // The newest instant lies on the window's rim, where no pointer gets.
    const xOf = (ms: number) => Math.min(box.x + box.width - 4, box.x + 88 + ((box.width - 88) * ms) / whole);
    await page.mouse.move(xOf(await positionMs()), box.y + 12);
    await page.mouse.down();
    await page.mouse.move(xOf(goalMs), box.y + 12, { steps: 12 });
    // The mission goes on while a hand moves, and so does the scale under it.
    whole = await durationMs();
    await page.mouse.move(xOf(goalMs), box.y + 12);
    await page.mouse.up();
    await page.mouse.move(640, 200);
    // A pixel is some seconds of a mission of some minutes.
    await expect.poll(async () => Math.abs((await positionMs()) - goalMs)).toBeLessThan(6_000);
  };

  it("shows every instant as it was, while the live vehicles stay in sight, and leads back to now by one key", async () => {
    await page.locator(".heat-card").first().waitFor({ timeout: 120_000 });

    await page.keyboard.press(",");
    await page.locator(".past-ago").waitFor();
    await page.locator(".live-vehicle", { hasText: "D1" }).waitFor();
    await page.getByRole("combobox", { name: "What to jump to" }).selectOption("detection");
    await dragTo(5_000);
    // The lanes may learn of it a moment later than the live screen does.
    await expect
      .poll(
        async () => {
          await page.getByRole("button", { name: "Next: Detections" }).click();
          return positionMs();
        },
        { interval: 1_000 },
      )
      .toBeGreaterThan(10_000);
    const foundMs = await positionMs();

    await dragTo(Math.max(0, foundMs - 20_000));
    await expect.poll(() => page.locator(".heat-card").count()).toBe(0);
    await dragTo(foundMs + 8_000);
    await page.locator(".heat-card").first().waitFor();
    await expect
      .poll(() =>
        page
          .locator(".heat-card img")
          .first()
          .evaluate((image) => (image as HTMLImageElement).naturalWidth),
      )
      .toBeGreaterThan(0);

    for (const part of [0.2, 0.75, 0.45]) {
      await dragTo(foundMs * part);
      // On its way there the time is reckoned; there it is what the station's clock said.
      await expect
        .poll(async () => {
          const utcMs = Date.parse((await page.locator(".past-time").getAttribute("datetime")) ?? "");
          const near = samples.filter((sample) => Math.abs(sample.utcMs - utcMs) < 1_500);
          if (near.length === 0) return ["Nobody looked then."];
          return Object.entries(await shownModes(page)).filter(
            ([name, mode]) => mode !== "no mode" && near.every(({ modes }) => modes[name] !== mode),
          );
        })
        .toEqual([]);
    }

    await page.keyboard.press("End");
    await page.locator(".past-stripe").waitFor({ state: "detached" });
    await page.locator(".heat-card").first().waitFor();
    await page.getByRole("region", { name: "Now", exact: true }).waitFor({ state: "detached" });
  });

  it("shows the thermal picture of then", async () => {
    await page.keyboard.press(",");
    await page.locator(".past-ago").waitFor();
    await page.keyboard.press("1");
    await page.keyboard.press("k");
    const picture = page.locator(".panel-camera canvas").first();
    await picture.waitFor();

    await expect
      .poll(() =>
        picture.evaluate((canvas) => {
          const copy = document.createElement("canvas");
          const source = canvas as HTMLCanvasElement;
          copy.width = 64;
          copy.height = 48;
          const context = copy.getContext("2d");
          if (context === null || source.width === 0) return 0;
          context.drawImage(source, 0, 0, 64, 48);
          const { data } = context.getImageData(0, 0, 64, 48);
          return new Set(data.filter((_, i) => i % 4 === 0)).size;
        }),
      )
      .toBeGreaterThan(8);
    await page.keyboard.press("End");
    await page.locator(".past-stripe").waitFor({ state: "detached" });
  });
});
