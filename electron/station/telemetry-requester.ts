import type { OwnIds } from "../../shared/protocols/exchange.ts";
import type { OutgoingMessage } from "../../shared/protocols/outgoing-message.ts";
import { startTelemetry, stepTelemetry } from "../../shared/protocols/telemetry-requests.ts";
import type { TelemetryEvent, TelemetryState } from "../../shared/protocols/telemetry-state.ts";
import type { FleetEvent } from "../../shared/vehicle/fleet-event.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { FrameArrival } from "./channel-intake.ts";
import type { FleetHost } from "./fleet-host.ts";
import type { StationClock } from "./station-clock.ts";

export interface TelemetryRequesterOptions {
  readonly clock: StationClock;
  readonly fleet: FleetHost;
  readonly own: OwnIds;
  readonly send: (channelId: string, message: OutgoingMessage) => void;
  /** What a channel can carry; undefined for a network. */
  readonly bytesPerSOf: (channelId: string) => number | undefined;
}

const linkIntervalMs = 5000;

/** Keeps one request machine per vehicle fed, and sends what it wants by the vehicle's best path. */
export class TelemetryRequester {
  readonly #options: TelemetryRequesterOptions;
  readonly #states = new Map<VehicleId, TelemetryState>();
  readonly #idsBySystem = new Map<number, VehicleId[]>();
  #linkMs = Number.NEGATIVE_INFINITY;

  constructor(options: TelemetryRequesterOptions) {
    this.#options = options;
  }

  receive({ channel, frame, message }: FrameArrival): void {
    if (message === undefined) return;
    const ids = this.#idsBySystem.get(frame.systemId);
    if (ids === undefined) return;
    for (const id of ids) {
      // Where two vehicles share a system id, the channel tells whose message it is.
      if (ids.length > 1 && this.#options.fleet.fleet.routeOf(id)?.channelId !== channel.id) continue;
      this.#step(id, { kind: "message", message, componentId: frame.componentId });
    }
  }

  onFleetEvent(event: FleetEvent): void {
    if (event.kind === "reboot") this.#step(event.vehicleId, { kind: "reboot" });
    else if (event.kind === "vehicle-lost") this.#step(event.vehicleId, { kind: "presence", isLost: true });
    else if (event.kind === "vehicle-back") this.#step(event.vehicleId, { kind: "presence", isLost: false });
  }

  /** To be called some ten times a second. */
  tick(): void {
    const { clock, fleet } = this.#options;
    const nowMs = clock.nowMs();
    const linkDue = nowMs - this.#linkMs >= linkIntervalMs;
    if (linkDue) this.#linkMs = nowMs;
    for (const vehicle of fleet.vehicles.values()) {
      if (!this.#states.has(vehicle.id)) this.#begin(vehicle);
      else if (linkDue) this.#noteLink(vehicle);
      this.#step(vehicle.id, { kind: "tick" });
    }
  }

  #begin(vehicle: VehicleState): void {
    const route = this.#options.fleet.fleet.routeOf(vehicle.id);
    if (route === undefined) return;
    const { systemId, componentId, channelId } = route;
    const bytesPerS = this.#options.bytesPerSOf(channelId);
    const target = { systemId, componentId, autopilot: vehicle.autopilot };
    const sharedBy = this.#sharedBy(channelId);
    this.#states.set(
      vehicle.id,
      startTelemetry(target, { sharedBy, own: this.#options.own, ...(bytesPerS === undefined ? {} : { bytesPerS }) }),
    );
    this.#idsBySystem.set(systemId, [...(this.#idsBySystem.get(systemId) ?? []), vehicle.id]);
  }

  #noteLink(vehicle: VehicleState): void {
    const primary = vehicle.links.find((link) => link.primary);
    if (primary === undefined) return;
    const bytesPerS = this.#options.bytesPerSOf(primary.channelId);
    this.#step(vehicle.id, {
      kind: "link",
      sharedBy: this.#sharedBy(primary.channelId),
      lossFraction: primary.lossFraction,
      ...(bytesPerS === undefined ? {} : { bytesPerS }),
    });
  }

  #sharedBy(channelId: string): number {
    return Math.max(1, this.#options.fleet.fleet.vehiclesOn(channelId).length);
  }

  #step(id: VehicleId, event: TelemetryEvent): void {
    const state = this.#states.get(id);
    if (state === undefined) return;
    const step = stepTelemetry(state, event, this.#options.clock.nowMs());
    if (step.state !== state) this.#states.set(id, step.state);
    if (step.send.length === 0) return;
    const route = this.#options.fleet.fleet.routeOf(id);
    if (route === undefined) return;
    for (const message of step.send) this.#options.send(route.channelId, message);
  }
}
