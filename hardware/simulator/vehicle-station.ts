import { createSocket, type Socket } from "node:dgram";
import { asRad } from "../../shared/units/angle.ts";
import { FrameServer } from "./frame-server.ts";
import { AutopilotLink } from "./mavlink/autopilot-link.ts";
import { kelvinPerCount } from "./scene/thermal-camera.ts";
import type { ThermalEye } from "./scene/thermal-eye.ts";
import { hash32, SeededRandom } from "./seeded-random.ts";
import type { SimVehicle } from "./vehicle/sim-vehicle.ts";

/** Frames of one tick share datagrams up to this size, as telemetry routers pack them. */
const datagramBytes = 1200;
/** How well the camera's stamps agree with the autopilot's clock, 1 sigma, ms. */
const captureSigmaMs = 8;

export interface VehicleStationOptions {
  readonly vehicle: SimVehicle;
  readonly eye: ThermalEye;
  readonly target: { readonly host: string; readonly port: number };
  readonly speed: number;
  readonly startUtcMs: number;
  readonly seed: number;
}

/** One vehicle's wires: its UDP socket for MAVLink and its TCP port for thermal frames. */
export class VehicleStation {
  readonly #o: VehicleStationOptions;
  readonly #socket: Socket;
  readonly #frames = new FrameServer();
  #link: AutopilotLink | undefined;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #nextFrameMs = 0;
  #sequence = 0;
  #closed = false;

  constructor(options: VehicleStationOptions) {
    this.#o = options;
    this.#socket = createSocket("udp4");
    this.#socket.on("message", (bytes) => this.#link?.receive(bytes));
    // A station that is not up yet answers with "port unreachable"; a vehicle does not care.
    this.#socket.on("error", () => {});
  }

  async open(): Promise<void> {
    const { vehicle, startUtcMs } = this.#o;
    const streamPort = await this.#frames.open();
    await new Promise<void>((resolve, reject) => {
      this.#socket.once("error", reject);
      this.#socket.bind(0, "127.0.0.1", resolve);
    });
    this.#link = new AutopilotLink({ vehicle, startUtcMs, streamPort, output: (bytes) => this.#queue(bytes) });
    if (vehicle.spec.boot === "cold") this.#queue(new TextEncoder().encode(bootText));
  }

  /** After each step of the simulation. */
  step(): void {
    this.#link?.tick();
    this.#photograph();
  }

  /** Sends what the steps since the last call produced. */
  flush(): void {
    if (this.#closed || this.#pending.length === 0) return;
    const { host, port } = this.#o.target;
    this.#socket.send(this.#pending, port, host, () => {});
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.#frames.close(), new Promise<void>((resolve) => this.#socket.close(() => resolve()))]);
  }

  #queue(bytes: Uint8Array): void {
    if (this.#pendingBytes + bytes.length > datagramBytes) this.flush();
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  /** The camera's rate is a real one: faster scenario time gives fewer frames per scenario second, not more work. */
  #photograph(): void {
    const { vehicle, eye, speed, seed } = this.#o;
    const { camera, systemId } = vehicle.spec;
    if (vehicle.simMs < this.#nextFrameMs) return;
    const intervalMs = (1000 / camera.framesPerS) * Math.max(1, speed);
    this.#nextFrameMs = Math.max(this.#nextFrameMs + intervalMs, vehicle.simMs);
    this.#sequence++;
    if (!this.#frames.wanted) return;
    const jitter = new SeededRandom(hash32(seed, systemId, Math.round(vehicle.simMs)), "capture stamp").gaussian();
    this.#frames.send({
      widthPx: camera.widthPx,
      heightPx: camera.heightPx,
      data: eye.picture(vehicle),
      radiometry: { kelvinPerCount, kelvinAtZero: 0 },
      captureVehicleTimeMs: vehicle.bootMs + jitter * captureSigmaMs,
      captureSigmaMs,
      hfovRad: asRad(vehicle.lens.hfovRad),
      sequence: this.#sequence,
    });
  }
}

/** What a real board says on its port before its first frame. */
const bootText =
  "\n\nInit ArduCopter V4.4.0-dev (82f31f1d)\n\nFree RAM: 131072\nBooting 0/0\nload_all took 1166us\n 0 0 0 AP_Logger_File: buffer size=204800\nInit Gyro**\n";
