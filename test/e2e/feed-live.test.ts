import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultScenarioPath } from "../../hardware/simulator/load-scenario.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { freeUdpPort } from "../support/free-udp-port.ts";
import { type LiveStation, liveStation } from "../support/live-station.ts";
import { hasFfmpeg, movingBlobs, noFfmpeg, sendVideo, type VideoSender } from "../support/video-sender.ts";

const pictures = fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));

/** How far the brightest and the darkest places of the shown picture are apart, 0 to 255; -1 while there is none. */
const spread = (page: Page, feedId: string): Promise<number> =>
  page.evaluate((id) => {
    const canvas = document.querySelector(`[data-feed-id="${id}"] canvas[data-capture-ms]`);
    if (!(canvas instanceof HTMLCanvasElement)) return -1;
    const copy = document.createElement("canvas");
    copy.width = copy.height = 64;
    const context = copy.getContext("2d");
    context?.drawImage(canvas, 0, 0, 64, 64);
    const greens = [...(context?.getImageData(0, 0, 64, 64).data ?? [])].filter((_, i) => i % 4 === 1);
    return Math.max(...greens) - Math.min(...greens);
  }, feedId);

const captureMs = (page: Page, feedId: string): Promise<number> =>
  page.evaluate(
    (id) =>
      Number(document.querySelector<HTMLElement>(`[data-feed-id="${id}"] canvas`)?.dataset.captureMs ?? Number.NaN),
    feedId,
  );

const missing = chromiumPath() === undefined ? noChromium : hasFfmpeg ? undefined : noFfmpeg;

describe.skipIf(missing !== undefined)(`cameras of a real station in a real browser (else: ${missing})`, () => {
  let live: LiveStation;
  let browser: Browser;
  let page: Page;
  let sender: VideoSender | undefined;
  const complaints: string[] = [];
  const feeds = () => Object.values(live.station.snapshot().feeds);
  const typedId = () => feeds().find(({ origin }) => origin === "typed")?.id ?? "";
  const patiently = { timeout: 60_000, interval: 200 };

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    live = await liveStation({ simulate: { scenarioPath: defaultScenarioPath, speed: 1 } });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(live.station.url);
    await page.locator(".fleet-row").first().waitFor();
  });

  afterAll(async () => {
    await page?.screenshot({ path: `${pictures}feed-live-end.png` }).catch(() => undefined);
    await sender?.close();
    await browser?.close();
    await live?.close();
  });

  it("open by K with the live thermal picture of the selected drone", async () => {
    await page.keyboard.press("1");

    await page.keyboard.press("k");

    await page.getByRole("region", { name: "Cameras" }).waitFor();
    await expect
      .poll(async () => {
        const id = await page.locator(".feed-tile").first().getAttribute("data-feed-id");
        return id === null ? -1 : spread(page, id);
      }, patiently)
      .toBeGreaterThan(20);
    await page.screenshot({ path: `${pictures}feed-live-thermal.png` });
  });

  it("show a real H.264 stream by RTP whose address was typed in", async () => {
    const port = await freeUdpPort();
    sender = sendVideo({ to: `rtp://127.0.0.1:${port}`, pictures: movingBlobs(), framesPerS: 15 });
    await page.getByRole("button", { name: "Cameras of this vehicle" }).click();
    const form = page.getByRole("form", { name: "Add camera" });
    await form.getByRole("button", { name: "visible" }).click();
    await form.getByRole("textbox", { name: "Address" }).fill(`rtp://:${port}`);
    await form.getByLabel("Field of view, across").fill("40");
    await form.getByRole("button", { name: "Add camera" }).click();
    await expect.poll(typedId, patiently).not.toBe("");

    await page.getByRole("button", { name: "side by side" }).click();

    await expect.poll(() => spread(page, typedId()), patiently).toBeGreaterThan(60);
    expect(feeds().find(({ id }) => id === typedId())?.delivery).toBe("h264");
    const before = await captureMs(page, typedId());
    await expect.poll(() => captureMs(page, typedId()), patiently).toBeGreaterThan(before + 300);
    await page.screenshot({ path: `${pictures}feed-live-side.png` });
  });

  it("mark the ground point that is pressed", async () => {
    await page.getByRole("button", { name: "Mark point" }).click();

    // The picture is as large as the window leaves it: a press in its lower half, wherever that is.
    const picture = await page.locator(".part-main .feed-pointer").boundingBox();
    if (picture === null) throw new Error("There is no picture to press.");
    const position = { x: picture.width * 0.4, y: picture.height * 0.6 };
    await page.locator(".part-main .feed-pointer").click({ position });

    await page.locator(".note-place").waitFor();
    expect(await page.locator(".note-place").innerText()).toMatch(/^\d+\.\d+, \d+\.\d+$/);
    await page.keyboard.press("Escape");
  });

  it("make a confirmed source of somebody whom nobody found", async () => {
    const before = new Set(Object.keys(live.station.snapshot().heat));
    await page.getByRole("button", { name: "Somebody here" }).click();
    const box = await page.locator(".part-main .feed-pointer").boundingBox();
    if (box === null) throw new Error("There is no picture to press.");

    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.45, box.y + box.height * 0.6, { steps: 4 });
    await page.mouse.up();

    await page.getByText(/^Somebody: heat source \d+, confirmed$/).waitFor();
    const made = Object.values(live.station.snapshot().heat).filter(({ id }) => !before.has(id));
    expect(made.some(({ decision, markedBy }) => decision.state === "confirmed" && markedBy !== undefined)).toBe(true);
    await page.screenshot({ path: `${pictures}feed-live-person.png` });
  });

  it("say what is wrong, and that the picture is old, when the camera falls silent", async () => {
    await sender?.close();

    const tile = page.locator(`[data-feed-id="${typedId()}"]`);
    await tile.getByText(/^Picture .* old$/).waitFor({ timeout: 60_000 });
    await tile.getByRole("alert").waitFor({ timeout: 60_000 });
    await tile.getByRole("button", { name: "Try again" }).waitFor();
    await page.screenshot({ path: `${pictures}feed-live-silent.png` });
  });

  it("let go of a typed camera only when asked twice", async () => {
    await page.getByRole("button", { name: "Cameras of this vehicle" }).click();
    await page.getByRole("button", { name: "Remove" }).click();
    expect(typedId()).not.toBe("");

    await page.getByRole("button", { name: "Remove, sure?" }).click();

    await expect.poll(typedId, patiently).toBe("");
    expect(complaints).toEqual([]);
  });
});
