import { FrameWriter } from "../../shared/mavlink/codec.ts";
import type { MessageFields, MessageName } from "../../shared/mavlink/messages.ts";
import { Fleet, type FleetOptions } from "../../shared/vehicle/fleet.ts";
import type { FleetEvent } from "../../shared/vehicle/fleet-event.ts";
import type { VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import { scanOne } from "./build-message.ts";

/** A fleet on a clock that the test moves, with real frames as its only input. */
export class FleetRig {
  readonly fleet: Fleet;
  readonly events: FleetEvent[] = [];
  nowMs = 1_000_000;
  #onTheWay: { readonly atMs: number; readonly channelId: string; readonly bytes: Uint8Array }[] = [];

  constructor(options: Partial<FleetOptions> = {}) {
    this.fleet = new Fleet({ ownSystemId: 255, ...options });
    this.fleet.on((event) => this.events.push(event));
  }

  /** Hands whole frames over, now or later. */
  deliver(channelId: string, bytes: Uint8Array, delayMs = 0): void {
    if (delayMs > 0) this.#onTheWay.push({ atMs: this.nowMs + delayMs, channelId, bytes });
    else {
      scanOne(bytes, (frame, message) =>
        this.fleet.receive({ channelId, frame, message, nowMs: this.nowMs, utcMs: this.nowMs }),
      );
    }
  }

  /** Lets time pass in steps of 20 ms, ticks every 100 ms. */
  pass(forMs: number, eachStep: (nowMs: number) => void = () => {}): void {
    for (const endMs = this.nowMs + forMs; this.nowMs < endMs; ) {
      this.nowMs += 20;
      const due = this.#onTheWay.filter(({ atMs }) => atMs <= this.nowMs);
      this.#onTheWay = this.#onTheWay.filter(({ atMs }) => atMs > this.nowMs);
      for (const { channelId, bytes } of due) this.deliver(channelId, bytes);
      eachStep(this.nowMs);
      if (this.nowMs % 100 === 0) this.fleet.tick(this.nowMs, this.nowMs);
    }
  }

  vehicle(id: string): VehicleState {
    const state = this.fleet.vehicles.get(id);
    if (state === undefined) throw new Error(`No vehicle ${id}, only ${[...this.fleet.vehicles.keys()].join(", ")}.`);
    return state;
  }

  ids(): string[] {
    return [...this.fleet.vehicles.keys()];
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }
}

/** One component that sends on one channel or more. */
export class Sender {
  readonly #rig: FleetRig;
  readonly #writer: FrameWriter;
  readonly #channelId: string;
  delayMs = 0;
  /** Of every so many messages one is lost; 0: none. */
  loseEvery = 0;
  #sent = 0;

  constructor(rig: FleetRig, systemId: number, componentId = 1, channelId = "a") {
    this.#rig = rig;
    this.#writer = new FrameWriter({ systemId, componentId });
    this.#channelId = channelId;
  }

  send<Name extends MessageName>(name: Name, fields: Partial<MessageFields[Name]>): void {
    const bytes = this.#writer.write(name, fields);
    this.#sent++;
    if (this.loseEvery > 0 && this.#sent % this.loseEvery === 0) return;
    this.#rig.deliver(this.#channelId, bytes, this.delayMs);
  }
}

export interface FakeDroneOptions {
  readonly systemId: number;
  /** When its clock showed 0, on the rig's clock. */
  readonly bootedMs: number;
  readonly latDeg?: number;
  readonly lonDeg?: number;
  readonly yawRad?: number;
  readonly mavType?: number;
  readonly northMps?: number;
}

const quadrotor = 2;
const ardupilot = 3;
const settled: number = 831;
const armedAuto: number = 217;

/** A drone that flies straight on and tells what a real one tells, over any number of radios. */
export class FakeDrone {
  readonly #rig: FleetRig;
  readonly #options: FakeDroneOptions;
  readonly radios: Sender[] = [];
  bootedMs: number;
  /** Its stamps stand still at this. */
  frozenAtMs: number | undefined;

  constructor(rig: FleetRig, options: FakeDroneOptions) {
    this.#rig = rig;
    this.#options = options;
    this.bootedMs = options.bootedMs;
  }

  radio(channelId: string, delayMs = 0): Sender {
    const sender = new Sender(this.#rig, this.#options.systemId, 1, channelId);
    sender.delayMs = delayMs;
    this.radios.push(sender);
    return sender;
  }

  sendAll<Name extends MessageName>(name: Name, fields: Partial<MessageFields[Name]>): void {
    for (const radio of this.radios) radio.send(name, fields);
  }

  /** Call at every step: heartbeat at 1 Hz, attitude at 10 Hz, position at 5 Hz, the estimator and GPS at 1 Hz. */
  readonly step = (nowMs: number): void => {
    const timeBootMs = this.frozenAtMs ?? nowMs - this.bootedMs;
    const { latDeg = 30.87, lonDeg = 120.43, yawRad = 0.5, mavType = quadrotor, northMps = 3 } = this.#options;
    const lat = Math.round((latDeg + (northMps * (nowMs - 1_000_000)) / 1e3 / 111_320) * 1e7);
    const lon = Math.round(lonDeg * 1e7);
    if (nowMs % 1000 === 0) {
      this.sendAll("HEARTBEAT", {
        type: mavType,
        autopilot: ardupilot,
        baseMode: armedAuto,
        customMode: 3,
        systemStatus: 4,
      });
      this.sendAll("EKF_STATUS_REPORT", { flags: settled });
      this.sendAll("GPS_RAW_INT", { fixType: 3, lat, lon, satellitesVisible: 12, eph: 80 });
    }
    if (nowMs % 100 === 0) this.sendAll("ATTITUDE", { timeBootMs, roll: 0.01, pitch: -0.02, yaw: yawRad });
    if (nowMs % 200 === 0) {
      const height = { alt: 45_000, relativeAlt: 40_000 };
      this.sendAll("GLOBAL_POSITION_INT", { timeBootMs, lat, lon, ...height, vx: northMps * 100, hdg: 4_500 });
    }
  };
}
