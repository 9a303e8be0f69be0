import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StateSnapshot } from "../../shared/wire/state.ts";
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

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  it.each(logs)("plays %s: %i in the fleet, %i on the map", async (file, vehicles, placed) => {
    const path = sharedData(`telemetry/${file}`);
    if (!path) throw new Error(noSharedData);
    const station = await runStation({ args: ["--replay", path, "--speed", "50"] });
    const page = await browser.newPage();
    await page.goto(station.url);

    const marks = page.locator(".leaflet-container [data-vehicle-id]");
    await expect.poll(() => page.locator(".fleet-row").count(), { timeout: 40_000 }).toBe(vehicles);
    await expect.poll(() => marks.count(), { timeout: 40_000 }).toBe(placed);

    const state = (await (await station.get("/api/state")).json()) as StateSnapshot;
    await page.close();
    await station.stop();

    expect(state.station.mode).toBe("replay");
    expect(Object.keys(state.vehicles)).toHaveLength(vehicles);
  });
});
