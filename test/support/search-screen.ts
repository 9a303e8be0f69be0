import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Locator, Page } from "playwright";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Pixel } from "./e2e-cockpit.ts";
import { placeUnderPixel } from "./place-under-pixel.ts";

const pictures = fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));
const panels = { search: "J", incident: "Z", teams: "Q", heat: "H" } as const;
/** As the layers of the probability map lie over each other. */
const layers = { probability: "1", searched: "2" } as const;

/** Two pixels of the map where nothing lies over it, and what is under them. */
const probes: readonly [Pixel, Pixel] = [
  { x: 460, y: 240 },
  { x: 860, y: 600 },
];

/** One person's main screen in a search: what is pressed, read and seen on it. */
export class SearchScreen {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page and refusals by its content policy. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    this.context = page.context();
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, url: string): Promise<SearchScreen> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      colorScheme: "dark",
    });
    const screen = new SearchScreen(await context.newPage());
    await screen.goto(url);
    return screen;
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator(".leaflet-container").waitFor();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: typeof name === "string" }).filter({ visible: true });
  }

  panel(name: keyof typeof panels): Locator {
    return this.page.locator(`.panel-${name}`);
  }

  /** Opens a panel by its head, or by its key where it isn't on the screen while folded. */
  async unfold(name: keyof typeof panels): Promise<Locator> {
    const panel = this.panel(name);
    const open = this.page.locator(`.panel-${name}:not(.folded)`);
    // Which panels the layout leaves open may change under the press: again, as a person would.
    for (let tries = 0; tries < 5 && (await open.count()) === 0; tries++) {
      if ((await panel.count()) > 0) await panel.locator(".panel-head").click();
      else await this.page.keyboard.press(panels[name]);
      await open.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    await open.waitFor();
    return panel;
  }

  async tab(name: "search" | "incident", tab: string): Promise<Locator> {
    const panel = await this.unfold(name);
    await panel
      .locator(".search-tabs")
      .getByRole("button", { name: new RegExp(`^${tab}`) })
      .click();
    await panel
      .locator(".search-tabs")
      .getByRole("button", { name: new RegExp(`^${tab}`), pressed: true })
      .waitFor();
    return panel;
  }

  /** A folded section of a panel. */
  async section(panel: Locator, title: string): Promise<Locator> {
    const section = panel.locator("details.section").filter({ has: this.page.locator(`h3:text-is("${title}")`) });
    await section.waitFor();
    if ((await section.getAttribute("open")) === null) await section.locator("summary").first().click();
    return section;
  }

  /** What stands in the top bar, as a share; 0 for "less than 0.1 %". */
  async pos(): Promise<number> {
    const text = (await this.page.locator(".incident-pos .bar-figure").textContent()) ?? "";
    return text.startsWith("<") ? 0 : Number.parseFloat(text) / 100;
  }

  /** The share of a layer's pixels that something is drawn on. */
  async painted(layer: keyof typeof layers): Promise<number> {
    return this.page.evaluate((zIndex) => {
      let [drawn, all] = [0, 0];
      for (const one of document.querySelectorAll<HTMLElement>(".leaflet-lantern-search-pane .leaflet-layer")) {
        if (one.style.zIndex !== zIndex) continue;
        for (const canvas of one.querySelectorAll("canvas")) {
          const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
          for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 0) drawn++;
          all += data.length / 4;
        }
      }
      return all === 0 ? 0 : drawn / all;
    }, layers[layer]);
  }

  /** The probability map's colour under a pixel of the screen, "r,g,b"; undefined where none is drawn. */
  async shade({ x, y }: Pixel): Promise<string | undefined> {
    return this.page.evaluate(
      ([px, py, zIndex]) => {
        for (const one of document.querySelectorAll<HTMLElement>(".leaflet-lantern-search-pane .leaflet-layer")) {
          if (one.style.zIndex !== zIndex) continue;
          for (const canvas of one.querySelectorAll("canvas")) {
            const { left, top, right, bottom, width } = canvas.getBoundingClientRect();
            if (px < left || px >= right || py < top || py >= bottom || width === 0) continue;
            const [at, down] = [px - left, py - top].map((offset) => Math.floor((offset * canvas.width) / width));
            const [r, g, b, a] = canvas.getContext("2d")?.getImageData(at ?? 0, down ?? 0, 1, 1).data ?? [];
            if (a !== undefined && a > 0) return `${r},${g},${b}`;
          }
        }
        return undefined;
      },
      [x, y, layers.probability] as const,
    );
  }

  /** Where a place on the ground is on the screen, by what the map says of two others. */
  async pixelOf({ latDeg, lonDeg }: LatLon): Promise<Pixel> {
    const [a, b] = [await this.placeAt(probes[0]), await this.placeAt(probes[1])];
    const [from, to] = probes;
    return {
      x: from.x + ((lonDeg - a.lonDeg) / (b.lonDeg - a.lonDeg)) * (to.x - from.x),
      y: from.y + ((latDeg - a.latDeg) / (b.latDeg - a.latDeg)) * (to.y - from.y),
    };
  }

  /** What the map says is under a pixel. */
  placeAt(pixel: Pixel): Promise<LatLon> {
    return placeUnderPixel(this.page, pixel);
  }

  /** To .cache/screenshots/search-NAME.png; `readme` also as a JPEG for the README. */
  async picture(name: string, { readme = false }: { readonly readme?: boolean } = {}): Promise<void> {
    mkdirSync(`${pictures}readme`, { recursive: true });
    await this.page.screenshot({ path: `${pictures}search-${name}.png` });
    if (readme) await this.page.screenshot({ path: `${pictures}readme/search-${name}.jpg`, type: "jpeg", quality: 70 });
  }
}
