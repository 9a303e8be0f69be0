import { decodeMessage } from "../../../../shared/mavlink/codec.ts";
import { Fleet, type SavedFleet } from "../../../../shared/vehicle/fleet.ts";
import type { FleetEvent } from "../../../../shared/vehicle/fleet-event.ts";
import type { VehicleId, VehicleState } from "../../../../shared/vehicle/vehicle-state.ts";
import type { Alert, StationView } from "../../../../shared/wire/state.ts";
import { AlertBook, type SavedAlerts } from "../../alert-book.ts";
import type { ArchivedInstant } from "../../archived-instant.ts";
import { MessageBudget } from "../../message-budget.ts";
import { type NameAndColour, NamesAndColours, type SavedNames } from "../../names-and-colours.ts";
import { type PublishedState, sameOrNewer } from "../../published-state.ts";
import type { StationClock } from "../../station-clock.ts";
import { Trails } from "../../trails.ts";
import { VehicleBoard } from "../../vehicle-board.ts";
import { VehicleWatch } from "../../vehicle-watch.ts";
import { RecordFrame } from "../reading/record-frame.ts";

export interface LogFoldOptions {
  readonly station: StationView;
  /** UTC of a position, ms since 1970; 0 at the beginning where no log has times. */
  readonly utcAt: (positionMs: number) => number;
  readonly onEvent?: (event: FleetEvent) => void;
}

/** All that a LogFold knows but poses, as plain data that nothing changes any more. */
export interface SavedFold {
  readonly nextTick: number;
  readonly heardMs: number;
  readonly fleet: SavedFleet;
  readonly trails: ReturnType<Trails["save"]>;
  readonly alerts: SavedAlerts;
  readonly messages: ReturnType<MessageBudget["save"]>;
  readonly names: SavedNames;
}

/** Ticks lie at multiples of this, wherever the folding began. */
export const foldTickMs = 100;
/** A look at batteries, and whatever else can wait, with every so many ticks. */
export const ticksPerLook = 10;
/** So long after the last frame nothing changes any more: all are lost, all rates are 0. */
const silenceMs = 60_000;

const none: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * What the reducers of a live station make of a log: the same fleet, watch, alerts, names and trails, fed with its frames and with
 * ticks at fixed positions. What it shows at an instant depends on nothing but the frames up to there, so that one that was saved,
 * restored and fed with the rest shows the same as one that was fed from the beginning.
 */
export class LogFold {
  readonly #options: LogFoldOptions;
  readonly #clock: StationClock;
  readonly #fleet: Fleet;
  readonly #alerts: AlertBook;
  readonly #messages: MessageBudget;
  readonly #watch: VehicleWatch;
  readonly #board: VehicleBoard;
  readonly #names = new NamesAndColours({});
  readonly #trails = new Trails();
  readonly #frame = new RecordFrame();
  #nowMs = 0;
  /** Number of the next tick, from position 0. */
  #nextTick = 0;
  /** Position of the newest frame. */
  #heardMs = Number.NEGATIVE_INFINITY;
  #shownAlerts: ReadonlyMap<string, Alert> = new Map();

