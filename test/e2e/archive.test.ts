import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import type { MissionLog } from "../../shared/wire/archive.ts";
import {
  buildDetails,
  buildMission,
  buildNote,
  buildSummary,
  buildTimeline,
  crowdedList,
  missionMs,
} from "../support/archive-scenes.ts";
import { chromiumPath, noChromium } from "../support/chromium.ts";
import { controlFaults, noControlFaults } from "../support/control-faults.ts";
import type { FakeArchiveOptions } from "../support/fake-archive.ts";
import { fakeScenes } from "../support/fake-scenes.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import type { FakeStation, FakeStationOptions } from "../support/fake-station.ts";

/** The archive's screens in a real browser against a station that says whatever the test wants it to say. */
describe.skipIf(chromiumPath() === undefined)(`the archive (else: ${noChromium})`, () => {
  const openScreen = fakeScreens();

  const missions: FakeArchiveOptions["missions"] = {
    m1: buildMission(),
    m2: buildMission({ summary: buildSummary({ id: "m2", name: "Second pass" }) }),
    now: buildMission({ summary: buildSummary({ id: "s9", live: true, name: "Tonight" }) }),
  };

  const show = async (
    hash: string,
    archive: Partial<FakeArchiveOptions> = {},
    options: Omit<Partial<FakeStationOptions>, "archive"> & {
      readonly size?: { readonly width: number; readonly height: number };
      readonly language?: string;
    } = {},
  ) => {
    const { size, language = "en", ...station } = options;
    const list = () => ({ missions: [buildSummary({ id: "m1" }), buildSummary({ id: "m2", name: "Second pass" })] });
    const screen = await openScreen(
      { snapshot: fakeScenes.flying(), archive: { list, missions, ...archive }, ...station },
      { viewport: size ?? { width: 1280, height: 800 }, timezoneId: "Asia/Shanghai", locale: language },
    );
    await screen.goto(hash);
    return screen;
  };

  const controls =
    ".top-bar :is(button, a), .time-foot :is(button, a, select), .archive-page :is(button, a, input:not([hidden], [type=checkbox])), .beside-head :is(button, a)";
  const scrollers = ".panel-body, .top-bar, .transport, .archive-page";

  const lanes = (page: Page) => page.locator(".timeline-canvas");
  const seeks = (station: FakeStation) =>
    station.played.flatMap(({ command }) => (command.type === "seek" ? [command.positionMs] : []));
  const lanesBox = async (page: Page) => {
    const box = await lanes(page).boundingBox();
    if (box === null) throw new Error("The timeline has no place on the screen.");
    return box;
  };
  /** Where an instant lies, px in the window: the names of the lanes stand left of time. */
  const xOf = (box: { x: number; width: number }, positionMs: number) =>
    box.x + 88 + ((box.width - 88) * positionMs) / missionMs;

  it("lists its missions with all that is known of them, the live one on top", async () => {
    const { page } = await show("#/archive", {
      list: () => ({
        missions: [
          buildSummary({ id: "old", name: "Linghu", problems: [{ code: "cut", detail: "at byte 812" }] }),
          buildSummary({ id: "s9", name: "Tonight", live: true }),
          buildSummary({ id: "new", name: "Reading one", readFraction: 0.37, startUtcMs: Date.UTC(2026, 10, 22) }),
        ],
      }),
    });

    await expect
      .poll(() => page.locator(".mission-name").allInnerTexts())
      .toEqual(["Tonight", "Reading one", "Linghu"]);
    const last = page.locator(".mission").last();
    await last.getByText("Cut off at its end").waitFor();
    await last.getByText("Missing: Wang Fang").waitFor();
    await last.getByText("30:00").waitFor();
    await last.getByText("184 MB").waitFor();
    await expect.poll(() => last.locator("polyline.mission-way").count()).toBe(2);
    await page.getByText("Reading, 37%").first().waitFor();
  });

  it("says that the station did not answer, asks again by itself, and says that there is nothing yet", async () => {
    const { page, station } = await show("", { list: () => ({ missions: [] }) });
    await page.locator(".fleet-row").first().waitFor();

    station.cut();
    await page.keyboard.press("Shift+A");
    await page.getByText("The station did not send its archive.").waitFor();
    station.restore();

    await page.getByText("No missions yet").waitFor();
  });

  it("finds among 500 missions by any word and by date, and shows some at first", async () => {
    const { page } = await show("#/archive", { list: () => crowdedList(500) });

    await expect.poll(() => page.locator(".mission").count()).toBe(60);
    await page.getByRole("button", { name: "Show 60 more" }).click();
    await expect.poll(() => page.locator(".mission").count()).toBe(120);

    await page.getByRole("searchbox").fill("flight_297");
    await expect.poll(() => page.locator(".mission-name").allInnerTexts()).toEqual(["flight_297.tlog"]);
    await page.getByRole("searchbox").fill("2026-11-18 mission");
    await expect.poll(() => page.locator(".mission").count()).toBeGreaterThan(0);
    expect(await page.locator(".mission-name").allInnerTexts()).not.toContain("flight_297.tlog");
    await page.getByRole("searchbox").fill("nobody has this");
    await page.getByText("No mission has all of these words").waitFor();
  });

  it("brings in files with progress and says why one is refused", async () => {
    const taken: string[] = [];
    const { page } = await show("#/archive", {
      import: (query, bytes) => {
        taken.push(`${query.get("name")} ${bytes} ${query.get("into") ?? "-"}`);
        return query.get("name") === "cat.bin" ? { code: "bad-file", detail: "It is a picture of a cat." } : undefined;
      },
    });
    await page.locator(".mission").first().waitFor();

    await page.locator("input[type=file]").setInputFiles([
      { name: "a.tlog", mimeType: "application/octet-stream", buffer: Buffer.alloc(1_000) },
      { name: "cat.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(10) },
    ]);

    await page.getByText("It is a picture of a cat.").waitFor();
    await page.locator(".import-row", { hasText: "a.tlog" }).getByText("Imported").waitFor();
    expect(taken).toEqual(["a.tlog 1000 -", "cat.bin 10 -"]);
  });

  it("asks when a video begins, reading it from the video's name, and to which mission it belongs", async () => {
    const asked: URLSearchParams[] = [];
    const { page } = await show("#/archive", {
      import: (query) => {
        asked.push(query);
        return undefined;
      },
    });
    await page.locator(".mission").first().waitFor();

    await page
      .locator("input[type=file]")
      .setInputFiles([{ name: "DJI_20261121_031244.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(100) }]);
    await expect.poll(() => page.getByLabel("It begins at").inputValue()).toBe("2026-11-21T03:12:44");
    await page.getByLabel("It belongs to").selectOption("m1");
    await page.getByRole("button", { name: "Import the video" }).click();

    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]?.get("into")).toBe("m1");
    expect(Number(asked[0]?.get("startUtcMs"))).toBe(Date.UTC(2026, 10, 20, 19, 12, 44));
  });

  it("exports, verifies and names the first bad record, renames, and removes only on a second press", async () => {
    const { page, station } = await show("#/archive", {
      verify: () => ({
        ok: false,
        checked: [
          { name: "lantern.db", ok: false, records: 812, fault: "Event 811 does not carry the hash before it." },
        ],
      }),
    });
    await page.getByRole("button", { name: "Export, verify, rename Second pass" }).click();

    const kml = page.locator("a", { hasText: ".kml" });
    expect(await kml.getAttribute("href")).toBe("/api/archive/m2/export/kml");
    await page.getByRole("checkbox").check();
    expect(await kml.getAttribute("href")).toBe("/api/archive/m2/export/kml?anonymise=1");

    await page.getByRole("button", { name: "Verify", exact: true }).click();
    await page.getByText("Event 811 does not carry the hash before it.").waitFor();

    await page.getByLabel("Name", { exact: true }).fill("North slope");
    await page.getByRole("button", { name: "Rename", exact: true }).click();
    await expect
      .poll(() => station.requests)
      .toContainEqual(expect.objectContaining({ kind: "archive.rename", missionId: "m2", name: "North slope" }));

    await page.getByRole("button", { name: "Remove", exact: true }).click();
    expect(station.requests.some(({ kind }) => kind === "archive.remove")).toBe(false);
    await page.getByRole("button", { name: "Remove for good?" }).click();
    await expect.poll(() => station.requests.some(({ kind }) => kind === "archive.remove")).toBe(true);
  });

  it("moves a log of several on their mission's clock, and back to where it was estimated", async () => {
    const log = (n: number, change: Partial<MissionLog>): MissionLog => ({
      n,
      name: `log${n}.tlog`,
      format: "tlog",
      bytes: 1_000,
      durationMs: 60_000,
      offsetMs: 0,
      offsetFrom: "clock",
      readFraction: 1,
      streams: [],
      ...change,
    });
    const summary = buildSummary({ id: "m2", name: "Second pass", kind: "log", files: ["log0.tlog", "log1.bin"] });
    const logs = [log(0, {}), log(1, { offsetMs: 12_340, offsetFrom: "typed" })];
    const { page, station } = await show("#/archive", {
      list: () => ({ missions: [summary] }),
      missions: { m2: buildMission({ summary, logs }) },
    });
    await page.getByRole("button", { name: "Export, verify, rename Second pass" }).click();

    await page.getByLabel("log0.tlog begins at, s").fill("2.5");
    await page.locator("li", { hasText: "log0.tlog begins" }).last().getByRole("button", { name: "Move" }).click();
    await page.getByRole("button", { name: "As estimated" }).click();

    const moved = { kind: "archive.offset", missionId: "m2" };
    await expect
      .poll(() => station.requests)
      .toContainEqual(expect.objectContaining({ ...moved, log: 0, offsetMs: 2_500 }));
    await expect
      .poll(() => station.requests)
      .toContainEqual(expect.objectContaining({ ...moved, log: 1, offsetMs: null }));
  });

  it("opens a mission: a stripe with its time, its vehicles on the map, its pictures from its own addresses", async () => {
    const { page, station } = await show("#/archive");

    await page.getByRole("link", { name: "Open Linghu at night" }).click();
    await page.locator(".past-time", { hasText: "Nov 21, 2026, 03:12:44" }).waitFor();
    expect(await page.locator(".past-time").getAttribute("title")).toBe("2026-11-20 19:12:44 UTC");
    await page.locator(".leaflet-container [data-vehicle-id]").first().waitFor();

    await page.goto(`${station.address}#/archive/m1@905000`);
    await page.locator(".heat-card").first().waitFor();
    await expect.poll(() => station.archiveFetches.some((path) => path.endsWith("/thumbnail"))).toBe(true);
    expect(station.archiveFetches.filter((path) => path.endsWith("/thumbnail"))[0]).toMatch(/^\/m1\/heat\//);
  });

  it("is dragged to any instant, never asking faster than it is answered", async () => {
    const { page, station } = await show("#/archive/m1", { seekMs: 60 });
    await page.locator(".past-time").waitFor();
    const box = await lanesBox(page);

    await page.mouse.move(xOf(box, 100_000), box.y + 80);
    await page.mouse.down();
    for (let i = 0; i <= 60; i += 1) await page.mouse.move(xOf(box, 100_000 + i * 20_000), box.y + 80);
    await page.mouse.up();

    await expect.poll(() => page.locator(".transport-position").innerText()).toMatch(/^21:[34]\d \/ 30:00$/);
    await expect.poll(() => page.locator(".past-time").innerText()).toMatch(/03:34:\d\d/);
    await expect.poll(() => seeks(station).at(-1)).toBeGreaterThan(1_290_000);
    expect(seeks(station).length).toBeLessThan(40);
  });

  it("zooms by wheel about the pointer, and a press on a mark goes there and selects what it names", async () => {
    const { page, station } = await show("#/archive/m1");
    await page.locator(".past-time").waitFor();
    const box = await lanesBox(page);
    const heatY = box.y + 30 + 33 + 33 + 9;

    await page.mouse.move(xOf(box, 400_000), heatY);
    await page.locator(".timeline-tip", { hasText: "Heat source found: 1" }).waitFor();
    for (let i = 0; i < 5; i += 1) await page.mouse.wheel(0, -120);
    await page.locator(".timeline-tip", { hasText: "Heat source found: 1" }).waitFor();
    await page.mouse.down();
    await page.mouse.up();

    await expect.poll(() => seeks(station)).toContain(400_060);
    await page.locator(".heat-card.selected").waitFor();
  });

  it("plays both ways at any speed, steps, jumps from event to event, and skips what is idle", async () => {
    const { page, station } = await show("#/archive/m1@300000");
    await page.locator(".past-time").waitFor();
    const commands = () => station.played.map(({ command }) => command);

    await page.getByRole("combobox", { name: "Speed" }).selectOption("20");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await expect.poll(commands).toContainEqual({ type: "play", speed: 20 });
    await page.getByRole("button", { name: "Play backwards" }).click();
    await expect.poll(commands).toContainEqual({ type: "play", speed: -20 });
    await page.getByRole("button", { name: "Skip idle" }).click();
    await expect.poll(commands).toContainEqual({ type: "skip-idle", on: true });

    await page.locator(".past-word").click();
    await page.keyboard.press(" ");
    await expect.poll(commands).toContainEqual({ type: "pause" });
    await page.keyboard.press(".");
    await expect.poll(commands).toContainEqual({ type: "step", direction: 1 });
    await page.keyboard.press(",");
    await expect.poll(commands).toContainEqual({ type: "step", direction: -1 });

    await page.getByRole("combobox", { name: "What to jump to" }).selectOption("detection");
    await page.locator(".past-word").click();
    await page.keyboard.press("PageDown");
    await expect.poll(() => seeks(station).at(-1)).toBe(400_060);
    await expect.poll(() => page.locator(".transport-position").innerText()).toBe("6:40 / 30:00");
    await page.keyboard.press("PageDown");
    await expect.poll(() => seeks(station).at(-1)).toBe(900_060);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => seeks(station).at(-1)).toBe(895_060);
  });

  it("keeps notes: put at an instant, changed, removed", async () => {
    const notes = [buildNote({ id: "n1" })];
    const { page, station } = await show("#/archive/m1@905000", {
      missions: { m1: { ...buildMission(), details: () => buildDetails({ notes }) } },
      list: () => ({ missions: [] }),
    });
    await page.locator(".past-time").waitFor();

    await page.keyboard.press("Shift+N");
    await page.getByRole("textbox", { name: "Note" }).fill("She waved");
    await page.getByRole("button", { name: "Note", exact: true }).click();
    await expect
      .poll(() => station.requests)
      .toContainEqual(
        expect.objectContaining({
          kind: "archive.note",
          missionId: "m1",
          note: expect.objectContaining({ positionMs: 905_000, text: "She waved" }),
        }),
      );

    await page.getByRole("button", { name: /^Change the note/ }).click();
    await page.locator(".note-row input").fill("Nothing there");
    await page.getByRole("button", { name: "Save" }).click();
    await expect
      .poll(() => station.requests)
      .toContainEqual(expect.objectContaining({ note: { id: "n1", positionMs: 930_000, text: "Nothing there" } }));

    await page.getByRole("button", { name: /^Remove the note/ }).click();
    await page.getByRole("button", { name: "Remove?" }).click();
    await expect
      .poll(() => station.requests)
      .toContainEqual(expect.objectContaining({ kind: "archive.note-remove", missionId: "m1", noteId: "n1" }));
  });

  it("looks back while flying by a key and by a drag, keeps the live vehicles in sight, and is back at now by one key", async () => {
    const { page, station } = await show("");
    await page.locator(".time-foot.strip").waitFor();

    await page.keyboard.press(",");
    await page.locator(".past-stripe").waitFor();
    const corner = page.getByRole("region", { name: "Now", exact: true });
    await corner.getByText("D1", { exact: true }).waitFor();
    await corner.getByText("R1", { exact: true }).waitFor();
    await expect.poll(() => page.locator(".transport-position").innerText()).toBe("29:50 / 30:00");

    await page.keyboard.press("End");
    await page.locator(".time-foot.strip").waitFor();
    await expect.poll(() => page.locator(".past-stripe").count()).toBe(0);

    const box = await lanesBox(page);
    await page.mouse.move(box.x + box.width - 3, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 20, { steps: 5 });
    await page.locator(".strip-now", { hasText: "ago" }).waitFor();
    await page.mouse.up();
    await page.locator(".past-stripe").waitFor();

    await page.keyboard.press("Escape");
    await page.locator(".time-foot.strip").waitFor();
    expect(station.requests.filter(({ kind }) => kind.startsWith("vehicle"))).toEqual([]);
  });

  it("still says live alerts and hears live vehicles while the past is looked at", async () => {
    const { page, station } = await show("#/archive/m1@905000");
    const corner = page.getByRole("region", { name: "Now", exact: true });
    await corner.getByText("D2", { exact: true }).waitFor();

    const trouble = fakeScenes.trouble();
    station.delta({ alerts: trouble.alerts, vehicles: { "1": { ...trouble.vehicles["1"] } } });

    await corner.getByText("D1 lost").waitFor();
    await corner.locator(".live-vehicle", { hasText: "D1" }).getByText("Lost").waitFor();
    // What was then stays as it was.
    expect(await page.locator(".fleet-row", { hasText: "D1" }).getByText("Heard").count()).toBe(1);
  });

  it("keeps the way back whole and half of the window for the map, however much is wrong now", async () => {
    for (const size of [
      { width: 1024, height: 768 },
      { width: 1280, height: 800 },
    ]) {
      const { page } = await show("#/archive/now", {}, { snapshot: fakeScenes.crowded(), size });
      await page.locator(".live-alert").waitFor();
      await page.getByRole("button", { name: "Plots" }).click();
      await page.locator(".telemetry-pane").waitFor();

      const back = await page.getByRole("link", { name: "Back to now" }).boundingBox();
      const foot = await page.locator(".time-foot").boundingBox();
      expect(back === null ? undefined : back.x + back.width).toBeLessThanOrEqual(size.width);
      expect(back?.height).toBeGreaterThanOrEqual(44);
      expect(foot?.y).toBeGreaterThanOrEqual(size.height / 2);
    }
  });

  it("offers nothing that commands in the past, and takes no key for it", async () => {
    const { page, station } = await show("#/archive/m1@905000");
    await page.locator(".heat-card").first().click();
    await page.locator(".heat-card.selected").waitFor();

    expect(await page.getByRole("button", { name: /^(Confirm|Dismiss) heat source/ }).count()).toBe(0);
    await page.locator(".past-word").click();
    for (const key of ["x", "y", "u"]) await page.keyboard.press(key);
    // What is asked after them was answered.
    const asked = station.played.length;
    await page.keyboard.press(".");
    await expect.poll(() => station.played.length).toBeGreaterThan(asked);
    expect(station.requests.some(({ kind }) => kind === "heat.decide" || kind.startsWith("vehicle"))).toBe(false);
  });

  it("folds by a key, and says in words when the mission isn't there", async () => {
    const { page, station } = await show("#/archive/m1@905000");
    await lanes(page).waitFor();
    await page.keyboard.press("Shift+T");
    await lanes(page).waitFor({ state: "detached" });
    await page.keyboard.press("Shift+T");
    await lanes(page).waitFor();

    await page.goto(`${station.address}#/archive/gone`);
    await page.getByText("There is no such mission in the archive.").waitFor();
  });

  it("is drawn in the theme of now, also when that has just changed: no white strip at night", async () => {
    const { page } = await show("");
    await page.locator(".time-foot.strip canvas").first().waitFor();
    const brightness = () =>
      page.evaluate(() => {
        const canvas = document.querySelector(".timeline-canvas canvas");
        if (!(canvas instanceof HTMLCanvasElement)) return Number.NaN;
        return canvas.getContext("2d")?.getImageData(3, canvas.height - 3, 1, 1).data[1];
      });
    await expect.poll(brightness).toBeGreaterThan(200);

    await page.keyboard.press("t");
    await page.keyboard.press("t");
    await page.locator("html[data-mantine-color-scheme=dark]").waitFor();
    await expect.poll(brightness).toBeLessThan(60);

    await page.keyboard.press("t");
    await page.locator("html[data-mantine-color-scheme=light]").waitFor();
    await expect.poll(brightness).toBeGreaterThan(200);
  });

  it("comes back to the same instant after a reload, and after the station was away", async () => {
    const { page, station } = await show("#/archive/m1@905000");
    await page.locator(".past-time").waitFor();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => new URL(page.url()).hash).toBe("#/archive/m1@910000");

    await page.reload();
    await expect.poll(() => page.locator(".transport-position").innerText()).toBe("15:10 / 30:00");

    station.cut();
    await page.getByText("this instant stays until it is back").waitFor();
    station.restore();
    await page.getByText("this instant stays until it is back").waitFor({ state: "detached" });
    await expect.poll(() => page.locator(".transport-position").innerText()).toBe("15:10 / 30:00");
  });

  it("shows two passes side by side, their clocks linked or not", async () => {
    const { page, station } = await show("#/archive/m1@400000/beside/m2@900000");
    await expect.poll(() => page.locator(".beside-pane .leaflet-container").count()).toBe(2);
    await expect.poll(() => page.locator(".past-name").allInnerTexts()).toEqual(["Linghu at night", "Second pass"]);
    const last = (missionId: string) =>
      station.played.findLast((one) => one.missionId === missionId && one.command.type === "seek")?.command;

    await page.getByRole("button", { name: "Link the clocks" }).click();
    await page.getByRole("button", { name: "Clocks linked, +8:20" }).waitFor();
    await page.locator(".beside-pane").first().locator(".past-word").click();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => last("m1")).toEqual({ type: "seek", positionMs: 405_000 });
    await expect.poll(() => last("m2")).toEqual({ type: "seek", positionMs: 905_000 });

    await page.getByRole("button", { name: "Clocks linked" }).click();
    await page.locator(".beside-pane").last().locator(".past-word").click();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => last("m2")).toEqual({ type: "seek", positionMs: 900_000 });
    expect(last("m1")).toEqual({ type: "seek", positionMs: 405_000 });
  });

  it.each([
    ["en", 1280, 800],
    ["zh-CN", 1280, 800],
    ["zh-CN", 1920, 1080],
    ["en", 1024, 768],
  ])("keeps every control at 44 px or more in %s at %i x %i", async (language, width, height) => {
    const { page, station } = await show("#/archive/m1@905000", {}, { size: { width, height }, language });
    await page.locator(".past-time").waitFor();
    await page.keyboard.press("Shift+N");
    await page.locator(".notes").waitFor();
    expect(await controlFaults(page, controls, scrollers)).toEqual(noControlFaults);

    await page.goto(`${station.address}#/archive`);
    await page.locator(".mission").first().waitFor();
    await page.locator(".mission-buttons button[aria-expanded]").first().click();
    expect(await controlFaults(page, controls, scrollers)).toEqual(noControlFaults);

    await page.goto(`${station.address}#/archive/m1@400000/beside/m2@900000`);
    await page.locator(".past-name").last().waitFor();
    expect(await controlFaults(page, controls, scrollers)).toEqual(noControlFaults);
  });

  it("stays fluent with 24 vehicles and ten thousand marks", async () => {
    const { page } = await show("#/archive/crowd@900000", {
      missions: { crowd: buildMission({ timeline: buildTimeline({ vehicles: 24, statusTexts: 400 }) }) },
    });
    await page.locator(".past-time").waitFor();
    const box = await lanesBox(page);
    await page.mouse.move(xOf(box, 600_000), box.y + 60);
    const frames = page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const gaps: number[] = [];
          let before = performance.now();
          const frame = () => {
            const now = performance.now();
            gaps.push(now - before);
            before = now;
            if (gaps.length < 60) requestAnimationFrame(frame);
            else resolve(gaps);
          };
          requestAnimationFrame(frame);
        }),
    );
    for (let i = 0; i < 20; i += 1) await page.mouse.wheel(i % 2 === 0 ? 30 : -30, i < 10 ? -60 : 60);
    const sorted = (await frames).toSorted((a, b) => a - b);

    // Half of the frames within a tenth of a second, on a machine that others load too and that draws without a GPU.
    expect(sorted[30]).toBeLessThan(100);
  });
});
