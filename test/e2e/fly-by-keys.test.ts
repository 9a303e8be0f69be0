import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Plan } from "../../shared/plan/plan.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { Cockpit } from "../support/e2e-cockpit.ts";
import { type FlownStation, flownStation, keepArmed } from "../support/flown-station.ts";
import { eventually } from "../support/live-station.ts";

/** What has the focus, and whether a person can see that. */
interface Focus {
  readonly name: string;
  readonly lost: boolean;
  readonly visible: boolean;
}

const focusOf = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return { name: "", lost: true, visible: false };
    const { width, height, bottom, right, top, left } = element.getBoundingClientRect();
    const label = element.closest("label")?.textContent ?? "";
    const labelled = element.id === "" ? "" : (document.querySelector(`label[for="${element.id}"]`)?.textContent ?? "");
    const name = element.ariaLabel ?? `${labelled}${element.textContent || label}`;
    const marks = (one: Element | null) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one ?? element);
      // The emergency stop's corners are cut off: it shows its focus inside.
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow.includes("inset");
    };
    const onScreen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    // A box around a bare field shows its focus for it.
    const shown = marks(element) || marks(element.parentElement);
    return { name: name.trim(), lost: false, visible: width > 0 && height > 0 && onScreen && shown };
  });

describe.skipIf(chromiumPath() === undefined)(`a search flown by keyboard alone (else: ${noChromium})`, () => {
  let station: FlownStation;
  let browser: Browser;
  let cockpit: Cockpit;
  let page: Page;
  /** Where the focus was not to be seen, or nowhere, while Tab walked. */
  const unseen: string[] = [];

  beforeAll(async () => {
    station = await flownStation({ speed: 6 });
    await keepArmed(station);
    browser = await launchChromium();
    cockpit = await Cockpit.open({ browser, flown: station });
    page = cockpit.page;
    await page.evaluate(() => {
      const seen = window as unknown as { pointed: number };
      seen.pointed = 0;
      for (const name of ["pointerdown", "mousedown", "mousemove", "touchstart", "wheel"])
        window.addEventListener(name, () => seen.pointed++, { capture: true });
    });
  });

  beforeEach(({ task, onTestFailed }) => onTestFailed(() => cockpit?.failed(task.name)));

  afterAll(async () => {
    await browser?.close();
    await station?.close();
  });

  const plan = (): Plan | undefined => Object.values(station.live.station.snapshot().plans)[0]?.plan;
  const press = (key: string) => page.keyboard.press(key);
  /** Walks by Tab until something with this name has the focus. */
  const tabTo = async (name: RegExp, { back = false } = {}): Promise<void> => {
    const walked: string[] = [];
    for (let i = 0; i < 160; i++) {
      const focus = await focusOf(page);
      if (name.test(focus.name)) return;
      if (i > 0 && !focus.lost && !focus.visible) unseen.push(focus.name);
      walked.push(focus.name.slice(0, 30));
      await press(back ? "Shift+Tab" : "Tab");
    }
    throw new Error(`Tab never came to ${name}: ${walked.join(" | ")}`);
  };
  const enter = async (name: RegExp): Promise<void> => {
    await tabTo(name);
    await press("Enter");
  };
  const holdSpace = async (name: RegExp): Promise<void> => {
    await tabTo(name);
    await cockpit.holdKey("Space", page.locator(":focus"));
  };
  /** What was pressed may be gone; the focus must not be. */
  const hasFocus = async (): Promise<void> => {
    await expect.poll(async () => (await focusOf(page)).lost).toBe(false);
  };

  it("makes a plan for the vehicle chosen by its digit, and draws the area with the cross in the middle", async () => {
    await press("1");
    await press("p");
    await enter(/^New plan$/);
    await hasFocus();
    await enter(/^Take off$/);
    await hasFocus();
    await press("+");
    await cockpit.still();
    await enter(/^Area$/);
    await page.getByRole("region", { name: "D1 · Area" }).waitFor();

    for (const key of ["ArrowRight", "ArrowUp", "ArrowLeft"]) {
      await press("Enter");
      await press(key);
      await cockpit.still();
    }
    await press("Enter");
    await cockpit.picture("keys-draw");
    await press("Enter");

    await eventually(() => plan()?.elements.some((element) => element.kind === "pattern" && element.points.length > 0));
    await hasFocus();
    expect((await focusOf(page)).name).toMatch(/^Area$/);
    await enter(/^Return$/);
    await hasFocus();
    await eventually(() => plan()?.elements.at(-1)?.kind === "return");
  });

  it("gets out of everything by Escape, and the plan stays", async () => {
    const before = JSON.stringify(plan()?.elements);
    await enter(/^Route$/);
    await press("Enter");
    await press("Escape");
    await page.getByRole("region", { name: "D1 · Route" }).waitFor({ state: "detached" });
    await hasFocus();
    await tabTo(/^More: rename/, { back: true });
    await press("Enter");
    await page.getByRole("menuitem", { name: "Rename" }).waitFor();
    await press("Escape");
    await page.getByRole("menuitem", { name: "Rename" }).waitFor({ state: "detached" });
    await hasFocus();
    await page.locator(".fleet-row[aria-pressed=true]", { hasText: "D1" }).waitFor();
    await press("?");
    await page.getByRole("dialog").waitFor();
    await press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await press("Escape");
    await page.getByText("No vehicle selected").first().waitFor();
    await press("1");

    await page.locator(".plan-row").nth(2).waitFor();
    expect(JSON.stringify(plan()?.elements)).toBe(before);
  });

  it("uploads, arms and starts by Space held on what has the focus", async () => {
    await holdSpace(/^Upload Plan 1 to D1/);
    await page.getByText("Uploaded to D1 and read back equal").waitFor();
    await press("v");
    await press("e");
    await holdSpace(/^D1: Arm\./);
    await station.until("copter", ({ armed }) => armed);
    await holdSpace(/^D1: Start\./);

    await station.until("copter", ({ mode, altHomeM }) => mode === "AUTO" && altHomeM > 5);
    await hasFocus();
  });

  it("holds by B, comes back by R and lands by D, from wherever the focus is", async () => {
    await station.until("copter", ({ groundMps }) => groundMps > 2);
    await press("b");
    await station.until("copter", ({ groundMps, mode }) => mode !== "AUTO" && groundMps < 0.4);

    await cockpit.holdKey("r", cockpit.button(/^D1: return home/));
    await station.until("copter", ({ mode }) => mode === "RTL");

    await cockpit.holdKey("d", cockpit.button(/^D1: land where it is/));
    const landed = await station.until("copter", ({ armed }) => !armed);
    expect(landed.mode).toBe("LAND");
    expect(landed.aboveGroundM).toBeLessThan(1);
  });

  it("reaches the emergency stop by Shift S, leaves it by Escape and stops by Space held", async () => {
    const emergencies = () =>
      Object.values(station.live.station.snapshot().operations).filter(({ kind }) => kind === "emergency-stop");
    await page
      .locator(".fleet-row")
      .filter({ has: page.getByText("D1", { exact: true }) })
      .getByText("Disarmed")
      .waitFor();
    await press("Shift+S");
    await page.getByText("Motors off at once. In the air it falls.").waitFor();
    await page.locator(".slide-thumb:focus").waitFor();
    await press("Escape");
    await page.getByText("Motors off at once. In the air it falls.").waitFor({ state: "detached" });
    await hasFocus();
    expect(emergencies()).toEqual([]);

    await press("2");
    await holdSpace(/^P1: Arm\./);
    await station.until("px4", ({ armed }) => armed);
    await press("Shift+S");
    await page.locator(".slide-thumb:focus").waitFor();
    await cockpit.holdKey("Space", page.locator(".slide-thumb"));

    await station.until("px4", ({ armed }) => !armed);
    const [stop] = await eventually(() => (emergencies().length > 0 ? emergencies() : undefined));
    expect(stop?.vehicleId).toBe(station.id("px4"));
    await hasFocus();
  });

  it("never lost sight of the focus, and never needed a pointer", async () => {
    expect([...new Set(unseen)]).toEqual([]);
    expect(await page.evaluate(() => (window as unknown as { pointed: number }).pointed)).toBe(0);
    expect(cockpit.complaints).toEqual([]);
    expect((await station.truth("dog")).armed).toBe(false);
  });
});
