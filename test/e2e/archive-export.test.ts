import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MissionFeed } from "../../shared/wire/archive.ts";
import { ArchiveClient } from "../support/archive-client.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { type LiveStation, liveStation } from "../support/live-station.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";
import { heardBy, shownOn } from "../support/shown-facts.ts";
import { TimeScreen } from "../support/time-screen.ts";

const patiently = { timeout: 90_000, interval: 200 };
const missionName = "Linghu, first night";

/** A mission goes from one station to another in one file, by what people press on both pages. */
describe.skipIf(chromiumPath() === undefined)(`a mission in one file (else: ${noChromium})`, () => {
  let browser: Browser;
  let folder: string;
  let here: RunningStation;
  let there: LiveStation;
  let origin: Page;
  let goal: TimeScreen;
  let file = "";
  let failed = false;
  let atMs = 0;
  let fleetThen: readonly string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "lantern-export-"));
    browser = await launchChromium();
    here = await runStation({ args: ["--speed", "4"] });
    there = await liveStation();
  });

  beforeEach(({ skip, onTestFailed }) => {
    // Each part goes on where the one before it ended.
    if (failed) skip();
    onTestFailed(async () => {
      failed = true;
      await goal?.picture("failed-export").catch(() => undefined);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await here?.stop();
    await there?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const archiveOf = (station: Pick<RunningStation, "origin" | "token">) =>
    new ArchiveClient({ origin: station.origin, headers: { authorization: `Bearer ${station.token}` } });

  it("is exported by the menu while it is being recorded", async () => {
    const archive = archiveOf(here);
    const screen = await TimeScreen.open(browser, here.url, { keep: false });
    origin = screen.page;
    await origin.locator(".fleet-row").nth(2).waitFor();
    let pictures: MissionFeed | undefined;
    await expect
      .poll(async () => {
        pictures = (await archive.details("now")).feeds.find(({ vehicleId }) => vehicleId === "1");
        return pictures === undefined ? 0 : pictures.toMs - pictures.fromMs;
      }, patiently)
      .toBeGreaterThan(15_000);
    const middleMs = ((pictures?.fromMs ?? 0) + (pictures?.toMs ?? 0)) / 2;
    const operator = { id: "p", name: "P" };
    for (const body of [
      { kind: "archive.rename", missionId: "now", name: missionName, operator },
      { kind: "archive.note", missionId: "now", note: { id: "n1", positionMs: 30_000, text: "By the pond" }, by: "P" },
    ])
      expect(await (await here.post(body)).json()).toMatchObject({ ok: true });
    await origin.keyboard.press(",");
    await origin.locator(".past-stripe").waitFor();
    await screen.dragThrough([middleMs], "mouse");
    atMs = (await heardBy(origin)).positionMs ?? Number.NaN;
    await expect.poll(async () => (await shownOn(origin)).fleet.length, patiently).toBe(3);
    fleetThen = (await shownOn(origin)).fleet;

    await origin.goto(`${here.origin}/#/archive`);
    await origin.getByRole("button", { name: `Export, verify, rename ${missionName}` }).click();
    const download = origin.waitForEvent("download", { timeout: 60_000 });
    await origin.locator(".mission-formats a", { hasText: ".lantern" }).click();
    file = join(folder, (await download).suggestedFilename());
    await (await download).saveAs(file);

    expect(file).toMatch(/\.lantern$/);
    expect(statSync(file).size).toBeGreaterThan(100_000);
    await origin.close();
  });

  it("is brought in by another station's page, which shows the same instant", async () => {
    goal = await TimeScreen.open(browser, `${there.station.url}#/archive`, { keep: false });
    const { page } = goal;
    await page.locator("input[type=file]").setInputFiles(file);
    await page.locator(".import-row").getByText("Imported").waitFor({ timeout: 60_000 });

    await page.getByRole("link", { name: `Open ${missionName}`, exact: true }).click();
    await page.locator(".past-stripe").waitFor();
    await page.locator(".past-word").click();
    const { id } = (await archiveOf(there.station).list()).find(({ name }) => name === missionName) ?? {};
    await page.goto(`${there.station.url}#/archive/${id}@${Math.round(atMs)}`);

    await expect.poll(async () => (await shownOn(page)).fleet, patiently).toEqual(fleetThen);
    await page.getByRole("button", { name: "Notes and bookmarks (1)" }).click();
    await page.getByText("By the pond").first().waitFor();
    // Out of the line for a note.
    await page.locator(".past-word").click();
    await page.keyboard.press("1");
    await page.keyboard.press("k");
    await expect.poll(async () => new Set((await shownOn(page)).picture?.greys).size, patiently).toBeGreaterThan(8);
    expect(goal.complaints).toEqual([]);
  });

  it("is found whole when it is verified, and a flipped byte is named", async () => {
    const { page } = goal;
    await page.goto(`${there.station.url}#/archive`);
    await page.getByRole("button", { name: `Export, verify, rename ${missionName}` }).click();
    await page.getByRole("button", { name: "Verify", exact: true }).click();
    await page.getByText("Everything is as it was recorded.").waitFor();

    // In the middle of the largest telemetry log that came with it.
    const logs = filesUnder(there.recordFolder).filter((path) => path.endsWith(".tlog"));
    const [log] = logs.sort((a, b) => statSync(b).size - statSync(a).size);
    if (log === undefined) throw new Error("No telemetry came with the mission.");
    const bytes = readFileSync(log);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 0x10;
    writeFileSync(log, bytes);
    await page.getByRole("button", { name: "Verify", exact: true }).click();

    await page.getByText("Something was changed or damaged:").waitFor();
    expect(await page.locator(".mission-verified li").allInnerTexts()).toContainEqual(
      expect.stringContaining(log.split("/").at(-1) ?? "?"),
    );
    expect(await page.locator(".mission-verified .station-words").count()).toBeGreaterThan(0);
  });

  it("is refused where a byte of the file was flipped on the way", async () => {
    const { page } = goal;
    const bytes = readFileSync(file);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 0x10;
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "changed.lantern", mimeType: "application/octet-stream", buffer: bytes });

    const row = page.locator(".import-row", { hasText: "changed.lantern" });
    await row.locator(".import-refused").waitFor();
    expect(await row.getByText("Imported").count()).toBe(0);
    expect((await archiveOf(there.station).list()).filter(({ name }) => name === missionName).length).toBe(1);
  });
});

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
