import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { measurePath } from "../../shared/geo/measure-path.ts";
import { decodeMessage } from "../../shared/mavlink/codec.ts";
import type { MavlinkMessage } from "../../shared/mavlink/messages.ts";
import { TlogReader } from "../../shared/mavlink/tlog.ts";
import { ArchiveClient, type PlayerClient } from "../support/archive-client.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { type LiveStation, liveStation } from "../support/live-station.ts";
import { noSharedData, sharedData } from "../support/shared-data.ts";
import { heardBy, placesOf, shownOn } from "../support/shown-facts.ts";
import { TimeScreen } from "../support/time-screen.ts";

const patiently = { interval: 100 };
const name = "two_vehicles_one_link";
const log = sharedData(`telemetry/${name}.tlog`);
const facts = sharedData(`telemetry/${name}.json`);
const missing = chromiumPath() === undefined ? noChromium : log === undefined ? noSharedData : undefined;

/** Of the file beside the log. */
interface Facts {
  readonly first_time: number;
  readonly mode_changes: readonly { readonly t: number; readonly sys: number; readonly mode: string }[];
}

interface Said {
  readonly positionMs: number;
  readonly systemId: number;
  readonly componentId: number;
  readonly message: MavlinkMessage;
}

/** All messages of the log, read without the archive. */
const readLog = (path: string): readonly Said[] => {
  const said: Said[] = [];
  let firstUs: number | undefined;
  const reader = new TlogReader();
  const take: Parameters<TlogReader["push"]>[1] = (utcUs, frame) => {
    const atUs = utcUs ?? firstUs ?? 0;
    firstUs ??= atUs;
    const message = decodeMessage(frame);
    const { systemId, componentId } = frame;
    if (message !== undefined) said.push({ positionMs: (atUs - firstUs) / 1_000, systemId, componentId, message });
  };
  reader.push(readFileSync(path), take);
  reader.flush(take);
  return said;
};

