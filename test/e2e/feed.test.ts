import { mkdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type * as PaletteGlModule from "../../renderer/panels/feeds/palette-gl.ts";
import { paletteTable } from "../../renderer/panels/thermal-palette.ts";
import { sceneNowMs } from "../support/build-views.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { type FakeStation, type FakeStationOptions, startFakeStation } from "../support/fake-station.ts";
import { feedScene, jpegVideo, sceneBoxes } from "../support/feed-scenes.ts";

const pictures = fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));
const look = {
  temperatureK: 304.55,
  position: { latDeg: 30.87, lonDeg: 120.433 },
  slantM: 212,
  ellipse95M: [8.2, 5.1] as [number, number],
  ageS: 0.1,
};

/** However busy the machine is. */
const eventually = <T>(look: () => T) => expect.poll(look, { interval: 100 });

const colourAt = (page: Page, feedId: string, x: number, y: number): Promise<number[]> =>
  page.evaluate(
    ([id, fx, fy]) => {
      const canvas = document.querySelector(`[data-feed-id="${id}"] canvas[data-capture-ms]`);
      if (!(canvas instanceof HTMLCanvasElement)) return [];
      const at = [Number(fx) * canvas.width, Number(fy) * canvas.height] as const;
      return [...(canvas.getContext("2d")?.getImageData(at[0], at[1], 1, 1).data ?? [])].slice(0, 3);
    },
    [feedId, x, y] as const,
  );

