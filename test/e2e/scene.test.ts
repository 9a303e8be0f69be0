import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { securityHeaders } from "../../electron/station/server/security-headers.ts";
import { buildGround } from "../support/build-ground.ts";
import { buildVehicle, placeAt, sceneNowMs } from "../support/build-views.ts";
import { chromiumPath, noChromium } from "../support/chromium.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import { askScene, serveScenePage } from "../support/scene-page.ts";
import { sceneSnapshot } from "../support/scene-scenes.ts";

const csp = securityHeaders({ host: "127.0.0.1:*" }, "screen")["content-security-policy"] ?? "";

/** The 3D view in a real browser, against a station that says what the test wants. */
describe.skipIf(chromiumPath() === undefined)(`the 3D view (else: ${noChromium})`, () => {
  const openScreen = fakeScreens();

  const show = async (options: { readonly ground?: boolean; readonly init?: () => void } = {}) => {
    const hasGround = options.ground !== false;
    const screen = await openScreen({
      snapshot: sceneSnapshot({ hasBaseMap: hasGround }),
      contentSecurityPolicy: csp.replace("127.0.0.1:*", "127.0.0.1:* ws://127.0.0.1:*"),
      ...(hasGround ? { ground: buildGround() } : {}),
    });
    const chunks: string[] = [];
    screen.page.on("request", (request) => {
      if (request.url().includes("scene-view")) chunks.push(request.url());
    });
    if (options.init !== undefined) await screen.page.addInitScript(options.init);
    await screen.goto();
    await screen.page.locator(".lantern-leaflet").waitFor();
    await screen.page.locator("[data-vehicle-id]").first().waitFor({ state: "attached" });
    return { ...screen, chunks };
  };

  const into3d = async (page: Page) => {
    await page.keyboard.press("Shift+M");
    await page.locator(".scene-root canvas").waitFor();
    await label(page, "vehicle/2").waitFor({ state: "attached" });
  };
  const label = (page: Page, key: string) => page.locator(`.scene-label[data-key="${key}"]`);
  /** How many different colours a few hundred pixels of the page have: an empty canvas has one. */
  const colours = async (page: Page) => {
    const shot = (await page.locator(".lantern-scene").screenshot()).toString("base64");
    return page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context?.drawImage(bitmap, 0, 0);
      const { data = [] } = context?.getImageData(340, 200, 500, 300) ?? {};
      const seen = new Set<number>();
      for (let i = 0; i < data.length; i += 4 * 97)
        seen.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
      return seen.size;
    }, shot);
  };

  it("takes the map's place by a key, with its library loaded only then, under the strict policy", async () => {
    const { page, chunks, complaints } = await show();
    expect(chunks).toEqual([]);

    await into3d(page);
    await expect.poll(() => colours(page)).toBeGreaterThan(60);

    expect(chunks.length).toBeGreaterThan(0);
    await expect.poll(() => page.locator(".lantern-leaflet").count()).toBe(0);
    await page.keyboard.press("Shift+M");
    await page.locator(".lantern-leaflet").waitFor();
    await expect.poll(() => page.locator(".scene-root").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("selects by a press on a mark and on a name, in step with the panels", async () => {
    const { page } = await show();
    await into3d(page);

    await label(page, "vehicle/2").click();
    await expect.poll(() => label(page, "vehicle/2").getAttribute("aria-pressed")).toBe("true");
    await page.locator(".panel-vehicle", { hasText: "D2" }).first().waitFor();
    await page.keyboard.press("1");
    await expect.poll(() => label(page, "vehicle/1").getAttribute("aria-pressed")).toBe("true");
    await expect.poll(() => label(page, "vehicle/1").textContent()).toContain("60 m HOME");

    // Below its name, on the mesh itself.
    const box = await label(page, "vehicle/2").boundingBox();
    if (box === null) throw new Error("D2's name is not in sight.");
    await page.mouse.click(box.x + box.width / 2, box.y + box.height + 18);

    await expect.poll(() => label(page, "vehicle/2").getAttribute("aria-pressed")).toBe("true");
  });

  it("follows the selected vehicle, looks through its camera, and says so", async () => {
    const { page } = await show();
    await into3d(page);
    const note = page.locator(".view-note", { hasText: /follow|through/i });

    await page.getByRole("button", { name: "Follow the selected vehicle" }).click();
    await expect.poll(() => note.textContent()).toBe("Select a vehicle to follow it");
    await page.keyboard.press("2");
    await expect.poll(() => note.textContent()).toBe("Following D2");
    await page.getByRole("button", { name: "Look through its camera" }).click();
    await expect.poll(() => note.textContent()).toBe("Through D2's camerafield of view assumed, 60°");

    // Nobody sees the own vehicle from within; the picture's outline is there.
    await expect.poll(() => label(page, "vehicle/2").count()).toBe(0);
    await expect.poll(() => page.locator(".scene-picture rect").count()).toBe(1);
    await page.keyboard.press("0");
    await expect.poll(() => label(page, "vehicle/2").count()).toBe(1);
  });

  it("moves with the stream, draws no frame while nothing moves, and colours paths as chosen", async () => {
    const { page, station } = await show({
      init: () => {
        const clear = WebGL2RenderingContext.prototype.clear;
        Reflect.set(window, "frames", 0);
        WebGL2RenderingContext.prototype.clear = function (mask) {
          Reflect.set(window, "frames", Number(Reflect.get(window, "frames")) + 1);
          clear.call(this, mask);
        };
      },
    });
    await into3d(page);
    const frames = () => page.evaluate(() => Number(Reflect.get(window, "frames")));
    const place = () => label(page, "vehicle/2").evaluate((element) => element.style.transform);
    // Trails lie still, tiles are there: frames end.
    let before = -1;
    await expect
      .poll(
        async () => {
          const earlier = before;
          before = await frames();
          return before === earlier;
        },
        { interval: 1_500 },
      )
      .toBe(true);
    const at = await place();

    const { clock } = sceneSnapshot();
    const atMs = clock.nowMs + 60_000;
    const moved = buildVehicle({ id: "2", position: { atMs, ...placeAt(40, -60), altMslM: 150, altHomeM: 127 } });
    station.delta({ vehicles: { "2": moved }, clock: { ...clock, nowMs: atMs } });

    await expect.poll(place).not.toBe(at);
    expect(await frames()).toBeGreaterThan(before);
    await page.getByRole("button", { name: "Speed" }).click();
    await expect.poll(() => page.locator(".scene-ramp-ends").textContent()).toMatch(/0 m\/s.*m\/s/);
    expect(sceneNowMs).toBeLessThan(atMs);
  });

  it("comes back after the graphics card lost its memory, and says so meanwhile", async () => {
    const { page } = await show();
    await into3d(page);
    await expect.poll(() => colours(page)).toBeGreaterThan(60);

    await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>(".scene-root canvas");
      const extension = canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context");
      Reflect.set(window, "giveBack", () => extension?.restoreContext());
      extension?.loseContext();
    });
    await page.getByText("The graphics card gave up for a moment").waitFor();
    await page.evaluate(() => (Reflect.get(window, "giveBack") as () => void)());
    await page.getByText("The graphics card gave up for a moment").waitFor({ state: "detached" });

    await expect.poll(() => colours(page)).toBeGreaterThan(60);
  });

  it("says that the ground is level where no terrain is known", async () => {
    const { page } = await show({ ground: false });

    await into3d(page);

    await page.getByText("No terrain is known here").waitFor();
  });

  it("leads back to the map where the browser has no 3D graphics", async () => {
    const { page } = await show({
      init: () => {
        const { getContext } = HTMLCanvasElement.prototype;
        HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...more: unknown[]) {
          return kind.startsWith("webgl") ? null : Reflect.apply(getContext, this, [kind, ...more]);
        } as typeof getContext;
      },
    });

    await page.keyboard.press("Shift+M");
    await page.getByText("This browser gives no 3D graphics").waitFor();
    await page.locator(".scene-away").getByRole("button", { name: "Back to the map" }).click();

    await page.locator(".lantern-leaflet").waitFor();
  });

  it("leaves nothing in the graphics memory when it is taken away and put back", async () => {
    const { page } = await openScreen({ snapshot: sceneSnapshot() });
    const served = await serveScenePage();
    try {
      await page.goto(served.station.address);
      await page.waitForFunction(() => Reflect.has(window, "scene"));
      await askScene(page, "open", "full");
      await page.waitForLoadState("networkidle");
      await askScene(page, "timeFrames", 3, 1);
      const first = await askScene(page, "memory");
      // Paths grow, footprints and heat change: buffers are made anew, the old ones go.
      for (let atS = 10; atS < 40; atS += 1) await askScene(page, "tick", atS);
      await askScene(page, "timeFrames", 3, 41);
      const later = await askScene(page, "memory");
      await askScene(page, "unmount");
      const gone = await askScene(page, "memory");

      expect(later?.geometries).toBe(first?.geometries);
      expect(later?.textures).toBe(first?.textures);
      expect(gone).toMatchObject({ geometries: 0, textures: 0 });
      for (let i = 0; i < 20; i += 1) {
        await askScene(page, "mount");
        await askScene(page, "unmount");
      }
      await askScene(page, "mount");
      await page.waitForLoadState("networkidle");
      expect((await askScene(page, "timeFrames", 2, 50)).length).toBe(2);
    } finally {
      await served.close();
    }
  });
});
