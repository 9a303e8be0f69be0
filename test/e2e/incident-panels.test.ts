import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import type { Request } from "../../shared/wire/requests.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { buildAlert, sceneUtcMs } from "../support/build-views.ts";
import { chromiumPath, noChromium } from "../support/chromium.ts";
import { controlFaults, noControlFaults } from "../support/control-faults.ts";
import { fakeScreens } from "../support/fake-screens.ts";
import type { FakeStationOptions } from "../support/fake-station.ts";
import { answerInField, withTalk } from "../support/incident-talk.ts";
import { buildStep, buildThing, searchScenes } from "../support/search-scenes.ts";

const tabs = ["send", "orders", "clues", "messages", "more"] as const;

const controls = ["button", "input:placeholder-shown", "select", "a", "summary"]
  .flatMap((tag) => [`.panel-incident ${tag}`, `.panel-teams ${tag}`])
  .join();

/** Teams, orders, clues and messages, built, in a real browser, against a station that says whatever the test wants. */
describe.skipIf(chromiumPath() === undefined)(`the incident on screen (else: ${noChromium})`, () => {
  const openScreen = fakeScreens();

  const show = async (
    snapshot: StateSnapshot,
    options: Omit<FakeStationOptions, "snapshot"> & {
      readonly hash?: string;
      readonly language?: string;
      readonly dark?: boolean;
      readonly size?: { readonly width: number; readonly height: number };
      readonly role?: string;
    } = {},
  ) => {
    const { hash, language, dark, size, role, ...station } = options;
    const screen = await openScreen(
      { snapshot, answer: answerInField, ...station },
      {
        viewport: size ?? { width: 1280, height: 800 },
        locale: language ?? "en",
        colorScheme: dark === true ? "dark" : "light",
      },
    );
    if (role !== undefined) await screen.page.route("**/api/me", (route) => route.fulfill({ json: { role } }));
    await screen.goto(hash);
    return screen;
  };

  const showTab = async (page: Page, tab: (typeof tabs)[number]) => {
    await page.locator(".panel-incident").waitFor();
    if ((await page.locator(".panel-incident.folded").count()) > 0) await page.keyboard.press("z");
    await page.locator(".panel-incident .search-tabs button").nth(tabs.indexOf(tab)).click();
  };
  const asked = <K extends Request["kind"]>(requests: readonly Request[], kind: K) =>
    requests.filter((request): request is Extract<Request, { kind: K }> => request.kind === kind).at(-1);
  const searching = () => withTalk(searchScenes.searching());

  it("is not there while nobody is missing", async () => {
    const { page } = await show(searchScenes.nothing());

    expect(await page.locator(".panel-teams, .panel-incident").count()).toBe(0);
  });

  it("lists 126 teams by need, drawing only those in sight, and finds one by its words", async () => {
    const { page } = await show(searchScenes.crowded());
    const rows = page.locator(".panel-teams .row");
    await rows.first().waitFor();

    expect(await rows.count()).toBeLessThan(40);
    expect(await rows.first().innerText()).toMatch(/Team 5[\s\S]*Help/);
    await page.locator(".panel-teams").getByText("126 / 1323").waitFor();

    await page.getByPlaceholder("Name, skill, radio …").fill("队员 77-1");
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.first().innerText()).toContain("Team 77");
  });

  it("goes through the teams by keys, opens one and comes back", async () => {
    const { page } = await show(searchScenes.crowded());
    await page.getByRole("listbox", { name: /Teams/ }).focus();
    await page.keyboard.press("End");
    await expect.poll(() => page.locator(".panel-teams .row.active").getAttribute("aria-posinset")).toBe("126");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");

    await page.keyboard.press("Enter");

    await page.locator(".team-card").waitFor();
    await page.getByText("206").first().waitFor();
    await page.locator(".team-card").getByRole("button", { name: "Back to the list" }).click();
    await page.locator(".panel-teams .row").first().waitFor();
  });

  it("writes down what a team says by radio, step by step, and shows each one's time", async () => {
    const { page, station } = await show(searching());
    await page.locator(".panel-teams .row", { hasText: "Team 2" }).first().click();
    const card = page.locator(".team-card .job-card").first();
    await card.getByRole("button", { name: "On the way" }).click();

    await expect
      .poll(() => asked(station.requests, "incident.step"))
      .toMatchObject({ thing: "assignment", thingId: "assignment-202", step: "on-the-way" });

    const scene = searching();
    const job = scene.things["assignment/assignment-202"];
    if (job === undefined) throw new Error("The scene has no order 202.");
    station.delta({
      things: { "assignment/assignment-202": { ...job, steps: [...job.steps, buildStep("on-the-way", 0)] } },
    });
    await card
      .locator(".reached", { hasText: "On the way" })
      .getByText(/^\d\d:\d\d$/)
      .waitFor();
    expect(await card.getByRole("button", { name: "Accepted" }).count()).toBe(0);
  });

  it("puts a team by hand where it says that it is", async () => {
    const { page, station } = await show(searching());
    await page.locator(".panel-teams .row", { hasText: "Team 2" }).first().click();
    await page.getByRole("button", { name: "Place by radio" }).click();
    await page.mouse.click(640, 300);

    await expect
      .poll(() => asked(station.requests, "incident.place"))
      .toMatchObject({ who: "team/team-2", source: "radio" });
  });

  it("reads a roster, names its bad lines, and keeps nothing before it was looked at", async () => {
    const { page, station } = await show(searching());
    await page.getByRole("button", { name: "Import a roster" }).click();
    await page.locator(".panel-teams input[type=file]").setInputFiles({
      name: "roster.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("队伍,姓名,职务,方式\n一组,李伟,队长,步行\n一组,张敏,,\n二组,,,\n二组,王强,,飞行\n"),
    });

    await page.getByText("2 people in 1 teams").waitFor();
    await page.getByText("Line 4").waitFor();
    await page.getByText("unknown way to move").waitFor();
    expect(asked(station.requests, "incident.put-many")).toBeUndefined();

    await page.getByRole("button", { name: "Keep 2 people" }).click();
    await page.getByText("2 people are kept.").waitFor();
    expect(asked(station.requests, "incident.put-many")?.things.map(({ thing }) => thing)).toEqual([
      "team",
      "person",
      "person",
    ]);
  });

  it("asks who can be at a pressed place first and sends the one with one press, then shows how far they are", async () => {
    const { page, station } = await show(searching());
    await showTab(page, "send");
    await page.getByRole("button", { name: "Press the place on the map" }).click();
    await page.mouse.click(640, 300);
    const rows = page.locator(".nearest-row");
    await rows.nth(3).waitFor();

    await rows.nth(2).getByText("Position too old, Has a job").waitFor();
    await rows.nth(2).getByText("estimate").waitFor();
    await expect.poll(() => rows.nth(2).locator(".position-age.old").count()).toBe(1);
    await page.getByText("Can't be used (1)").click();
    await page.getByText("Resting", { exact: true }).first().waitFor();
    await rows.nth(1).getByRole("button", { name: "Send" }).click();

    await expect
      .poll(() => asked(station.requests, "incident.send"))
      .toMatchObject({ assignment: { to: { kind: "team", id: "team-2" }, task: "go-to", travelS: 340 } });
    await page.locator(".panel-incident .job-card .reached", { hasText: "Accepted" }).waitFor();
  });

  it("sends a vehicle nothing but an order and a plan, and says so", async () => {
    const { page, station } = await show(searching());
    await showTab(page, "clues");
    await page.locator(".panel-incident .row").first().click();
    await page.getByRole("button", { name: "Send somebody to check" }).click();
    await page.locator(".nearest-row").first().getByRole("button", { name: "Plan" }).click();

    await page.getByText("Plan prepared, not uploaded").waitFor();
    expect(asked(station.requests, "incident.send")).toMatchObject({
      assignment: { to: { kind: "vehicle", id: "1" }, task: "check-clue", clueId: "clue-3" },
    });
    expect(asked(station.requests, "vehicle.do")).toBeUndefined();
  });

  it("says why nobody can be asked, in place", async () => {
    const fault = { ok: false, fault: { code: "search-not-ready", detail: "" } } as const;
    const { page } = await show(searching(), { answer: () => fault });
    await showTab(page, "clues");
    await page.locator(".panel-incident .row").first().click();
    await page.getByRole("button", { name: "Send somebody to check" }).click();

    await page.getByRole("alert").getByText("The probability map is not ready.").waitFor();
  });

  it("judges a clue: how sure, what it does to the map in words, both values where two judged at once", async () => {
    const scene = searching();
    const clue = scene.things["clue/clue-1"];
    if (clue === undefined) throw new Error("The scene has no clue 1.");
    const by = (name: string) => ({ id: name, name, role: "coordinator" as const });
    const effect = [
      { value: "here", by: by("Chen"), utcMs: sceneUtcMs - 60_000 },
      { value: "not-here", by: by("Li Wei"), utcMs: sceneUtcMs - 90_000 },
    ];
    const things = { ...scene.things, "clue/clue-1": { ...clue, conflicts: { effect } } };
    const { page, station } = await show({ ...scene, things });
    await showTab(page, "clues");
    await page.locator(".panel-incident .row", { hasText: "heat source" }).first().click();

    await page.getByText("With 80% the subject is about here").waitFor();
    const conflict = page.locator(".search-conflict");
    await conflict.getByText("Not here").waitFor();
    await conflict.getByRole("button", { name: "Take this" }).nth(1).click();
    await expect
      .poll(() => asked(station.requests, "incident.put"))
      .toMatchObject({ thing: "clue", thingId: "clue-1", fields: { effect: "not-here" }, seen: { "station-1": 40 } });

    await page.getByLabel("Reliability").focus();
    await page.keyboard.press("ArrowRight");
    await expect
      .poll(() => asked(station.requests, "incident.put"))
      .toMatchObject({ thing: "clue", fields: { reliability: 0.85 } });
  });

  it("compares passages, says how long it took, and makes a clue of one", async () => {
    const { page, station } = await show(searching());
    await showTab(page, "clues");
    await page.getByText("Compare passages").click();
    await page.getByLabel("At most as fast as").fill("2");
    await page.getByRole("button", { name: "Compare", exact: true }).click();

    await page.getByText("45 fit").waitFor();
    await page.getByText("worked out in 0.81 s").waitFor();
    expect(asked(station.requests, "search.correlate")).toMatchObject({
      datasetId: "dataset-1",
      maxSpeedMps: 2,
      maxDistanceM: 5_000,
    });
    await expect.poll(() => page.locator(".passage").count()).toBe(20);

    await page
      .locator(".passage")
      .first()
      .getByRole("button", { name: /Make 浙E·10000 a clue/ })
      .click();
    await expect
      .poll(() => asked(station.requests, "incident.put"))
      .toMatchObject({ thing: "clue", fields: { nature: "camera", text: "浙E·10000 (卡口 11-21)" } });
  });

  it("has calls for help above all messages until they are over, and counts what is unread", async () => {
    const { page, station } = await show(searching());
    const head = page.locator(".panel-incident .panel-head");
    await head.getByText("1 for help").waitFor();
    await head.getByText("3 new").waitFor();
    await showTab(page, "messages");
    const call = page.locator(".help-call");
    await call.getByText("Team 5 calls for help").waitFor();
    await expect.poll(() => head.getByText("3 new").count()).toBe(0);

    await call.getByRole("button", { name: "Heard", exact: true }).click();
    await expect
      .poll(() => asked(station.requests, "incident.step"))
      .toMatchObject({ thing: "team", thingId: "team-5", step: "acknowledged" });
    const over = call.getByRole("button", { name: /^It is over/ });
    // Off until the station has answered the press before it.
    await expect.poll(() => over.getAttribute("aria-disabled")).toBe("false");
    await over.focus();
    await page.keyboard.down("Space");
    await expect.poll(() => asked(station.requests, "incident.step")).toMatchObject({ step: "answered" });
    await page.keyboard.up("Space");
  });

  it("leads from the alarm of a call for help to where it is answered, by one press", async () => {
    const params = { who: "Team 5", text: "" };
    const alarm = buildAlert({ id: "help", code: "help-called", severity: "critical", params });
    const { page } = await show({ ...searching(), alerts: { help: alarm } });

    await page.locator(".panel-alerts").getByRole("button", { name: "Answer", exact: true }).click();

    await page.locator(".help-call").getByText("Team 5 calls for help").waitFor();
  });

  it("says who hasn't acknowledged an order, by name, and writes down who did so by radio", async () => {
    const { page, station } = await show(searching());
    await showTab(page, "messages");
    const order = page.locator(".said", { hasText: "沿河岸搜索" }).first();
    await order.getByText(/Missing: 搜救1组, Team 2/).waitFor();
    await order.getByText("Acknowledged by radio").click();
    await order.getByRole("button", { name: "Team 2" }).click();

    await expect
      .poll(() => asked(station.requests, "incident.step"))
      .toMatchObject({ thing: "message", thingId: "order-1", step: "acknowledged", text: "team/team-2" });
  });

  it("sends an order to whom @ names, by keys alone", async () => {
    const { page, station } = await show(searching());
    await showTab(page, "messages");
    const field = page.locator(".compose textarea");
    await field.focus();
    await page.locator(".compose").getByRole("button", { name: "Order" }).click();
    await field.focus();
    await page.keyboard.type("@Team 1");
    await page.locator(".mentions").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.type("back to the post");
    await page.keyboard.press("Enter");

    await expect.poll(() => asked(station.requests, "incident.put")).toBeDefined();
    const said = asked(station.requests, "incident.put");
    expect(said).toMatchObject({ thing: "message", fields: { nature: "order", needsAck: true } });
    expect(said?.fields.text).toMatch(/^@Team 1\d back to the post$/);
    expect(said?.fields.teamIds).toHaveLength(1);
    await expect.poll(() => field.inputValue()).toBe("");
  });

  it("keeps the radio log as one types it, and counts the speaker as heard of", async () => {
    const { page, station } = await show(searching());
    await showTab(page, "messages");
    const field = page.locator(".compose textarea");
    await field.focus();
    await page.locator(".compose").getByRole("button", { name: "Radio" }).click();
    await field.fill("at the bridge");
    await page.getByText("Who > whom").waitFor();
    await field.fill("team 2 > Post CH2: at the bridge");
    await field.press("Enter");

    await expect
      .poll(() => asked(station.requests, "incident.put"))
      .toMatchObject({
        thing: "message",
        fields: {
          nature: "radio",
          text: "at the bridge",
          radio: { from: "team 2", to: "Post", channel: "CH2" },
          fromTeamId: "team-2",
        },
      });
  });

  it("invites by a QR code, says that no phone reaches this computer, and revokes", async () => {
    const { page, station } = await show(searching());
    await showTab(page, "more");
    await page.getByText(/listens only on this computer/).waitFor();
    await page.getByLabel("Name of the person or team").fill("Team 3");
    await page.getByRole("button", { name: "Make the link" }).click();

    await page.getByRole("img", { name: "QR code of the link" }).waitFor();
    expect(await page.getByLabel("The link", { exact: true }).inputValue()).toContain("/f/#");
    expect(asked(station.requests, "incident.invite")).toMatchObject({ purpose: "join", role: "searcher", validH: 24 });
    await page.getByRole("button", { name: "Revoke the link of Li Wei" }).click();
    await expect
      .poll(() => asked(station.requests, "incident.put"))
      .toMatchObject({ thing: "invite", thingId: "invite-1", fields: { revoked: true } });
    await page.getByRole("button", { name: "Make it a clue" }).click();
    await expect
      .poll(() => asked(station.requests, "incident.put"))
      .toMatchObject({ thing: "clue", fields: { nature: "phone", sigmaM: 25 } });
  });

  it("ticks a specialist's checklist and accepts the shift", async () => {
    const { page, station } = await show(searching());
    await showTab(page, "more");
    await page.getByText("Ask a specialist").click();
    expect(await page.getByLabel("Habits").isChecked()).toBe(true);
    await page.getByLabel("Medicine").click();
    await expect
      .poll(() => asked(station.requests, "incident.step"))
      .toMatchObject({ thing: "question", step: "item-done", item: 0 });

    await page.getByText("Shift hand-over").click();
    await page.getByRole("button", { name: "Accept", exact: true }).click();
    await expect
      .poll(() => asked(station.requests, "incident.step"))
      .toMatchObject({ thing: "handover", thingId: "handover-1", step: "accepted" });
  });

  it("offers an observer nothing that the role may not do", async () => {
    const { page } = await show(searching(), { role: "observer" });
    await showTab(page, "messages");
    await page.locator(".said").first().waitFor();

    await expect.poll(() => page.locator(".compose").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Import a roster" }).count()).toBe(0);
    await page.locator(".panel-teams .row", { hasText: "Team 2" }).first().click();
    await page.locator(".team-card .job-card").first().waitFor();
    expect(await page.getByRole("button", { name: /^Cancel/ }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Send this team" }).count()).toBe(0);
  });

  it("folds for the vehicle on a low screen, and the vehicle for it", async () => {
    const { page } = await show(searching());
    await showTab(page, "orders");
    await page.locator(".panel-vehicle.folded").waitFor();

    await page.keyboard.press("v");

    await page.locator(".panel-incident.folded").waitFor();
    await page.keyboard.press("j");
    await page.locator(".panel-search").waitFor();
    await page.keyboard.press("z");
    await page.locator(".panel-incident:not(.folded)").waitFor();
    await expect.poll(() => page.locator(".panel-search, .panel-vehicle:not(.folded)").count()).toBe(0);
  });

  it.each([
    ["en", false, { width: 1280, height: 800 }],
    ["zh-CN", true, { width: 1280, height: 800 }],
    ["en", true, { width: 1024, height: 768 }],
    ["zh-CN", false, { width: 1920, height: 1080 }],
  ] as const)("fits gloves and words in %s, night %s, %o", async (language, dark, size) => {
    const { page, complaints } = await show(withTalk(searchScenes.crowded()), { language, dark, size });
    await page.locator(".panel-teams .row").first().waitFor();
    for (const tab of tabs) {
      await showTab(page, tab);
      expect(await controlFaults(page, controls, ".panel-incident .panel-body, .panel-teams .panel-body")).toEqual(
        noControlFaults,
      );
    }
    await page.locator(".panel-teams .row").first().click();
    await page.locator(".team-card summary").last().click();
    await showTab(page, "clues");
    await page.locator(".panel-incident .row").first().click();
    await page.locator(".clue-card").waitFor();
    expect(await controlFaults(page, controls, ".panel-incident .panel-body, .panel-teams .panel-body")).toEqual(
      noControlFaults,
    );
    await page.locator(".clue-card .primary").click();
    await page.locator(".nearest-row").first().waitFor();
    expect(await controlFaults(page, controls, ".panel-incident .panel-body")).toEqual(noControlFaults);
    expect(complaints).toEqual([]);
  });

  it("stands alone for a second screen", async () => {
    const { page } = await show(withTalk(searchScenes.crowded()), { hash: "#/panel/teams" });
    await page.locator(".panel-teams .row").nth(8).waitFor();

    await page.goto(`${page.url().split("#")[0]}#/panel/incident`);
    await page.locator(".panel-incident .search-tabs").waitFor();
  });

  it("shows what a new message says as it comes", async () => {
    const { page, station } = await show(searching());
    await showTab(page, "messages");
    const news = buildThing("message", "news", { nature: "chat", text: "We hear somebody.", fromTeamId: "team-2" });
    station.delta({
      things: { "message/news": { ...news, createdUtcMs: sceneUtcMs, createdBy: { ...news.createdBy, id: "p-7" } } },
    });

    const first = page.locator(".said").first();
    await first.getByText("We hear somebody.").waitFor();
    expect(await first.getAttribute("class")).toContain("is-new");
  });
});