describe.skipIf(chromiumPath() === undefined)(`the camera panel (else: ${noChromium})`, () => {
  let browser: Browser;
  const open: { station: FakeStation; context: BrowserContext }[] = [];
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const { station, context } of open.splice(0)) {
      await context.close();
      await station.close();
    }
  });

  const show = async (
    options: Partial<FakeStationOptions> & {
      readonly hash?: string;
      readonly camera?: object;
      readonly before?: (context: BrowserContext) => Promise<unknown>;
      readonly size?: { readonly width: number; readonly height: number };
    } = {},
  ) => {
    const asked: string[] = [];
    const video = jpegVideo();
    const station = await startFakeStation({
      snapshot: feedScene(),
      feedVideo: (id, send, query) => {
        asked.push(`${id}?${query}`);
        return video(id, send, query);
      },
      look: () => look,
      answer: (request) => {
        if (request.kind !== "feed.mark") return { ok: true };
        return request.what === "person" ? { ok: true, heatId: "heat-3" } : { ok: true, look };
      },
      ...options,
    });
    const context = await browser.newContext({ viewport: options.size ?? { width: 1280, height: 800 }, locale: "en" });
    open.push({ station, context });
    await options.before?.(context);
    await context.addInitScript((camera) => {
      const kept = { camera: { layout: "single", size: "medium", ...camera } };
      localStorage.setItem("lantern.settings", localStorage.getItem("lantern.settings") ?? JSON.stringify(kept));
    }, options.camera ?? {});
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(station.address + (options.hash ?? ""));
    if (options.hash === undefined) {
      await page.locator(".fleet-row").first().waitFor();
      await page.keyboard.press("1");
      await page.keyboard.press("k");
    }
    await page.getByRole("region", { name: "Cameras", exact: true }).waitFor();
    return { page, station, complaints, asked };
  };
  const box = (page: Page, name: RegExp) => page.locator(".feed-boxes").first().getByRole("button", { name });
  const live = (page: Page) => page.locator("canvas[data-capture-ms]").first().waitFor();

  it("opens and closes by K, and lets go of its sockets with it", async () => {
    const { page, complaints } = await show();
    await live(page);

    await page.keyboard.press("k");

    await page.locator(".panel-camera").waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
  });

  it("draws boxes where things were found, and leaves out what would distract until it is asked for", async () => {
    const { page } = await show();
    const person = box(page, /Heat source 3: may be a person 87/);
    await person.waitFor();

    const [frame, drawn] = [await page.locator(".feed-frame").first().boundingBox(), await person.boundingBox()];
    const [first] = sceneBoxes;
    if (frame === null || drawn === null || first === undefined) throw new Error("No box on screen.");
    expect((drawn.x + drawn.width / 2 - frame.x) / frame.width).toBeCloseTo(first.x + first.width / 2, 1);
    expect((drawn.y + drawn.height / 2 - frame.y) / frame.height).toBeCloseTo(first.y + first.height / 2, 1);
    await eventually(() => page.locator(".feed-box").count()).toBe(3);

    await page.getByRole("button", { name: "Boxes around vehicles" }).click();

    await eventually(() => page.locator(".feed-box").count()).toBe(5);
  });

  it("selects by a press on a box, in the list and on the map alike, and decides on it there", async () => {
    const { page, station } = await show();

    await box(page, /Heat source 3/).click();

    await page.locator(".heat-card.selected").waitFor();
    await page.locator(".camera-note").getByRole("button", { name: "Confirm heat source 3" }).click();
    await eventually(() => station.requests).toContainEqual({
      kind: "heat.decide",
      heatId: "heat-3",
      decision: "confirmed",
      was: "new",
    });
  });

  it("recolours grey pictures by the palette", async () => {
    const { page } = await show();
    await live(page);
    const at = (kind: number) => colourAt(page, "1-thermal", 0.32, 0.445).then((rgb) => rgb[kind] ?? -1);
    await eventually(() => at(2)).toBeGreaterThan(220);

    await page.locator(".palettes").getByRole("button", { name: "Black hot" }).click();
    await eventually(() => at(2)).toBeLessThan(35);

    await page.locator(".palettes").getByRole("button", { name: "Ironbow" }).click();
    const table = paletteTable("ironbow");
    await eventually(() => at(0)).toBe(255);
    await eventually(() => at(2)).toBeGreaterThan((table[238 * 3 + 2] ?? 0) - 30);
  });

  it("leaves a coloured picture as it is", async () => {
    const { page } = await show({ camera: { layout: "side" } });
    await page.locator(".palettes").getByRole("button", { name: "Ironbow" }).click();

    await eventually(async () => {
      const [red = 0, green = 0, blue = 0] = await colourAt(page, "1-visible", 0.32, 0.445);
      return green > red && red > blue;
    }).toBe(true);
  });

  it("says temperature and distance under the pointer", async () => {
    const { page } = await show();
    await live(page);

    await page.locator(".feed-pointer").hover({ position: { x: 60, y: 60 } });

    await page.getByText("31.4 °C · 212 m away").waitFor();
  });

  it("does nothing by a press without a mode: nobody turns a camera by touching its picture", async () => {
    const { page, station } = await show();
    await live(page);

    await page.locator(".feed-pointer").click({ position: { x: 60, y: 60 } });
    await page.getByText("31.4 °C · 212 m away").waitFor();

    expect(station.requests.filter(({ kind }) => kind !== "custody.take")).toEqual([]);
  });

  it("marks a point by keys alone: arrows, Enter, Escape", async () => {
    const { page, station } = await show();
    await live(page);
    await page.getByRole("button", { name: "Mark point" }).click();
    await page.locator(".feed-pointer").focus();

    for (const key of ["ArrowRight", "ArrowRight", "ArrowUp", "Enter"]) await page.keyboard.press(key);

    await page.getByText("30.87000, 120.43300").first().waitFor();
    const [mark] = station.requests.filter((request) => request.kind === "feed.mark");
    expect(mark).toMatchObject({ feedId: "1-thermal", what: "point", captureMs: expect.any(Number) });
    expect(mark?.x).toBeCloseTo(0.55);
    expect(mark?.y).toBeCloseTo(0.475);

    await page.keyboard.press("Escape");
    await eventually(() => page.locator(".feed-pointer.mode-watch").count()).toBe(1);
    // The vehicle is still selected: Escape ended the mode and no more.
    expect(await page.locator(".fleet-row[aria-pressed=true]").count()).toBe(1);
  });

  it("marks somebody by a drawn box, and takes it back", async () => {
    const { page, station } = await show();
    const marked = feedScene().heat["heat-3"];
    if (marked === undefined) throw new Error("No third source in the scene.");
    await live(page);
    await page.getByRole("button", { name: "Somebody here" }).click();
    const frame = await page.locator(".feed-pointer").boundingBox();
    if (frame === null) throw new Error("No picture.");
    const at = (x: number, y: number) => [frame.x + frame.width * x, frame.y + frame.height * y] as const;

    await page.mouse.move(...at(0.5, 0.7));
    await page.mouse.down();
    await page.mouse.move(...at(0.4, 0.5), { steps: 5 });
    await page.locator(".drag-box").waitFor();
    await page.mouse.up();

    await page.getByText("Somebody: heat source 3, confirmed").waitFor();
    // The station makes a confirmed source of the mark.
    const decision = { state: "confirmed", by: "Li", atMs: 0, utcMs: 0 } as const;
    station.delta({ heat: { "heat-3": { ...marked, decision } } });
    const [mark] = station.requests.filter((request) => request.kind === "feed.mark");
    expect(mark).toMatchObject({ what: "person" });
    for (const [name, value] of [
      ["x", 0.4],
      ["y", 0.5],
      ["width", 0.1],
      ["height", 0.2],
    ] as const)
      expect(mark?.[name]).toBeCloseTo(value, 1);
    await page.locator(".camera-note").getByRole("button", { name: "Undo" }).click();
    await eventually(() => station.requests.at(-1)).toMatchObject({
      kind: "heat.decide",
      heatId: "heat-3",
      decision: "new",
    });
  });

  it("locks the scale in degrees, and steps it once it is", async () => {
    const { page, station } = await show();
    await page.getByRole("button", { name: /^Lock the scale/ }).click();
    await eventually(() => station.requests).toContainEqual({
      kind: "feed.set",
      feedId: "1-thermal",
      rangeK: { lowK: 274.35, highK: 309.15 },
    });

    const locked = feedScene({ "1-thermal": { range: { lowK: 274.35, highK: 309.15, locked: true } } }).feeds;
    station.delta({ feeds: locked });
    await page.getByRole("button", { name: "More: Hottest of the scale" }).click();

    await eventually(() => station.requests.at(-1)).toMatchObject({
      kind: "feed.set",
      rangeK: { lowK: 274.35, highK: 310.15 },
    });
  });

  it("says what is wrong and what to try, and tries again", async () => {
    const fault = { code: "unreachable", detail: "Connection refused" } as const;
    const { page, station } = await show({ snapshot: feedScene({ "1-thermal": { state: "connecting", fault } }) });

    await page.getByText("The camera doesn't answer").waitFor();
    await page.getByText(/^Check power, network and port/).waitFor();
    await page.getByRole("button", { name: "Try again" }).click();

    await eventually(() => station.requests).toContainEqual({ kind: "feed.retry", feedId: "1-thermal" });
  });

  it("says that a picture is frozen, and why the network doesn't search", async () => {
    const search = { by: "hot-spots", fault: "model-missing", framesPerS: 9, skippedFraction: 0 } as const;
    const { page } = await show({ snapshot: feedScene({ "1-thermal": { warnings: ["frozen"], search } }) });

    await page.getByText("Frozen: the same picture").waitFor();
    await page.locator(".feed-badge", { hasText: "search: warm spots only (model missing)" }).waitFor();
  });

  it("strikes what isn't live, with its age, when pictures stop coming", async () => {
    let silent = false;
    const { page } = await show({ feedVideo: jpegVideo({ isSilent: () => silent }) });
    await live(page);

    silent = true;

    await page.getByText(/^Picture \d+ s old$/).waitFor();
    await page.locator(".feed-rate.struck").waitFor();
  });

  it("keeps its picture's size once a weak link's warning has been there, and gone", async () => {
    const { page, station } = await show();
    await live(page);
    const panel = page.getByRole("region", { name: "Cameras", exact: true });
    const height = async () => (await panel.boundingBox())?.height ?? 0;
    const before = await height();
    const presence = (state: "lost" | "heard") => ({
      presence: {
        state,
        sinceMs: sceneNowMs - 5_000,
        lastHeardMs: state === "heard" ? sceneNowMs : sceneNowMs - 9_000,
      },
    });
    const drawn = () =>
      page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

    station.delta({ vehicles: { "1": presence("lost") } });
    await expect.poll(height).toBeLessThan(before);
    await drawn();
    const small = await height();
    station.delta({ vehicles: { "1": presence("heard") } });
    await page.locator(".action-bar .gate-note").waitFor({ state: "detached" });
    await drawn();

    expect(await height()).toBe(small);
  });

  it("swaps the picture in the corner by a press without opening a stream anew", async () => {
    const { page, asked } = await show({ camera: { layout: "inset" } });
    await page.locator("[data-feed-id='1-visible'] canvas[data-capture-ms]").waitFor();
    const before = asked.length;

    await page.getByRole("button", { name: "Make the visible picture the large one" }).click();

    await page.locator(".part-main [data-feed-id='1-visible']").waitFor();
    await page.locator(".part-inset [data-feed-id='1-thermal'] canvas[data-capture-ms]").waitFor();
    expect(asked.length - before).toBeLessThanOrEqual(2);
  });

  it("shows all vehicles on a second screen, and one of them by a press", async () => {
    const { page } = await show({ hash: "#/panel/camera", camera: { layout: "wall" } });
    await eventually(() => page.locator("canvas[data-capture-ms]").count()).toBe(3);

    await page.getByRole("button", { name: "Show D2 alone" }).click();

    await page.locator(".part-main [data-feed-id='2-thermal']").waitFor();
  });

  it("asks for JPEG where the browser can't decode video, as on pages without https", async () => {
    const { page, asked } = await show({
      before: (context) => context.addInitScript(() => Reflect.deleteProperty(window, "VideoDecoder")),
    });
    await live(page);

    expect(asked[0]).toBe("1-thermal?delivery=jpeg");
  });

  it("sends what was typed of a new camera", async () => {
    const { page, station } = await show();
    await page.getByRole("button", { name: "Cameras of this vehicle" }).click();
    const form = page.getByRole("form", { name: "Add camera" });

    await form.getByRole("button", { name: /^rtp:/ }).click();
    await form.getByLabel("Field of view, across").fill("57,3");
    await form.getByLabel("Delay", { exact: true }).fill("180");
    await form.getByLabel("Delay ±").fill("40");
    await form.getByRole("button", { name: "Add camera" }).click();

    await eventually(() => station.requests.find(({ kind }) => kind === "feed.add")).toMatchObject({
      vehicleId: "1",
      uri: "rtp://:5600",
      spectrum: "thermal",
      latencyMs: 180,
      latencySigmaMs: 40,
    });
  });

  it.each([
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
    { width: 1024, height: 768 },
  ])("covers neither fleet, emergency stop, hold, return nor land at $width x $height", async (size) => {
    const { page } = await show({ size, camera: { size: "small" } });
    await live(page);
    for (const next of ["medium", "large", "small"]) {
      const covered = await page.evaluate(() => {
        const controls = [...document.querySelectorAll(".action-bar button, .octagon, .fleet-row")];
        const isFree = (control: Element) => {
          const { left, top, width, height } = control.getBoundingClientRect();
          return control.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        };
        return { found: controls.length, names: controls.filter((one) => !isFree(one)).map((one) => one.textContent) };
      });
      expect(covered.found).toBeGreaterThan(6);
      expect(covered.names).toEqual([]);
      await page.getByRole("button", { name: `Size of the panel: ${next}` }).click();
    }
  });

  it("colours by the graphics card as by the table", async () => {
    const file = fileURLToPath(new URL("../../renderer/panels/feeds/palette-gl.ts", import.meta.url));
    const source = stripTypeScriptTypes(readFileSync(file, "utf8"));
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto("about:blank");
    const table = [...paletteTable("ironbow", 0.78)];

    await page.addScriptTag({ type: "module", content: `${source}\nwindow.createPaletteGl = createPaletteGl;` });

    const colours = await page.evaluate(async (colourTable) => {
      const { createPaletteGl } = window as unknown as Pick<typeof PaletteGlModule, "createPaletteGl">;
      const grey = new ImageData(256, 2);
      for (let i = 0; i < grey.data.length; i += 4) {
        grey.data.fill((i / 4) % 256, i, i + 3);
        grey.data[i + 3] = 255;
      }
      const gl = createPaletteGl(document.createElement("canvas"), true);
      const size = { width: 256, height: 2 };
      const coloured = gl?.colour(await createImageBitmap(grey), size, new Uint8Array(colourTable));
      if (coloured === undefined) return [];
      const copy = document.createElement("canvas");
      copy.width = 256;
      copy.height = 2;
      const context2d = copy.getContext("2d");
      context2d?.drawImage(coloured.canvas, 0, coloured.top, 256, 2, 0, 0, 256, 2);
      return [...(context2d?.getImageData(0, 0, 256, 1).data ?? [])].filter((_, i) => i % 4 !== 3);
    }, table);

    await context.close();
    expect(colours).toEqual(table);
  });
});
