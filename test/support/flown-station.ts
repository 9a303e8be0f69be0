import { fileURLToPath } from "node:url";
import type { Simulator } from "../../hardware/simulator/simulator.ts";
import type { VehicleTruth } from "../../hardware/simulator/vehicle-truth.ts";
import { inverseGeodesic } from "../../shared/geo/geodesic.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { northEastM } from "../../shared/geo/local-frame.ts";
import type { VehicleAction } from "../../shared/wire/actions.ts";
import type { OperationView } from "../../shared/wire/operations.ts";
import type { Request, RequestResult } from "../../shared/wire/requests.ts";
import { bearableSpeed } from "./bearable-speed.ts";
import { eventually, type LiveStation, liveStation } from "./live-station.ts";
import { patienceMs } from "./patience.ts";

/** The scenario of three vehicles that wait for their pilots. */
export const threeKindsPath: string = fileURLToPath(
  new URL("../../hardware/simulator/scenarios/three-kinds.json", import.meta.url),
);

/** The vehicles of the scenario, by system id. */
export const flown = { copter: 1, dog: 2, px4: 3 } as const;
export type Flown = keyof typeof flown;

/** What a vehicle does takes its time, however fast it is simulated. */
const flightPatienceMs = 4 * patienceMs;

/** Looks at the truth until it is so; throws with the last one where it never is. */
export const eventuallyTrue = async (
  look: () => Promise<VehicleTruth>,
  isSo: (truth: VehicleTruth) => boolean,
  timeoutMs = flightPatienceMs,
): Promise<VehicleTruth> => {
  const startMs = performance.now();
  for (;;) {
    const truth = await look();
    if (isSo(truth)) return truth;
    if (performance.now() - startMs > timeoutMs)
      throw new Error(`Waited ${timeoutMs} ms in vain for ${isSo}; it is ${JSON.stringify(truth)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
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

  /** A machine that stands still for a second makes a gap of several in what a fast vehicle says: then a person asks again. */
  async do(kind: Flown, action: VehicleAction, more = 2): Promise<RequestResult> {
    await eventually(() => this.view(kind).presence.state !== "lost");
    const result = await this.ask({ kind: "vehicle.do", vehicleId: this.id(kind), action, wait: true });
    const codes = [...(result.operations ?? []), result].map((one) => "fault" in one && one.fault?.code);
    const isGap = codes.some((code) => code === "no-answer" || code === "link-gap" || code === "vehicle-lost");
    return isGap && more > 0 ? this.do(kind, action, more - 1) : result;
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
  until(kind: Flown, isSo: (truth: VehicleTruth) => boolean): Promise<VehicleTruth> {
    return eventuallyTrue(() => this.truth(kind), isSo);
  }

  /**
   * Resolves once it came so near to a place. It may pass in a moment in which nobody looks: then it was anywhere on the
   * straight way from where it was seen before.
   */
  passes(kind: Flown, place: LatLon, withinM: number): Promise<VehicleTruth> {
    let before: VehicleTruth | undefined;
    return this.until(kind, (truth) => {
      const isNear = distanceToWayM(place, before ?? truth, truth) < withinM;
      before = truth;
      return isNear;
    });
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
  const live = await liveStation({ simulate: { scenarioPath: threeKindsPath, speed: bearableSpeed(speed) } });
  const startMs = performance.now();
  for (;;) {
    const { simulator } = live.station;
    const vehicles = Object.values(live.station.snapshot().vehicles);
    const ready = vehicles.filter(({ position, home }) => position !== undefined && home !== undefined);
    if (simulator !== undefined && ready.length === 3) return new FlownStation(live, simulator);
    if (performance.now() - startMs > flightPatienceMs) {
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

/** From a place to the nearest point of a straight way, as from where a vehicle was seen before to where it is now. */
export const distanceToWayM = (place: LatLon, from: LatLon, to: LatLon): number => {
  const [a, b] = [northEastM(place, from), northEastM(place, to)];
  const [northM, eastM] = [b.northM - a.northM, b.eastM - a.eastM];
  const along = -(a.northM * northM + a.eastM * eastM) / Math.max(1e-9, northM ** 2 + eastM ** 2);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(a.northM + share * northM, a.eastM + share * eastM);
};

export const metresBetween = (a: LatLon, b: LatLon): number => inverseGeodesic(a, b).distanceM;
