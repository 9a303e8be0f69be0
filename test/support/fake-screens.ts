import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type FakeStation, type FakeStationOptions, startFakeStation } from "./fake-station.ts";

interface FakeScreen {
  readonly station: FakeStation;
  readonly context: BrowserContext;
  /** Not yet at the station: `goto`. */
  readonly page: Page;
  /**
   * Opens the station's address, with what comes after it, and waits until what the station said first is on screen: a key
   * that is pressed before that finds no vehicle. A station that is away says nothing.
   */
  readonly goto: (after?: string) => Promise<void>;
  /** Errors of the page and refusals by its content policy. */
  readonly complaints: string[];
}

/** Runs in the page before its own scripts: its document says when the live state that came first was drawn. */
const watchFirstWords = (): void => {
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      if (new URL(url, location.href).pathname !== "/api/stream") return;
      const drawn = () => document.documentElement.setAttribute("data-test-heard", "");
      // The first frame may have been under way.
      const take = () => requestAnimationFrame(() => requestAnimationFrame(drawn));
      this.addEventListener("message", take, { once: true });
    }
  };
};

/**
 * For the tests of one `describe`: a browser that is there for all of them, and screens, each at a station of its own that says
 * what the test wants, which are gone after their test.
 * @returns opens a screen
 */
export const fakeScreens = () => {
  let browser: Browser | undefined;
  const open: FakeScreen[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const { station, context } of open.splice(0)) {
      await context.close();
      await station.close();
    }
  });

  return async (
    stationOptions: FakeStationOptions,
    contextOptions: BrowserContextOptions = {},
  ): Promise<FakeScreen> => {
    if (browser === undefined) throw new Error("A screen is opened within a test: the browser is there by then.");
    const station = await startFakeStation(stationOptions);
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: "en",
      ...contextOptions,
    });
    const page = await context.newPage();
    await page.addInitScript(watchFirstWords);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) complaints.push(message.text());
    });
    const goto = async (after = "") => {
      await page.goto(station.address + after);
      await page.locator("html[data-test-heard]").waitFor();
    };
    const screen = { station, context, page, goto, complaints };
    open.push(screen);
    return screen;
  };
};
