import type { Link } from "../../hardware/link/link.ts";
import type { SearchScript } from "../../hardware/simulator/cast/search-script.ts";
import { defaultScenarioPath, loadScenario } from "../../hardware/simulator/load-scenario.ts";
import type { Scenario } from "../../hardware/simulator/scenario.ts";
import type { Simulator } from "../../hardware/simulator/simulator.ts";
import type { RequestResult } from "../../shared/wire/requests.ts";
import type { StationView } from "../../shared/wire/state.ts";
import type { AlertBook } from "./alert-book.ts";
import type { FleetHost } from "./fleet-host.ts";
import type { Ground } from "./ground.ts";
import type { LinkDesk } from "./link-desk.ts";
import { refused } from "./request-desk.ts";
import { type Simulation, simulationLinkId, type startSimulation } from "./simulation.ts";
import type { SimulationCast } from "./simulation-cast.ts";
import type { StationClock } from "./station-clock.ts";
import type { StationOptions } from "./station-options.ts";

export interface SimulationDeskOptions {
  readonly alerts: AlertBook;
  readonly fleet: FleetHost;
  readonly ground: Ground;
  readonly links: LinkDesk;
  readonly clock: StationClock;
  readonly asked: StationOptions["simulate"];
  /** Lets the scenario's people in at the incident. */
  readonly castOf: (script: SearchScript, simulator: Simulator) => SimulationCast;
  /** A test has its own. */
  readonly start: typeof startSimulation;
}

/** Starts scenarios, and says so when one can't be started or dies: the station lives on. */
export class SimulationDesk {
  readonly #options: SimulationDeskOptions;
  #scenario: Scenario | undefined;
  #starting: Promise<void> | undefined;
  #running: Simulation | undefined;
  #cast: SimulationCast | undefined;

  constructor(options: SimulationDeskOptions) {
    this.#options = options;
  }

  get simulator(): Simulator | undefined {
    return this.#running?.simulator;
  }

  /** Resolves once the vehicles send, or an alert says why they don't. */
  fly(scenario: Scenario): Promise<void> {
    const { alerts, asked, castOf, clock, ground, links, start } = this.#options;
    const onStopped = (detail: string) => {
      this.#running = undefined;
      this.#cast?.close();
      this.#cast = undefined;
      alerts.report({ code: "simulator-stopped", severity: "critical", params: { detail }, lasting: true });
    };
    this.#scenario = scenario;
    const { speed = 1, seed } = asked ?? {};
    const addLink = (link: Link) => links.add(link, { builtIn: true });
    const starting = start({ scenario, speed, clock, addLink, onStopped, ...(seed === undefined ? {} : { seed }) });
    this.#starting = starting.then(
      (simulation) => {
        this.#running = simulation;
        if (scenario.search !== undefined) this.#cast = castOf(scenario.search, simulation.simulator);
        ground.set(simulation.simulator.baseMap, simulation.simulator.heightsMslM);
        alerts.settle({ code: "simulator-stopped" });
      },
      (error: unknown) => onStopped(error instanceof Error ? error.message : String(error)),
    );
    return this.#starting;
  }

  /** The request of somebody who has no vehicle yet, or whose simulator stopped. */
  async request(): Promise<RequestResult> {
    const { asked, fleet, links } = this.#options;
    await this.#starting;
    if (this.#running !== undefined) return refused("not-possible", "The simulator is flying already.");
    if ([...fleet.vehicles.values()].some((vehicle) => vehicle.presence.state !== "lost"))
      return refused("not-possible", "Real vehicles are connected; simulated ones must not mix with them.");
    const loaded = await loadScenario(asked?.scenarioPath ?? defaultScenarioPath);
    if (!loaded.ok) return refused("not-possible", loaded.fault.detail);
    await links.remove(simulationLinkId);
    await this.fly(loaded.scenario);
    if (this.#running === undefined) return refused("not-possible", "The simulator did not start; the alerts say why.");
    return { ok: true };
  }

  /** Undefined where nothing was ever simulated here. */
  view(): Pick<StationView, "scenarioName" | "simulationSpeed" | "report"> | undefined {
    const { asked } = this.#options;
    if (this.#scenario === undefined && asked === undefined) return undefined;
    const { name } = this.#scenario ?? {};
    const report = this.#cast?.report();
    return {
      simulationSpeed: asked?.speed ?? 1,
      ...(name === undefined ? {} : { scenarioName: name }),
      ...(report === undefined ? {} : { report }),
    };
  }

  async close(): Promise<void> {
    await this.#starting;
    this.#cast?.close();
    await this.#running?.close();
  }
}
