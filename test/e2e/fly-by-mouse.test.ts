import type { Browser } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { VehicleTruth } from "../../hardware/simulator/vehicle-truth.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Plan, PlanElement } from "../../shared/plan/plan.ts";
import { lineSpacing } from "../../shared/search/patterns/line-spacing.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { Cockpit, type Pixel } from "../support/e2e-cockpit.ts";
import { type FlownStation, flownStation, keepArmed, metresBetween } from "../support/flown-station.ts";
import { eventually } from "../support/live-station.ts";

type Pattern = Extract<PlanElement, { kind: "pattern" }>;

/** East of the vehicles, where no panel covers the map. */
const corners: readonly Pixel[] = [
  { x: 600, y: 240 },
  { x: 720, y: 240 },
  { x: 720, y: 330 },
  { x: 600, y: 330 },
];

describe.skipIf(chromiumPath() === undefined)(`a search flown by mouse (else: ${noChromium})`, () => {
  let station: FlownStation;
  let browser: Browser;
  let cockpit: Cockpit;
  const start: Partial<Record<"px4" | "dog" | "copter", VehicleTruth>> = {};

  beforeAll(async () => {
    station = await flownStation({ speed: 6 });
    await keepArmed(station);
    browser = await launchChromium();
    cockpit = await Cockpit.open({ browser, flown: station });
    for (const kind of ["copter", "px4", "dog"] as const) start[kind] = await station.truth(kind);
  });

  beforeEach(({ task, onTestFailed }) => onTestFailed(() => cockpit?.failed(task.name)));

  afterAll(async () => {
    await browser?.close();
    await station?.close();
  });

  const plan = (): Plan | undefined => Object.values(station.live.station.snapshot().plans)[0]?.plan;
  const pattern = (): Pattern => {
    const found = plan()?.elements.find((element) => element.kind === "pattern");
    if (found === undefined) throw new Error("The station's plan has no pattern.");
    return found;
  };
  const outline = (): readonly LatLon[] => {
    const { shape } = pattern();
    return shape.kind === "parallel" ? shape.area.outline : [];
  };
  /** With a margin for turning at the ends of lines. */
  const isWithin = ({ latDeg, lonDeg }: LatLon): boolean => {
    const [lats, lons] = [outline().map((p) => p.latDeg), outline().map((p) => p.lonDeg)];
    const margin = 15 / 110_000;
    return (
      latDeg > Math.min(...lats) - margin &&
      latDeg < Math.max(...lats) + margin &&
      lonDeg > Math.min(...lons) - margin &&
      lonDeg < Math.max(...lons) + margin
    );
  };

  it("draws the area to search on the map", async () => {
    const { page } = cockpit;
    await page
      .locator(".fleet-row")
      .filter({ has: page.getByText("D1", { exact: true }) })
      .first()
      .click();
    await page.locator(".panel-plan .panel-head").click();
    await page.getByRole("button", { name: "New plan" }).click();
    await page.getByRole("button", { name: "Take off", exact: true }).click();
    await page.getByRole("button", { name: "Area", exact: true }).click();
    await page.getByRole("region", { name: "D1 · Area" }).waitFor();

    await cockpit.still();
    for (const { x, y } of corners) await page.mouse.click(x, y);
    await cockpit.picture("draw", { readme: true });
    await page.getByRole("button", { name: "Done" }).click();

    await eventually(() => plan()?.elements.some((element) => element.kind === "pattern" && element.points.length > 0));
    await cockpit.still();
    const drawn = await Promise.all(outline().map((place) => cockpit.pixelOf(place)));
    expect(drawn).toHaveLength(4);
    for (const [i, { x, y }] of drawn.entries())
      expect(Math.hypot(x - (corners[i]?.x ?? 0), y - (corners[i]?.y ?? 0))).toBeLessThan(3);
  });

  it("lays lines as far apart as the camera asks for, and says what it takes over which ground", async () => {
    const { page } = cockpit;
    await page.getByRole("button", { name: "Return", exact: true }).last().click();

    const { camera, height, shape } = pattern();
    if (camera === undefined || shape.kind !== "parallel") throw new Error("There is no camera or no parallel sweep.");
    const asked = lineSpacing({ camera, heightAglM: height.aglM, sideOverlap: camera.sideOverlap });
    expect(shape.spacingM).toBeCloseTo(asked?.spacingM ?? Number.NaN, 0);
    await page.getByRole("region", { name: "What it takes" }).getByText("The battery is enough").waitFor();
    await page.getByRole("region", { name: "Heights along the way" }).waitFor();
    await page.getByRole("slider", { name: "Heights along the way" }).hover();
    await cockpit.picture("check", { readme: true });
    expect(plan()?.vehicleId).toBe(station.id("copter"));
  });

  it("uploads it after a held second, and says so only of what was read back equal", async () => {
    const { page } = cockpit;
    await page.getByText("Saved", { exact: true }).waitFor();
    expect((await station.truth("copter")).missionItems.length).toBeLessThanOrEqual(1);

    await cockpit.holdMouse(cockpit.button(/^Upload Plan 1 to D1/));

    await page.getByText("Uploaded to D1 and read back equal").waitFor();
    await cockpit.picture("upload", { readme: true });
    const { missionItems } = await station.truth("copter");
    expect(missionItems.filter((command) => command === 16).length).toBeGreaterThanOrEqual(pattern().points.length);
    expect(station.view("copter").onboard).toMatchObject({ planId: plan()?.id });
  });

  it("arms and starts it, and the drone flies its lines at their height above the ground", async () => {
    const { page } = cockpit;
    await page.locator(".panel-vehicle .panel-head").click();
    await page.getByRole("button", { name: "Fly", exact: true }).click();

    await cockpit.holdMouse(cockpit.button(/^D1: Arm\./));
    await station.until("copter", ({ armed }) => armed);
    await cockpit.holdMouse(cockpit.button(/^D1: Start\./));

    const first = pattern().points[0];
    if (first === undefined) throw new Error("The pattern has no points.");
    const flying = await station.passes("copter", first, 6);
    await cockpit.bar("D1").getByText("AUTO").waitFor();
    await cockpit.picture("flying", { readme: true });
    expect(Math.abs(flying.aboveGroundM - pattern().height.aglM)).toBeLessThan(6);
    const onLine = await station.until("copter", (truth) => metresBetween(truth, first) > 40);
    expect(isWithin(onLine)).toBe(true);
    expect(Math.abs(onLine.aboveGroundM - pattern().height.aglM)).toBeLessThan(6);
  });

  it("stands at once on Hold, goes on where it was, and skips to another item", async () => {
    await cockpit
      .bar("D1")
      .getByRole("button", { name: /^D1: stop and stay there/ })
      .click();
    const stood = await station.until("copter", ({ groundMps }) => groundMps < 0.4);
    expect(stood.mode).not.toBe("AUTO");

    await cockpit.holdMouse(cockpit.button(/^D1: Resume\./));
    await station.until("copter", ({ mode, groundMps }) => mode === "AUTO" && groundMps > 1);

    const skip = cockpit.section("Mission");
    const last = (await station.truth("copter")).missionItems.lastIndexOf(16);
    await skip.getByRole("textbox", { name: "Item" }).fill(String(last));
    await cockpit.holdMouse(cockpit.button(/^D1: Skip to it\./));
    const skipped = await station.until("copter", ({ missionSeq }) => missionSeq >= last);
    expect(skipped.missionSeq).toBeGreaterThan(stood.missionSeq);
  });

  it("comes home on Return, lands and disarms", async () => {
    await cockpit.holdMouse(cockpit.button(/^D1: return home/));

    await station.until("copter", ({ mode }) => mode === "RTL");
    const landed = await station.until("copter", ({ armed }) => !armed);
    expect(landed.aboveGroundM).toBeLessThan(1);
    expect(metresBetween(landed, start.copter ?? landed)).toBeLessThan(5);
    await cockpit.page
      .locator(".fleet-row")
      .filter({ has: cockpit.page.getByText("D1", { exact: true }) })
      .getByText("Disarmed")
      .waitFor();
    await cockpit.picture("landed", { readme: true });
  });

  it("has moved nobody else", async () => {
    for (const kind of ["px4", "dog"] as const) {
      const now = await station.truth(kind);
      const before = start[kind] ?? now;
      expect(now.armed).toBe(false);
      expect(metresBetween(now, before)).toBeLessThan(0.5);
      expect(Math.abs(now.altMslM - before.altMslM)).toBeLessThan(0.5);
    }
  });

  it("ran without an error in the page", () => {
    expect(cockpit.complaints).toEqual([]);
  });
});
