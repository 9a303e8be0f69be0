import { AutopilotLink } from "../../hardware/simulator/mavlink/autopilot-link.ts";
import { Scenario } from "../../hardware/simulator/scenario.ts";
import { Simulation, stepMs } from "../../hardware/simulator/simulation.ts";
import type { SimVehicle } from "../../hardware/simulator/vehicle/sim-vehicle.ts";
import { buildWorld } from "../../hardware/simulator/world.ts";
import { FrameWriter } from "../../shared/mavlink/codec.ts";
import type { OutgoingMessage } from "../../shared/protocols/outgoing-message.ts";
import { LossyLink, type LossyWay } from "./lossy-link.ts";

export interface VirtualVehicleOptions {
  readonly kind: "copter" | "rover" | "px4-copter";
  readonly systemId?: number;
  /** "common": some 30; "all": as many as a real one has. */
  readonly parameters?: "common" | "all";
  /** "ready" (the default) can be armed at once; "cold" powers up at time 0. */
  readonly boot?: "cold" | "ready";
  /** In the air at this height above home, armed and in guided mode. */
  readonly airborneM?: number;
  readonly seed?: number;
}

/** Where a virtual vehicle stands at first. */
export const virtualHome = { latDeg: 30.87, lonDeg: 120.433 } as const;

/**
 * One vehicle of the simulator in virtual time: the same autopilot, body and link as in the simulator, on the ground and
 * disarmed, with nothing moving but by `stepTo`.
 */
export class VirtualVehicle {
  /** Its truth is for judging, never for the code under test. */
  readonly vehicle: SimVehicle;
  readonly #simulation: Simulation;
  readonly #link: AutopilotLink;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();

  constructor(options: VirtualVehicleOptions) {
    const scenario = scenarioOf(options);
    this.#simulation = new Simulation(scenario, buildWorld(scenario), options.seed ?? 1);
    const [vehicle] = this.#simulation.vehicles;
    if (vehicle === undefined) throw new Error("The scenario has no vehicle.");
    this.vehicle = vehicle;
    const output = (bytes: Uint8Array): void => {
      for (const listener of this.#listeners) listener(bytes);
    };
    this.#link = new AutopilotLink({ vehicle, startUtcMs: Date.parse(scenario.startUtc), streamPort: 4567, output });
  }

  /** Virtual time, ms; a multiple of the simulator's step. */
  get nowMs(): number {
    return this.#simulation.simMs;
  }

  /** Bytes from the ground, cut anywhere; answers come at once by `onBytes`. */
  receive(bytes: Uint8Array): void {
    this.#link.receive(bytes);
  }

  /** Whole frames, one a call; the bytes are the listener's. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets time pass up to the last whole step at or before `ms`. */
  stepTo(ms: number): void {
    while (this.#simulation.simMs + stepMs <= ms) {
      this.#simulation.step();
      this.#link.tick();
    }
  }
}

export const virtualVehicle = (options: VirtualVehicleOptions): VirtualVehicle => new VirtualVehicle(options);

/** A virtual vehicle at the far end of a lossy link; what the ground hears and says goes through it. */
export class VirtualRadio {
  readonly vehicle: VirtualVehicle;
  readonly link: LossyLink;
  readonly #writer = new FrameWriter({ systemId: 255, componentId: 190 });
  readonly #listeners = new Set<(bytes: Uint8Array, nowMs: number) => void>();
  #nowMs = 0;

  constructor(options: VirtualVehicleOptions & { readonly up?: LossyWay; readonly down?: LossyWay }) {
    this.vehicle = new VirtualVehicle(options);
    this.link = new LossyLink({
      seed: options.seed ?? 1,
      up: options.up ?? {},
      down: options.down ?? {},
      onUp: (bytes) => this.vehicle.receive(bytes),
      onDown: (bytes, nowMs) => {
        for (const listener of this.#listeners) listener(bytes, nowMs);
      },
    });
    this.vehicle.onBytes((bytes) => this.link.down.send(bytes, this.#nowMs));
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  send(bytes: Uint8Array): void {
    this.link.up.send(bytes, this.#nowMs);
  }

  /** A ground station's message, by system 255 and component 190. */
  say(...messages: readonly OutgoingMessage[]): void {
    for (const { name, fields } of messages) this.send(this.#writer.write(name, fields));
  }

  onBytes(listener: (bytes: Uint8Array, nowMs: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets time pass up to `ms`, everything in the order of its time. */
  stepTo(ms: number): void {
    for (;;) {
      const stepAtMs = this.vehicle.nowMs + stepMs;
      const arrivalMs = this.link.nextMs ?? Infinity;
      if (Math.min(stepAtMs, arrivalMs) > ms) break;
      this.#nowMs = Math.max(this.#nowMs, Math.min(stepAtMs, arrivalMs));
      if (arrivalMs < stepAtMs) this.link.deliverNext();
      else this.vehicle.stepTo(stepAtMs);
    }
    this.#nowMs = Math.max(this.#nowMs, ms);
  }
}

const scenarioOf = (options: VirtualVehicleOptions): Scenario => {
  const rover = options.kind === "rover";
  return Scenario.parse({
    name: "virtual",
    seed: 1,
    startUtc: "2026-11-03T14:20:00Z",
    centre: virtualHome,
    terrain: { seed: 7, sizeM: 800, cellM: 20 },
    weather: { airTemperatureC: 11 },
    wind: { fromDeg: 320, speedMps: 3, gustMps: 0.5 },
    person: virtualHome,
    decoys: [],
    vehicles: [
      {
        kind: rover ? "robot-dog" : "drone",
        systemId: options.systemId ?? 1,
        name: rover ? "R1" : "D1",
        firmware: options.kind === "px4-copter" ? "px4" : "ardupilot",
        parameters: options.parameters ?? "common",
        boot: options.boot ?? "ready",
        start: { ...virtualHome, airborne: options.airborneM !== undefined },
        mission: { kind: "none", altitudeHomeM: options.airborneM ?? 0, speedMps: rover ? 1.2 : 5 },
        batteryWh: rover ? 600 : 77,
        camera: { widthPx: 64, heightPx: 48, hfovDeg: 45, framesPerS: 5 },
      },
    ],
  });
};
