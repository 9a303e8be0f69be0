import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, CDPSession, Locator, Page } from "playwright";
import { expect } from "vitest";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { type Flown, type FlownStation, flown } from "./flown-station.ts";
import { patienceMs } from "./patience.ts";

const pictures = fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));

export interface Pixel {
  readonly x: number;
  readonly y: number;
}

export interface CockpitOptions {
  readonly browser: Browser;
  readonly flown: Pick<FlownStation, "live">;
  /** As others see this person; else a part of the browser's id. */
  readonly operator?: { readonly id: string; readonly name: string };
  readonly touch?: boolean;
  readonly language?: "en-GB" | "zh-CN";
}

const middleOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Pixel => ({
  x: x + width / 2,
  y: y + height / 2,
});

/** Degrees of longitude are as long as these at every latitude of a Mercator map. */
const mercatorDeg = (latDeg: number): number =>
  (Math.log(Math.tan(Math.PI / 4 + (latDeg * Math.PI) / 360)) * 180) / Math.PI;

/** One person's browser at a station: what is held, tapped and drawn there, and what the page complained of. */
export class Cockpit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page and refusals by its content policy. */
  readonly complaints: string[] = [];
  readonly #flown: Pick<FlownStation, "live">;
  readonly #touch: CDPSession;

  private constructor(page: Page, touch: CDPSession, flown: Pick<FlownStation, "live">) {
    this.page = page;
    this.context = page.context();
    this.#touch = touch;
    this.#flown = flown;
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async open({ browser, flown, operator, touch = false, language = "en-GB" }: CockpitOptions): Promise<Cockpit> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: language,
      colorScheme: "light",
      hasTouch: touch,
    });
    if (operator !== undefined)
      await context.addInitScript(({ id, name }) => {
        localStorage.setItem("lantern.operator", id);
        const kept = JSON.parse(localStorage.getItem("lantern.settings") ?? "{}");
        localStorage.setItem("lantern.settings", JSON.stringify({ ...kept, operatorName: name }));
      }, operator);
    const page = await context.newPage();
    const cockpit = new Cockpit(page, await context.newCDPSession(page), flown);
    await page.goto(flown.live.station.url);
    await cockpit.ready();
    return cockpit;
  }

  /** A new page of the same browser, with what it has kept, where this one is gone. */
  async reopen(): Promise<Cockpit> {
    const page = await this.context.newPage();
    const next = new Cockpit(page, await this.context.newCDPSession(page), this.#flown);
    await page.goto(this.#flown.live.station.url);
    await next.ready();
    return next;
  }

  /** All three vehicles stand on the map. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(
      () => document.querySelectorAll(".leaflet-container [data-vehicle-id]").length === 3,
    );
  }

  /** The bar of actions of the selected vehicle. */
  bar(name: string): Locator {
    return this.page.getByRole("region", { name: `Actions of ${name}` });
  }

  /** By the beginning of what a screen reader says. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name }).first();
  }

  section(title: string): Locator {
    return this.page.locator("details.section").filter({ has: this.page.locator(`h3:text-is("${title}")`) });
  }

  /** Opens a folded section of the vehicle's panel; again where something moved under the press, as a person would. */
  async openSection(title: string, press: "click" | "tap" = "click"): Promise<Locator> {
    const section = this.section(title);
    const opened = this.page
      .locator("details.section[open]")
      .filter({ has: this.page.locator(`h3:text-is("${title}")`) });
    await section.waitFor();
    for (let tries = 0; tries < 3 && (await opened.count()) === 0; tries++) {
      await section.locator("summary").first()[press]();
      await opened.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    return section;
  }

  /** Once it stands still, is on, and nothing lies over it. */
  async middle(target: Locator): Promise<Pixel> {
    await target.click({ trial: true });
    const box = await target.boundingBox();
    if (box === null) throw new Error(`Not on screen: ${target}`);
    return middleOf(box);
  }

  /** Presses by mouse until the control has done what it does after a second. */
  async holdMouse(target: Locator): Promise<void> {
    const { mouse } = this.page;
    await this.#hold(target, async () => {
      const { x, y } = await this.middle(target);
      await mouse.move(x, y);
      return { press: () => mouse.down(), release: () => mouse.up() };
    });
  }

  async holdFinger(target: Locator): Promise<void> {
    await this.#hold(target, async () => {
      const at = await this.middle(target);
      return { press: () => this.finger("touchStart", at), release: () => this.finger("touchEnd") };
    });
  }

  /** @param target what the key works on: the control that has the focus, or the one whose own key it is */
  async holdKey(key: string, target: Locator): Promise<void> {
    const { keyboard } = this.page;
    await this.#hold(target, async () => {
      // Off while what was asked before is under way.
      await expect.poll(() => target.isEnabled()).toBe(true);
      return { press: () => keyboard.down(key), release: () => keyboard.up(key) };
    });
  }

  async tapAt({ x, y }: Pixel): Promise<void> {
    await this.page.touchscreen.tap(x, y);
  }

  /** One finger, as the screen reports it. */
  async finger(type: "touchStart" | "touchMove" | "touchEnd", at?: Pixel): Promise<void> {
    await this.#touch.send("Input.dispatchTouchEvent", { type, touchPoints: at === undefined ? [] : [at] });
  }

  async dragFinger(from: Pixel, to: Pixel, steps = 8): Promise<void> {
    await this.finger("touchStart", from);
    for (let i = 1; i <= steps; i++)
      await this.finger("touchMove", {
        x: from.x + ((to.x - from.x) * i) / steps,
        y: from.y + ((to.y - from.y) * i) / steps,
      });
    await this.finger("touchEnd");
  }

  /** Where a place on the ground is on screen now. */
  async pixelOf(place: LatLon): Promise<Pixel> {
    const { at, from, pxPerDeg } = await this.#scale();
    return {
      x: at.x + (place.lonDeg - from.lonDeg) * pxPerDeg,
      y: at.y - (mercatorDeg(place.latDeg) - mercatorDeg(from.latDeg)) * pxPerDeg,
    };
  }

  /** What lies under a pixel, good to a pixel. */
  async placeAt({ x, y }: Pixel): Promise<LatLon> {
    const { at, from, pxPerDeg } = await this.#scale();
    // One pixel is metres: the projection is straight over a few hundred of them.
    const latPerMercator = Math.cos((from.latDeg * Math.PI) / 180);
    return {
      latDeg: from.latDeg - ((y - at.y) / pxPerDeg) * latPerMercator,
      lonDeg: from.lonDeg + (x - at.x) / pxPerDeg,
    };
  }

  /** The map has come to rest: what stands on the ground stands on screen, for a few frames. */
  async still(): Promise<void> {
    const marks = await Promise.all([this.#mark("px4"), this.#mark("dog")]);
    const handles = await Promise.all(marks.map(({ mark }) => mark.elementHandle()));
    await this.page.evaluate(
      (elements) =>
        new Promise<void>((resolve) => {
          const now = () => elements.map((element) => JSON.stringify(element?.getBoundingClientRect())).join();
          let [before, same] = [now(), 0];
          const look = () => {
            const after = now();
            same = after === before ? same + 1 : 0;
            before = after;
            if (same >= 12) resolve();
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      handles,
    );
  }

  /** To .cache/screenshots/fly-NAME.png; `readme` also as a small JPEG. */
  async picture(name: string, { readme = false }: { readonly readme?: boolean } = {}): Promise<void> {
    mkdirSync(`${pictures}readme`, { recursive: true });
    await this.page.screenshot({ path: `${pictures}fly-${name}.png` });
    if (readme) await this.page.screenshot({ path: `${pictures}readme/fly-${name}.jpg`, type: "jpeg", quality: 70 });
  }

  /** What the screen showed when a test went wrong. */
  async failed(test: string): Promise<void> {
    await this.picture(`failed-${test.slice(0, 40).replaceAll(/\W+/g, "-")}`);
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  #mark(kind: Flown): { readonly mark: Locator; readonly place: LatLon } {
    const views = Object.values(this.#flown.live.station.snapshot().vehicles);
    const view = views.find(({ systemId }) => systemId === flown[kind]);
    if (view?.position === undefined) throw new Error(`Nobody knows where the ${kind} is.`);
    return { mark: this.page.locator(`.leaflet-container [data-vehicle-id="${view.id}"]`), place: view.position };
  }

  /** On screen, where a vehicle's mark has its middle. */
  async markOf(kind: Flown): Promise<Pixel> {
    const box = await this.#mark(kind).mark.boundingBox();
    if (box === null) throw new Error(`The ${kind} is not on the map.`);
    return middleOf(box);
  }

  /** By the marks of the robot and the PX4 drone, while both stand. */
  async #scale(): Promise<{ readonly at: Pixel; readonly from: LatLon; readonly pxPerDeg: number }> {
    const [at, other] = [await this.markOf("px4"), await this.markOf("dog")];
    const [from, to] = [this.#mark("px4").place, this.#mark("dog").place];
    return { at, from, pxPerDeg: (other.x - at.x) / (to.lonDeg - from.lonDeg) };
  }

  /** A press ends whenever its control is switched off meanwhile: then it is pressed again, as a person would. */
  async #hold(
    target: Locator,
    ready: () => Promise<{ readonly press: () => Promise<void>; readonly release: () => Promise<void> }>,
  ): Promise<void> {
    for (let tries = 0; tries < 3; tries++) {
      const { press, release } = await ready();
      const hasFired = await this.#firing(target);
      await press();
      const inTime = await hasFired(patienceMs / 2);
      await release();
      if (inTime || (await hasFired(0))) return;
    }
    throw new Error(`It was held in vain: ${target}`);
  }

  /** Watches a control that must be held. @returns whether it has fired within a time */
  async #firing(target: Locator): Promise<(limitMs: number) => Promise<boolean>> {
    await target.evaluate((element) => {
      const holds = window as unknown as { held?: Promise<void> };
      holds.held = new Promise((resolve) => {
        const isFired = (names: string | null) => names?.includes("hold-fired") === true;
        const end = () => {
          observer.disconnect();
          resolve();
        };
        const observer = new MutationObserver((records) => {
          if (isFired(element.className) || records.some(({ oldValue }) => isFired(oldValue))) end();
        });
        // What was done may take the control away at once.
        const look = () => (element.isConnected ? requestAnimationFrame(look) : end());
        look();
        const whole = element.closest(".slide") ?? element;
        for (const watched of new Set([element, whole]))
          observer.observe(watched, { attributes: true, attributeFilter: ["class"], attributeOldValue: true });
      });
    });
    return (limitMs) =>
      this.page.evaluate(async (ms) => {
        const { held } = window as unknown as { held?: Promise<void> };
        const late = new Promise<false>((resolve) => setTimeout(resolve, ms, false));
        return Promise.race([held?.then(() => true) ?? late, late]);
      }, limitMs);
  }
}
