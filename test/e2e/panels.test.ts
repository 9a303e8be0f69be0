import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import type { RequestResult } from "../../shared/wire/requests.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { buildHeat, decided } from "../support/build-views.ts";
import { chromiumPath } from "../support/chromium.ts";
import { controlFaults, noControlFaults } from "../support/control-faults.ts";
import { fakeScenes } from "../support/fake-scenes.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import type { FakeStationOptions } from "../support/fake-station.ts";

/** The built panels in a real browser against a station that says whatever the test wants it to say. */
describe.skipIf(chromiumPath() === undefined)("the panels", () => {
  const openScreen = fakeScreens();

  const show = async (
    snapshot: StateSnapshot,
    options: Omit<FakeStationOptions, "snapshot"> & {
      readonly hash?: string;
      readonly language?: string;
      readonly size?: { readonly width: number; readonly height: number };
    } = {},
  ) => {
    const screen = await openScreen(
      { snapshot, ...options },
      { viewport: options.size ?? { width: 1280, height: 800 }, locale: options.language ?? "en" },
    );
    await screen.goto(options.hash);
    return screen;
  };

  const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

  it("say how to connect while there is no vehicle, and start the simulator on request", async () => {
    const { page, station } = await show(fakeScenes.empty());

    await page.getByText("serial:/dev/ttyUSB0:57600").waitFor();
    await page.getByRole("button", { name: "Start the simulator" }).click();

    await expect.poll(() => station.requests).toContainEqual({ kind: "simulator.start" });
  });

  it("no longer say that the station listens once it is away", async () => {
    const { page, station } = await show(fakeScenes.empty());
    await page.getByText("Listening on").waitFor();

    station.cut();

    await page.getByText("Listening on").waitFor({ state: "detached" });
  });

  it("select a vehicle by its digit and let go of it by Escape", async () => {
    const { page } = await show(fakeScenes.flying());

    await page.keyboard.press("2");
    await region(page, "Vehicle").getByText("Ground speed").waitFor();
    await page.locator(".vehicle-summary", { hasText: "D2" }).waitFor();
    await page.locator(".fleet-row[aria-pressed=true]", { hasText: "D2" }).waitFor();

    await page.keyboard.press("Escape");
    await page.getByText("No vehicle selected").waitFor();
  });

  it("name every height's reference", async () => {
    const { page } = await show(fakeScenes.flying());

    await page.keyboard.press("1");

    await expect.poll(() => page.locator(".heights dt").allInnerTexts()).toEqual(["HOME", "AGL", "MSL", "ELL"]);
  });

  it("show a thermal picture", async () => {
    const { page } = await show(fakeScenes.flying());

    await page.keyboard.press("1");
    await page.getByRole("img", { name: "Live thermal picture of D1" }).waitFor();

    await expect
      .poll(() =>
        page.locator(".picture canvas").evaluate((canvas) => {
          if (!(canvas instanceof HTMLCanvasElement)) return 0;
          const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
          if (pixels === undefined) return 0;
          return pixels.reduce((brightest, value, i) => (i % 4 === 0 ? Math.max(brightest, value) : brightest), 0);
        }),
      )
      .toBeGreaterThan(200);
  });

  it("confirm and dismiss heat sources by button and by key, change nothing until the station does, and undo", async () => {
    const { page, station } = await show(fakeScenes.flying());

    await page.getByRole("button", { name: "Confirm heat source 3" }).click();
    await expect
      .poll(() => station.requests)
      .toContainEqual({
        kind: "heat.decide",
        heatId: "heat-3",
        decision: "confirmed",
        was: "new",
      });
    expect(await page.getByRole("button", { name: "Confirm heat source 3" }).count()).toBe(1);

    station.delta({ heat: { "heat-3": buildHeat(3, { decision: decided("confirmed", "Li") }) } });
    await page.getByRole("button", { name: "Take back the decision on heat source 3" }).click();
    await expect
      .poll(() => station.requests)
      .toContainEqual({
        kind: "heat.decide",
        heatId: "heat-3",
        decision: "new",
        was: "confirmed",
      });

    await page.keyboard.press("n");
    await page.keyboard.press("x");
    await expect
      .poll(() => station.requests)
      .toContainEqual({
        kind: "heat.decide",
        heatId: "heat-4",
        decision: "dismissed",
        was: "new",
      });
  });

  it("show the row of whoever is selected, of many, and nothing lies over it", async () => {
    const { page } = await show(fakeScenes.crowded());
    const row = page.locator(".fleet-row").nth(8);
    await row.waitFor();

    await page.keyboard.press("9");

    await page.locator(".fleet-row[aria-pressed=true]").waitFor();
    await expect
      .poll(() =>
        row.evaluate((element) => {
          const { left, top, bottom, width } = element.getBoundingClientRect();
          const at = (y: number) => element.contains(document.elementFromPoint(left + width / 2, y));
          return at(top + 4) && at(bottom - 4);
        }),
      )
      .toBe(true);
  });

  it("stay usable with 200 heat sources: some at first, more on request, any by search", async () => {
    const { page } = await show(fakeScenes.crowded());
    const heat = region(page, "Heat sources");

    await expect.poll(() => heat.getByRole("listitem").count()).toBe(40);
    await heat.getByRole("button", { name: "Show 40 more" }).click();
    await expect.poll(() => heat.getByRole("listitem").count()).toBe(80);

    await heat.getByRole("textbox").fill("137");
    await expect.poll(() => heat.getByRole("listitem").count()).toBe(1);
    await heat.getByRole("button", { name: "Show heat source 137 on the map" }).waitFor();
  });

  it("say what happened and what to do, until it is acknowledged", async () => {
    const { page, station } = await show(fakeScenes.trouble());
    const alerts = region(page, "Alerts");

    await alerts.getByText("Check antenna and radio").waitFor();
    await alerts.getByRole("button", { name: /^Acknowledge: .*D1 lost/ }).click();

    await expect.poll(() => station.requests).toContainEqual({ kind: "alert.acknowledge", alertId: "a1" });
  });

  it("show a link's fault with what to do, explain a refused link in place, remove only on a second press", async () => {
    const refusal: RequestResult = { ok: false, fault: { code: "bad-link-spec", detail: "Say udpin:HOST:PORT." } };
    const { page, station } = await show(fakeScenes.trouble(), {
      answer: (request) => (request.kind === "link.add" ? refusal : { ok: true, ports: [] }),
    });
    const links = region(page, "Links");
    await page.keyboard.press("l");

    await links.getByText("Plug it in; it is opened by itself").waitFor();
    await links.getByLabel("Link string").fill("upd:1");
    await links.getByRole("button", { name: "Add", exact: true }).click();
    await links.getByText("This is no link string.").waitFor();
    await links.getByText("Say udpin:HOST:PORT.").waitFor();

    await links.getByRole("button", { name: "Remove link serial:/dev/ttyUSB0:57600" }).click();
    expect(station.requests.some(({ kind }) => kind === "link.remove")).toBe(false);
    await links.getByRole("button", { name: "Remove?" }).click();
    await expect.poll(() => station.requests).toContainEqual({ kind: "link.remove", linkId: "link-2" });
  });

  it("strike every figure while the station is away, and come back by themselves with what was missed", async () => {
    const scene = fakeScenes.flying();
    // Its clock stands: nothing grows old by itself, however long a busy machine takes.
    const { page, station } = await show({ ...scene, clock: { ...scene.clock, rate: 0 } });
    await page.keyboard.press("1");
    await region(page, "Vehicle").getByText("Ground speed").waitFor();
    station.emit({ kind: "vehicle-heard", vehicleId: "1", name: "D1" });
    expect(await page.locator(".vehicle-body .stale").count()).toBe(0);

    station.cut();
    await page.getByRole("alert").getByText("Nothing on this screen is live").waitFor();
    await expect.poll(() => page.locator(".vehicle-body .stale").count()).toBeGreaterThan(5);
    await expect.poll(() => page.locator(".fleet-row.stale").count()).toBe(3);
    await page.keyboard.press("l");
    await expect.poll(() => page.locator(".link-row .struck").count()).toBe(2);
    await page.keyboard.press("l");

    station.restore();
    await page.getByRole("alert").waitFor({ state: "detached" });
    expect(station.streamsAfter).toEqual([undefined, 1]);
    await expect.poll(() => page.locator(".fleet-row.stale").count()).toBe(0);
  });

  it("say what to do when this browser is not signed in", async () => {
    const { page, station } = await show(fakeScenes.flying());

    station.forget();

    await page.getByText("This browser is not signed in").waitFor();
  });

  it("say loudly that recording failed, that storage is low, that a clock is wrong", async () => {
    const { page } = await show(fakeScenes.recordingFailed(), { clockErrorMs: -3_700_000 });

    await page.getByRole("alert").getByText("The disk is full. Delete or move files").waitFor();
    await page.getByRole("status").getByText("Storage is almost full").waitFor();
    await page.getByText("This device's clock and the station's differ by 1 h 1 min").waitFor();
    await page.getByText("Not recording").waitFor();
  });

  it("switch language and theme in one press each, and remember both", async () => {
    const { page } = await show(fakeScenes.flying());

    await page.getByRole("button", { name: "切换到中文" }).click();
    await page.getByRole("heading", { name: "热源" }).waitFor();
    await page.keyboard.press("t");
    await page.keyboard.press("t");
    await page.reload();

    await page.getByRole("heading", { name: "热源" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
  });

  it("announce a new heat source to screen readers, and say until the first click that sounds wait for it", async () => {
    const { page, station } = await show(fakeScenes.flying());
    await page.getByRole("button", { name: "Sounds start after the first click or key" }).waitFor();

    await page.getByRole("heading", { name: "Fleet" }).click();
    await page.getByRole("button", { name: "Mute sounds" }).waitFor();
    station.emit({ kind: "heat-found", heat: buildHeat(9) });

    await page.locator("#announcements", { hasText: "New heat source 9" }).waitFor({ state: "attached" });
    await page.keyboard.press("m");
    await page.getByRole("button", { name: "Turn sounds on", pressed: true }).waitFor();
  });

  it("list the station's serial ports and start a link from one", async () => {
    const { page, station } = await show(fakeScenes.empty());
    await page.keyboard.press("l");

    await page.getByRole("button", { name: "/dev/ttyUSB0 CP2102 USB to UART" }).click();
    await page.getByRole("button", { name: "Add", exact: true }).click();

    await expect.poll(() => station.requests).toContainEqual({ kind: "link.add", spec: "serial:/dev/ttyUSB0:57600" });
  });

  it("give a vehicle another name in place, and keep the old one until the station says the new", async () => {
    const { page, station } = await show(fakeScenes.flying());
    await page.keyboard.press("1");

    await page.getByRole("button", { name: "Rename D1" }).click();
    await page.getByLabel("New name").fill("Falcon 2");
    await page.getByLabel("New name").press("Enter");

    await expect
      .poll(() => station.requests)
      .toContainEqual({ kind: "vehicle.rename", vehicleId: "1", name: "Falcon 2" });
    await page.locator(".vehicle-summary", { hasText: "D1" }).waitFor();
    station.delta({ vehicles: { "1": { name: "Falcon 2" } } });
    await page.locator(".vehicle-summary", { hasText: "Falcon 2" }).waitFor();
  });

  it("speak the system's language at first", async () => {
    const { page } = await show(fakeScenes.flying(), { language: "zh-CN" });

    await page.getByRole("heading", { name: "编队" }).waitFor();
  });

  it("show the keys on ? and any panel alone by its own address", async () => {
    const { page } = await show(fakeScenes.flying());
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("Next new heat source").waitFor();

    await page.getByRole("dialog").getByRole("link", { name: "Heat sources" }).click();
    await page.keyboard.press("Escape");

    await page.getByRole("link", { name: "Back to the map" }).waitFor();
    await expect.poll(() => page.locator(".panel").count()).toBe(1);
  });

  it("take the address of an online map only where it can be used, and say why not", async () => {
    const { page } = await show(fakeScenes.flying());
    const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem("lantern.settings") ?? "{}").tileLayerUrl);
    await page.getByRole("button", { name: "Settings" }).click();
    const address = page.getByLabel("Address of the online map");

    await address.fill("http://tiles.example/{z}/{x}/{y}.png");
    await page.getByText("It must start with https://").waitFor();
    await address.fill("https://tiles.example/{z}/{x}.png");
    await page.getByText("It must contain {z}, {x} and {y}.").waitFor();
    await address.fill("https://tiles.example/{z}/{x}/{y}.png");
    await expect.poll(kept).toBe("https://tiles.example/{z}/{x}/{y}.png");

    await address.fill("");
    await expect.poll(kept).toBe("https://tile.openstreetmap.org/{z}/{x}/{y}.png");
  });

  it("say what the thermal picture's black and white are in degrees", async () => {
    const { page } = await show(fakeScenes.flying());

    await page.keyboard.press("1");

    await expect.poll(() => page.locator(".palette-scale").textContent()).toMatch(/1\.2\s*°C\s*16\.4\s*°C/);
  });

  it("keep the selected vehicle clear of panels and banners", async () => {
    const { page } = await show(fakeScenes.recordingFailed(), { size: { width: 1024, height: 640 } });

    await page.keyboard.press("1");
    await page.locator(".vehicle-mark.is-selected").waitFor();

    const isCovered = () =>
      page.evaluate(() => {
        const mark = document.querySelector(".vehicle-mark.is-selected")?.getBoundingClientRect();
        if (mark === undefined) return true;
        return [...document.querySelectorAll(".panel, .banner")].some((element) => {
          const box = element.getBoundingClientRect();
          return mark.left < box.right && box.left < mark.right && mark.top < box.bottom && box.top < mark.bottom;
        });
      });
    await expect.poll(isCovered).toBe(false);
  });

  it("live with a content security policy that allows nothing inline and no evaluation", async () => {
    const { page, complaints } = await show(fakeScenes.flying(), {
      contentSecurityPolicy:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws:; worker-src 'self'; base-uri 'none'",
    });
    await page.keyboard.press("1");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByText("Coordinates", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Map layers" }).click();
    await page.getByText("Online map").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();

    expect(complaints).toEqual([]);
  });

  describe.each([
    ["en", { width: 1280, height: 800 }],
    ["zh-CN", { width: 1280, height: 800 }],
    ["en", { width: 1920, height: 1080 }],
    ["en", { width: 1024, height: 640 }],
    // A 1280 px screen magnified by half.
    ["en", { width: 853, height: 533 }],
    ["zh-CN", { width: 853, height: 533 }],
  ] as const)("in %s at %o", (language, size) => {
    it.each(["trouble", "crowded"] as const)(
      "keep every control of the scene %s at 44 px or more and every word inside of its control",
      async (scene) => {
        const { page } = await show(fakeScenes[scene](), { language, size });
        await page.keyboard.press("2");
        await page.keyboard.press("l");
        await page.locator(".link-row").first().waitFor();

        const found = await controlFaults(
          page,
          ".top-bar button, .panel button, .panel input, .panel a",
          ".panel-body, .top-bar",
        );

        expect(found).toEqual(noControlFaults);
      },
    );
  });
});
