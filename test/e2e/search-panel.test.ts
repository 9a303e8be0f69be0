import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { panelKeys } from "../../renderer/panels/panel-keys.ts";
import type { Request, RequestResult } from "../../shared/wire/requests.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { sceneUtcMs } from "../support/build-views.ts";
import { chromiumPath } from "../support/chromium.ts";
import { controlFaults, noControlFaults } from "../support/control-faults.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import type { FakeStationOptions } from "../support/fake-station.ts";
import { searchScenes, segmentsOf } from "../support/search-scenes.ts";

const proposals = [
  {
    who: "team/team-1",
    segmentIds: ["segment-5", "segment-6"],
    searchS: 2_900,
    travelS: 640,
    distanceM: 812,
    expectedPos: 0.061,
  },
  { who: "vehicle/1", segmentIds: ["segment-7"], searchS: 900, travelS: 70, distanceM: 512, expectedPos: 0.043 },
  { who: "vehicle/3", segmentIds: ["segment-8"], searchS: 2_100, travelS: 260, distanceM: 300, expectedPos: 0.004 },
];

/** A station that can divide, propose and send; the robot stands in water. */
const answer = (request: Request): RequestResult => {
  if (request.kind === "search.divide")
    return {
      ok: true,
      rings: segmentsOf(24).flatMap((thing) => (thing.kind === "segment" ? [thing.fields.ring ?? []] : [])),
    };
  if (request.kind === "search.propose")
    return { ok: true, proposals, leftOut: [{ who: "team/team-7", why: "old-position", positionAgeS: 2_460 }] };
  if (request.kind === "incident.send" && request.assignment.to?.id === "3")
    return { ok: false, fault: { code: "not-possible", detail: "The robot stands in water." } };
  return { ok: true };
};

/** The drone could fly a way of its own, too. */
const ownWay = {
  path: [
    { latDeg: 30.8701, lonDeg: 120.4331 },
    { latDeg: 30.8762, lonDeg: 120.4331 },
    { latDeg: 30.8762, lonDeg: 120.4392 },
  ],
  ...{ searchS: 840, homeS: 110, distanceM: 4_700, expectedPos: 0.081 },
};
const noSegments = { segmentIds: [], searchS: 0, travelS: 0, distanceM: 0, expectedPos: 0 };
const withWay = (request: Request): RequestResult =>
  request.kind === "search.propose"
    ? { ok: true, proposals: proposals.map((one) => (one.who === "vehicle/1" ? { ...one, way: ownWay } : one)) }
    : answer(request);

/** Two coordinators wrote at once what the person wears. */
const twoValues = (): StateSnapshot => {
  const snapshot = searchScenes.searching();
  const subject = snapshot.things["subject/subject-1"];
  if (subject === undefined) throw new Error("The scene has no subject.");
  const by = (name: string) => ({ id: name, name, role: "coordinator" as const });
  const clothing = [
    { value: "红色棉袄", by: by("Chen"), utcMs: sceneUtcMs - 60_000 },
    { value: "蓝色外套", by: by("Li Wei"), utcMs: sceneUtcMs - 90_000 },
  ];
  return { ...snapshot, things: { ...snapshot.things, "subject/subject-1": { ...subject, conflicts: { clothing } } } };
};

const panelControls = ["button", "input:not([type=checkbox])", "select", "a", "summary"]
  .map((tag) => `.panel-search ${tag}`)
  .concat(".top-bar button")
  .join();

