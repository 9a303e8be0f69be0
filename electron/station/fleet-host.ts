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
  /** Of a scenario that runs faster than life. */
  readonly stallGuard?: StallGuard;
  readonly onEvent: (event: FleetEvent) => void;
}

/** Holds the fleet, on the station's clock. */
export class FleetHost {
  readonly #options: FleetHostOptions;
  readonly fleet: Fleet;

  constructor(options: FleetHostOptions) {
    this.#options = options;
    const { ownSystemId, ownComponentId, onEvent } = options;
    this.fleet = new Fleet({ ownSystemId, ownComponentId });
    this.fleet.on(onEvent);
  }

  get vehicles(): ReadonlyMap<VehicleId, VehicleState> {
    return this.fleet.vehicles;
  }

  receive({ channel, frame, message, utcUs }: FrameArrival): void {
    const { clock, stallGuard } = this.#options;
    stallGuard?.heard(performance.now());
    this.fleet.receive({ channelId: channel.id, frame, message, nowMs: clock.nowMs(), utcMs: utcUs / 1000 });
  }

  tick(): void {
    const { clock, stallGuard } = this.#options;
    if (stallGuard?.isStalled(performance.now()) === true) return;
    this.fleet.tick(clock.nowMs(), clock.utcMs());
  }

  channelClosed(channelId: string): void {
    this.fleet.channelClosed(channelId, this.#options.clock.nowMs());
  }
}
