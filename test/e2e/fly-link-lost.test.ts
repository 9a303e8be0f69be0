import type { Browser } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadScenario } from "../../hardware/simulator/load-scenario.ts";
import { startSimulator } from "../../hardware/simulator/start-simulator.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Plan } from "../../shared/plan/plan.ts";
import type { VehicleAction } from "../../shared/wire/actions.ts";
import { PlanSchema } from "../../shared/wire/plan-schemas.ts";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium.ts";
import { Cockpit } from "../support/e2e-cockpit.ts";
import { fastClock } from "../support/far-station.ts";
import { FlownStation, metresBetween, threeKindsPath } from "../support/flown-station.ts";
import { eventually, type LiveStation, liveStation } from "../support/live-station.ts";
import { LossyUdp } from "../support/lossy-udp.ts";

/** Of the vehicles' clock and the station's alike: what is foretold must come as fast as it is flown. */
const speed = 3;
const gap = { loss: 1 };
const clear = {};
const me = { id: "operator-wang", name: "Wang" };

/** The circle around a place that holds all of the region, m. */
const reachM = (place: LatLon, region: readonly LatLon[]): number =>
  Math.max(...region.map((corner) => metresBetween(place, corner)));

describe.skipIf(chromiumPath() === undefined)(`a drone that is lost in the air (else: ${noChromium})`, () => {
  let live: LiveStation;
  let radio: LossyUdp;
  let closeSimulator: () => Promise<void>;
  let station: FlownStation;
  let browser: Browser;
  let cockpit: Cockpit;
  /** No scenario says how the drone is called: the station names it. */
  let name: string;

  beforeAll(async () => {
    const loaded = await loadScenario(threeKindsPath);
    if (!loaded.ok) throw new Error(loaded.fault.detail);
    live = await liveStation({ links: ["udpin:127.0.0.1:0"], clockSource: fastClock(speed) });
    radio = await LossyUdp.open({ stationPort: live.linkPort(), seed: 7 });
    const simulator = await startSimulator({
      scenario: loaded.scenario,
      target: { host: "127.0.0.1", port: radio.port },
      speed,
    });
    closeSimulator = () => simulator.close();
    station = new FlownStation(live, simulator);
    await eventually(() => {
      const views = Object.values(live.station.snapshot().vehicles);
      return views.filter(({ position, home, modes }) => position && home && modes).length === 3;
    });
    browser = await launchChromium();
    cockpit = await Cockpit.open({ browser, flown: station, operator: me });
    ({ name } = station.view("copter"));
    await flyAway();
    await station.until("copter", ({ groundMps }) => groundMps > 4);
  });

  beforeEach(({ task, onTestFailed }) => onTestFailed(() => cockpit?.failed(task.name)));

  afterAll(async () => {
    await browser?.close();
    await closeSimulator?.();
    await radio?.close();
    await live?.close();
  });

  const ask = (action: VehicleAction, { wait }: { readonly wait: boolean }) =>
    station.ask({ kind: "vehicle.do", vehicleId: station.id("copter"), operator: me, action, wait });
  const order = async (action: VehicleAction, options: { readonly wait: boolean }) =>
    expect(await ask(action, options)).toMatchObject({ ok: true });
  /** A mission that leads it away, so that what it does unheard can be known. */
  const flyAway = async () => {
    const { latDeg, lonDeg } = await station.truth("copter");
    const altitude = { reference: "home", m: 30 } as const;
    const plan: Plan = {
      id: "away",
      name: "Away",
      vehicleId: station.id("copter"),
      altitude,
      speedMps: 5,
      elements: [
        { id: "up", kind: "take-off", altitude },
        { id: "out", kind: "point", position: { latDeg, lonDeg: lonDeg + 0.004 } },
        { id: "home", kind: "return" },
      ],
      fences: [],
      rallyPoints: [],
      reserveFraction: 0.2,
    };
    const put = await station.ask({ kind: "plan.put", plan: PlanSchema.parse(plan), was: 0, operator: me });
    const upload = { kind: "plan.upload", planId: plan.id, revision: 1, operator: me, wait: true } as const;
    expect([put, await station.ask(upload)]).toMatchObject([{ ok: true }, { ok: true }]);
    await order({ kind: "mission-start" }, { wait: true });
  };
  const landButton = () => cockpit.button(new RegExp(`^${name}: land where it is`));
  const operation = (kind: string) =>
    Object.values(live.station.snapshot().operations).find((one) => one.kind === kind);

  it("says that nothing can be sent, and ends what was under way", async () => {
    await cockpit.page
      .locator(".fleet-row")
      .filter({ has: cockpit.page.getByText(name, { exact: true }) })
      .click();
    await cockpit.bar(name).getByText("Armed").waitFor();

    radio.set({ up: gap, down: clear });
    await cockpit.holdMouse(landButton());
    await eventually(() => operation("land")?.state === "running");
    radio.set({ up: gap, down: gap });

    await cockpit.bar(name).getByText("Not heard now: nothing can be sent, and nothing is sent later.").waitFor();
    await eventually(() => operation("land")?.state === "failed");
    await cockpit.bar(name).getByText("The link was gone meanwhile: what waited was not sent.").waitFor();
  });

  it("shows a ghost where the drone should be, in a region that grows", async () => {
    const first = await eventually(() => station.view("copter").ghost);
    await cockpit.page.getByRole("button", { name: "Show everything" }).click();
    await cockpit.still();

    const later = await eventually(() => {
      const { ghost } = station.view("copter");
      return ghost !== undefined && ghost.atMs > first.atMs + 8_000 ? ghost : undefined;
    });
    const truth = await station.truth("copter");
    expect(reachM(later, later.region)).toBeGreaterThan(reachM(first, first.region));
    expect(metresBetween(later, truth)).toBeLessThan(reachM(later, later.region) + 10);
    expect(metresBetween(later, first)).toBeGreaterThan(5);
    const at = await cockpit.pixelOf(later);
    const drawn = await cockpit.page
      .locator(".leaflet-lantern-plan-edit-pane canvas")
      .evaluateAll((canvases, { x, y }) => {
        return canvases.some((canvas) => {
          if (!(canvas instanceof HTMLCanvasElement)) return false;
          const box = canvas.getBoundingClientRect();
          // A canvas that shows a finished picture can only be read by copying it.
          const copy = new OffscreenCanvas(80, 80).getContext("2d");
          copy?.drawImage(canvas, box.left - x + 40, box.top - y + 40, box.width, box.height);
          const pixels = copy?.getImageData(0, 0, 80, 80).data ?? [];
          return pixels.some((value, i) => i % 4 === 3 && value > 200);
        });
      }, at);
    expect(drawn).toBe(true);
    await cockpit.picture("ghost");
  });

  it("takes no order while it is lost", async () => {
    const before = Object.keys(live.station.snapshot().operations).length;
    await cockpit.page.keyboard.press("b");
    const refused = await ask({ kind: "return" }, { wait: true });

    expect(refused).toMatchObject({ ok: false });
    expect(
      await cockpit
        .bar(name)
        .getByRole("button", { name: new RegExp(`^${name}: stop and stay`) })
        .isDisabled(),
    ).toBe(true);
    expect(Object.keys(live.station.snapshot().operations).length).toBe(before);
  });

  it("has sent nothing of it once the drone is heard again, and obeys anew", async () => {
    radio.set({ up: clear, down: clear });

    await eventually(() => station.view("copter").ghost === undefined);
    await cockpit.bar(name).getByText("Not heard now").waitFor({ state: "detached" });
    const heard = await station.truth("copter");
    const after = await station.until("copter", ({ bootMs }) => bootMs > heard.bootMs + 10_000);
    expect(after.mode).not.toBe("LAND");
    expect(after.aboveGroundM).toBeGreaterThan(20);

    await cockpit.holdMouse(landButton());
    await station.until("copter", ({ mode }) => mode === "LAND");
    expect(cockpit.complaints).toEqual([]);
  });
});
