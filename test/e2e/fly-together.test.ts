import type { Browser } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Plan } from "../../shared/plan/plan.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { Cockpit } from "../support/e2e-cockpit.ts";
import { type FlownStation, flownStation, keepArmed } from "../support/flown-station.ts";
import { eventually } from "../support/live-station.ts";

const people = [
  { id: "operator-wang", name: "Wang" },
  { id: "operator-li-na", name: "Li Na" },
] as const;

describe.skipIf(chromiumPath() === undefined)(`two people at one station (else: ${noChromium})`, () => {
  let station: FlownStation;
  let browser: Browser;
  let wang: Cockpit;
  let li: Cockpit;

  beforeAll(async () => {
    station = await flownStation({ speed: 3 });
    await keepArmed(station);
    browser = await launchChromium();
    [wang, li] = (await Promise.all(people.map((operator) => Cockpit.open({ browser, flown: station, operator })))) as [
      Cockpit,
      Cockpit,
    ];
  });

  beforeEach(({ task, onTestFailed }) =>
    onTestFailed(async () => {
      await wang?.failed(`Wang ${task.name}`);
      await li?.failed(`Li ${task.name}`);
    }),
  );

  afterAll(async () => {
    await browser?.close();
    await station?.close();
  });

  const select = (cockpit: Cockpit, name: string) =>
    cockpit.page
      .locator(".fleet-row")
      .filter({ has: cockpit.page.getByText(name, { exact: true }) })
      .first()
      .click();
  const showTab = (cockpit: Cockpit, name: string) =>
    cockpit.page.getByRole("button", { name, exact: true }).first().click();
  const operations = (kind: string) =>
    Object.values(station.live.station.snapshot().operations).filter((one) => one.kind === kind);
  const plans = (): readonly Plan[] => Object.values(station.live.station.snapshot().plans).map(({ plan }) => plan);

  it("lets the first who commands a vehicle hold it, and tells the second whose it is", async () => {
    await select(wang, "D1");
    await showTab(wang, "Fly");
    await wang.holdMouse(wang.section("Arm and take off").getByRole("button", { name: /^D1: Take off/ }));
    await station.until("copter", ({ altHomeM }) => altHomeM > 10);

    await select(li, "D1");
    await li.bar("D1").getByText("Held by Wang").first().waitFor();
    const before = operations("hold").length;
    await li.page.keyboard.press("b");
    expect(
      await li
        .bar("D1")
        .getByRole("button", { name: /^D1: stop and stay/ })
        .isDisabled(),
    ).toBe(true);
    expect(operations("hold").length).toBe(before);
    const forced = await station.ask({
      kind: "vehicle.do",
      vehicleId: station.id("copter"),
      operator: people[1],
      action: { kind: "land" },
    });
    expect(forced).toMatchObject({ ok: false, fault: { code: "held-by-other" } });
    expect((await station.truth("copter")).mode).toBe("GUIDED");
    await li.picture("held");
  });

  it("hands it over when the holder says so, and then the second commands and the first doesn't", async () => {
    await li.bar("D1").getByRole("button", { name: "Ask for control" }).click();
    const prompt = wang.page.getByRole("region", { name: "Li Na asks for D1" });
    await prompt.getByRole("button", { name: "Keep it" }).click();
    await prompt.waitFor({ state: "detached" });
    await li.bar("D1").getByRole("button", { name: "Ask for control" }).click();
    await prompt.getByRole("button", { name: "Hand over" }).click();

    await li.bar("D1").getByText("Held by you").waitFor();
    await wang.bar("D1").getByText("Held by Li Na").first().waitFor();
    await li.holdMouse(li.button(/^D1: land where it is/));
    await station.until("copter", ({ armed }) => !armed);
  });

  it("says in the vehicle's own words why it doesn't arm, and sets a mode in which it does", async () => {
    await showTab(li, "Fly");
    // It lies folded where the page still had the drone in the air.
    await li.openSection("Arm and take off");
    await li.holdMouse(li.button(/^D1: Arm\./));
    await li
      .section("Arm and take off")
      .getByText(/not armable/)
      // The vehicle's own words stand beside ours.
      .first()
      .waitFor();

    const mode = li.section("Mode");
    await mode.locator("summary").click();
    await mode.getByRole("combobox").selectOption("LOITER");
    await li.holdMouse(mode.getByRole("button", { name: /^D1: Set mode/ }));
    await station.until("copter", ({ mode }) => mode === "LOITER");
  });

  it("lets anybody stop motors at once", async () => {
    await li.holdMouse(li.button(/^D1: Arm\./));
    await station.until("copter", ({ armed }) => armed);

    await wang.page.getByRole("button", { name: "Emergency stop of D1", exact: true }).click();
    const thumb = await wang.middle(wang.page.locator(".slide-thumb"));
    await wang.page.mouse.move(thumb.x, thumb.y);
    await wang.page.mouse.down();
    await wang.page.mouse.move(thumb.x + 320, thumb.y, { steps: 8 });
    await wang.page.mouse.up();

    const [stop] = await eventually(() =>
      operations("emergency-stop").length > 0 ? operations("emergency-stop") : false,
    );
    expect(stop).toMatchObject({ vehicleId: station.id("copter"), by: { name: "Wang" } });
    await station.until("copter", ({ armed }) => !armed);
    expect(station.view("copter").custody?.holder.name).toBe("Li Na");
  });

  it("tells three at once by name, leaves out whom it may not, and reports each outcome", async () => {
    const { page } = wang;
    await page.getByRole("button", { name: "Command several" }).click();
    await page.getByRole("button", { name: "All", exact: true }).click();
    const bulk = page.getByRole("region", { name: "To 3 vehicles" });
    await bulk.getByText("Li Na holds this vehicle.").waitFor();
    await bulk.getByLabel("What to tell them").selectOption("arm");
    await bulk.getByRole("button", { name: /^Arm: P1(,| and) R1/ }).waitFor();

    await li.bar("D1").getByRole("button", { name: "Let go of D1" }).click();
    const send = bulk.getByRole("button", { name: /^Arm: D1, P1(,| and) R1/ });
    await send.waitFor();
    await wang.picture("bulk");
    await wang.holdMouse(send);

    for (const kind of ["copter", "px4", "dog"] as const) await station.until(kind, ({ armed }) => armed);
    for (const name of ["D1", "P1", "R1"])
      await bulk.getByRole("listitem").filter({ hasText: name }).locator(".outcome.done").waitFor();
    await bulk.getByLabel("What to tell them").selectOption("disarm");
    await wang.holdMouse(bulk.getByRole("button", { name: /^Disarm: D1, P1(,| and) R1/ }));
    for (const kind of ["copter", "px4", "dog"] as const) await station.until(kind, ({ armed }) => !armed);
    await bulk.getByRole("button", { name: "End the command to several" }).click();
  });

  it("shows everyone the same plan, and asks when both changed it at once: nothing is lost", async () => {
    for (const { page } of [wang, li]) {
      await page.locator(".panel-plan .panel-head").click();
      await page.getByRole("region", { name: "Plan", exact: true }).waitFor();
    }
    await select(wang, "D1");
    await wang.page.getByRole("button", { name: "New plan" }).click();
    await wang.page.getByRole("button", { name: "Route", exact: true }).click();
    await wang.still();
    for (const [x, y] of [
      [620, 250],
      [720, 250],
      [720, 330],
    ] as const)
      await wang.page.mouse.click(x, y);
    await wang.page.getByRole("button", { name: "Done" }).click();
    await li.page.locator(".plan-row").nth(2).waitFor();

    // What Li does is held up on its way, so that Wang's comes first.
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await li.page.route("**/api/requests", async (route) => {
      await held;
      await route.continue();
    });
    await li.page.getByRole("button", { name: "Return", exact: true }).last().click();
    await li.page.getByText("Saving").waitFor();
    await wang.page.getByRole("button", { name: "Take off", exact: true }).click();
    await eventually(() => plans()[0]?.elements.some(({ kind }) => kind === "take-off"));
    release();

    const conflict = li.page.locator(".plan-conflict");
    await conflict.getByText("Wang changed this plan meanwhile. Yours has 4 steps, theirs 4.").waitFor();
    const [box, panel] = [await conflict.boundingBox(), await li.page.locator(".panel-plan .panel-body").boundingBox()];
    expect(box?.y).toBeGreaterThanOrEqual(panel?.y ?? Number.NaN);
    await li.picture("plan-conflict");
    await conflict.getByRole("button", { name: "Keep both" }).click();

    await eventually(() => plans().length === 2);
    const ends = plans().map(({ elements }) => [elements.at(0)?.kind, elements.at(-1)?.kind]);
    expect(ends).toContainEqual(["take-off", "point"]);
    expect(ends).toContainEqual(["point", "return"]);
    await wang.page.getByLabel("Which plan is open").locator("option").nth(1).waitFor({ state: "attached" });
  });

  it("ran without an error in the pages", () => {
    expect([...wang.complaints, ...li.complaints]).toEqual([]);
  });
});
