import { describe, expect, it } from "vitest";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { buildSnapshot } from "../support/build-views.ts";
import { chromiumPath, noChromium } from "../support/chromium.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import { placeUnderPixel } from "../support/place-under-pixel.ts";
import { buildSearch, searchScenes } from "../support/search-scenes.ts";

/** A search by people alone, far from where the program's map begins when it knows nothing. */
describe.skipIf(chromiumPath() === undefined)(`a search without any vehicle (else: ${noChromium})`, () => {
  const openScreen = fakeScreens();

  it("has the map for itself from the report on: how to connect a vehicle doesn't lie over it", async () => {
    const { page, goto } = await openScreen({ snapshot: buildSnapshot() });
    await goto();
    await page.locator(".empty-fleet").waitFor();
    await page.keyboard.press("j");

    await page.getByRole("button", { name: "Report a missing person" }).last().click();

    await page.locator(".search-report").waitFor();
    await expect.poll(() => page.locator(".empty-fleet").count()).toBe(0);
  });

  it("is in sight after the page was opened again, as far as half of such people go", async () => {
    const ipp = { latDeg: 29.1, lonDeg: 103.3 };
    const { things } = searchScenes.reported();
    const { rings } = buildSearch();
    const there = { ...ipp, quantiles: rings?.quantiles ?? [] };
    const snapshot: StateSnapshot = {
      ...buildSnapshot({ station: { search: buildSearch({ rings: there }) } }),
      things,
    };
    const { page, goto } = await openScreen({ snapshot });

    await goto();

    const off = async (x: number, y: number) => {
      const at = await placeUnderPixel(page, { x, y });
      return Math.hypot(at.latDeg - ipp.latDeg, at.lonDeg - ipp.lonDeg);
    };
    await expect.poll(() => off(600, 420), { timeout: 30_000 }).toBeLessThan(0.004);
    // 966 m are seen within 350 px, and don't shrink to a dot.
    expect(await off(600, 240)).toBeGreaterThan(0.003);
  });
});
