import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { gcj02ToWgs84 } from "../../shared/geo/gcj02.ts";
import { inverseGeodesic } from "../../shared/geo/geodesic.ts";
import { chromiumPath } from "../support/chromium.ts";
import { fakeScenes } from "../support/fake-scenes.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import { mapAtRest } from "../support/map-at-rest.ts";
import { placeUnderPixel } from "../support/place-under-pixel.ts";

/** A picture of one grey pixel; Leaflet stretches it. */
const greyPng = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mM8c+bMfwAGiALR4nYwywAAAABJRU5ErkJggg==",
  "base64",
);

interface ShownTile {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly left: number;
  readonly top: number;
  readonly sidePx: number;
}

/** Tiles in GCJ-02 under marks in WGS-84, in a real browser whose online map is answered by the test. */
describe.skipIf(chromiumPath() === undefined)("an online map in GCJ-02", () => {
  const openScreen = fakeScreens();

  const show = async (template: string, tileDatum: string) => {
    const { page, context, goto } = await openScreen({ snapshot: fakeScenes.flying() });
    await context.addInitScript(
      ([tileLayerUrl, datum]) => {
        const kept = JSON.parse(localStorage.getItem("lantern.settings") ?? "{}");
        if (kept.tileLayerUrl !== undefined) return;
        localStorage.setItem(
          "lantern.settings",
          JSON.stringify({ ...kept, showTileLayer: true, tileLayerUrl, tileDatum: datum }),
        );
      },
      [template, tileDatum] as const,
    );
    await context.route(/tiles\.example|autonavi\.com/, (route) =>
      route.fulfill({ contentType: "image/png", body: greyPng }),
    );
    await goto();
    await page.locator(".online-tile .leaflet-tile-loaded").first().waitFor();
    return page;
  };

  /** The tiles that are there, where they are on screen. */
  const tilesOf = (page: Page): Promise<readonly ShownTile[]> =>
    page.locator(".online-tile img").evaluateAll((images) =>
      images.map((image) => {
        const url = new URL(image instanceof HTMLImageElement ? image.src : "");
        const number = (name: string) => Number(url.searchParams.get(name));
        const { left, top, width } = image.getBoundingClientRect();
        // Without the pixel by which neighbours overlap; nearer than the source's last zoom a tile is twice as wide.
        const sidePx = Math.round(width / 256) * 256;
        return { x: number("x"), y: number("y"), z: number("z"), left, top, sidePx };
      }),
    );

  /** How far, in pixels, a tile's middle as drawn is from where the map says that its place is. */
  const offPx = async (page: Page, isGcj02: boolean): Promise<number> => {
    const spot = { x: 640, y: 420 };
    await mapAtRest(page);
    const { latDeg, lonDeg } = await placeUnderPixel(page, spot);
    const tiles = await tilesOf(page);
    const tile = tiles.find(
      ({ left, top, sidePx }) => spot.x >= left && spot.x < left + sidePx && spot.y >= top && spot.y < top + sidePx,
    );
    if (!tile) throw new Error("No tile lies under the pointer.");
    const side = 2 ** tile.z;
    const x = (tile.x + (spot.x - tile.left) / tile.sidePx) / side;
    const y = (tile.y + (spot.y - tile.top) / tile.sidePx) / side;
    const drawn = {
      latDeg: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI,
      lonDeg: x * 360 - 180,
    };
    const meant = isGcj02 ? gcj02ToWgs84(drawn) : drawn;
    const metresPerPx = (40_075_016.686 * Math.cos((latDeg * Math.PI) / 180)) / (side * tile.sidePx);
    return inverseGeodesic(meant, { latDeg, lonDeg }).distanceM / metresPerPx;
  };

  it("lies under the marks, and a press on it reads the place in WGS-84", async () => {
    const page = await show("https://tiles.example/?x={x}&y={y}&z={z}", "gcj02");

    await expect.poll(() => offPx(page, true)).toBeLessThan(1.5);
    expect(await offPx(page, false)).toBeGreaterThan(20);
  });

  it("is known by its host, and covers all of the view after zooming and panning", async () => {
    const page = await show("https://webrd01.is.autonavi.com/appmaptile?x={x}&y={y}&z={z}", "auto");
    await page.mouse.move(640, 420);
    // Nearer, the last digit that the map tells would be wider than a pixel.
    await page.mouse.wheel(0, 100);
    await page.mouse.down();
    await page.mouse.move(340, 260, { steps: 4 });
    await page.mouse.up();

    await expect.poll(() => offPx(page, true)).toBeLessThan(1.5);
    const uncovered = async () => {
      const tiles = await tilesOf(page);
      const spots = [4, 320, 640, 960, 1276].flatMap((x) => [60, 300, 600, 796].map((y) => ({ x, y })));
      return spots.filter(
        ({ x, y }) => !tiles.some((t) => x >= t.left && x <= t.left + t.sidePx && y >= t.top && y <= t.top + t.sidePx),
      );
    };
    await expect.poll(uncovered).toEqual([]);
  });

  it("is moved at once when a person says that it is in GCJ-02 after all", async () => {
    const page = await show("https://tiles.example/?x={x}&y={y}&z={z}", "auto");
    await expect.poll(() => offPx(page, false)).toBeLessThan(1.5);

    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByText("GCJ-02", { exact: true }).click();
    await page.keyboard.press("Escape");

    await expect.poll(() => offPx(page, true)).toBeLessThan(1.5);
  });
});
