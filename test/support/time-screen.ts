import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, CDPSession, Page } from "playwright";
import { expect } from "vitest";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Pixel } from "./e2e-cockpit.ts";
import { mapAtRest } from "./map-at-rest.ts";
import { placeUnderPixel } from "./place-under-pixel.ts";
import { heardBy, installWatch } from "./shown-facts.ts";

const pictures = fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));
const patiently = { interval: 100 };
/** A few pixels of a mission of some minutes, ms. */
const slackMs = 3_000;
/** The names of the lanes stand left of time, px. */
const namesPx = 88;

/** Milliseconds, of a text like "1:04:07". */
const spanMs = (text: string): number =>
  text
    .trim()
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000;

/** How a hand takes the playhead. */
export type Hand = "mouse" | "finger";

/** A main screen whose timeline is dragged. */
export class TimeScreen {
  readonly page: Page;
  /** Errors of the page and refusals by its content policy. */
  readonly complaints: string[] = [];
  readonly #touch: CDPSession;

  private constructor(page: Page, touch: CDPSession) {
    this.page = page;
    this.#touch = touch;
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, url: string, options: { readonly keep: boolean }): Promise<TimeScreen> {
    const context = await browser.newContext({
      ...{ viewport: { width: 1440, height: 900 }, locale: "en-GB", colorScheme: "light", hasTouch: true },
    });
    const page = await context.newPage();
    await installWatch(page, options);
    const screen = new TimeScreen(page, await context.newCDPSession(page));
    await page.goto(url);
    return screen;
  }

  /** Where the clock stands, and how long the mission is, by the line beside the buttons. */
  async clock(): Promise<{ readonly positionMs: number; readonly durationMs: number }> {
    const [position = "", duration = ""] = ((await this.page.locator(".transport-position").textContent()) ?? "").split(
      "/",
    );
    return { positionMs: spanMs(position), durationMs: spanMs(duration) };
  }

  /** From now by the strip at the map's foot: drags it to so long ago. */
  async dragStripBack(agoMs: number, hand: Hand): Promise<void> {
    const strip = this.page.locator(".time-foot.strip .timeline-canvas");
    await strip.waitFor();
    const box = await strip.boundingBox();
    if (box === null) throw new Error("The strip has no place on the screen.");
    // Ten minutes fill it.
    const x = box.x + box.width - ((box.width - namesPx) * agoMs) / 600_000;
    const y = box.y + 20;
    await this.#drag(
      [
        { x: box.x + box.width - 4, y },
        { x, y },
      ],
      hand,
    );
    await this.page.locator(".past-stripe").waitFor();
    await this.arrived();
  }

  /**
   * Drags the playhead over the lanes, through instants of the mission, ms.
   * @returns once the player is there
   */
  async dragThrough(goalsMs: readonly number[], hand: Hand): Promise<void> {
    const box = await this.page.locator(".timeline-canvas").boundingBox();
    if (box === null) throw new Error("The timeline has no place on the screen.");
    const { positionMs, durationMs } = await this.clock();
    const xOf = (ms: number) => box.x + namesPx + ((box.width - namesPx) * ms) / Math.max(1, durationMs);
    const y = box.y + 12;
    await this.#drag(
      [positionMs, ...goalsMs].map((ms) => ({ x: Math.min(box.x + box.width - 2, xOf(ms)), y })),
      hand,
    );
    const goalMs = goalsMs.at(-1) ?? positionMs;
    // The mission goes on while a hand moves, and so does the scale under it.
    await expect
      .poll(async () => {
        const now = await this.clock();
        const mostMs = (goalMs / durationMs) * now.durationMs;
        return now.positionMs >= goalMs - slackMs && now.positionMs <= mostMs + slackMs;
      }, patiently)
      .toBe(true);
    await this.arrived();
  }

  /** What was asked for is what the player is at. */
  async arrived(): Promise<void> {
    await expect
      .poll(async () => {
        const { positionMs = Number.NaN } = await heardBy(this.page);
        const shown = (await this.clock()).positionMs;
        return Math.abs(Math.floor(positionMs / 1_000) * 1_000 - shown);
      }, patiently)
      .toBeLessThanOrEqual(1_000);
  }

  /** Where places on the ground are on the screen, by what the map says of two others. */
  async ground(): Promise<(place: LatLon) => Pixel> {
    const [from, to] = [
      { x: 450, y: 340 },
      { x: 960, y: 130 },
    ] as const;
    await mapAtRest(this.page);
    const [a, b] = [await this.placeAt(from), await this.placeAt(to)];
    return ({ latDeg, lonDeg }) => ({
      x: from.x + ((lonDeg - a.lonDeg) / (b.lonDeg - a.lonDeg)) * (to.x - from.x),
      y: from.y + ((latDeg - a.latDeg) / (b.latDeg - a.latDeg)) * (to.y - from.y),
    });
  }

  async tab(panel: "search" | "incident", tab: string): Promise<void> {
    const keys = { search: "j", incident: "z" } as const;
    const open = this.page.locator(`.panel-${panel}:not(.folded)`);
    for (let tries = 0; tries < 5 && (await open.count()) === 0; tries++) {
      await this.page.keyboard.press(keys[panel]);
      await open.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    const button = open.locator(".search-tabs").getByRole("button", { name: new RegExp(`^${tab}`) });
    await button.click();
    await open
      .locator(".search-tabs")
      .getByRole("button", { name: new RegExp(`^${tab}`), pressed: true })
      .waitFor();
  }

  /** To .cache/screenshots/archive-NAME.png. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: `${pictures}archive-${name}.png` });
  }

  async #drag(through: readonly Pixel[], hand: Hand): Promise<void> {
    const [start, ...goals] = through;
    if (start === undefined) throw new Error("Nothing says where to begin.");
    const { mouse } = this.page;
    const finger = (type: "touchStart" | "touchMove" | "touchEnd", at?: Pixel) =>
      this.#touch.send("Input.dispatchTouchEvent", { type, touchPoints: at === undefined ? [] : [at] });
    if (hand === "mouse") {
      await mouse.move(start.x, start.y);
      await mouse.down();
    } else await finger("touchStart", start);
    let from = start;
    for (const goal of goals) {
      for (let i = 1; i <= 8; i += 1) {
        const at = { x: from.x + ((goal.x - from.x) * i) / 8, y: from.y + ((goal.y - from.y) * i) / 8 };
        await (hand === "mouse" ? mouse.move(at.x, at.y) : finger("touchMove", at));
      }
      from = goal;
    }
    if (hand === "mouse") {
      await mouse.up();
      // Off the lanes, whose tip lies over the map.
      await mouse.move(720, 300);
    } else await finger("touchEnd");
  }

  /** What the map says is under a pixel. */
  placeAt(pixel: Pixel): Promise<LatLon> {
    return placeUnderPixel(this.page, pixel);
  }
}