/** A log of two drones, dropped on the list of missions and looked at. */
describe.skipIf(missing !== undefined)(`a log that is brought in (else: ${missing})`, () => {
  let browser: Browser;
  let live: LiveStation;
  let archive: ArchiveClient;
  let screen: TimeScreen;
  let page: Page;
  let player: PlayerClient;
  let missionId = "";
  let durationMs = 0;
  let failed = false;
  const said = log === undefined ? [] : readLog(log);
  const rollAt = (positionMs: number): number => {
    const { message } =
      said.findLast(
        (one) =>
          one.positionMs <= positionMs + 0.01 &&
          one.systemId === 1 &&
          one.componentId === 1 &&
          one.message.name === "ATTITUDE",
      ) ?? {};
    return message?.name === "ATTITUDE" ? message.fields.roll : Number.NaN;
  };

  beforeAll(async () => {
    browser = await launchChromium();
    live = await liveStation();
    archive = new ArchiveClient(live);
    screen = await TimeScreen.open(browser, `${live.station.url}#/archive`, { keep: false });
    page = screen.page;
  });

  beforeEach(({ skip, onTestFailed }) => {
    // Each part goes on where the one before it ended.
    if (failed) skip();
    onTestFailed(async () => {
      failed = true;
      await screen?.picture("failed-import").catch(() => undefined);
    });
  });

  afterAll(async () => {
    player?.socket.close();
    await browser?.close();
    await live?.close();
  });

  it("is dropped on the list, read, and opened", async () => {
    const base64 = readFileSync(log ?? "").toString("base64");
    await page.locator(".archive-page").waitFor();
    await page.evaluate(
      ([text, fileName]) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], fileName));
        for (const type of ["dragover", "drop"])
          document
            .querySelector(".archive-page")
            ?.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
      },
      [base64, `${name}.tlog`] as const,
    );

    await page.locator(".import-row", { hasText: name }).getByText("Imported").waitFor();
    await page.getByRole("link", { name: `Open ${name}`, exact: true }).click();
    await page.locator(".past-stripe").waitFor();
    await expect.poll(async () => (await archive.list()).find((one) => one.name === name)?.id, patiently).toBeDefined();
    missionId = (await archive.list()).find((one) => one.name === name)?.id ?? "";
    ({ durationMs } = (await archive.read(missionId)).timeline);
    expect(durationMs).toBeCloseTo(said.at(-1)?.positionMs ?? Number.NaN, -2);
    player = archive.player(missionId);
  });

  it("shows at each instant it is dragged to where both were, in which mode, by the facts beside the log", async () => {
    await page.keyboard.press("0");
    const { mode_changes: changes, first_time: startS } = JSON.parse(readFileSync(facts ?? "", "utf8")) as Facts;
    const rows = new Set<string>();
    for (const [share, hand] of [
      [0.3, "mouse"],
      [0.8, "finger"],
      [0.5, "mouse"],
      [0.95, "finger"],
    ] as const) {
      await screen.dragThrough([durationMs * share], hand);
      const { positionMs = Number.NaN } = await heardBy(page);
      const own = await player.seek(positionMs);
      for (const vehicle of Object.values(own.vehicles)) {
        const atS = startS + positionMs / 1_000;
        const change = changes.findLast(({ t, sys }) => sys === vehicle.systemId && t <= atS);
        expect(vehicle.mode?.name, vehicle.name).toBe(change?.mode);
      }
      const expected = Object.values(own.vehicles)
        .map((one) => `${one.name} ${one.mode?.name ?? "no mode"} ${one.armed ? "Armed" : "Disarmed"}`)
        .sort();
      await expect
        .poll(async () => (await shownOn(page)).fleet.map((row) => row.replace(/ \S+$/, "")).sort(), patiently)
        .toEqual(expected);
      const pixelOf = await screen.ground();
      const { marks } = await shownOn(page);
      const places = placesOf(own);
      expect(Object.keys(marks).sort()).toEqual(Object.keys(places).sort());
      for (const [id, place] of Object.entries(places)) {
        const goal = pixelOf(place);
        const [x, y] = marks[id] ?? [Number.NaN, Number.NaN];
        expect(Math.hypot(x - goal.x, y - goal.y), `vehicle ${id}`).toBeLessThan(6);
        // Where the log itself has it.
        const heard = said.findLast(
          (one) =>
            one.positionMs <= positionMs + 0.01 &&
            `${one.systemId}` === id &&
            one.message.name === "GLOBAL_POSITION_INT",
        )?.message;
        if (heard?.name === "GLOBAL_POSITION_INT") expect(place.latDeg).toBeCloseTo(heard.fields.lat / 1e7, 6);
      }
      rows.add(JSON.stringify(marks));
    }
    expect(rows.size).toBe(4);
  });

  it("plots a field of a message, whose value at the instant is the log's", async () => {
    await page.locator(".past-word").click();
    await page.keyboard.press("Shift+P");
    await page.getByText("Choose fields on the right").waitFor();
    const canvas = page.locator(".plot-area canvas");
    const ink = () =>
      canvas.evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement;
        const data = (element as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
        let painted = 0;
        for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 0) painted++;
        return painted;
      });
    const bare = await ink();

    await page.getByLabel("Find a field").fill("1/1/ATTITUDE.roll");
    await page.locator(".field-list button", { has: page.locator('span:text-is("1/1/ATTITUDE.roll")') }).click();
    await expect.poll(ink, patiently).toBeGreaterThan(bare + 300);

    const value = page.locator(".plot-legend output");
    await expect.poll(() => value.innerText(), patiently).toMatch(/\d/);
    // Closer, until one step of the plot holds one value.
    const box = await page.locator(".plot-area").boundingBox();
    if (box === null) throw new Error("The plot has no place on the screen.");
    const { positionMs: aboutMs = 0 } = await heardBy(page);
    const at = { x: box.x + (box.width * aboutMs) / durationMs, y: box.y + 60 };
    await page.mouse.move(at.x, at.y);
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, -240);
          return value.innerText();
        },
        { ...patiently, interval: 250 },
      )
      .not.toContain("…");
    await page.mouse.click(at.x, at.y);
    await screen.arrived();
    await page.mouse.move(720, 300);
    const { positionMs = Number.NaN } = await heardBy(page);
    await expect
      .poll(async () => {
        const text = await value.innerText();
        return text.includes("…") ? Number.NaN : Math.abs(Number(text) - rollAt(positionMs));
      }, patiently)
      .toBeLessThan(2e-4);
  });

  it("lists the messages about the instant, the newest of then marked", async () => {
    const { positionMs = Number.NaN } = await heardBy(page);
    await page.locator(".past-word").click();
    await page.keyboard.press("Shift+P");
    const current = page.locator(".message-row[aria-current=true]");
    await current.waitFor();

    const truth = said.findLast((one) => one.positionMs <= positionMs + 0.01);
    await expect.poll(() => current.locator("strong").innerText(), patiently).toBe(truth?.message.name);
    expect(await current.locator("small").innerText()).toBe(`${truth?.systemId}/${truth?.componentId}`);

    await page.getByLabel("Message", { exact: true }).selectOption("1/1/ATTITUDE");
    await expect.poll(() => current.locator("strong").innerText(), patiently).toBe("ATTITUDE");
    const shown = async () => Number(/roll (\S+)/.exec(await current.locator(".message-fields").innerText())?.[1]);
    await expect.poll(shown, patiently).toBeCloseTo(rollAt(positionMs), 5);

    // To the one after it: by its row the mission goes there.
    const next = page.locator(".message-row[aria-current=true] + .message-row button");
    await next.click();
    await screen.arrived();
    const after = said.find(
      (one) =>
        one.positionMs > positionMs + 0.01 &&
        one.systemId === 1 &&
        one.componentId === 1 &&
        one.message.name === "ATTITUDE",
    );
    await expect
      .poll(async () => (await heardBy(page)).positionMs, patiently)
      .toBeCloseTo(after?.positionMs ?? Number.NaN, 0);
    await page.locator(".past-word").click();
    await page.keyboard.press("Shift+P");
    await page.locator(".timeline-canvas").waitFor();
  });

  it("measures on the map by three presses", async () => {
    const corners = [
      { x: 560, y: 220 },
      { x: 860, y: 260 },
      { x: 700, y: 420 },
    ];
    const path: LatLon[] = [];
    for (const corner of corners) path.push(await screen.placeAt(corner));

    await page.getByRole("button", { name: "Measure on the map" }).click();
    for (const { x, y } of corners) await page.mouse.click(x, y);
    await page.getByRole("button", { name: "Done", exact: true }).click();

    const card = page.getByRole("status", { name: "Measured" });
    const figure = async (term: string) => {
      const text = await card
        .locator("div", { has: page.locator(`dt:text-is("${term}")`) })
        .locator("dd")
        .innerText();
      const [, value, unit = ""] = /^([\d.]+) (\S+)$/.exec(text) ?? [];
      const units: Readonly<Record<string, number>> = { m: 1, km: 1e3, "m²": 1, ha: 1e4, "km²": 1e6 };
      return Number(value) * (units[unit] ?? Number.NaN);
    };
    const { lengthM, ring } = measurePath(path);
    // The line under the pointer has five digits: half a metre.
    expect((await figure("Length")) / lengthM).toBeCloseTo(1, 1);
    expect(Math.abs((await figure("Length")) - lengthM)).toBeLessThan(Math.max(5, lengthM * 0.02));
    expect((await figure("Area")) / (ring?.areaM2 ?? Number.NaN)).toBeCloseTo(1, 1);
    await page.getByRole("button", { name: "Take the measure away" }).click();
    await card.waitFor({ state: "detached" });
  });

  it("is shown beside itself, an earlier pass beside a later one, with their clocks linked", async () => {
    const [early, late] = [Math.round(durationMs * 0.3), Math.round(durationMs * 0.6)];
    await page.getByRole("button", { name: "Show this mission beside another pass of it" }).click();
    await expect.poll(() => page.locator(".beside-pane .leaflet-container").count(), patiently).toBe(2);
    await page.goto(`${live.station.url}#/archive/${missionId}@${early}/beside/${missionId}@${late}`);
    const panes = page.locator(".beside-pane");
    const clockOf = async (n: number): Promise<number> => {
      const [position = ""] = (await panes.nth(n).locator(".transport-position").innerText()).split("/");
      return position
        .trim()
        .split(":")
        .reduce((sum, part) => sum * 60 + Number(part), 0);
    };
    const marks = (n: number) =>
      panes
        .nth(n)
        .locator(".leaflet-container [data-vehicle-id]")
        .evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect().x));
    await expect.poll(async () => (await marks(0)).length + (await marks(1)).length, patiently).toBe(4);
    await expect.poll(() => clockOf(1), patiently).toBe(Math.floor(late / 1_000));

    await page.getByRole("button", { name: "Link the clocks" }).click();
    await page.getByRole("button", { name: /^Clocks linked, \+/ }).waitFor();
    const apartS = (await clockOf(1)) - (await clockOf(0));
    const before = [await clockOf(0), await clockOf(1)];
    const was = JSON.stringify([await marks(0), await marks(1)]);
    const lanes = await panes.first().locator(".timeline-canvas").boundingBox();
    if (lanes === null) throw new Error("The first timeline has no place on the screen.");
    await page.mouse.move(lanes.x + lanes.width * 0.35, lanes.y + 12);
    await page.mouse.down();
    await page.mouse.move(lanes.x + lanes.width * 0.48, lanes.y + 12, { steps: 6 });
    await page.mouse.up();

    await expect.poll(() => clockOf(0), patiently).not.toBe(before[0]);
    await expect
      .poll(async () => Math.abs((await clockOf(1)) - (await clockOf(0)) - apartS), patiently)
      .toBeLessThanOrEqual(1);
    await expect.poll(async () => JSON.stringify([await marks(0), await marks(1)]), patiently).not.toBe(was);
    expect(screen.complaints).toEqual([]);
  });
});
