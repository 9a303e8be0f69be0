import { fileURLToPath } from "node:url";
import type { Simulator } from "../../hardware/simulator/simulator.ts";
import type { VehicleTruth } from "../../hardware/simulator/vehicle-truth.ts";
import { inverseGeodesic } from "../../shared/geo/geodesic.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { VehicleAction } from "../../shared/wire/actions.ts";
import type { OperationView } from "../../shared/wire/operations.ts";
import type { Request, RequestResult } from "../../shared/wire/requests.ts";
import { type LiveStation, liveStation } from "./live-station.ts";

/** The scenario of three vehicles that wait for their pilots. */
export const threeKindsPath: string = fileURLToPath(
  new URL("../../hardware/simulator/scenarios/three-kinds.json", import.meta.url),
);

/** The vehicles of the scenario, by system id. */
export const flown = { copter: 1, dog: 2, px4: 3 } as const;
export type Flown = keyof typeof flown;

/** Looks at the truth until it is so; throws with the last one where it never is. */
export const eventuallyTrue = async (
  look: () => Promise<VehicleTruth>,
  isSo: (truth: VehicleTruth) => boolean,
  timeoutMs = 25_000,
): Promise<VehicleTruth> => {
  const startMs = performance.now();
  for (;;) {
    const truth = await look();
    if (isSo(truth)) return truth;
    if (performance.now() - startMs > timeoutMs)
      throw new Error(`Waited ${timeoutMs} ms in vain for ${isSo}; it is ${JSON.stringify(truth)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** A whole station with the simulated vehicles of three kinds on the ground, over real loopback links, some times as fast as life. */
export class FlownStation {
  readonly live: LiveStation;
  readonly #simulator: Simulator;

  constructor(live: LiveStation, simulator: Simulator) {
    this.live = live;
    this.#simulator = simulator;
  }

  /** The station's name for a vehicle. */
  id(kind: Flown): string {
    const views = Object.values(this.live.station.snapshot().vehicles);
    const view = views.find(({ systemId }) => systemId === flown[kind]);
    if (view === undefined) throw new Error(`The station doesn't know the ${kind} yet.`);
    return view.id;
  }

  view(kind: Flown) {
    const view = this.live.station.snapshot().vehicles[this.id(kind)];
    if (view === undefined) throw new Error(`There is no view of the ${kind}.`);
    return view;
  }

  /** As `curl` would, and waits for how it ends. */
  ask(request: Request): Promise<RequestResult> {
    return this.live.request(request);
  }

  do(kind: Flown, action: VehicleAction): Promise<RequestResult> {
    return this.ask({ kind: "vehicle.do", vehicleId: this.id(kind), action, wait: true });
  }

  /** For what goes on until it is ended. @returns the operation as it began */
  async begin(kind: Flown, action: VehicleAction): Promise<OperationView> {
    const result = await this.ask({ kind: "vehicle.do", vehicleId: this.id(kind), action });
    const [operation] = result.operations ?? [];
    if (!result.ok || operation === undefined) throw new Error(`Not begun: ${JSON.stringify(result)}`);
    return operation;
  }

  async truth(kind: Flown, parameters: readonly string[] = []): Promise<VehicleTruth> {
    const vehicles = await this.#simulator.look(parameters);
    const vehicle = vehicles.find(({ systemId }) => systemId === flown[kind]);
    if (vehicle === undefined) throw new Error(`There is no ${kind} in the simulator.`);
    return vehicle;
  }

  /** Resolves once the truth is so; throws with the last truth where it never is. */
  until(kind: Flown, isSo: (truth: VehicleTruth) => boolean, timeoutMs?: number): Promise<VehicleTruth> {
    return eventuallyTrue(() => this.truth(kind), isSo, timeoutMs);
  }

  reboot(kind: Flown): void {
    this.#simulator.reboot(flown[kind]);
  }

  close(): Promise<void> {
    return this.live.close();
  }
}

/** Resolves once all three are heard, know where they are and have said what they are. */
export const flownStation = async ({ speed = 4 }: { readonly speed?: number } = {}): Promise<FlownStation> => {
  const live = await liveStation({ simulate: { scenarioPath: threeKindsPath, speed } });
  const startMs = performance.now();
  for (;;) {
    const { simulator } = live.station;
    const vehicles = Object.values(live.station.snapshot().vehicles);
    const ready = vehicles.filter(({ position, home }) => position !== undefined && home !== undefined);
    if (simulator !== undefined && ready.length === 3) return new FlownStation(live, simulator);
    if (performance.now() - startMs > 30_000) {
      await live.close();
      throw new Error(`Of the three vehicles ${ready.length} came: ${JSON.stringify(vehicles)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const setter = { id: "operator-setter", name: "Setter" };

/**
 * Drones that were armed stay so until somebody disarms them: else they disarm after ten seconds on the ground, which a fast
 * simulator makes of one or two. Nobody holds them afterwards.
 */
export const keepArmed = async (station: FlownStation): Promise<void> => {
  for (const [kind, name] of [
    ["copter", "DISARM_DELAY"],
    ["px4", "COM_DISARM_PRFLT"],
  ] as const) {
    const asked = { vehicleId: station.id(kind), operator: setter };
    const set = () => station.ask({ kind: "parameters.set", ...asked, values: [{ name, value: 0 }], wait: true });
    let result = await set();
    // Late answers on a busy machine read as another value; what counts is what is stored in the end.
    for (let tries = 0; !result.ok && tries < 3; tries++) result = await set();
    const given = await station.ask({ kind: "custody.give", ...asked });
    if (!result.ok || !given.ok) throw new Error(`${name} was not set: ${JSON.stringify([result, given])}`);
  }
};

export const metresBetween = (a: LatLon, b: LatLon): number => inverseGeodesic(a, b).distanceM;
