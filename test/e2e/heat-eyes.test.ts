import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Locator, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distanceM, inverseGeodesic } from "../../shared/geo/geodesic.ts";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { radToDeg, wrapPi } from "../../shared/units/angle.ts";
import type { StateSnapshot, VehicleView } from "../../shared/wire/state.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";

const pictures = fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));

/** One degree of level ground at 3 m above the sea, as SRTM has it: rows from north to south, big-endian, m. */
const levelHgt = (): Buffer => {
  const side = 1201;
  const bytes = Buffer.alloc(side * side * 2);
  for (let i = 0; i < side * side; i++) bytes.writeInt16BE(3, i * 2);
  return bytes;
};

/** From the nose of the camera's own word to the middle of what it sees on the ground, degrees. */
const footprintTurnDeg = (vehicle: VehicleView | undefined): number | undefined => {
  const { position, footprint, gimbal } = vehicle ?? {};
  if (position === undefined || footprint === undefined || footprint.length === 0 || gimbal === undefined)
    return undefined;
  const middle = {
    latDeg: footprint.reduce((sum, corner) => sum + corner.latDeg, 0) / footprint.length,
    lonDeg: footprint.reduce((sum, corner) => sum + corner.lonDeg, 0) / footprint.length,
  };
  return radToDeg(wrapPi(inverseGeodesic(position, middle).azimuthRad - gimbal.yawRad));
};

