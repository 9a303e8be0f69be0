import { AlertBook } from "../../electron/station/alert-book.ts";
import type { LogIndex } from "../../electron/station/archive/log-index.ts";
import { NamesAndColours } from "../../electron/station/names-and-colours.ts";
import { type TrailParts, Trails } from "../../electron/station/trails.ts";
import { VehicleBoard } from "../../electron/station/vehicle-board.ts";
import { VehicleWatch } from "../../electron/station/vehicle-watch.ts";
import { decodeMessage } from "../../shared/mavlink/codec.ts";
import type { Frame } from "../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import { Fleet } from "../../shared/vehicle/fleet.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { Alert, VehicleView } from "../../shared/wire/state.ts";

export interface LiveMoment extends TrailParts {
  readonly vehicles: ReadonlyMap<VehicleId, VehicleView>;
  readonly alerts: ReadonlyMap<string, Alert>;
}

interface Heard {
  readonly channelId: string;
  readonly positionMs: number;
  readonly bytes: Uint8Array;
}

/**
 * What a live station's own parts make of logs that are fed to them from the beginning, with a tick every 100 ms and a look every
 * second: the truth for whoever begins in the middle. Instants are asked for in order.
 */
export class LiveFold {
  readonly #frames: readonly Heard[];
  readonly #utcAt: (positionMs: number) => number;
  readonly #fleet = new Fleet({ ownSystemId: 255, replay: true });
  readonly #names = new NamesAndColours({});
  readonly #board = new VehicleBoard(this.#names);
  readonly #trails = new Trails();
  readonly #clock = { nowMs: () => this.#nowMs, utcMs: () => this.#utcAt(this.#nowMs), rate: () => 1 };
  readonly #alerts = new AlertBook({ clock: this.#clock, onRaised: () => {} });
  readonly #watch = new VehicleWatch({
    alerts: this.#alerts,
    board: this.#board,
    vehicles: () => this.#fleet.vehicles,
    nameOf: (id) => this.#names.nameOf(id),
    announce: () => {},
  });
  readonly #scanner = new FrameScanner();
  #nowMs = 0;
  #next = 0;
  #tickMs: number | undefined;

  private constructor(frames: readonly Heard[], utcAt: (positionMs: number) => number) {
    this.#frames = frames;
    this.#utcAt = utcAt;
    this.#fleet.on((event) => {
      for (const vehicle of this.#fleet.vehicles.values()) this.#names.of(vehicle);
      this.#watch.onFleetEvent(event);
    });
  }

  static async of(
    logs: readonly { readonly index: LogIndex; readonly offsetMs: number }[],
    utcAt: (positionMs: number) => number,
  ): Promise<LiveFold> {
    const frames: Heard[] = [];
    for (const [n, { index, offsetMs }] of logs.entries()) {
      await index.read({ fromMs: 0, toMs: Number.POSITIVE_INFINITY }, ({ positionMs, bytes }) => {
        frames.push({ channelId: `log-${n}`, positionMs: positionMs + offsetMs, bytes: bytes.slice() });
      });
    }
    frames.sort((a, b) => a.positionMs - b.positionMs);
    return new LiveFold(frames, utcAt);
  }

  get vehicles(): ReadonlyMap<VehicleId, VehicleState> {
    return this.#fleet.vehicles;
  }

  at(positionMs: number): LiveMoment {
    for (let frame = this.#frames[this.#next]; frame !== undefined; frame = this.#frames[++this.#next]) {
      if (frame.positionMs > positionMs) break;
      this.#tickMs ??= Math.floor(frame.positionMs / 100) * 100;
      this.#passTo(frame.positionMs);
      this.#receive(frame);
    }
    this.#passTo(positionMs);
    return {
      vehicles: this.#board.views(this.#fleet.vehicles),
      alerts: new Map(this.#alerts.alerts),
      ...this.#trails.snapshot(positionMs),
    };
  }

  #passTo(positionMs: number): void {
    if (this.#tickMs === undefined) return;
    for (; this.#tickMs <= positionMs; this.#tickMs += 100) {
      this.#nowMs = this.#tickMs;
      this.#fleet.tick(this.#nowMs, this.#clock.utcMs());
      for (const vehicle of this.#fleet.vehicles.values()) this.#trails.note(vehicle);
      if (this.#tickMs % 1000 === 0) this.#watch.look();
    }
  }

  #receive({ channelId, positionMs, bytes }: Heard): void {
    this.#nowMs = positionMs;
    const onFrame = (frame: Frame) => {
      const message = decodeMessage(frame);
      this.#fleet.receive({ channelId, frame, message, nowMs: positionMs, utcMs: this.#clock.utcMs() });
    };
    this.#scanner.push(bytes, onFrame);
    this.#scanner.flush(onFrame);
  }
}
