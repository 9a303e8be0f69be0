import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultScenarioPath, loadScenario } from "../../hardware/simulator/load-scenario.ts";
import { buildWorld } from "../../hardware/simulator/world.ts";
import { distanceM } from "../../shared/geo/geodesic.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { ofKind } from "../../shared/incident/of-kind.ts";
import type { Thing } from "../../shared/incident/thing.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { Phone } from "../support/phone.ts";
import { pressUntil } from "../support/press-until.ts";
import { type RunningStation, runStation } from "../support/running-station.ts";
import { SearchScreen } from "../support/search-screen.ts";

/** Scenario seconds a second. */
const speed = 3;
/** However busy the machine is. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 90_000, interval: 250 });
/** Who sees and confirms the elder by a drone's camera is this far off at most, m. */
const nearM = 25;

/** Where the elder really lies, which no station is told. */
const trueElder = async (): Promise<LatLon> => {
  const loaded = await loadScenario(defaultScenarioPath);
  if (!loaded.ok) throw new Error(loaded.fault.detail);
  const { plane, person } = buildWorld(loaded.scenario);
  return plane.toLatLon(person.eastM, person.northM);
};
const elder = await trueElder();
/** In the fields north-east of the ditch, where neither the robot nor another heat source lies over who comes from there. */
const phoneStart = { latDeg: elder.latDeg + 0.0014, lonDeg: elder.lonDeg + 0.0012 };

const between = (a: LatLon, b: LatLon, share: number): LatLon => ({
  latDeg: a.latDeg + (b.latDeg - a.latDeg) * share,
  lonDeg: a.lonDeg + (b.lonDeg - a.lonDeg) * share,
});
/** What a phone says of a time is right to a second or two. */
const expectBetween = (utcMs = 0, fromUtcMs = 0, toUtcMs = 0): void => {
  expect(utcMs).toBeGreaterThan(fromUtcMs - 2_000);
  expect(utcMs).toBeLessThan(toUtcMs + 2_000);
};
const clockText = (utcMs: number): string =>
  new Date(utcMs).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/**
 * The default search, led from the call that comes in until the elder is found, by what three people see and press on their own
 * screens: the post, a pilot, a searcher's phone. The station is asked only to judge what they see.
 */
