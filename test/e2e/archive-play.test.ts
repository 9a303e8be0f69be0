import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MarkKind, MissionDetails } from "../../shared/wire/archive.ts";
import { ArchiveClient } from "../support/archive-client.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";
import { heardBy, shownOn } from "../support/shown-facts.ts";
import { TimeScreen } from "../support/time-screen.ts";

const patiently = { interval: 100 };

/** The archive's clock, moved by its buttons and keys, over a flight of two drones and a dog that goes on meanwhile. */
describe.skipIf(chromiumPath() === undefined)(`playing what was recorded (else: ${noChromium})`, () => {
  let browser: Browser;
  let station: RunningStation;
  let archive: ArchiveClient;
  let screen: TimeScreen;
  let page: Page;
  let failed = false;

  const details = (): Promise<MissionDetails> => archive.details("now");
  const positionMs = async (): Promise<number> => (await heardBy(page)).positionMs ?? Number.NaN;
  const ask = async (body: unknown) => {
    const answer = await (await station.post(body)).json();
    expect(answer, JSON.stringify(answer)).toMatchObject({ ok: true });
  };

  beforeAll(async () => {
    browser = await launchChromium();
    station = await runStation({ args: ["--speed", "4"] });
    archive = new ArchiveClient({
      origin: station.origin,
      headers: { authorization: `Bearer ${station.token}` },
    });
    screen = await TimeScreen.open(browser, station.url, { keep: false });
    page = screen.page;
  });

  beforeEach(({ skip, onTestFailed }) => {
    // Each part goes on where the one before it ended.
    if (failed) skip();
    onTestFailed(async () => {
      failed = true;
      await screen?.picture("failed-play").catch(() => undefined);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await station?.stop();
  });

  it("has something to jump to", async () => {
    await page.locator(".fleet-row").nth(2).waitFor();
    await ask({ kind: "vehicle.do", vehicleId: "3", action: { kind: "hold" }, operator: { id: "p", name: "P" } });
    await page.locator(".heat-list .number-mark").first().waitFor({ timeout: 120_000 });
    await expect
      .poll(async () => marksOf(await details(), ["heat-found"]).length, { ...patiently, timeout: 60_000 })
      .toBeGreaterThan(0);
    const { timeline } = await details();
    const note = { id: "n1", positionMs: Math.round(timeline.durationMs * 0.6), text: "Here" };
    await ask({ kind: "archive.note", missionId: "now", note, by: "P" });

    await page.keyboard.press(",");
    await page.locator(".past-stripe").waitFor();
    await screen.arrived();
  }, 240_000);

  it("plays ten times as fast forwards and backwards, and stops where it is told to", async () => {
    const { durationMs } = (await details()).timeline;
    await screen.dragThrough([durationMs * 0.2], "mouse");
    await page.getByRole("combobox", { name: "Speed" }).selectOption("10");
    const startMs = await positionMs();

    await page.getByRole("button", { name: "Play", exact: true }).click();
    await expect.poll(positionMs, patiently).toBeGreaterThan(startMs);
    const [fromMs, realMs] = [await positionMs(), performance.now()];
    await expect.poll(positionMs, patiently).toBeGreaterThan(fromMs + 25_000);
    const rate = ((await positionMs()) - fromMs) / (performance.now() - realMs);
    // Each word of the player is a little old when it is read.
    expect(rate).toBeGreaterThan(4);
    expect(rate).toBeLessThan(25);
    await page.getByRole("button", { name: "Play backwards" }).click();
    const turnedMs = await positionMs();
    await expect.poll(positionMs, patiently).toBeLessThan(turnedMs - 15_000);
    await page.locator(".past-word").click();
    await page.keyboard.press(" ");
    await page.getByRole("button", { name: "Play backwards", pressed: false }).waitFor();
    const restMs = await positionMs();
    await screen.arrived();
    expect(Math.abs((await positionMs()) - restMs)).toBeLessThan(5_000);
    const still = await positionMs();
    // The next words of the player say the same instant.
    const { players } = await heardBy(page);
    await expect.poll(async () => (await heardBy(page)).players, patiently).toBeGreaterThan(players + 1);
    expect(await positionMs()).toBe(still);
  });

  it("leaves out idle time where it is told to", async () => {
    await page.getByRole("button", { name: "Skip idle" }).click();
    await page.getByRole("button", { name: "Skip idle", pressed: true }).waitFor();
    await page.getByRole("button", { name: "Skip idle" }).click();
    await page.getByRole("button", { name: "Skip idle", pressed: false }).waitFor();
  });

  it("steps message by message, each time to where the next or the last one before stands", async () => {
    // A log that is written four times as fast as life has a quarter of its mission's length.
    const [log] = (await details()).logs;
    await screen.dragThrough([(log?.offsetMs ?? 0) + (log?.durationMs ?? 0) * 0.5], "mouse");
    await page.locator(".past-word").click();
    const startMs = await positionMs();
    const around = async (direction: "on" | "back") =>
      (await archive.messages("now", { log: 0, at: startMs, count: 20, direction })).messages.map(
        (one) => one.positionMs,
      );

    await page.keyboard.press(".");
    await expect.poll(positionMs, patiently).toBeGreaterThan(startMs);
    const first = await positionMs();
    expect((await around("on")).some((ms) => Math.abs(ms - first) < 0.01)).toBe(true);
    await page.keyboard.press(".");
    await expect.poll(positionMs, patiently).toBeGreaterThan(first);
    await page.keyboard.press(",");
    await expect.poll(positionMs, patiently).toBe(first);
    await page.keyboard.press(",");
    await expect.poll(positionMs, patiently).toBeLessThanOrEqual(startMs);
    const last = await positionMs();
    expect([startMs, ...(await around("back"))].some((ms) => Math.abs(ms - last) < 0.01)).toBe(true);
  });

  it.each([
    ["detection", "Detections", ["heat-found", "heat-decided"]],
    ["mode", "Mode changes", ["mode", "armed", "disarmed"]],
    ["warning", "Warnings", undefined],
    ["note", "Notes", "notes"],
  ] as const)("jumps from %s to %s, on and back", async (jumpTo, word, kinds) => {
    await page.getByRole("combobox", { name: "What to jump to" }).selectOption(jumpTo);
    await screen.dragThrough([0], "mouse");
    const fromMs = await positionMs();
    const known = await details();
    const all =
      kinds === "notes"
        ? known.notes.map((note) => note.positionMs)
        : known.timeline.lanes
            .flatMap(({ marks }) => marks)
            .filter(({ kind, severity }) =>
              kinds === undefined
                ? severity === "warning" || severity === "critical"
                : (kinds as readonly MarkKind[]).includes(kind),
            )
            .map((mark) => mark.positionMs);
    const goals = [...new Set(all)].filter((ms) => ms > fromMs + 1).sort((a, b) => a - b);
    const [goal] = goals;
    await page.getByRole("button", { name: `Next: ${word}` }).click();
    if (goal === undefined) {
      await page.getByText("There is no other one that way.").first().waitFor();
      return;
    }

    await expect.poll(async () => Math.abs((await positionMs()) - goal), patiently).toBeLessThan(70);
    await screen.arrived();
    if (jumpTo === "detection") {
      // Screens were told by the next publishing, which in this flight is four times as long after it.
      await page.locator(".past-word").click();
      await page.keyboard.press("ArrowRight");
      await expect.poll(async () => (await shownOn(page)).heat.length, patiently).toBeGreaterThan(0);
      await page.locator(".heat-card.selected").waitFor();
    }
    const standMs = await positionMs();
    const next = goals.find((ms) => ms > standMs + 1);
    if (next === undefined) return;
    await page.locator(".past-word").click();
    await page.keyboard.press("PageDown");
    await expect.poll(async () => Math.abs((await positionMs()) - next), patiently).toBeLessThan(70);
    await page.keyboard.press("PageUp");
    await expect.poll(async () => (await positionMs()) < next - 1, patiently).toBe(true);
  });

  it("shows the past in three dimensions, and what is now after coming back", async () => {
    const label = (id: string) => page.locator(`.scene-label[data-key="vehicle/${id}"]`);
    await page.locator(".past-word").click();
    await page.keyboard.press("Shift+M");
    await page.locator(".scene-root canvas").waitFor();
    await label("1").waitFor({ state: "attached" });
    const { durationMs } = (await details()).timeline;
    await screen.dragThrough([durationMs * 0.8], "mouse");
    await label("2").waitFor({ state: "attached" });

    await page.locator(".past-word").click();
    await page.keyboard.press("End");
    await page.locator(".past-stripe").waitFor({ state: "detached" });
    await page.locator(".scene-root canvas").waitFor();
    await label("1").waitFor({ state: "attached" });
    await page.keyboard.press(",");
    await page.locator(".past-stripe").waitFor();
    await page.locator(".scene-root canvas").waitFor();
    await label("1").waitFor({ state: "attached" });
    await expect.poll(() => page.locator(".scene-root canvas").count()).toBe(1);
    await page.keyboard.press("Shift+M");
    await page.locator(".lantern-leaflet").waitFor();
    await page.keyboard.press("End");
    await page.locator(".past-stripe").waitFor({ state: "detached" });
    expect(screen.complaints).toEqual([]);
  });
});

const marksOf = ({ timeline }: MissionDetails, kinds: readonly MarkKind[]) =>
  timeline.lanes.flatMap(({ marks }) => marks).filter(({ kind }) => kinds.includes(kind));
