import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildAlert } from "../support/build-views.ts";
import { chromiumPath, launchChromium } from "../support/chromium.ts";
import { fakeScenes } from "../support/fake-scenes.ts";
import { startFakeStation } from "../support/fake-station.ts";

describe.skipIf(chromiumPath() === undefined)("a part of the screen that fails", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it("takes neither hold, return nor the emergency stop with it, and can be shown anew", async () => {
    const scene = fakeScenes.flying();
    // What no station sends: the list of alerts can't be drawn from it.
    const broken = { ...buildAlert({ id: "broken", code: "vehicle-lost" }), params: null as never };
    const station = await startFakeStation({ snapshot: { ...scene, alerts: { broken } } });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en" });
    await page.goto(station.address);
    await page.getByText("D1").first().waitFor();
    await page.keyboard.press("1");

    await page.getByText("This part of the screen failed.").first().waitFor();
    await page.getByRole("button", { name: /^D1: stop and stay/ }).click();

    await expect
      .poll(() => station.requests)
      .toContainEqual(expect.objectContaining({ kind: "vehicle.do", action: { kind: "hold" } }));
    expect(await page.getByRole("button", { name: /^Emergency stop of D1/ }).count()).toBeGreaterThan(0);
    station.delta({ alerts: { broken: null } });
    const again = page.getByRole("button", { name: "Show it again" });
    await expect
      .poll(async () => {
        const shown = await again.count();
        if (shown > 0)
          await again
            .first()
            .click({ timeout: 2_000 })
            .catch(() => undefined);
        return shown;
      })
      .toBe(0);
    await page.getByRole("region", { name: "Alerts", exact: true }).waitFor();
    await page.close();
    await station.close();
  });
});