describe.skipIf(chromiumPath() === undefined)(`the default search (else: ${noChromium})`, () => {
  let folder: string;
  let station: RunningStation;
  let browser: Browser;
  let post: SearchScreen;
  let pilot: SearchScreen;
  let phone: Phone;
  let failed = false;
  let heatNumber = 0;
  let firstPos = 0;
  const said: Record<string, number> = {};

  const state = async (): Promise<StateSnapshot> => (await station.get("/api/state")).json() as Promise<StateSnapshot>;
  const stationUtcMs = async (): Promise<number> => (await state()).clock.utcMs;
  const things = async <K extends Thing["kind"]>(kind: K): Promise<readonly Thing<K>[]> =>
    ofKind(new Map(Object.entries((await state()).things)), kind);
  const view = async () => {
    const { search } = (await state()).station;
    if (search === undefined || search.state === "none") throw new Error("There is no probability map.");
    return search;
  };
  const volunteers = async () => (await things("team")).find(({ fields }) => fields.name === "Village volunteers");
  const ownJob = async () => {
    const team = await volunteers();
    return (await things("assignment")).find(({ fields }) => fields.to?.id === team?.id);
  };
  const elderSource = async () =>
    Object.values((await state()).heat).find(
      ({ location }) => location.located && distanceM(location.position, elder) < nearM,
    );
  const invite = async (name: string, role: string, team?: string): Promise<string> => {
    const more = await post.tab("incident", "More");
    await more.getByLabel("Name of the person or team").fill(name);
    await more.getByLabel("Role", { exact: true }).selectOption(role);
    if (team !== undefined) await more.getByLabel("Team", { exact: true }).selectOption({ label: team });
    await more.getByRole("button", { name: "Make the link" }).click();
    await more.getByRole("img", { name: "QR code of the link" }).waitFor();
    const url = await more.getByLabel("The link", { exact: true }).inputValue();
    await more.getByRole("button", { name: "Done" }).click();
    return url;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "lantern-search-"));
    station = await runStation({ args: ["--speed", String(speed)], recordFolder: folder });
    browser = await launchChromium();
    post = await SearchScreen.open(browser, station.url);
  });

  beforeEach(({ skip, onTestFailed }) => {
    // Each part goes on where the one before it ended.
    if (failed) skip();
    onTestFailed(async () => {
      failed = true;
      await Promise.allSettled([
        post?.picture("failed-post"),
        pilot?.picture("failed-pilot"),
        phone?.picture("failed"),
      ]);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await station?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("opens the search that was reported by one press, and draws at once where such people are found", async () => {
    await post.page.locator(".incident-chip.is-reported").click();
    await post.page.getByText("Shen Amei").waitFor();
    await post.page.locator(".leaflet-tile-loaded").first().waitFor();
    await post.picture("report", { readme: true });
    await pressUntil(post.button("Open this search"), async () => (await things("incident")).length > 0);

    const map = post.panel("search");
    await map.getByText("Distances of such people").click();
    await map.getByText("p(A) = Δshare · A / π(r₂² − r₁²)").waitFor();
    await map.getByText(/^Source: Koester/).waitFor();
    // Shown as a whole: tiles at the rim of the view lie partly off the map.
    await eventually(() => post.painted("probability")).toBeGreaterThan(0.5);
    const [subject] = await things("subject");
    const ipp = subject?.fields.ipp?.place;
    expect(subject?.fields).toMatchObject({ name: "Shen Amei 沈阿妹", category: "dementia", age: 90 });
    if (ipp === undefined) throw new Error("There is no planning point.");
    const inner = await post.pixelOf({ latDeg: ipp.latDeg - 0.001, lonDeg: ipp.lonDeg });
    const outer = await post.pixelOf({ latDeg: ipp.latDeg - 0.0042, lonDeg: ipp.lonDeg });
    // Yellow within the ring of the nearest quarter, dark beyond.
    const green = async (at: typeof inner) => Number((await post.shade(at))?.split(",")[1] ?? 0);
    await eventually(() => green(inner)).toBeGreaterThan(2 * (await green(outer)));
    expect(await map.getByText("POS").first().isVisible()).toBe(true);
  });

  it("divides the ground round the planning point, grades it, and mixes in what somebody from the village thinks", async () => {
    const segments = await post.tab("search", "Segments");
    await segments.getByRole("button", { name: "Draw area" }).click();
    for (const [x, y] of [
      [460, 190],
      [940, 190],
      [940, 640],
      [460, 640],
    ] as const)
      await post.page.mouse.click(x, y);
    await post.button("Done").click();
    await pressUntil(
      segments.getByRole("button", { name: "Keep them" }),
      async () => (await things("segment")).length > 15,
    );
    await segments.getByText("High").first().waitFor();
    await segments.getByRole("button", { name: "Name", exact: true }).click();
    await segments.getByText("Low").first().waitFor();
    await segments.getByRole("button", { name: "Left", exact: true }).click();

    const likely = segments.locator(".segment-row").nth(1);
    const name = await likely.locator("strong").innerText();
    const id = (await things("segment")).find(({ fields }) => fields.name === name)?.id ?? "";
    const before = (await state()).grades[id]?.poa ?? Number.NaN;
    const map = await post.tab("search", "Map");
    const experts = await post.section(map, "Experts' consensus");
    await experts.getByLabel("One more expert, by name").fill("Old Zhou");
    await experts.getByRole("button", { name: "Add the expert" }).click();
    await experts.locator(".search-vote summary").click();
    await experts.getByLabel(`Old Zhou: ${name}`, { exact: true }).fill("80");
    await experts.getByLabel("Old Zhou: Outside the map").fill("20");
    await experts.getByLabel("Old Zhou: Outside the map").press("Enter");
    const weight = experts.getByLabel("Weight in the map");
    expect(await weight.inputValue()).toBe("0.5");
    await weight.focus();
    for (let i = 0; i < 4; i++) await weight.press("ArrowRight");

    await map.getByText("Experts' consensus", { exact: true }).first().waitFor();
    await eventually(async () => (await view()).layers.find(({ key }) => key === "consensus")?.weight).toBeCloseTo(0.7);
    await eventually(async () => (await state()).grades[id]?.poa ?? 0).toBeGreaterThan(before + 0.05);
    await post.tab("search", "Segments");
    await post.picture("map", { readme: true });
  });

  it("asks what next and sends by one press: teams take it on and go", async () => {
    const next = await post.tab("search", "Next");
    await eventually(async () => (await things("team")).length).toBeGreaterThanOrEqual(5);
    await next.getByRole("button", { name: "Who searches what next?" }).click();
    await next.locator(".proposal", { hasText: "Patrol car" }).waitFor();
    await post.picture("next", { readme: true });
    await next.getByRole("button", { name: /^Send \d/ }).click();

    await next.locator(".proposal", { hasText: "Patrol car" }).getByText("Order sent").waitFor();
    const orders = await post.tab("incident", "Orders");
    await orders.getByRole("option").filter({ hasText: "On the way" }).first().waitFor();
  });

  it("lets a pilot in by a link, to whom the search isn't offered to be led", async () => {
    pilot = await SearchScreen.open(browser, await invite("Lin Bo", "pilot"));

    const search = await pilot.unfold("search");
    await search.getByText("You are here as pilot").waitFor();
    firstPos = await pilot.pos();
    await expect.poll(() => search.getByLabel("Name", { exact: true }).isDisabled()).toBe(true);
    await pilot.tab("search", "Close");
    await expect.poll(() => search.getByRole("button", { name: "Found", exact: true }).isDisabled()).toBe(true);
    const more = await pilot.tab("incident", "More");
    expect(await more.getByRole("button", { name: "Make the link" }).count()).toBe(0);
    expect(pilot.page.url()).not.toContain("token");
  });

  it("counts what the drones really see: the probability of success rises, the map is hatched, the rest gains", async () => {
    const before = await view();
    await eventually(() => pilot.pos()).toBeGreaterThan(firstPos);
    await eventually(async () => (await view()).coveredM2).toBeGreaterThan(before.coveredM2);
    await eventually(() => pilot.painted("searched")).toBeGreaterThan(0);

    await eventually(async () => (await view()).pos).toBeGreaterThan(before.pos);
    await eventually(async () => (await view()).restOfWorld).toBeGreaterThan(before.restOfWorld);
  });

  it("shows the elder's heat source to the pilot; confirmed, it is a clue at the post", async () => {
    await expect.poll(async () => (await elderSource())?.number, { timeout: 150_000, interval: 1_000 }).toBeDefined();
    heatNumber = (await elderSource())?.number ?? 0;
    await pilot.unfold("heat");

    const isDone = async () => (await elderSource())?.decision.state === "confirmed";
    await pressUntil(pilot.button(`Confirm heat source ${heatNumber}`), isDone);

    const clues = await post.tab("incident", "Clues");
    await clues
      .getByRole("option")
      .filter({ hasText: /heat source/i })
      .first()
      .click();
    await clues.getByText("Reported by").waitFor();
    await clues.getByText("Lin Bo").waitFor();
    await clues.getByRole("button", { name: "Back to the list" }).click();
    expect((await things("clue")).map(({ fields }) => fields.heatId)).toEqual([(await elderSource())?.id]);
  });

  it("has teams on scene, each step with its time", async () => {
    const orders = await post.tab("incident", "Orders");
    const there = orders.getByRole("option").filter({ hasText: /On scene|Done/ });
    await there.first().click({ timeout: 150_000 });
    const card = orders.locator(".job-card");
    await card.locator(".job-steps li.reached", { hasText: "On scene" }).waitFor();
    const number = Number((await card.getAttribute("aria-label"))?.replace(/\D/g, ""));
    const job = (await things("assignment")).find(({ fields }) => fields.number === number);
    const told = Object.fromEntries((job?.steps ?? []).map(({ step, utcMs }) => [step, utcMs]));
    const shown = await card.locator(".job-steps li.reached").allInnerTexts();
    for (const [i, step] of ["sent", "accepted", "on-the-way", "on-scene"].entries())
      expect(shown[i], step).toContain(clockText(told[step] ?? Number.NaN));
    expect(told["on-scene"]).toBeGreaterThan(told.accepted ?? Number.NaN);
    await orders.getByRole("button", { name: "Back to the list" }).click();
  });

  it("sends the nearest to it: a team of the village, whose searcher came in by a QR code", async () => {
    const teams = await post.unfold("teams");
    await teams.getByRole("button", { name: "Add a team" }).click();
    await teams.getByLabel("Name", { exact: true }).fill("Village volunteers");
    await teams.locator("form").getByRole("button", { name: "Add a team" }).click();
    await teams.locator(".team-card").waitFor();
    const url = await invite("Wang Qiang", "searcher", "Village volunteers");
    phone = await Phone.open({ browser, linked: { url }, place: phoneStart });
    await phone.text("No job yet").waitFor();
    await phone.tap("Share where I am");
    await phone.text("Your position is shared.").waitFor();
    await eventually(async () => (await state()).whereabouts[`team/${(await volunteers())?.id}`]?.source).toBe("phone");

    await post.unfold("heat");
    await post.button(`Show heat source ${heatNumber} on the map`).click();
    const send = await post.tab("incident", "Send");
    await send.getByRole("button", { name: `At Heat source ${heatNumber}` }).click();
    const row = send.locator(".nearest-row", { hasText: "Village volunteers" });
    await row.getByRole("button", { name: "Send" }).click();
    await row.getByText("Order sent").waitFor();
    await post.picture("nearest");

    expect((await ownJob())?.fields).toMatchObject({ task: "check-heat", heatId: (await elderSource())?.id });
    await phone.text("Check a heat source").waitFor();
    await phone.tap("Accept");
    await phone.tap("On the way");
    const orders = await post.tab("incident", "Orders");
    await orders.getByRole("option").filter({ hasText: "Village volunteers" }).getByText("On the way").waitFor();
  });

  it("follows the searcher on the post's map", async () => {
    for (const share of [0.35, 0.7]) {
      const at = between(phoneStart, elder, share);
      await phone.letPass(6_000);
      await phone.walkTo(at);
      const who = `team/${(await volunteers())?.id}`;
      await eventually(async () => {
        const place = (await state()).whereabouts[who];
        return place === undefined ? Number.NaN : distanceM(place, at);
      }).toBeLessThan(1);
      await eventually(async () => {
        const { x, y } = await post.pixelOf(at);
        // The head of the pin: its tip is the place.
        await post.page.mouse.click(x, y - 20);
        return post.panel("teams").locator(".team-card").getByText("Village volunteers").count();
      }).toBeGreaterThan(0);
      await post.panel("teams").getByRole("button", { name: "Back to the list" }).click();
    }
  });

  it("lets the searcher go on without network: all arrives once, at the time when it happened", async () => {
    const photo = await sharp({ create: { width: 2_400, height: 1_800, channels: 3, background: "#374" } })
      .jpeg()
      .toBuffer();
    await phone.context.setOffline(true);
    await phone.walkTo(elder);
    said.beforeOnScene = await stationUtcMs();
    await phone.tap("On scene");
    said.onScene = await stationUtcMs();
    await phone.tab("Map");
    await phone.tap("Mark a clue");
    await phone.page.getByRole("textbox", { name: "What is it?" }).fill("Her stick, at the ditch");
    await phone.page
      .locator('input[type="file"]')
      .setInputFiles({ name: "stick.jpg", mimeType: "image/jpeg", buffer: photo });
    await phone.text("1 photos").waitFor();
    await phone.tap("Here, where I am");
    await phone.picture("search-clue");
    said.beforeClue = await stationUtcMs();
    await phone.tap("Report it");
    said.clue = await stationUtcMs();
    await phone.text(/No network\. What you see is/).waitFor();
    expect((await things("clue")).length).toBe(1);
    await phone.context.setOffline(false);

    const clues = await post.tab("incident", "Clues");
    await clues.getByRole("option").filter({ hasText: "Her stick, at the ditch" }).click();
    const picture = clues.getByRole("img", { name: "Photo 1" });
    await picture.waitFor();
    await eventually(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await clues.getByRole("button", { name: "Back to the list" }).click();
    await phone.text("Connected").waitFor();
    const found = (await things("clue")).filter(({ fields }) => fields.text === "Her stick, at the ditch");
    expect(found).toHaveLength(1);
    expectBetween(found[0]?.fields.utcMs, said.beforeClue, said.clue);
    expect(distanceM(found[0]?.fields.place ?? phoneStart, elder)).toBeLessThan(2);
    const steps = (await ownJob())?.steps ?? [];
    expect(steps.map(({ step }) => step)).toEqual(["sent", "accepted", "on-the-way", "on-scene"]);
    expectBetween(steps[3]?.utcMs, said.beforeOnScene, said.onScene);
  });

  it("carries words both ways, and an order until it is acknowledged", async () => {
    await phone.tab("Messages");
    await phone.page
      .getByRole("textbox", { name: "Write to the incident post" })
      .fill("We have her. Cold, awake, can't walk.");
    await phone.tap("Send");
    const messages = await post.tab("incident", "Messages");
    await messages.getByText("We have her. Cold, awake, can't walk.").waitFor();
    await messages.locator(".compose textarea").fill("@Village volunteers Keep her warm, the stretcher comes.");
    await messages.locator(".compose").getByRole("button", { name: "Order", exact: true }).click();
    await messages.locator(".compose").getByRole("button", { name: "Send", exact: true }).click();
    const order = messages.getByRole("listitem").filter({ hasText: "Keep her warm" });
    await order.getByText("0 of 1 acknowledged").waitFor();

    await phone.text(/Keep her warm/).waitFor();
    await phone.page.locator("[data-message]", { hasText: "Keep her warm" }).getByRole("button").tap();

    await order.getByText("All 1 acknowledged").waitFor();
    await phone.picture("search-messages");
    await phone.tab("Job");
    await phone.tap("Done");
    await eventually(async () => (await ownJob())?.steps.at(-1)?.step).toBe("done");
  });

  it("closes as found, and everybody is told to stand by and says so", async () => {
    const close = await post.tab("search", "Close");
    await close.getByRole("button", { name: "Injured" }).click();
    await close.getByLabel("From a clue or heat source").selectOption({ label: `Heat source ${heatNumber}` });
    await close.getByLabel("By whom").fill("Village volunteers, Wang Qiang");
    await close.getByRole("button", { name: "Found", exact: true }).click();

    await post.page.locator(".incident-phase", { hasText: "Found" }).waitFor();
    await pilot.page.locator(".incident-phase", { hasText: "Found" }).waitFor();
    await phone.tab("Messages");
    await phone.page.locator("[data-message]", { hasText: "Found. All teams stand by" }).getByRole("button").tap();
    const messages = await post.tab("incident", "Messages");
    const order = messages.getByRole("listitem").filter({ hasText: "Found. All teams stand by" });
    await order.getByText(/^All \d acknowledged/).waitFor();
    await post.picture("found", { readme: true });
    const [incident] = await things("incident");
    expect(incident?.fields.phase).toBe("found");
    expect(incident?.fields.outcome).toMatchObject({ by: "Village volunteers, Wang Qiang", state: "injured" });
    expect(distanceM(incident?.fields.outcome?.place ?? phoneStart, elder)).toBeLessThan(nearM);
    expect((await ownJob())?.steps.map(({ step }) => step)).toEqual([
      "sent",
      "accepted",
      "on-the-way",
      "on-scene",
      "done",
    ]);
  });

  it("has all of it in the report, the forms and the files", async () => {
    const close = await post.tab("search", "Close");
    const open = async (name: string): Promise<Page> => {
      const [page] = await Promise.all([
        post.context.waitForEvent("page"),
        close.getByRole("link", { name, exact: true }).click(),
      ]);
      await page.waitForLoadState();
      return page;
    };
    const report = await open("Report");
    const text = await report.locator("body").innerText();
    const job = await ownJob();
    for (const part of [
      "Shen Amei",
      "Village volunteers",
      "Her stick, at the ditch",
      "Keep her warm",
      "Report to found",
    ])
      expect(text).toContain(part);
    await report.screenshot({ path: ".cache/screenshots/search-report-page.png", fullPage: true });
    await report.close();
    for (const form of ["SAR 104 assignment", "ICS 201 briefing"]) {
      const page = await open(form);
      expect(await page.locator("body").innerText(), form).toContain("Village volunteers");
      expect(await page.locator("body").innerText(), form).toContain(String(job?.fields.number));
      await page.close();
    }
    const pdfAddress = await close.getByRole("link", { name: "Report, PDF" }).getAttribute("href");
    const pdf = await post.context.request.get(`${station.origin}${pdfAddress}`, { timeout: 90_000 });
    expect(pdf.status()).toBe(200);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");

    const [download] = await Promise.all([
      post.page.waitForEvent("download"),
      close.getByRole("link", { name: "GeoJSON" }).click(),
    ]);
    const geojson = JSON.parse(await readFile(await download.path(), "utf8")) as {
      features: { properties: Record<string, unknown> }[];
    };
    const kinds = new Set(geojson.features.map(({ properties }) => properties.kind));
    expect([...kinds]).toEqual(expect.arrayContaining(["segment", "ipp", "clue", "track", "outcome"]));
  });

  it("is killed and begins again: the search is as it was, the map equal, the phone comes back by itself", async () => {
    const [before, searchBefore] = [await state(), await view()];
    const port = new URL(station.origin).port;
    station.child.kill("SIGKILL");
    await post.page.getByText(/Station lost/).waitFor();
    station = await runStation({ args: ["--speed", String(speed), "--port", port], recordFolder: folder });
    await post.goto(station.url);

    await eventually(async () => (await state()).station.search?.state).toBe("ready");
    const [after, searchAfter] = [await state(), await view()];
    for (const [key, thing] of Object.entries(before.things)) expect(after.things[key], key).toEqual(thing);
    expect(Math.abs(searchAfter.pos - searchBefore.pos)).toBeLessThan(0.01);
    await post.page.locator(".incident-phase", { hasText: "Found" }).waitFor();
    await phone.text("Connected").waitFor();
    await phone.page.getByRole("textbox", { name: "Write to the incident post" }).fill("On the way home.");
    await phone.tap("Send");
    const messages = await post.tab("incident", "Messages");
    await messages.getByText("On the way home.").waitFor();
  });

  it("ran without an error in any page", () => {
    expect([...post.complaints, ...pilot.complaints, ...phone.complaints]).toEqual([]);
  });
});
