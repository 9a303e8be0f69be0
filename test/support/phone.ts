import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Locator, Page } from "playwright";
import type { Linked } from "./field-station.ts";

const pictures = fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));

export interface PhoneOptions {
  readonly browser: Browser;
  /** The link it opens. */
  readonly linked: Pick<Linked, "url">;
  readonly language?: "en-GB" | "zh-CN";
  readonly place?: { readonly latDeg: number; readonly lonDeg: number };
  /** What its clock is wrong by, ms. */
  readonly clockErrorMs?: number;
}

/** A phone with a link: a small screen, a finger, a place, a network that can go. */
export class Phone {
  readonly context: BrowserContext;
  readonly complaints: string[] = [];
  page: Page;
  readonly #url: string;

  private constructor(context: BrowserContext, page: Page, url: string) {
    this.context = context;
    this.page = page;
    this.#url = url;
    this.#listen();
  }

  static async open({ browser, linked, language = "en-GB", place, clockErrorMs = 0 }: PhoneOptions): Promise<Phone> {
    const context = await browser.newContext({
      viewport: { width: 360, height: 640 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      // As somebody who has read the browser's warning and went on.
      ignoreHTTPSErrors: true,
      locale: language,
      ...(place === undefined
        ? {}
        : {
            geolocation: { latitude: place.latDeg, longitude: place.lonDeg, accuracy: 8 },
            permissions: ["geolocation"],
          }),
    });
    // A clock that can be wrong, and let minutes pass at once.
    await context.addInitScript((errorMs) => {
      const now = Date.now.bind(Date);
      const clock = window as unknown as { clockErrorMs: number };
      clock.clockErrorMs = Number(sessionStorage.getItem("clockErrorMs") ?? errorMs);
      Date.now = () => now() + clock.clockErrorMs;
    }, clockErrorMs);
    const page = await context.newPage();
    const phone = new Phone(context, page, linked.url);
    await page.goto(linked.url);
    return phone;
  }

  #listen(): void {
    this.page.on("pageerror", (error) => this.complaints.push(error.message));
    this.page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  /** The battery ends, or the system throws the page away; then it is opened again from its history. */
  async reopen(): Promise<void> {
    await this.page.close({ runBeforeUnload: false });
    this.page = await this.context.newPage();
    this.#listen();
    await this.page.goto(this.#url.replace(/#.*/, ""));
  }

  async walkTo(place: { readonly latDeg: number; readonly lonDeg: number }): Promise<void> {
    await this.context.setGeolocation({ latitude: place.latDeg, longitude: place.lonDeg, accuracy: 8 });
  }

  /** By the phone's clock only. */
  async letPass(ms: number): Promise<void> {
    await this.page.evaluate((passedMs) => {
      const clock = window as unknown as { clockErrorMs: number };
      clock.clockErrorMs += passedMs;
      sessionStorage.setItem("clockErrorMs", String(clock.clockErrorMs));
    }, ms);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name }).filter({ visible: true }).first();
  }

  async tap(name: string | RegExp): Promise<void> {
    await this.button(name).tap();
  }

  async tab(name: string): Promise<void> {
    await this.page.locator("nav .tab", { hasText: name }).tap();
  }

  text(words: string | RegExp): Locator {
    return this.page.getByText(words).filter({ visible: true }).first();
  }

  /** A finger on the button that calls for help. @param ms how long; else until it calls, by the page's own clock */
  async holdHelp(ms?: number): Promise<void> {
    const button = this.page.locator("button.help");
    await button.tap({ trial: true });
    const box = await button.boundingBox();
    if (box === null) throw new Error("There is no button that calls for help.");
    const touch = await this.context.newCDPSession(this.page);
    const finger = (type: "touchStart" | "touchEnd", points: readonly { x: number; y: number }[]) =>
      touch.send("Input.dispatchTouchEvent", { type, touchPoints: [...points] });
    await finger("touchStart", [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }]);
    await this.page.locator("button.help.holding").waitFor();
    if (ms === undefined) await this.page.locator("button.help:not(.holding)").waitFor();
    else await this.page.waitForTimeout(ms);
    await finger("touchEnd", []);
    await touch.detach();
  }

  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: `${pictures}phone-${name}.png` });
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
