import { AutopilotLink } from "../../../hardware/simulator/mavlink/autopilot-link.ts";
import type { SimVehicle } from "../../../hardware/simulator/vehicle/sim-vehicle.ts";
import { decodeMessage, FrameWriter } from "../../../shared/mavlink/codec.ts";
import type { Frame } from "../../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import { startTelemetry, stepTelemetry } from "../../../shared/protocols/telemetry-requests.ts";
import type { TelemetryEvent, TelemetryState } from "../../../shared/protocols/telemetry-state.ts";
import type { Fleet } from "../../../shared/vehicle/fleet.ts";

export interface SimulatedRadioOptions {
  readonly vehicle: SimVehicle;
  readonly fleet: Fleet;
  readonly startUtcMs: number;
}

/** One simulated vehicle's MAVLink into a fleet, asked for its streams as the station does; bytes without sockets or a clock. */
export class SimulatedRadio {
  readonly vehicleId: string;
  readonly #options: SimulatedRadioOptions;
  readonly #link: AutopilotLink;
  readonly #writer = new FrameWriter({ systemId: 255, componentId: 190 });
  #requests: TelemetryState | undefined;
  #nowMs = 0;

  constructor(options: SimulatedRadioOptions) {
    const { vehicle, startUtcMs } = options;
    this.#options = options;
    this.vehicleId = `${vehicle.spec.systemId}`;
    const scanner = new FrameScanner();
    const output = (bytes: Uint8Array) => scanner.push(bytes, (frame) => this.#receive(frame));
    this.#link = new AutopilotLink({ vehicle, startUtcMs, streamPort: 1, output });
  }

  /** After each step of the simulation. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#link.tick();
    const autopilot = this.#options.fleet.vehicles.get(this.vehicleId)?.autopilot;
    if (this.#requests === undefined && autopilot !== undefined) {
      const { systemId } = this.#options.vehicle.spec;
      this.#requests = startTelemetry({ systemId, componentId: 1, autopilot });
    }
    if (nowMs % 100 === 0) this.#step({ kind: "tick" });
  }

  #receive(frame: Frame): void {
    const message = decodeMessage(frame);
    const nowMs = this.#nowMs;
    const utcMs = this.#options.startUtcMs + nowMs;
    this.#options.fleet.receive({ channelId: `sim-${this.vehicleId}`, frame, message, nowMs, utcMs });
    if (message !== undefined) {
      this.#step({ kind: "message", message, componentId: frame.componentId });
    }
  }

  #step(event: TelemetryEvent): void {
    if (this.#requests === undefined) return;
    const { state, send } = stepTelemetry(this.#requests, event, this.#nowMs);
    this.#requests = state;
    for (const { name, fields } of send) this.#link.receive(this.#writer.write(name, fields));
  }
}