  /** @param saved to go on from; absent: nothing was heard yet */
  constructor(options: LogFoldOptions, saved?: SavedFold) {
    this.#options = options;
    this.#clock = { nowMs: () => this.#nowMs, utcMs: () => options.utcAt(this.#nowMs), rate: () => 1 };
    this.#alerts = new AlertBook({ clock: this.#clock, onRaised: () => {} });
    this.#messages = new MessageBudget(saved?.messages);
    this.#board = new VehicleBoard(this.#names);
    const fleetOptions = { ownSystemId: options.station.gcsSystemId, replay: true };
    this.#fleet = saved === undefined ? new Fleet(fleetOptions) : Fleet.restore(saved.fleet, fleetOptions);
    this.#fleet.on((event) => this.#onEvent(event));
    this.#watch = new VehicleWatch({
      alerts: this.#alerts,
      board: this.#board,
      vehicles: () => this.#fleet.vehicles,
      nameOf: (id) => this.#names.nameOf(id),
      announce: () => {},
      messages: this.#messages,
    });
    if (saved !== undefined) this.#restore(saved);
  }

  get vehicles(): ReadonlyMap<VehicleId, VehicleState> {
    return this.#fleet.vehicles;
  }

  /** Position of the next tick. */
  get nextTickMs(): number {
    return this.#nextTick * foldTickMs;
  }

  nameOf(vehicle: VehicleState): NameAndColour {
    return this.#names.of(vehicle);
  }

  /** @param bytes a whole frame; @param positionMs never less than the one before; ticks up to there come first */
  receive(channelId: string, bytes: Uint8Array, positionMs: number): void {
    this.tickTo(positionMs);
    // After a silence time goes on where frames do.
    if (this.nextTickMs <= positionMs) {
      this.#nextTick = Math.floor(positionMs / foldTickMs);
      this.#tick();
    }
    this.#hear(channelId, bytes, positionMs);
  }

  /** Like `receive`, but no time passes before it: for single frames of long ago. */
  remember(channelId: string, bytes: Uint8Array, positionMs: number): void {
    this.#hear(channelId, bytes, positionMs);
    this.#nextTick = Math.floor(positionMs / foldTickMs) + 1;
  }

  /** Lets time pass: all ticks up to and at a position, as far as anything can change by them. */
  tickTo(positionMs: number): void {
    const untilMs = Math.min(positionMs, this.#heardMs + silenceMs);
    while (this.nextTickMs <= untilMs) this.#tick();
  }

  /** What clients would see now. Parts that didn't change are the same objects as last time. */
  instant(positionMs: number): ArchivedInstant {
    const { station, utcAt } = this.#options;
    const { alerts } = this.#alerts;
    if (sameOrNewer(this.#shownAlerts, alerts) !== this.#shownAlerts) this.#shownAlerts = new Map(alerts);
    const state: PublishedState = {
      ...nothingElse,
      station,
      vehicles: this.#board.views(this.#fleet.vehicles),
      alerts: this.#shownAlerts,
    };
    return {
      clock: { nowMs: positionMs, utcMs: utcAt(positionMs), rate: 1 },
      state,
      ...this.#trails.snapshot(positionMs),
    };
  }

  save(): SavedFold {
    return {
      nextTick: this.#nextTick,
      heardMs: this.#heardMs,
      fleet: this.#fleet.save(),
      trails: this.#trails.save(),
      alerts: this.#alerts.save(),
      messages: this.#messages.save(),
      names: this.#names.save(),
    };
  }

  #restore(saved: SavedFold): void {
    this.#nextTick = saved.nextTick;
    this.#heardMs = saved.heardMs;
    this.#nowMs = saved.nextTick * foldTickMs;
    this.#trails.restore(saved.trails);
    this.#alerts.restore(saved.alerts);
    this.#names.restore(saved.names);
    for (const id of this.#fleet.vehicles.keys()) {
      if (this.#fleet.isFrozen(id)) this.#board.setExtras(id, { frozen: true });
    }
  }

  #hear(channelId: string, bytes: Uint8Array, positionMs: number): void {
    this.#nowMs = positionMs;
    this.#heardMs = positionMs;
    const frame = this.#frame.of(bytes);
    const message = decodeMessage(frame);
    const utcMs = this.#options.utcAt(positionMs);
    this.#fleet.receive({ channelId, frame, message, nowMs: positionMs, utcMs });
  }

  #tick(): void {
    this.#nowMs = this.nextTickMs;
    const isLook = this.#nextTick % ticksPerLook === 0;
    this.#nextTick += 1;
    this.#fleet.tick(this.#nowMs, this.#options.utcAt(this.#nowMs));
    for (const vehicle of this.#fleet.vehicles.values()) this.#trails.note(vehicle);
    if (isLook) this.#watch.look();
  }

  #onEvent(event: FleetEvent): void {
    // Names go by the order in which vehicles are heard, not by who looks when.
    for (const vehicle of this.#fleet.vehicles.values()) this.#names.of(vehicle);
    this.#watch.onFleetEvent(event);
    this.#options.onEvent?.(event);
  }
}

const nothingElse: Omit<PublishedState, "station" | "vehicles" | "alerts"> = {
  heat: none,
  links: none,
  plans: none,
  operations: none,
  feeds: none,
  landmarks: none,
  things: none,
  whereabouts: none,
  grades: none,
};