describe.skipIf(chromiumPath() === undefined)(`heat sources of a real station (else: ${noChromium})`, () => {
  let station: RunningStation;
  let browser: Browser;
  let page: Page;
  const pageErrors: string[] = [];

  const state = async (): Promise<StateSnapshot> => (await station.get("/api/state")).json() as Promise<StateSnapshot>;
  const open = async (): Promise<readonly HeatSource[]> =>
    Object.values((await state()).heat).filter(({ decision }) => decision.state === "new");
  const until = <T>(look: () => Promise<T | undefined>, timeout = 60_000) =>
    expect.poll(look, { timeout, interval: 400 });
  const cardOf = (number: number): Locator =>
    page.locator(".heat-card", {
      has: page.getByRole("button", { name: `Show heat source ${number} on the map`, exact: true }),
    });

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    station = await runStation({ by: "start", args: ["--speed", "2"] });
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, locale: "en-GB" });
    page = await context.newPage();
    page.on("pageerror", (error) => pageErrors.push(error.message));
    await page.goto(station.url);
    await page.locator(".leaflet-container").waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await station?.stop();
  });

  it("are judged by the station and listed by how likely a person each is", async () => {
    await until(
      async () => (await open()).filter(({ personProbability }) => personProbability !== undefined).length,
      170_000,
    ).toBeGreaterThan(0);

    await until(async () => {
      const sources = await open();
      const first = Number(await page.locator(".heat-card .number-mark").first().innerText());
      const most = Math.max(...sources.map(({ personProbability }) => personProbability ?? 0));
      const listed = sources.find(({ number }) => number === first);
      return most - (listed?.personProbability ?? 0);
    }).toBeLessThan(0.21);
  });

  it("tell why, with a picture by the vehicle that saw it", async () => {
    const number = Number(await page.locator(".heat-card .number-mark").first().innerText());
    await page.getByRole("button", { name: `Heat source ${number}: why, pictures and more`, exact: true }).click();

    const details = cardOf(number).locator(".heat-details");
    await details.getByRole("heading", { name: "What speaks for a person" }).waitFor();
    const crop = details.locator(".crop img").first();
    await crop.waitFor();
    await expect
      .poll(() => crop.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)))
      .toBeGreaterThan(8);
    await page.screenshot({ path: `${pictures}heat-why.png` });
    await page.getByRole("button", { name: `Heat source ${number}: why, pictures and more`, exact: true }).click();
  });

  it("can be said to be one of ours, and not after all", async () => {
    const number = Number(await page.locator(".heat-card .number-mark").first().innerText());
    const identity = async () =>
      Object.values((await state()).heat).find((source) => source.number === number)?.identity;
    const why = page.getByRole("button", { name: `Heat source ${number}: why, pictures and more`, exact: true });
    await why.click();
    await cardOf(number).getByRole("button", { name: "This is one of ours" }).click();
    await page
      .getByRole("group", { name: `Which of ours is heat source ${number}?` })
      .getByRole("button", { name: /^R1/ })
      .click();
    await until(identity).toMatchObject({ kind: "vehicle" });
    await cardOf(number).getByText("our R1").waitFor();

    await cardOf(number).getByRole("button", { name: "Not one of ours after all" }).click();
    await until(async () => (await identity()) ?? "nobody").toBe("nobody");
    await why.click();
  });

  it("are looked at again by who is there first: named, held, and asked", async () => {
    const looked = page.getByRole("button", { name: /go and look again at heat source/ }).first();
    // Under a hand cards stay where they are.
    await looked.hover();
    const name = (await looked.getAttribute("aria-label"))?.split(",")[0];
    await page.mouse.down();
    const asked = async () => {
      const { operations, vehicles } = await state();
      const operation = Object.values(operations).find(({ kind }) => kind === "look-at-heat");
      return operation === undefined ? undefined : vehicles[operation.vehicleId]?.name;
    };
    await until(asked).toBe(name);
    await page.mouse.up();
  });

  it("lie where a corrected camera looks: the slider turns what it sees on the ground", async () => {
    const id = Object.values((await state()).vehicles).find(({ name }) => name === "D2")?.id ?? "";
    const turn = async () => footprintTurnDeg((await state()).vehicles[id]);
    await until(turn).toBeDefined();
    await page.keyboard.press("2");
    await page
      .getByRole("group", { name: "What of the vehicle is shown" })
      .or(page.locator(".vehicle-tabs fieldset"))
      .getByRole("button", { name: "Camera" })
      .click();
    await page.locator("summary", { hasText: "Where it really looks" }).click();
    const before = await turn();
    const slider = page.getByRole("slider", { name: /^Where D2's camera looks/ });
    await slider.focus();
    await page.keyboard.press("End");

    await until(async () => (await state()).vehicles[id]?.correction?.manualHeadingRad).toBeCloseTo(0.2618, 2);
    // The drone turns and sways meanwhile: only that it is about fifteen degrees is to be seen.
    await until(async () => Math.abs(((await turn()) ?? 0) - (before ?? 0) - 15)).toBeLessThan(8);
    await page.locator(".correction-line", { hasText: "15.0° right" }).waitFor();
    await page.screenshot({ path: `${pictures}heat-correction.png` });
    await page.getByRole("button", { name: "Back to 0°" }).click();
    await until(async () => (await state()).vehicles[id]?.correction?.manualHeadingRad ?? 0).toBeCloseTo(0, 4);
  });

  it("are surer with known places: one shown on the map is kept, drawn, and comes back once deleted", async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("i");
    const aids = page.getByRole("region", { name: "Search aids", exact: true });
    await aids.getByRole("button", { name: "Add a known place" }).click();
    await aids.getByLabel("Name", { exact: true }).fill("Sluice gate");
    await aids.getByRole("button", { name: "Pick on the map" }).click();
    await page.locator(".leaflet-container").click({ position: { x: 640, y: 300 } });
    await expect.poll(() => aids.getByLabel("Coordinates").inputValue()).toMatch(/30\.\d+/);
    await aids.getByRole("button", { name: "Add", exact: true }).click();

    const kept = async () => Object.values((await state()).landmarks)[0];
    await until(async () => (await kept())?.name).toBe("Sluice gate");
    const place = (await kept())?.position;
    const vehicle = Object.values((await state()).vehicles)[0]?.position;
    if (place === undefined || vehicle === undefined) throw new Error("Nobody knows where it is.");
    expect(distanceM(place, vehicle)).toBeLessThan(5_000);

    await aids.getByRole("button", { name: "Correct Sluice gate" }).click();
    await aids.getByLabel("Name", { exact: true }).fill("Lock gate");
    await aids.getByRole("button", { name: "Save", exact: true }).click();
    await until(async () => (await kept())?.name).toBe("Lock gate");
    expect(Object.keys((await state()).landmarks)).toHaveLength(1);
    expect((await kept())?.position).toEqual(place);

    await aids.getByRole("button", { name: "Delete Lock gate" }).click();
    await until(async () => Object.keys((await state()).landmarks).length).toBe(0);
    await aids.getByRole("button", { name: "Undo" }).click();
    await until(async () => (await kept())?.position).toEqual(place);
  });

  it("are surer with heights of the ground: a file is loaded, named, and one that is none is refused with why", async () => {
    const aids = page.getByRole("region", { name: "Search aids", exact: true });
    const choose = async (name: string, buffer: Buffer) => {
      const [chooser] = await Promise.all([
        page.waitForEvent("filechooser"),
        aids.getByRole("button", { name: "Load a file" }).click(),
      ]);
      await chooser.setFiles({ name, mimeType: "application/octet-stream", buffer });
    };
    await choose("N30E120.hgt", levelHgt());
    await until(async () => (await state()).station.terrain?.files.map(({ name }) => name)).toContain("N30E120.hgt");
    await aids.getByText("N30E120.hgt is used from now on.").waitFor();

    await choose("broken.tif", Buffer.from("no heights at all"));
    await aids.getByRole("alert").getByText("broken.tif was not taken.").waitFor();
    await page.screenshot({ path: `${pictures}heat-aids.png` });

    await aids.getByRole("button", { name: "Take N30E120.hgt away" }).click();
    await aids.getByRole("button", { name: "Take away?" }).click();
    await until(async () => (await state()).station.terrain?.files.length).toBe(0);
  });

  it("ran without an error in the page", () => {
    expect(pageErrors).toEqual([]);
  });
});
