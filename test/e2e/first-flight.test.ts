import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultScenarioPath, loadScenario } from "../../hardware/simulator/load-scenario.ts";
import { buildWorld } from "../../hardware/simulator/world.ts";
import { distanceM, inverseGeodesic } from "../../shared/geo/geodesic.ts";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";

const root = new URL("../../", import.meta.url);
const pictures = fileURLToPath(new URL(".cache/screenshots/", root));

/** Where the built-in scenario's lost person really lies, which no station is told. */
const truePerson = async () => {
  const loaded = await loadScenario(defaultScenarioPath);
  if (!loaded.ok) throw new Error(loaded.fault.detail);
  const { plane, person } = buildWorld(loaded.scenario);
  return plane.toLatLon(person.eastM, person.northM);
};
const person = await truePerson();

/** Inside the 95 % ellipse: the offset in the ellipse's own axes, each over its half axis. */
const holdsPerson = (source: HeatSource): boolean => {
  if (!source.location.located) return false;
  const { ellipse95, position } = source.location;
  const offset = inverseGeodesic(position, person);
  const angle = offset.azimuthRad - ellipse95.azimuthRad;
  const along = (offset.distanceM * Math.cos(angle)) / ellipse95.semiMajorM;
  const across = (offset.distanceM * Math.sin(angle)) / ellipse95.semiMinorM;
  return along * along + across * across <= 1;
};

describe.skipIf(chromiumPath() === undefined)(`the built-in scenario in a real browser (else: ${noChromium})`, () => {
  let station: RunningStation;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const pageErrors: string[] = [];

  const state = async (): Promise<StateSnapshot> => (await station.get("/api/state")).json() as Promise<StateSnapshot>;
  const personSource = async () => Object.values((await state()).heat).find(holdsPerson);

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    station = await runStation({ by: "start", args: ["--speed", "2"] });
    browser = await launchChromium();
    context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: "en-GB",
      colorScheme: "dark",
    });
    page = await context.newPage();
    page.on("pageerror", (error) => pageErrors.push(error.message));
    // What the strict content policy refuses shows only in the console.
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) pageErrors.push(message.text());
    });
    await page.goto(station.url);
  });

  afterAll(async () => {
    await browser?.close();
    await station?.stop();
  });

  it("signs in by the printed address and keeps the token out of the address bar", async () => {
    await page.locator(".leaflet-container").waitFor();

    expect(page.url()).not.toContain("token");
    expect((await fetch(`${station.origin}/api/state`)).status).toBe(401);
  });

  it("shows two drones and the robot dog on the map within 30 s, and they move", async () => {
    const marks = page.locator(".leaflet-container [data-vehicle-id]");
    await expect.poll(() => marks.count()).toBe(3);
    const before = await state();

    const moved = async () => {
      const now = await state();
      return Object.values(now.vehicles).filter(({ id, position }) => {
        const start = before.vehicles[id]?.position;
        return start && position && distanceM(start, position) > 2;
      }).length;
    };

    await expect.poll(moved).toBe(3);
  });

  it("finds the person within three minutes of the scenario, inside the 95 % ellipse", async () => {
    await expect
      .poll(async () => (await personSource()) !== undefined, { timeout: 150_000, interval: 1_000 })
      .toBe(true);

    const found = await personSource();
    const firstSeenMs = found?.firstSeenMs ?? Number.NaN;
    expect(firstSeenMs).toBeLessThan(180_000);
  });

  it("shows the source on the map and in the list; a click confirms it, and that survives a reload", async () => {
    const found = await personSource();
    if (!found) throw new Error("The person was not found.");
    const confirm = `Confirm heat source ${found.number}`;
    await page.getByRole("button", { name: confirm, exact: true }).click();

    await expect.poll(async () => (await state()).heat[found.id]?.decision.state).toBe("confirmed");
    await page.reload();
    await page.locator(".leaflet-container").waitFor();
    expect((await state()).heat[found.id]?.decision.state).toBe("confirmed");
    await expect.poll(() => page.locator(".leaflet-container [data-heat-id]").count()).toBeGreaterThan(0);
  });

  it("is reachable by keyboard: digits select, ? lists the keys, Tab shows where it is", async () => {
    await page.keyboard.press("1");
    await page.getByText("Ground speed").first().waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });

    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused && focused !== document.body ? getComputedStyle(focused).outlineStyle : "nothing focused";
    });

    expect(outline).not.toBe("nothing focused");
    expect(outline).not.toBe("none");
  });

  it("has touch targets of 44 px and more", async () => {
    const small = await page.locator("button:visible").evaluateAll((buttons) =>
      buttons
        .map((button) => ({ box: button.getBoundingClientRect(), name: button.ariaLabel ?? button.textContent }))
        .filter(({ box }) => box.width < 43.5 || box.height < 43.5)
        .map(({ box, name }) => `${name}: ${box.width.toFixed(0)}x${box.height.toFixed(0)}`),
    );

    expect(small).toEqual([]);
  });

  it.each([
    ["en", "day", 1280, 800],
    ["en", "night", 1280, 800],
    ["zh-CN", "day", 1280, 800],
    ["zh-CN", "night", 1280, 800],
    ["en", "day", 1920, 1080],
    ["en", "night", 1920, 1080],
    ["zh-CN", "day", 1920, 1080],
    ["zh-CN", "night", 1920, 1080],
  ] as const)("looks whole in %s by %s at %i x %i", async (locale, theme, width, height) => {
    const cookies = await context.cookies();
    const own = await browser.newContext({
      viewport: { width, height },
      locale,
      colorScheme: theme === "day" ? "light" : "dark",
    });
    await own.addCookies(cookies);
    const other = await own.newPage();
    await other.goto(`${station.origin}/`);
    await expect.poll(() => other.locator(".leaflet-container [data-vehicle-id]").count()).toBe(3);
    await other.keyboard.press("2");
    await other
      .getByText(locale === "en" ? "Ground speed" : "地速")
      .first()
      .waitFor();
    // Tiles are painted in a worker: let the last of them arrive.
    await other.waitForTimeout(1_500);
    await other.screenshot({ path: `${pictures}${locale}-${theme}-${width}x${height}.png` });

    const overflow = await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const language = await other.evaluate(() => document.documentElement.lang);
    await own.close();

    expect(overflow).toBeLessThanOrEqual(0);
    expect(language).toBe(locale);
  });

  it("says that the station is gone when it is killed, and never shows its last values as live", async () => {
    station.child.kill("SIGKILL");

    await page.getByText(/Station lost .* Nothing on this screen is live/).waitFor();
    await expect.poll(() => page.locator(".fleet-row:not(.stale)").count()).toBe(0);
    await page.screenshot({ path: `${pictures}station-lost.png` });
  });

  it("ran without an error in the page", () => {
    expect(pageErrors).toEqual([]);
  });
});
