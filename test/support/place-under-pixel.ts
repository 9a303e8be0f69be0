import type { Page } from "playwright";
import type { LatLon } from "../../shared/geo/lat-lon.ts";

/** What the map's readout says is under a pixel of the page. */
export const placeUnderPixel = async (
  page: Page,
  { x, y }: { readonly x: number; readonly y: number },
): Promise<LatLon> => {
  const read = page.getByTestId("map-coordinates");
  const before = await read.textContent();
  await page.mouse.move(x - 40, y - 40);
  await page.mouse.move(x, y);
  await page
    .waitForFunction(
      ([text]) => document.querySelector('[data-testid="map-coordinates"]')?.textContent !== text,
      [before],
      {
        timeout: 3_000,
      },
    )
    .catch(() => undefined);
  // The readout follows the pointer by frames.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const [latDeg = Number.NaN, lonDeg = Number.NaN] = ((await read.textContent()) ?? "").split(",").map(Number);
  return { latDeg, lonDeg };
};
