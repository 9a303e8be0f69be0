import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { runStation } from "../support/running-station.ts";
import { noSharedData, sharedData } from "../support/shared-data.ts";

/**
 * Every log, how many vehicles it has and how many of them get a place on the map: the one that is still booting when its
 * log ends has no position estimate yet, so it is in the fleet and not on the map.
 */
const logs = [
  ["copter_search.tlog", 1, 1],
  ["rover_patrol.tlog", 1, 1],
  ["two_vehicles_one_link.tlog", 2, 2],
  ["copter_highrate.tlog", 1, 1],
  ["copter_search_noisy.tlog", 1, 1],
  ["copter_search_linknoise.tlog", 1, 1],
  ["copter_search_bursts.tlog", 1, 1],
  ["copter_search_truncated.tlog", 1, 1],
  ["copter_protocol_probe.tlog", 1, 1],
  ["copter_boot_raw.bin", 1, 0],
] as const;

const runnable = chromiumPath() !== undefined && sharedData("telemetry/copter_search.tlog") !== undefined;

describe.skipIf(!runnable)(`a replay in a real browser (else: ${noChromium}, or ${noSharedData})`, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "lantern-replayed-"));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it.each(logs)("plays %s by itself: %i in the fleet, %i on the map", async (file, vehicles, placed) => {
    const path = sharedData(`telemetry/${file}`);
    if (!path) throw new Error(noSharedData);
    // By another name, so that its index doesn't lie in a folder that isn't ours.
    const link = join(folder, file);
    symlinkSync(path, link);
    const station = await runStation({ args: ["--replay", link, "--speed", "50"] });
    onTestFinished(() => station.stop());
    const page = await browser.newPage({ locale: "en" });
    await page.goto(station.url);

    const marks = page.locator(".leaflet-container [data-vehicle-id]");
    await expect.poll(() => page.locator(".fleet-row").count()).toBe(vehicles);
    await expect.poll(() => marks.count()).toBe(placed);
    await page.locator(".mode-chip").getByText(file).waitFor();
    // The token is gone from the address, the place in the archive isn't.
    const { search, hash } = new URL(page.url());
    const at = async () => /^[\d:.]+/.exec(await page.locator(".transport-position").innerText())?.[0];
    await expect.poll(at).not.toBe("0:00");

    await page.close();
    expect(search).toBe("");
    expect(hash).toMatch(/^#\/archive\/replay/);
  });
});
