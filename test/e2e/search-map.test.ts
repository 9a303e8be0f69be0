import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { buildHeat, placeAt } from "../support/build-views.ts";
import { chromiumPath, noChromium } from "../support/chromium.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import type { FakeStationOptions } from "../support/fake-station.ts";
import { buildSearch, searchScenes, searchTile } from "../support/search-scenes.ts";

/** The search on the map in a real browser, against a station that says what the test wants. */
describe.skipIf(chromiumPath() === undefined)(`the search on the map (else: ${noChromium})`, () => {
  const openScreen = fakeScreens();

  const show = async (snapshot: StateSnapshot, options: Omit<FakeStationOptions, "snapshot"> = {}) => {
    const screen = await openScreen({ snapshot, searchTile, ...options }, { viewport: { width: 1920, height: 1080 } });
    await screen.goto();
    await screen.page.locator("[data-vehicle-id]").first().waitFor({ state: "attached" });
    return screen;
  };

  /** How many pixels of the probability's tiles are drawn. */
  const inked = (page: Page) =>
    page.evaluate(() => {
      let count = 0;
      for (const canvas of document.querySelectorAll<HTMLCanvasElement>(".leaflet-lantern-search-pane canvas")) {
        const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 0) count += 1;
      }
      return count;
    });

  it("draws a new version over the old one, and leaves the old one where the new can't be had", async () => {
    const asked = new Set<string>();
    const { page, station } = await show(searchScenes.reported(), {
      searchTile: (layer, z, x, y, version) => {
        asked.add(version);
        return version === "2" ? undefined : searchTile(layer, z, x, y);
      },
    });
    // Tiles come one by one, and fade in: until all are there and two looks see the same, some are still on their way.
    const coming = page.locator(".leaflet-lantern-search-pane .leaflet-tile:not(.leaflet-tile-loaded)");
    let before = 0;
    await expect
      .poll(
        async () => {
          const earlier = before;
          const waiting = await coming.count();
          before = await inked(page);
          return waiting === 0 && before > 100_000 && before === earlier;
        },
        { interval: 500 },
      )
      .toBe(true);
    const { station: view } = searchScenes.reported();

    station.delta({ station: { ...view, search: buildSearch({ version: 2 }) } });
    await expect.poll(() => asked.has("2")).toBe(true);
    await page.waitForLoadState("networkidle");
    const kept = await inked(page);
    station.delta({ station: { ...view, search: buildSearch({ version: 3 }) } });
    await expect.poll(() => asked.has("3")).toBe(true);

    expect(kept).toBe(before);
    expect([...asked].sort()).toEqual(["1", "2", "3"]);
  });

  it("makes teams and clues known to keys and screen readers, and a call for help first", async () => {
    const { page, complaints } = await show(searchScenes.searching());
    const caller = page.getByRole("button", { name: /^Team 5, .*calls for help$/ });

    await caller.waitFor();
    await caller.focus();
    await page.keyboard.press("Enter");

    await expect.poll(() => caller.getAttribute("aria-pressed")).toBe("true");
    expect(await caller.evaluate((element) => element.classList.contains("calls-for-help"))).toBe(true);
    await expect.poll(() => page.getByRole("button", { name: /^搜救7组, .*silent for 41 min$/ }).count()).toBe(1);
    await expect.poll(() => page.getByRole("button", { name: /^Clue \d+: / }).count()).toBeGreaterThan(2);
    expect(complaints).toEqual([]);
  });

  it("takes layers off the map, and remembers it", async () => {
    const { page } = await show(searchScenes.searching());
    const teams = page.locator(".focus-mark[data-thing^='team/']");
    await teams.first().waitFor({ state: "attached" });

    await page.getByRole("button", { name: "Map layers" }).click();
    await page.getByRole("switch", { name: "Teams" }).click({ force: true });
    await expect.poll(() => teams.count()).toBe(0);
    await page.reload();
    await page.locator(".focus-mark[data-thing^='clue/']").first().waitFor({ state: "attached" });

    expect(await teams.count()).toBe(0);
  });

  it("knows what lies under the pointer: a segment, and nothing beside it", async () => {
    const { page } = await show(searchScenes.searching());
    const map = page.locator(".lantern-leaflet");
    await page.locator(".focus-mark").first().waitFor({ state: "attached" });
    const isOver = () => map.evaluate((element) => element.classList.contains("over-thing"));

    await page.mouse.move(750, 340);
    await expect.poll(isOver).toBe(true);
    await page.mouse.move(1500, 1000);

    await expect.poll(isOver).toBe(false);
  });

  it("draws heat sources by the thousand small, selects one by a press, and shows it large then", async () => {
    const many = Array.from({ length: 1_500 }, (_, i) => {
      const source = buildHeat(i + 1);
      const position = placeAt(-240 + 16 * Math.floor(i / 50), -400 + 16 * (i % 50));
      return { ...source, location: { ...source.location, position } as typeof source.location };
    });
    const { page } = await show({
      ...searchScenes.nothing(),
      heat: Object.fromEntries(many.map((one) => [one.id, one])),
    });
    await page.locator(".leaflet-lantern-crowd-pane canvas").first().waitFor({ state: "attached" });
    expect(await page.locator(".heat-mark").count()).toBe(0);
    // The nearest few are there for keys.
    await expect.poll(() => page.locator(".focus-mark[data-thing^='heat/']").count()).toBe(8);

    await page.mouse.click(960, 620);

    await expect.poll(() => page.locator(".heat-mark.is-selected").count()).toBe(1);
    await expect.poll(() => page.locator(".heat-mark").count()).toBe(1);
  });
});
