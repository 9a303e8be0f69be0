import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type FakeStation, type FakeStationOptions, startFakeStation } from "./fake-station.ts";

interface FakeScreen {
  readonly station: FakeStation;
  readonly context: BrowserContext;
  /** Not yet at the station: `page.goto(station.address)`. */
  readonly page: Page;
  /** Errors of the page and refusals by its content policy. */
  readonly complaints: string[];
}

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
    page.setDefaultTimeout(10_000);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) complaints.push(message.text());
    });
    const screen = { station, context, page, complaints };
    open.push(screen);
    return screen;
  };
};
