import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Plan } from "../../shared/plan/plan.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { Cockpit } from "../support/e2e-cockpit.ts";
import { threeKindsPath } from "../support/flown-station.ts";
import { keptDraft } from "../support/kept-draft.ts";
import { eventually, type LiveStation, liveStation } from "../support/live-station.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/plans/${name}`, import.meta.url));

describe.skipIf(chromiumPath() === undefined)(`a plan (else: ${noChromium})`, () => {
  const recordFolder = mkdtempSync(join(tmpdir(), "lantern-plans-"));
  let live: LiveStation;
  let browser: Browser;
  let cockpit: Cockpit;

  const start = async (): Promise<void> => {
    live = await liveStation({ recordFolder, simulate: { scenarioPath: threeKindsPath, speed: 1 } });
    await eventually(() => {
      const views = Object.values(live.station.snapshot().vehicles);
      return views.filter(({ position, home }) => position && home).length === 3;
    });
  };

  beforeAll(async () => {
    await start();
    browser = await launchChromium();
    cockpit = await Cockpit.open({ browser, flown: { live } });
  });

  beforeEach(({ task, onTestFailed }) => onTestFailed(() => cockpit?.failed(task.name)));

  afterAll(async () => {
    await browser?.close();
    await live?.close();
    rmSync(recordFolder, { recursive: true, force: true });
  });

  const plans = (): readonly Plan[] => Object.values(live.station.snapshot().plans).map(({ plan }) => plan);
  const openPlan = async (): Promise<void> => {
    const { page } = cockpit;
    await page.keyboard.press("1");
    const region = page.getByRole("region", { name: "Plan", exact: true });
    await region.getByText("D1").first().waitFor();
    if ((await page.locator(".panel-plan.folded").count()) > 0) await page.keyboard.press("p");
  };
  const rows = () => cockpit.page.locator(".plan-row");
  const addPlain = async (name: "Take off" | "Return"): Promise<void> => {
    await cockpit.page.locator(".plan-add").getByRole("button", { name, exact: true }).click();
  };
  /** Nothing gets to the station, as if it had gone just now. */
  const cutRequests = () => cockpit.page.route("**/api/requests", (route) => route.abort());

  it("is kept by the station, and there after a reload", async () => {
    await openPlan();
    await cockpit.page.getByRole("button", { name: "New plan" }).click();
    await addPlain("Take off");
    await eventually(() => plans()[0]?.elements.length === 1);

    await cockpit.page.reload();
    await cockpit.ready();
    await openPlan();

    await rows().first().waitFor();
    expect(await rows().count()).toBe(1);
  });

  it("is there after the page was killed before the station had it, and is saved then", async () => {
    await cutRequests();
    await addPlain("Return");
    await cockpit.page.getByText("kept in this browser").waitFor();
    await keptDraft(cockpit.page, 2);
    const killed = cockpit.page;
    // As when the browser falls over: no handler of the page runs.
    const session = await cockpit.context.newCDPSession(killed);
    const crashed = killed.waitForEvent("crash");
    session.send("Page.crash").catch(() => undefined);
    await crashed;
    expect(plans()[0]?.elements.length).toBe(1);

    cockpit = await cockpit.reopen();
    await openPlan();
    await rows().nth(1).waitFor();

    await eventually(() => plans()[0]?.elements.length === 2);
    await cockpit.page.getByText("Saved", { exact: true }).waitFor();
  });

  it("takes undo back over what was just done, and redo forward", async () => {
    await rows().nth(1).locator(".plan-row-head").click();
    await cockpit.page.getByRole("button", { name: "Delete", exact: true }).click();
    await eventually(() => plans()[0]?.elements.length === 1);

    await cockpit.page.getByRole("button", { name: "Undo" }).click();
    await eventually(() => plans()[0]?.elements.length === 2);
    await cockpit.page.keyboard.press("Control+y");
    await eventually(() => plans()[0]?.elements.length === 1);
    await cockpit.page.keyboard.press("Control+z");
    await eventually(() => plans()[0]?.elements.length === 2);
  });

  it("comes in from a file of another program, with a list of what was left out", async () => {
    const { page } = cockpit;
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: /^More: rename/ }).click();
    await page.getByRole("menuitem", { name: "Open a file" }).click();
    await (await choosing).setFiles(fixture("qgc-survey.plan"));

    const notes = page.locator(".import-notes").first();
    await notes.getByText("qgc-survey.plan was read, with this left out or changed:").waitFor();
    expect((await notes.locator("li").allInnerTexts()).join("\n")).toMatch(/StructureScan.*left out/);
    await cockpit.picture("import");
    // The survey's path is kept, which is what would be flown.
    const read = await eventually(() => plans().find(({ fences }) => fences.length > 0));
    expect(read.elements.map(({ kind }) => kind)).toEqual(["take-off", "point", "point", "point", "point", "return"]);
    expect([read.fences.length, read.rallyPoints.length]).toEqual([1, 1]);
    expect(read.vehicleId).toBe(Object.values(live.station.snapshot().vehicles).find((one) => one.name === "D1")?.id);
    await rows().nth(5).waitFor();
  });

  it("is not made of a broken file: a plain sentence says so, and what was open stays open", async () => {
    const { page } = cockpit;
    const before = plans().length;
    const shown = await rows().count();
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: /^More: rename/ }).click();
    await page.getByRole("menuitem", { name: "Open a file" }).click();
    await (await choosing).setFiles(fixture("cut-off.plan"));

    await page.getByText("This file can't be read as a plan.").first().waitFor();
    expect(plans().length).toBe(before);
    expect(await rows().count()).toBe(shown);
  });

  it("is there when the station was started anew over the same record", async () => {
    const before = plans();
    await live.close();
    await cockpit.page
      .getByText(/Station lost/)
      .first()
      .waitFor();

    await start();
    expect(plans()).toEqual(before);
    await cockpit.close();
    cockpit = await Cockpit.open({ browser, flown: { live } });
    await openPlan();
    await cockpit.page.getByLabel("Which plan is open").locator("option").nth(1).waitFor({ state: "attached" });
    expect(cockpit.complaints).toEqual([]);
  });
});
