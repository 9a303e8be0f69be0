import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AlertBook } from "../../../electron/station/alert-book.ts";
import { FleetHost } from "../../../electron/station/fleet-host.ts";
import { Ground } from "../../../electron/station/ground.ts";
import { IncidentDesk } from "../../../electron/station/incident/incident-desk.ts";
import { LinkDesk } from "../../../electron/station/link-desk.ts";
import type { SimulationOptions } from "../../../electron/station/simulation.ts";
import { SimulationCast } from "../../../electron/station/simulation-cast.ts";
import { SimulationDesk } from "../../../electron/station/simulation-desk.ts";
import { defaultScenarioPath, loadScenario } from "../../../hardware/simulator/load-scenario.ts";
import type { Scenario } from "../../../hardware/simulator/scenario.ts";
import { eventually, type LiveStation, liveStation } from "../../support/live-station.ts";
import { handClock } from "../../support/station-server.ts";

const terrain = { southDeg: 30, westDeg: 120, stepLatDeg: 1, stepLonDeg: 1, rows: 2, columns: 2 };
const baseMap = { id: "t", attribution: "synthetic", synthetic: true, terrain, features: [] };

/** A desk whose simulator is ours to kill. */
const setUp = async () => {
  const clock = handClock();
  const alerts = new AlertBook({ clock, onRaised: () => {} });
  const fleet = new FleetHost({ clock, ownSystemId: 255, ownComponentId: 190, onEvent: () => {} });
  const listener = {
    onWire: () => {},
    onFrame: () => {},
    onChannelClosed: () => {},
    onLinkRemoved: () => {},
  };
  const links = new LinkDesk({ systemId: 255, componentId: 190, alerts, listener, monotonicMs: () => clock.now });
  const started: SimulationOptions[] = [];
  const world = { fails: false };
  const simulator = {
    baseMap,
    heightsMslM: new Float32Array(4),
    truth: { person: { latDeg: 30, lonDeg: 120 }, decoys: [] },
    onExit: () => () => {},
    look: async () => [],
    reboot: () => {},
    tell: () => {},
    onNews: () => () => {},
    close: async () => {},
  };
  const desk = new SimulationDesk({
    alerts,
    fleet,
    ground: new Ground(),
    links,
    clock,
    asked: undefined,
    castOf: (script, running) =>
      new SimulationCast({
        ...{ script, simulator: running, clock },
        desk: new IncidentDesk({ clock, archive: undefined, stationId: "test" }),
        placeOfHeat: () => undefined,
      }),
    start: async (options) => {
      if (world.fails) throw new Error("No port is free.");
      started.push(options);
      return { simulator, linkId: "simulator", close: async () => {} };
    },
  });
  const loaded = await loadScenario(defaultScenarioPath);
  if (!loaded.ok) throw new Error(loaded.fault.detail);
  const scenario: Scenario = loaded.scenario;
  return { alerts, desk, scenario, started, world, alert: () => [...alerts.alerts.values()][0] };
};

describe("the simulation desk", () => {
  test("says when the simulator dies, and starts it again when asked", async () => {
    const { desk, scenario, started, alert } = await setUp();
    await desk.fly(scenario);

    started[0]?.onStopped("Out of memory.");
    expect(desk.simulator).toBeUndefined();
    expect(alert()).toMatchObject({ code: "simulator-stopped", active: true, params: { detail: "Out of memory." } });

    expect(await desk.request()).toEqual({ ok: true });
    expect(started).toHaveLength(2);
    expect(alert()).toMatchObject({ active: false });
  });

  test("says why it can't be started", async () => {
    const { desk, scenario, world, alert } = await setUp();
    world.fails = true;

    await desk.fly(scenario);

    expect(alert()).toMatchObject({ code: "simulator-stopped", params: { detail: "No port is free." } });
    expect(await desk.request()).toMatchObject({ ok: false, fault: { code: "not-possible" } });
  });
});

describe("a station without vehicles", () => {
  let live: LiveStation;

  beforeAll(async () => {
    live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
  }, 60_000);
  afterAll(async () => {
    await live.close();
  });

  test("starts the simulator on request, once", { timeout: 60_000 }, async () => {
    expect(live.station.snapshot().station.mode).toBe("live");

    expect(await live.request({ kind: "simulator.start" })).toEqual({ ok: true });
    await eventually(() => Object.keys(live.station.snapshot().vehicles).length === 3, 20_000);

    expect(live.station.snapshot().station).toMatchObject({ mode: "simulation", hasBaseMap: true });
    expect(await live.request({ kind: "simulator.start" })).toMatchObject({ ok: false });
  });
});
