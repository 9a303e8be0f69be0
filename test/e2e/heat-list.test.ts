import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { buildHeat, placeAt } from "../support/build-views.ts";
import { chromiumPath, noChromium } from "../support/chromium.ts";
import { controlFaults, noControlFaults } from "../support/control-faults.ts";
import { eyesScenes, judged, threeSources } from "../support/eyes-scenes.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import type { FakeStation, FakeStationOptions } from "../support/fake-station.ts";

/** Every card of the list is near enough to be drawn. */
const tall = { width: 1280, height: 1400 };

/** The built list and map of heat sources in a real browser, against a station that says what the test wants. */
describe.skipIf(chromiumPath() === undefined)(`heat sources on screen (else: ${noChromium})`, () => {
  const openScreen = fakeScreens();

  const show = async (
    snapshot: StateSnapshot,
    options: Omit<FakeStationOptions, "snapshot"> & {
      readonly language?: string;
      readonly dark?: boolean;
      readonly touch?: boolean;
      readonly size?: { readonly width: number; readonly height: number };
    } = {},
  ) => {
    const screen = await openScreen(
      { snapshot, ...options },
      {
        viewport: options.size ?? { width: 1280, height: 800 },
        locale: options.language ?? "en",
        colorScheme: options.dark === true ? "dark" : "light",
        hasTouch: options.touch ?? false,
      },
    );
    await screen.goto();
    await screen.page.locator(".heat-card").first().waitFor();
    return screen;
  };

  const numbers = (page: Page) => page.locator(".heat-card .number-mark").allInnerTexts();
  const card = (page: Page, number: number) =>
    page.locator(".heat-card", { has: page.getByRole("button", { name: `Show heat source ${number} on the map` }) });
  const delta = (station: FakeStation, ...sources: readonly HeatSource[]) =>
    station.delta({ heat: Object.fromEntries(sources.map((source) => [source.id, source])) });

  it("are listed by how likely a person each is, in a number and a word, ours behind all new ones", async () => {
    const { page } = await show(eyesScenes.all(), { size: tall });

    await expect.poll(() => numbers(page)).toEqual(["12", "13", "11", "5", "6", "2", "8"]);
    await card(page, 12).getByText("Person 97%").waitFor();
    await card(page, 12).getByText("very likely").waitFor();
    await card(page, 11).getByText("unlikely").waitFor();
    await card(page, 12).getByText("walks 1.2 m/s north-east").waitFor();
    await card(page, 12).getByText("also 7, 9").waitFor();
    await card(page, 13).getByText("flat ground assumed").waitFor();
    await card(page, 5).getByText("our R1").waitFor();
    await card(page, 6).getByText("marked by Wang").waitFor();
    await card(page, 6).getByText("Not located").waitFor();
    await page.locator(".panel-heat .summary-new", { hasText: "3 new" }).waitFor();
  });

  it("can be listed by age, which is remembered", async () => {
    const { page } = await show(eyesScenes.crowded());
    const newest = page.getByRole("button", { name: "Newest first" });
    const first = page.locator(".heat-card .number-mark").first();

    await newest.click();
    await expect.poll(() => first.innerText()).toBe("200");
    await page.reload();

    await page.getByRole("button", { name: "Newest first", pressed: true }).waitFor();
    await expect.poll(() => first.innerText()).toBe("200");
  });

  it("tell why by one press, for and against in words, with the pictures of every vehicle", async () => {
    const { page } = await show(eyesScenes.all(), { size: tall });

    await page.getByRole("button", { name: "Heat source 12: why, pictures and more" }).click();

    const details = card(page, 12).locator(".heat-details");
    await expect
      .poll(() => details.locator(".evidence-word").allInnerTexts())
      .toEqual(["strongly for", "for", "for", "for"]);
    await details.getByText("Seen in 3 independent looks.").waitFor();
    await details.getByRole("button", { name: "Enlarge the picture by D2" }).click();
    const large = details.getByRole("button", { name: "Make the picture by D2 small again", pressed: true });
    await expect.poll(async () => (await large.boundingBox())?.width ?? 0).toBeGreaterThan(200);
    await expect
      .poll(() => large.locator("img").evaluate((image) => (image instanceof HTMLImageElement ? image.src : "")))
      .toContain("/api/heat/heat-12/crops/2?v=3");
    await expect.poll(() => details.locator(".crop").count()).toBe(3);

    await page.getByRole("button", { name: "Heat source 11: why, pictures and more" }).press("Enter");
    await card(page, 11).getByText("strongly against").waitFor();
    await card(page, 11).getByText("not known").waitFor();
    await card(page, 11).getByText("another one tells more").waitFor();
  });

  it("don't change places under a hand: what comes waits above until it is asked for", async () => {
    const { page, station } = await show(eyesScenes.three());
    await card(page, 12).hover();
    const certain = { ...judged({ network: 6, looks: 3 }), location: threeSources()[1]?.location };
    const news = buildHeat(14, certain as Partial<HeatSource>);
    const risen = { ...buildHeat(11), ...judged({ network: 5, looks: 3 }) };

    delta(station, news, risen);
    const waiting = page.getByRole("button", { name: "1 more came: show" });
    await waiting.waitFor();
    expect(await numbers(page)).toEqual(["12", "13", "11"]);

    await waiting.click();
    await expect.poll(() => numbers(page)).toEqual(["14", "12", "11", "13"]);
  });

  it("find their order by themselves once the hand is gone, and stay where they are while they only waver", async () => {
    const { page, station } = await show(eyesScenes.three());
    const [car, walker, unclear] = threeSources();
    if (car === undefined || walker === undefined || unclear === undefined) throw new Error("Three were built.");

    delta(station, { ...unclear, personProbability: (walker.personProbability ?? 0) - 0.01 });
    await card(page, 13).getByText("very likely").waitFor();
    expect(await numbers(page)).toEqual(["12", "13", "11"]);
    delta(station, { ...walker, personProbability: 0.9 });
    await card(page, 12).getByText("Person 90%").waitFor();
    expect(await numbers(page)).toEqual(["12", "13", "11"]);

    delta(station, { ...walker, personProbability: 0.4 });
    await expect.poll(() => numbers(page)).toEqual(["13", "12", "11"]);
  });

  // A machine that stands still over a short press makes it a long one.
  it("send who is there first by one hold on the card itself, and nobody by a press too short", {
    retry: 2,
  }, async () => {
    const { page, station } = await show(eyesScenes.three());
    const look = page.getByRole("button", { name: /^D2, .* go and look again at heat source 12/ });
    await look.click();
    await look.getByText("Held too briefly").or(look.getByText(/hold/i)).first().waitFor();
    expect(station.requests.filter(({ kind }) => kind === "vehicle.do")).toEqual([]);

    await look.hover();
    await page.mouse.down();
    await expect
      .poll(() => station.requests.filter(({ kind }) => kind === "vehicle.do"))
      .toMatchObject([{ vehicleId: "2", action: { kind: "look-at-heat", heatId: "heat-12" } }]);
    await page.mouse.up();
  });

  it("propose nobody where nobody can go, and nothing for what is ours or decided", async () => {
    const grounded = eyesScenes.all();
    const vehicles = Object.fromEntries(
      Object.entries(grounded.vehicles).map(([id, vehicle]) => [id, { ...vehicle, frozen: true }]),
    );
    const { page } = await show({ ...grounded, vehicles });

    await card(page, 12).getByText("nobody free").waitFor();
    expect(await card(page, 5).locator(".look-again").count()).toBe(0);
    expect(await card(page, 2).locator(".look-again").count()).toBe(0);
  });

  it("can be one of ours: chosen from all we have, and taken back", async () => {
    const { page, station } = await show(eyesScenes.three());
    await page.getByRole("button", { name: "Heat source 12: why, pictures and more" }).click();
    await page.getByRole("button", { name: "This is one of ours" }).click();

    const choices = page.getByRole("group", { name: "Which of ours is heat source 12?" });
    await choices.getByRole("button", { name: /Sluice gate/ }).waitFor();
    await choices.getByRole("button", { name: /^R1/ }).click();
    await expect
      .poll(() => station.requests)
      .toContainEqual({ kind: "heat.identify", heatId: "heat-12", identity: { kind: "vehicle", vehicleId: "3" } });

    const [, walker] = threeSources();
    if (walker === undefined) throw new Error("Three were built.");
    delta(station, { ...walker, identity: { kind: "vehicle", vehicleId: "3" } });
    await card(page, 12).getByText("our R1").waitFor();
    await page.locator(".heat-mark.is-ours[data-heat-id=heat-12]").waitFor();
    await page.getByRole("button", { name: "Not one of ours after all" }).click();
    await expect
      .poll(() => station.requests)
      .toContainEqual({ kind: "heat.identify", heatId: "heat-12", identity: null });
  });

  it("are filled on the map as they are likely, and are the same one there, in the list and under the pointer", async () => {
    const { page } = await show(eyesScenes.three());
    const mark = (number: number) => page.locator(`.heat-mark[data-heat-id=heat-${number}]`);
    const height = (number: number) =>
      mark(number)
        .locator(".heat-level")
        .evaluate((path) => path.getBoundingClientRect().height);
    await mark(12).waitFor();

    await expect.poll(() => height(12)).toBeGreaterThan(20);
    await expect.poll(() => height(13)).toBeLessThan(11);
    expect(await mark(12).getAttribute("aria-label")).toBe("Heat source 12, New, person 97 %");

    await card(page, 12).hover();
    await page.locator(".heat-mark.is-hovered[data-heat-id=heat-12]").waitFor();
    await mark(13).click();
    await page.locator(".heat-card.selected", { hasText: "unclear" }).waitFor();
  });

  it("ring and are said only where they may be a person: a car once it looks like one", async () => {
    const { page, station } = await show(eyesScenes.three());
    const said = page.locator("#announcements");
    const car = buildHeat(21, { personProbability: 0.02 });
    station.emit({ kind: "heat-found", heat: car });
    delta(station, car);
    station.emit({ kind: "heat-found", heat: buildHeat(22, { personProbability: 0.4 }) });

    await said.filter({ hasText: "New heat source 22" }).waitFor({ state: "attached" });
    await expect
      .poll(() => {
        // Two calls too close to each other are one: it is told again until it is heard.
        delta(station, car);
        delta(station, { ...car, personProbability: 0.5 });
        return said.textContent();
      })
      .toMatch(/New heat source 22|Heat source 21 looks more like a person now/);
  });

  it("offer what was decided as labelled pictures, and say what for", async () => {
    const { page } = await show(eyesScenes.all());

    const link = page.getByRole("link", { name: "Download" });
    expect(await link.getAttribute("href")).toBe("/api/examples.zip");
    await page.getByText("14 labelled pictures").waitFor();
    await page.getByText("to teach the detector").waitFor();
  });

  it("work by finger: details, a picture, and a hold that sends", async () => {
    const { page, station } = await show(eyesScenes.three(), { touch: true });
    const touch = await page.context().newCDPSession(page);
    await page.getByRole("button", { name: "Heat source 13: why, pictures and more" }).tap();
    await card(page, 13).locator(".evidence").waitFor();
    await page.getByRole("button", { name: "Heat source 13: why, pictures and more" }).tap();

    const look = page.getByRole("button", { name: /go and look again at heat source 13/ });
    await look.click({ trial: true });
    const box = await look.boundingBox();
    if (box === null) throw new Error("The button is not on screen.");
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
    await expect.poll(() => station.requests.some(({ kind }) => kind === "vehicle.do")).toBe(true);
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  });

  it("stay fluent, all 200 of them changing at once: four times a second cost half of one core at most", async () => {
    const { page, station } = await show(eyesScenes.crowded());
    const sources = Object.values(eyesScenes.crowded().heat);
    const first = page.locator(".heat-card .heat-person strong").first();
    await first.waitFor();
    // Time of the page's own thread, not time that passes: other programs of a busy machine don't count.
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const spentS = async () =>
      (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
    const beforeS = await spentS();
    const changes = 12;

    for (let step = 1; step <= changes; step++) {
      const less = step % 2 === 0 ? 0 : 0.04;
      delta(
        station,
        ...sources.map((source, i) => ({
          ...source,
          sightings: source.sightings + step,
          lastSeenMs: source.lastSeenMs + step * 250,
          personProbability: Math.max(0.01, (source.personProbability ?? 0) - less),
          ...(source.location.located
            ? {
                location: {
                  ...source.location,
                  position: placeAt(((i * 137) % 500) - 250 + step, ((i * 211) % 600) - 300),
                },
              }
            : {}),
        })),
      );
      await first.filter({ hasText: less === 0 ? "Person 96%" : "Person 92%" }).waitFor();
    }

    const eachMs = (((await spentS()) - beforeS) / changes) * 1000;
    if (process.env.LANTERN_FIGURES !== undefined)
      process.stderr.write(`each change of 200: ${eachMs.toFixed(0)} ms\n`);
    expect(eachMs).toBeLessThan(125);
  });

  describe.each([
    ["en", { width: 1280, height: 800 }],
    ["zh-CN", { width: 1280, height: 800 }],
    ["en", { width: 1024, height: 768 }],
    ["zh-CN", { width: 853, height: 533 }],
  ] as const)("in %s at %o", (language, size) => {
    it("keep every control at 44 px or more, and every word inside of it", async () => {
      const { page } = await show(eyesScenes.all(), { language, size });
      await page.locator(".heat-why").first().click();
      await page.locator(".heat-details > .button").first().click();
      await page.keyboard.press("i");
      await page.locator(".panel-aids").waitFor();
      await page.locator(".panel-aids .block > .button").first().click();

      const found = await controlFaults(
        page,
        ".panel-heat button, .panel-heat a, .panel-aids button, .panel-aids input",
        ".panel-heat .panel-body, .panel-aids .panel-body",
      );

      expect(found).toEqual(noControlFaults);
    });
  });
});