/** Nothing at the top lies on or beyond its neighbour. */
const expectWholeBar = async (page: Page): Promise<void> => {
  const crossing = await page.evaluate(() => {
    const parts = [...document.querySelectorAll(".top-bar > *")].filter((part) => part.checkVisibility());
    const boxes = parts.map((part) => ({ name: part.className, box: part.getBoundingClientRect() }));
    const end = document.querySelector(".top-bar")?.getBoundingClientRect().right ?? 0;
    return boxes
      .filter(({ box }, i) => box.right > (boxes[i + 1]?.box.left ?? end) + 1)
      .map(({ name, box }) => `${name} ${box.left} to ${box.right}`);
  });
  const clipped = await page.evaluate(() =>
    [...document.querySelectorAll(".mode-chip, .incident-pos")]
      .filter((part) => part.scrollWidth > part.clientWidth + 1)
      .map((part) => part.className),
  );
  expect({ crossing, clipped }).toEqual({ crossing: [], clipped: [] });
};

/** The built search panel in a real browser, against a station that says whatever the test wants it to say. */
describe.skipIf(chromiumPath() === undefined)("the search panel", () => {
  const openScreen = fakeScreens();

  const show = async (
    snapshot: StateSnapshot,
    options: Omit<FakeStationOptions, "snapshot"> & {
      readonly hash?: string;
      readonly language?: string;
      readonly size?: { readonly width: number; readonly height: number };
      readonly touch?: boolean;
      readonly role?: string;
    } = {},
  ) => {
    const { hash, language, size, touch, role, ...station } = options;
    const screen = await openScreen(
      { snapshot, answer, ...station },
      { viewport: size ?? { width: 1280, height: 800 }, locale: language ?? "en", hasTouch: touch === true },
    );
    if (role !== undefined) await screen.page.route("**/api/me", (route) => route.fulfill({ json: { role } }));
    await screen.goto(hash);
    return screen;
  };

  const showTab = async (page: Page, name: string) => {
    if ((await page.locator(".panel-search").count()) === 0) await page.keyboard.press("j");
    await page.locator(".search-tabs").getByRole("button", { name, exact: true }).click();
  };
  const lastRequest = (requests: readonly Request[], kind: Request["kind"]) =>
    requests.filter((request) => request.kind === kind).at(-1);

  it("opens a search from three answers by keys alone, and shows its map at once", async () => {
    const { page, station } = await show(searchScenes.nothing());
    await page.keyboard.press("j");
    await page.getByRole("region", { name: "Search" }).getByRole("button", { name: "Report a missing person" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Who is missing").focus();
    await page.keyboard.type("Dementia");
    await page.getByLabel("Last seen at", { exact: true }).focus();
    await page.keyboard.type("51R 254567 3418016");
    await page.getByLabel("Last seen", { exact: true }).focus();
    await page.keyboard.type("2 h ago");

    await page.keyboard.press("Enter");

    await expect.poll(() => lastRequest(station.requests, "incident.open")).toBeDefined();
    const opened = lastRequest(station.requests, "incident.open");
    if (opened?.kind !== "incident.open") throw new Error("Nothing was opened.");
    expect(opened.incident).toMatchObject({ nature: "lost", phase: "searching" });
    expect(opened.subject).toMatchObject({ category: "dementia", sex: "unknown" });
    expect(opened.subject.ipp?.place.latDeg).toBeCloseTo(30.87, 3);
    expect(opened.subject.lastSeen?.utcMs).toBeGreaterThan(sceneUtcMs - 7_260_000);
    expect(opened.subject.lastSeen?.utcMs).toBeLessThan(sceneUtcMs - 7_140_000 + 60_000);

    const reported = searchScenes.reported();
    station.delta({ things: reported.things, station: reported.station });
    await page.locator(".search-tabs").getByRole("button", { name: "Map", pressed: true }).waitFor();
    await page.getByText("Distances of such people").waitFor();
  });

  it("says what is missing at its field, and takes the place from the map", async () => {
    const { page, station } = await show(searchScenes.nothing());
    await page.getByRole("button", { name: "Report a missing person" }).first().click();
    await page.getByRole("button", { name: "Open search" }).click();
    await page.getByText("Choose who is missing").waitFor();
    await page.getByText("Type the place or show it on the map.").waitFor();
    expect(lastRequest(station.requests, "incident.open")).toBeUndefined();

    await page.getByRole("button", { name: "Last seen at: show on the map" }).click();
    await page.mouse.click(640, 420);

    await expect
      .poll(() => page.getByLabel("Last seen at", { exact: true }).inputValue())
      .toMatch(/^3\d\.\d+, 12\d\.\d+$/);
    await expect.poll(() => page.getByText("Type the place or show it on the map.").count()).toBe(0);
  });

  it("keeps a half-typed report through a reload, and drops it only when that is held", async () => {
    const { page } = await show(searchScenes.nothing());
    await page.getByRole("button", { name: "Report a missing person" }).first().click();
    await page.getByLabel("Last seen at", { exact: true }).fill("30.87, 120.4");

    await page.reload();

    await page.locator(".search-report").waitFor();
    expect(await page.getByLabel("Last seen at", { exact: true }).inputValue()).toBe("30.87, 120.4");
    const drop = page.getByRole("button", { name: "Discard" });
    await drop.click();
    await page.locator(".search-report").waitFor();
    await drop.focus();
    await page.keyboard.down("Space");
    await page.locator(".search-none").waitFor();
    await page.keyboard.up("Space");
  });

  it("shows two values that were written at once, and keeps the chosen one", async () => {
    const { page, station } = await show(twoValues());
    await showTab(page, "Subject");

    const conflict = page.locator(".search-conflict");
    await conflict.getByText("蓝色外套").waitFor();
    await conflict.getByText(/Li Wei/).waitFor();
    await conflict.getByRole("button", { name: "Take this" }).nth(1).click();

    await expect
      .poll(() => lastRequest(station.requests, "incident.put"))
      .toMatchObject({
        thing: "subject",
        thingId: "subject-1",
        fields: { clothing: "蓝色外套" },
        seen: { "station-1": 40 },
      });
  });

  it("keeps a changed field when it is left, and what is wrong never", async () => {
    const { page, station } = await show(searchScenes.searching());
    await showTab(page, "Subject");
    const age = page.getByLabel(/^Age/);
    await age.fill("780");
    await age.blur();
    await page.getByText("From 0 to 130.").waitFor();
    expect(lastRequest(station.requests, "incident.put")).toBeUndefined();

    await age.fill("79");
    await age.blur();

    await expect
      .poll(() => lastRequest(station.requests, "incident.put"))
      .toMatchObject({ thing: "subject", fields: { age: 79 } });
  });

  it("moves the planning point only with a reason, and says that the searching is kept", async () => {
    const { page, station } = await show(searchScenes.searching());
    await showTab(page, "Subject");
    const point = page.getByLabel("Planning point (IPP)", { exact: true });
    await point.fill("30.88, 120.44");
    await point.press("Enter");
    await page.getByText("What was searched so far is kept").waitFor();
    const move = page.getByRole("button", { name: "Move it" });
    expect(await move.isDisabled()).toBe(true);

    await page.getByLabel("Why is it moved").fill("Seen again by the ferryman");
    await move.click();

    await expect
      .poll(() => lastRequest(station.requests, "incident.put"))
      .toMatchObject({
        thing: "subject",
        fields: { ipp: { place: { latDeg: 30.88, lonDeg: 120.44 }, reason: "Seen again by the ferryman" } },
      });
  });

  it("lists 1,065 segments by what is left, drawing only those in sight, and chooses by keys as on the map", async () => {
    const { page } = await show(searchScenes.crowded());
    await showTab(page, "Segments");
    await page.locator(".segment-row").first().waitFor();
    expect(await page.locator(".segment-row").count()).toBeLessThan(60);

    await page.getByRole("listbox", { name: "Segments" }).focus();
    await page.keyboard.press("End");

    await page.locator(".segment-row.chosen").waitFor();
    await expect.poll(() => page.locator(".segment-row.chosen").getAttribute("aria-posinset")).toBe("1065");
    await page.locator(".segment-card").waitFor();
    await page.keyboard.press("Home");
    await expect.poll(() => page.locator(".segment-row.chosen").getAttribute("aria-posinset")).toBe("1");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".segment-card").count()).toBe(0);
  });

  it("shows a division before it is kept, and keeps it whole", async () => {
    const { page, station } = await show(searchScenes.reported());
    await showTab(page, "Segments");
    await page.getByRole("button", { name: "Whole map" }).click();
    await page.getByText("24 segments").waitFor();
    expect(lastRequest(station.requests, "incident.put-many")).toBeUndefined();

    await page.getByRole("button", { name: "Keep them" }).click();

    await expect.poll(() => lastRequest(station.requests, "incident.put-many")).toBeDefined();
    const kept = lastRequest(station.requests, "incident.put-many");
    if (kept?.kind !== "incident.put-many") throw new Error("Nothing was kept.");
    expect(kept.things).toHaveLength(24);
    expect(kept.things[0]).toMatchObject({ thing: "segment", fields: { name: "AA" } });
  });

  it("removes a segment and brings it back", async () => {
    const { page, station } = await show(searchScenes.searching());
    await showTab(page, "Segments");
    await page.locator(".segment-row").first().click();
    await page.getByText("Change it").click();
    await page.getByRole("button", { name: "Remove" }).click();
    await expect
      .poll(() => lastRequest(station.requests, "incident.put"))
      .toMatchObject({ thing: "segment", fields: { removed: true } });

    await page.getByRole("button", { name: "Bring it back" }).click();

    await expect
      .poll(() => lastRequest(station.requests, "incident.put"))
      .toMatchObject({ thing: "segment", fields: { removed: false } });
  });

  it("sends those that are picked with one press, and says what came of each", async () => {
    const { page, station } = await show(searchScenes.searching());
    await showTab(page, "Next");
    await page.getByRole("button", { name: "Who searches what next?" }).click();
    await page.locator(".proposal").first().waitFor();
    await page.locator(".proposal-pick input").first().uncheck();

    await page.getByRole("button", { name: "Send 2" }).click();

    await page.getByText("Plan prepared, not uploaded").waitFor();
    await page.getByText("The robot stands in water.").waitFor();
    const sent = station.requests.filter((request) => request.kind === "incident.send");
    expect(sent).toHaveLength(2);
    expect(sent[0]).toMatchObject({
      assignment: { to: { kind: "vehicle", id: "1" }, task: "search", segmentIds: ["segment-7"], resource: "DRONE" },
    });
    await page.getByText("Can't be used (1)").click();
    await page.getByText("Position too old").waitFor();
  });

  it("offers a vehicle its own way beside its segments, draws it, and sends what is chosen with one press", async () => {
    const { page, station } = await show(searchScenes.searching(), { answer: withWay });
    await showTab(page, "Next");
    await page.getByRole("button", { name: "Who searches what next?" }).click();
    const drone = page.locator(".proposal").filter({ hasText: "richest ground" });
    await drone.waitFor();

    // What adds more stands first, until somebody chooses.
    const way = drone.getByRole("button", { name: /Fly the richest ground/ });
    const lines = drone.getByRole("button", { name: /Segments/ });
    expect(await drone.locator(".proposal-gain").textContent()).toBe("+8.1 %");
    await lines.click();
    await expect.poll(() => drone.locator(".proposal-gain").textContent()).toBe("+4.3 %");
    expect(await way.getAttribute("aria-pressed")).toBe("false");
    await way.click();
    await expect.poll(() => way.getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("button", { name: "Send 3" }).click();

    await page.getByText("Plan prepared, not uploaded").waitFor();
    const sent = station.requests.flatMap((request) => (request.kind === "incident.send" ? [request.assignment] : []));
    const job = sent.find(({ to }) => to?.id === "1");
    expect(job).toMatchObject({ task: "search", path: ownWay.path, resource: "DRONE", expectedPos: 0.081 });
    expect(job?.segmentIds).toBeUndefined();
    expect(job?.text).toContain("4.7 km");
  });

  it("sends nobody elsewhere who is on their way unless just that is picked, and then ends the job before", async () => {
    const way = { ...ownWay, insteadOf: { assignmentId: "assignment-1", expectedPos: 0.02 } };
    const { page, station } = await show(searchScenes.searching(), {
      answer: (request) =>
        request.kind === "search.propose"
          ? { ok: true, proposals: [{ ...noSegments, who: "vehicle/1", way }, ...proposals.slice(0, 1)] }
          : { ok: true },
    });
    await showTab(page, "Next");
    await page.getByRole("button", { name: "Who searches what next?" }).click();
    const drone = page.locator(".proposal").filter({ hasText: "A better way" });
    await drone.waitFor();
    await page.getByRole("button", { name: "Send 1" }).waitFor();
    expect(await drone.locator(".proposal-gain").textContent()).toBe("+6.1 %");

    await drone.locator(".proposal-pick input").check();
    await page.getByRole("button", { name: "Send 2" }).click();

    await expect
      .poll(() => lastRequest(station.requests, "incident.step"))
      .toMatchObject({ thing: "assignment", thingId: "assignment-1", step: "cancelled" });
  });

  it("works it out again as the map changes, keeps what was sent, and moves nothing under a hand", async () => {
    const { page, station } = await show(searchScenes.searching(), { answer: withWay });
    await page.clock.install();
    await showTab(page, "Next");
    await page.getByRole("button", { name: "Who searches what next?" }).click();
    await page.locator(".proposal").first().waitFor();
    const asked = () => station.requests.filter(({ kind }) => kind === "search.propose").length;
    const { station: before } = searchScenes.searching();
    if (before.search === undefined) throw new Error("The scene has no search.");
    const search = { ...before.search, version: before.search.version + 1, pos: 0.777 };

    await page.locator(".proposal").first().hover();
    station.delta({ station: { ...before, search } });
    await page.locator(".top-bar").getByText("78 %").waitFor();
    await page.clock.runFor(60_000);
    const whileHeld = asked();
    await page.mouse.move(5, 5);

    expect(whileHeld).toBe(1);
    await expect
      .poll(async () => {
        await page.clock.runFor(6_000);
        return asked();
      })
      .toBe(2);
  });

  it("closes with who was found where and in what state, and reopens", async () => {
    const { page, station } = await show(searchScenes.searching());
    await showTab(page, "Close");
    const found = page.locator(".section-body").getByRole("button", { name: "Found", exact: true });
    expect(await found.isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Injured" }).click();
    await page.getByLabel("Where", { exact: true }).fill("30.871, 120.434");
    await page.getByLabel("By whom").fill("搜救4组");

    await found.click();

    await expect
      .poll(() => lastRequest(station.requests, "incident.put"))
      .toMatchObject({
        thing: "incident",
        fields: {
          phase: "found",
          outcome: { by: "搜救4组", state: "injured", place: { latDeg: 30.871, lonDeg: 120.434 } },
        },
      });
    const scene = searchScenes.searching();
    const incident = scene.things["incident/incident-1"];
    if (incident?.kind !== "incident") throw new Error("The scene has no incident.");
    station.delta({
      things: { "incident/incident-1": { ...incident, fields: { ...incident.fields, phase: "found" } } },
    });
    await page.getByRole("button", { name: "Open again" }).click();
    await expect
      .poll(() => lastRequest(station.requests, "incident.put"))
      .toMatchObject({ thing: "incident", fields: { phase: "searching" } });
    const report = page.getByRole("link", { name: "Report", exact: true });
    expect(await report.getAttribute("href")).toBe("/api/incidents/incident-1/report.html?lang=en");
  });

  it("lets an observer look and change nothing, and says why", async () => {
    const { page } = await show(searchScenes.searching(), { role: "observer" });
    await showTab(page, "Subject");

    await page.getByText("You are here as observer").waitFor();
    expect(await page.getByLabel("Name", { exact: true }).isDisabled()).toBe(true);
    await showTab(page, "Next");
    await page.getByRole("button", { name: "Who searches what next?" }).click();
    await page.locator(".proposal").first().waitFor();
    expect(await page.getByRole("button", { name: /^Send/ }).isDisabled()).toBe(true);
  });

  it("has the right side for itself on the field laptop, and gives it back", async () => {
    const { page } = await show(searchScenes.searching());
    await page.keyboard.press("1");
    await page.locator(".panel-vehicle:not(.folded)").waitFor();

    await page.keyboard.press("j");
    await page.locator(".panel-vehicle.folded").waitFor();
    await page.keyboard.press("j");
    await page.locator(".panel-vehicle:not(.folded)").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("v");
    await expect.poll(() => page.locator(".panel-search").count()).toBe(0);
    await page.locator(".panel-vehicle:not(.folded)").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press(panelKeys.incident.toLowerCase());
    await page.locator(".panel-incident:not(.folded)").waitFor();
    await page.locator(".panel-vehicle.folded").waitFor();
    expect(await page.locator(".panel-search").count()).toBe(0);
  });

  it("is worked with a finger", async () => {
    const { page, station } = await show(searchScenes.searching(), { touch: true });
    await page.locator(".incident-chip").tap();
    await page.locator(".search-tabs").getByRole("button", { name: "Segments" }).tap();
    await page.locator(".segment-row").nth(2).tap();
    await page.locator(".segment-card").waitFor();
    await page.locator(".search-tabs").getByRole("button", { name: "Next" }).tap();
    await page.getByRole("button", { name: "Who searches what next?" }).tap();

    await page.getByRole("button", { name: "Send 3" }).tap();

    await expect.poll(() => station.requests.filter(({ kind }) => kind === "incident.send")).toHaveLength(3);
  });

  it("stands alone by its own address", async () => {
    const { page } = await show(searchScenes.searching(), { hash: "#/panel/search" });

    await page.getByRole("link", { name: "Back to the map" }).waitFor();
    await page.locator(".search-tabs").waitFor();
    expect(await page.locator(".panel").count()).toBe(1);
  });

  describe.each([
    ["en", { width: 1280, height: 800 }],
    ["zh-CN", { width: 1280, height: 800 }],
    ["en", { width: 1920, height: 1080 }],
    ["en", { width: 1024, height: 768 }],
    ["zh-CN", { width: 1024, height: 768 }],
    ["en", { width: 853, height: 533 }],
  ] as const)("in %s at %o", (language, size) => {
    it("keeps every control at 44 px or more, every word inside of its control, and the top bar whole", async () => {
      const { page } = await show(twoValues(), { language, size });
      await page.keyboard.press("j");
      for (let tab = 0; tab < 5; tab++) {
        await page.locator(".search-tabs button").nth(tab).click();
        await page.locator(".panel-search details:not([open])").evaluateAll((all) => {
          for (const one of all) one.setAttribute("open", "");
        });
        const found = await controlFaults(page, panelControls, ".panel-search .panel-body, .top-bar");
        expect(found, `tab ${tab}`).toEqual(noControlFaults);
      }
      await expectWholeBar(page);
    });

    it("keeps the report so, too", async () => {
      const { page } = await show(searchScenes.nothing(), { language, size });
      await expectWholeBar(page);
      await page.locator(".incident-chip").click();
      await page.locator(".search-report").waitFor();
      await page.locator(".search-foot .primary").click();
      await page.locator(".panel-search details:not([open])").evaluateAll((all) => {
        for (const one of all) one.setAttribute("open", "");
      });

      expect(await controlFaults(page, panelControls, ".panel-search .panel-body, .top-bar")).toEqual(noControlFaults);
    });
  });
});
