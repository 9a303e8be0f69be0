import { Fleet } from "../../shared/vehicle/fleet.ts";
import type { FleetEvent } from "../../shared/vehicle/fleet-event.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { FrameArrival } from "./channel-intake.ts";
import type { StallGuard } from "./stall-guard.ts";
import type { StationClock } from "./station-clock.ts";

export interface FleetHostOptions {
  readonly clock: StationClock;
  readonly ownSystemId: number;
  readonly ownComponentId: number;
  readonly replay: boolean;
  /** Of a scenario that runs faster than life. */
  readonly stallGuard?: StallGuard;
  readonly onEvent: (event: FleetEvent) => void;
}

const replayTickMs = 200;

/** Holds the fleet; a replay that is rewound begins a new one. */
export class FleetHost {
  readonly #options: FleetHostOptions;
  #fleet: Fleet;
  #tickedMs = Number.NEGATIVE_INFINITY;

  constructor(options: FleetHostOptions) {
    this.#options = options;
    this.#fleet = this.#begin();
  }

  get fleet(): Fleet {
    return this.#fleet;
  }

  get vehicles(): ReadonlyMap<VehicleId, VehicleState> {
    return this.#fleet.vehicles;
  }

  receive({ channel, frame, message, utcUs }: FrameArrival): void {
    const { clock, replay, stallGuard } = this.#options;
    stallGuard?.heard(performance.now());
    const nowMs = clock.nowMs();
    // A log may pass a minute between two turns of a timer, and a silence in it must be seen all the same.
    if (replay && nowMs - this.#tickedMs >= replayTickMs) this.tick();
    this.#fleet.receive({ channelId: channel.id, frame, message, nowMs, utcMs: utcUs / 1000 });
  }

  tick(): void {
    const { clock, stallGuard } = this.#options;
    if (stallGuard?.isStalled(performance.now()) === true) return;
    this.#tickedMs = clock.nowMs();
    this.#fleet.tick(this.#tickedMs, clock.utcMs());
  }

  channelClosed(channelId: string): void {
    this.#fleet.channelClosed(channelId, this.#options.clock.nowMs());
  }

  restart(): void {
    this.#tickedMs = Number.NEGATIVE_INFINITY;
    this.#fleet = this.#begin();
  }

  #begin(): Fleet {
    const { ownSystemId, ownComponentId, replay, onEvent } = this.#options;
    const fleet = new Fleet({ ownSystemId, ownComponentId, replay });
    fleet.on(onEvent);
    return fleet;
  }
}
