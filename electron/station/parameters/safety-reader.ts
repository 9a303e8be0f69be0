import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";
import { safetyParameters } from "../../../shared/protocols/parameters/safety-parameters.ts";
import type { FleetEvent } from "../../../shared/vehicle/fleet-event.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { FleetHost } from "../fleet-host.ts";
import type { StationClock } from "../station-clock.ts";
import type { ParameterDesk } from "./parameter-desk.ts";

export interface SafetyReaderOptions {
  readonly clock: StationClock;
  readonly fleet: Pick<FleetHost, "vehicles"> & { readonly fleet: Pick<FleetHost["fleet"], "routeOf"> };
  readonly desk: Pick<ParameterDesk, "table">;
  readonly send: (channelId: string, message: OutgoingMessage) => void;
}

/** Since when a vehicle's values count, what was asked for how often, and when the next may be. */
interface Asking {
  readonly sinceMs: number;
  readonly tries: Map<string, number>;
  nextMs: number;
}

/** First the telemetry that everything hangs on; then one small question at a time, which no link notices. */
const beginAfterMs = 8_000;
const everyMs = 400;
const retryAfterMs = 3_000;
/** A firmware of another version may not have a name, and says nothing then. */
const maxTries = 4;

/**
 * Reads the few parameters that say what a vehicle does without a link, of every vehicle, by itself: when the link is gone it is
 * too late to ask.
 */
export class SafetyReader {
  readonly #options: SafetyReaderOptions;
  readonly #asking = new Map<VehicleId, Asking>();

  constructor(options: SafetyReaderOptions) {
    this.#options = options;
  }

  /** Started anew, it may have others. */
  onFleetEvent(event: FleetEvent): void {
    if (event.kind === "reboot") this.#asking.delete(event.vehicleId);
  }

  /** To be called some ten times a second. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const vehicle of this.#options.fleet.vehicles.values()) {
      if (vehicle.presence.state !== "heard") continue;
      const asking = this.#asking.get(vehicle.id);
      if (asking === undefined) {
        this.#asking.set(vehicle.id, { sinceMs: nowMs, tries: new Map(), nextMs: nowMs + beginAfterMs });
      } else if (nowMs >= asking.nextMs) this.#ask(vehicle, asking, nowMs);
    }
  }

  #ask(vehicle: VehicleState, asking: Asking, nowMs: number): void {
    const table = this.#options.desk.table(vehicle.id);
    const route = this.#options.fleet.fleet.routeOf(vehicle.id);
    asking.nextMs = nowMs + everyMs;
    // All of them come anyway.
    if (route === undefined || table?.state === "loading") return;
    const heardAtMs = (name: string) => table?.values.get(name)?.atMs ?? Number.NEGATIVE_INFINITY;
    const open = safetyParameters(vehicle.autopilot, vehicle.kind).filter(
      (name) => heardAtMs(name) < asking.sinceMs && triesOf(asking, name) < maxTries,
    );
    // The least asked first: an answer takes a while.
    const [name] = open.sort((a, b) => triesOf(asking, a) - triesOf(asking, b));
    if (name === undefined) return;
    const tries = triesOf(asking, name) + 1;
    asking.tries.set(name, tries);
    if (open.every((other) => triesOf(asking, other) === tries)) asking.nextMs = nowMs + retryAfterMs;
    const { systemId: targetSystem, componentId: targetComponent, channelId } = route;
    const fields = { targetSystem, targetComponent, paramId: name, paramIndex: -1 };
    this.#options.send(channelId, { name: "PARAM_REQUEST_READ", fields });
  }
}

const triesOf = ({ tries }: Asking, name: string): number => tries.get(name) ?? 0;
