import type { Browser } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inverseGeodesic } from "../../shared/geo/geodesic.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { Cockpit, type Pixel } from "../support/e2e-cockpit.ts";
import { distanceToWayM, type FlownStation, flownStation, metresBetween } from "../support/flown-station.ts";

const turnBetween = (a: number, b: number): number => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

describe.skipIf(chromiumPath() === undefined)(`flying and driving by touch (else: ${noChromium})`, () => {
  let station: FlownStation;
  let browser: Browser;
  let cockpit: Cockpit;

  beforeAll(async () => {
    station = await flownStation({ speed: 6 });
    browser = await launchChromium();
    cockpit = await Cockpit.open({ browser, flown: station, touch: true });
  });

  beforeEach(({ task, onTestFailed }) => onTestFailed(() => cockpit?.failed(task.name)));

  afterAll(async () => {
    await browser?.close();
    await station?.close();
  });

  const choose = (name: string) =>
    cockpit.page
      .locator(".fleet-row")
      .filter({ has: cockpit.page.getByText(name, { exact: true }) })
      .tap();
  const openSection = (title: string) => cockpit.openSection(title, "tap");
  /** As a finger finds them: all that can be seen and pressed. */
  const tooSmall = () =>
    cockpit.page.locator("button:visible, select:visible, summary:visible").evaluateAll((elements) =>
      elements.flatMap((element) => {
        const { width, height } = element.getBoundingClientRect();
        const name = element.ariaLabel ?? element.textContent;
        return width > 0 && (width < 43.5 || height < 43.5)
          ? [`${name}: ${width.toFixed(0)} x ${height.toFixed(0)}`]
          : [];
      }),
    );

  it("takes off to the height that was set", async () => {
    await choose("D1");
    await cockpit.page.getByRole("button", { name: "Fly", exact: true }).tap();
    const launch = cockpit.section("Arm and take off");
    await launch.getByRole("button", { name: "More: Take-off height" }).tap();
    await expect.poll(() => launch.getByRole("textbox", { name: "Take-off height" }).inputValue()).toBe("35");

    await cockpit.holdFinger(launch.getByRole("button", { name: /^D1: Take off/ }));

    const up = await station.until("copter", ({ altHomeM }) => altHomeM > 33.5);
    expect(up.mode).toBe("GUIDED");
    expect(up.altHomeM).toBeLessThan(37);
    expect(await tooSmall()).toEqual([]);
  });

  it("goes to the place that was tapped, at the height it has", async () => {
    const section = await openSection("Go to");
    await section.getByRole("button", { name: "Show where" }).tap();
    await cockpit.page.getByRole("region", { name: "Go to, D1" }).waitFor();
    await cockpit.still();
    const place = await cockpit.placeAt({ x: 640, y: 300 });
    await cockpit.tapAt({ x: 640, y: 300 });
    await section.getByText("away").waitFor();

    await cockpit.holdFinger(section.getByRole("button", { name: /^D1: Go\./ }));

    const there = await station.until("copter", (truth) => metresBetween(truth, place) < 4);
    expect(Math.abs(there.altHomeM - 35)).toBeLessThan(3);
    await cockpit.picture("touch-go-to");
  });

  it("circles the place that was drawn", async () => {
    const section = await openSection("Orbit");
    await section.getByRole("button", { name: "Draw circle" }).tap();
    await cockpit.still();
    const centre = await cockpit.placeAt({ x: 680, y: 300 });
    await cockpit.tapAt({ x: 680, y: 300 });
    await cockpit.tapAt({ x: 710, y: 300 });
    await section.getByText("radius").waitFor();
    const radiusM = metresBetween(centre, await cockpit.placeAt({ x: 710, y: 300 }));

    await cockpit.holdFinger(section.getByRole("button", { name: /^D1: Orbit\./ }));

    const isOnRim = (truth: LatLon & { groundMps: number }) =>
      Math.abs(metresBetween(truth, centre) - radiusM) < 5 && truth.groundMps > 1;
    const first = await station.until("copter", isOnRim);
    const bearing = (truth: LatLon) => inverseGeodesic(centre, truth).azimuthRad;
    await station.until("copter", (truth) => isOnRim(truth) && turnBetween(bearing(truth), bearing(first)) > 1.5);
  });

  it("turns the camera to the place that was tapped, takes a photo and a video", async () => {
    await cockpit.button(/^D1: stop and stay there/).tap();
    await station.until("copter", ({ groundMps }) => groundMps < 0.5);
    await cockpit.page.getByRole("button", { name: "Camera", exact: true }).tap();
    await cockpit.page.getByRole("button", { name: "Look on map" }).tap();
    await cockpit.still();
    const place = await cockpit.placeAt({ x: 620, y: 420 });
    await cockpit.tapAt({ x: 620, y: 420 });

    await station.until("copter", (truth) => {
      const { azimuthRad } = inverseGeodesic(truth, place);
      return truth.gimbalPitchRad < -0.1 && turnBetween(truth.gimbalYawRad, azimuthRad) < 0.1;
    });
    expect(await tooSmall()).toEqual([]);

    const { photos } = await station.truth("copter");
    await cockpit.page.getByRole("button", { name: "Photo", exact: true }).tap();
    await station.until("copter", (truth) => truth.photos === photos + 1);
    await cockpit.page.getByRole("button", { name: "Record", exact: true }).tap();
    await station.until("copter", ({ filming }) => filming);
    await cockpit.page.getByRole("button", { name: "Stop", exact: true }).tap();
    await station.until("copter", ({ filming }) => !filming);
  });

  it("lands where it is", async () => {
    const before = await station.truth("copter");
    await cockpit.holdFinger(cockpit.button(/^D1: land where it is/));

    const landed = await station.until("copter", ({ armed }) => !armed);
    expect(landed.aboveGroundM).toBeLessThan(1);
    expect(metresBetween(landed, before)).toBeLessThan(8);
  });

  it("leads the robot along a drawn path", async () => {
    await choose("R1");
    await cockpit.page.getByRole("button", { name: "Drive", exact: true }).tap();
    await cockpit.page.getByRole("button", { name: "Centre on what is selected" }).tap();
    await cockpit.still();
    await cockpit.page.getByRole("button", { name: "Zoom in" }).tap();
    await cockpit.still();
    const section = await openSection("Path and patrol");
    await section.getByRole("button", { name: "Draw it" }).tap();
    await cockpit.still();
    const at = await cockpit.markOf("dog");
    const path: Pixel[] = [
      { x: at.x + 26, y: at.y },
      { x: at.x + 26, y: at.y - 26 },
    ];
    const end = await cockpit.placeAt(path[1] ?? at);
    for (const pixel of path) await cockpit.tapAt(pixel);
    await cockpit.page.getByRole("button", { name: "Done" }).tap();
    await section.getByText("2 points").waitFor();

    await cockpit.holdFinger(section.getByRole("button", { name: /^R1: Follow\./ }));

    await station.until("dog", (truth) => metresBetween(truth, end) < 2.5 && truth.groundMps < 0.3);
  });

  it("sends the robot round a loop twice, and no more", async () => {
    const section = cockpit.section("Path and patrol");
    await section.getByRole("button", { name: "Loop", exact: true }).tap();
    await section.getByRole("button", { name: "Less: How often" }).tap();
    await expect.poll(() => section.getByRole("textbox", { name: "How often" }).inputValue()).toBe("2");
    await section.getByRole("button", { name: "Draw it" }).tap();
    await cockpit.still();
    const at = await cockpit.markOf("dog");
    const corners: Pixel[] = [
      { x: at.x + 22, y: at.y },
      { x: at.x + 22, y: at.y + 22 },
      { x: at.x, y: at.y + 22 },
    ];
    const places = await Promise.all(corners.map((pixel) => cockpit.placeAt(pixel)));
    for (const pixel of corners) await cockpit.tapAt(pixel);
    await cockpit.page.getByRole("button", { name: "Done" }).tap();
    await cockpit.picture("touch-patrol");

    await cockpit.holdFinger(section.getByRole("button", { name: /^R1: Patrol\./ }));

    const visited: number[] = [];
    let before: LatLon | undefined;
    let stoodMs: number | undefined;
    await station.until("dog", (truth) => {
      const at = places.findIndex((place) => distanceToWayM(place, before ?? truth, truth) < 2.5);
      before = truth;
      if (at >= 0 && at !== visited.at(-1)) visited.push(at);
      // At a corner it stands while it turns; by its own clock, whatever the machine does meanwhile.
      stoodMs = truth.groundMps > 0.05 || visited.length < 4 ? undefined : (stoodMs ?? truth.bootMs);
      return stoodMs !== undefined && truth.bootMs > stoodMs + 8_000;
    });
    expect(visited.slice(0, 6)).toEqual([0, 1, 2, 0, 1, 2]);
    expect(visited.length).toBeLessThanOrEqual(7);
    expect(await section.locator(".fault").count()).toBe(0);
  });

  it("ran without an error in the page, and left the other drone where it stood", async () => {
    expect(cockpit.complaints).toEqual([]);
    expect((await station.truth("px4")).armed).toBe(false);
    expect((await station.truth("px4")).aboveGroundM).toBeLessThan(1);
  });
});
