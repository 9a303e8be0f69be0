import type { Page } from "playwright";
import type { LatLon } from "../../shared/geo/lat-lon.ts";

/** What the map's readout says is under a pixel of the page, once it has followed the pointer there. */
export const placeUnderPixel = async (
  page: Page,
  { x, y }: { readonly x: number; readonly y: number },
): Promise<LatLon> => {
  const read = page.getByTestId("map-coordinates");
  // It is written by frames; a map that moves writes it again and again.
  const settled = async (): Promise<string> => {
    let text = await read.textContent();
    for (let looks = 0; looks < 30; looks++) {
      const before = text;
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      text = await read.textContent();
      if (text === before) break;
    }
    return text ?? "";
  };
  await page.mouse.move(x - 40, y - 40);
  const beside = await settled();
  await page.mouse.move(x, y);
  // Where a panel lies beside it, the readout may have stayed what it was.
  await page
    .waitForFunction(
      ([text]) => document.querySelector('[data-testid="map-coordinates"]')?.textContent !== text,
      [beside],
      { timeout: 10_000 },
    )
    .catch(() => undefined);
  const [latDeg = Number.NaN, lonDeg = Number.NaN] = (await settled()).split(",").map(Number);
  return { latDeg, lonDeg };
};
