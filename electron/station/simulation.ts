import type { Link } from "../../hardware/link/link.ts";
import { createLink } from "../../hardware/link/open-link.ts";
import type { Scenario } from "../../hardware/simulator/scenario.ts";
import type { Simulator } from "../../hardware/simulator/simulator.ts";
import { startSimulator } from "../../hardware/simulator/start-simulator.ts";
import { linkClock, type StationClock } from "./station-clock.ts";

export interface SimulationOptions {
  readonly scenario: Scenario;
  readonly speed: number;
  readonly seed?: number;
  readonly clock: StationClock;
  /** Takes the link over that the simulated vehicles send to. */
  readonly addLink: (link: Link) => void;
  readonly onStopped: (detail: string) => void;
}

/** A flying scenario: its own loopback port, and the simulator that sends to it as vehicles would. */
export interface Simulation {
  readonly simulator: Simulator;
  readonly linkId: string;
  close(): Promise<void>;
}

/** The one link of a simulation; it can't be removed. */
export const simulationLinkId = "simulator";

/** Resolves once a link is open with the port that it got. */
const openPort = (link: Link): Promise<number> =>
  new Promise((resolve, reject) => {
    const off = link.on((event) => {
      if (event.kind !== "state") return;
      const { state } = event;
      if (state.state === "open") {
        off();
        resolve(Number(state.address?.split(":").at(-1)));
      } else if (state.state === "waiting" || state.state === "closed") {
        off();
        const why = state.state === "waiting" ? state.fault.detail : "The link was closed.";
        reject(new Error(`The simulator's port could not be opened. ${why}`));
      }
    });
  });

/** @throws where not even a loopback port can be had */
export const startSimulation = async (options: SimulationOptions): Promise<Simulation> => {
  const link = createLink("udpin:127.0.0.1:0", { id: simulationLinkId, clock: linkClock(options.clock) });
  const port = openPort(link);
  options.addLink(link);
  const simulator = await startSimulator({
    scenario: options.scenario,
    target: { host: "127.0.0.1", port: await port },
    speed: options.speed,
    startUtcMs: options.clock.utcMs(),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  let closing = false;
  const off = simulator.onExit((error) => {
    if (!closing) options.onStopped(error?.message ?? "It ended by itself.");
  });
  const close = async () => {
    closing = true;
    off();
    await simulator.close();
  };
  return { simulator, linkId: link.id, close };
};
