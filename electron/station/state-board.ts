import type { Thing } from "../../shared/incident/thing.ts";
import type { FeedView, Landmark } from "../../shared/wire/feeds.ts";
import type { SegmentGrade, Whereabouts } from "../../shared/wire/incident.ts";
import type { OperationView } from "../../shared/wire/operations.ts";
import type { PlanView } from "../../shared/wire/plans.ts";
import type { Alert, ClockView, StateSnapshot, StationView } from "../../shared/wire/state.ts";
import type { AlertBook } from "./alert-book.ts";
import type { EventLog } from "./event-log.ts";
import type { FleetHost } from "./fleet-host.ts";
import type { HeatDesk } from "./heat-desk.ts";
import type { LinkDesk } from "./link-desk.ts";
import { type PublishedState, sameOrNewer, wireStateOf } from "./published-state.ts";
import type { StationClock } from "./station-clock.ts";
import type { Trails } from "./trails.ts";
import type { VehicleBoard } from "./vehicle-board.ts";

export interface StateBoardParts {
  readonly clock: StationClock;
  readonly alerts: AlertBook;
  readonly events: EventLog;
  readonly fleet: FleetHost;
  readonly vehicles: VehicleBoard;
  readonly trails: Trails;
  readonly heat: HeatDesk;
  readonly links: LinkDesk;
  readonly plans: { readonly views: ReadonlyMap<string, PlanView> };
  readonly operations: { readonly views: ReadonlyMap<string, OperationView> };
  readonly feeds: { readonly views: ReadonlyMap<string, FeedView> };
  readonly landmarks: { readonly views: ReadonlyMap<string, Landmark> };
  readonly incident: {
    readonly things: ReadonlyMap<string, Thing>;
    readonly whereabouts: ReadonlyMap<string, Whereabouts>;
  };
  readonly search: { readonly grades: ReadonlyMap<string, SegmentGrade> };
  readonly station: () => StationView;
}

/** Puts what clients see together, each time a new object only where something changed. */
export class StateBoard {
  readonly #parts: StateBoardParts;
  #state: PublishedState | undefined;

  constructor(parts: StateBoardParts) {
    this.#parts = parts;
  }

  clockView(): ClockView {
    const { clock } = this.#parts;
    const nowMs = clock.nowMs();
    return { nowMs, utcMs: clock.utcMs(nowMs), rate: clock.rate() };
  }

  state(): PublishedState {
    const before = this.#state;
    const { alerts, fleet, vehicles, heat, links, plans, operations, feeds, landmarks, incident, search, station } =
      this.#parts;
    const view = station();
    const next: PublishedState = {
      station: before !== undefined && sameView(before.station, view) ? before.station : view,
      vehicles: vehicles.views(fleet.vehicles),
      heat: heat.sources,
      links: before === undefined ? links.views : sameOrNewer(before.links, links.views),
      alerts: before === undefined ? new Map(alerts.alerts) : this.#alerts(before.alerts),
      plans: before === undefined ? plans.views : sameOrNewer(before.plans, plans.views),
      operations: before === undefined ? operations.views : sameOrNewer(before.operations, operations.views),
      feeds: before === undefined ? feeds.views : sameOrNewer(before.feeds, feeds.views),
      landmarks: before === undefined ? landmarks.views : sameOrNewer(before.landmarks, landmarks.views),
      things: before === undefined ? incident.things : sameOrNewer(before.things, incident.things),
      whereabouts: before === undefined ? incident.whereabouts : sameOrNewer(before.whereabouts, incident.whereabouts),
      grades: before === undefined ? search.grades : sameOrNewer(before.grades, search.grades),
    };
    if (before !== undefined && isSame(before, next)) return before;
    this.#state = next;
    return next;
  }

  snapshot(): StateSnapshot {
    const state = this.state();
    const clock = this.clockView();
    return {
      clock,
      ...wireStateOf(state),
      ...this.#parts.trails.snapshot(clock.nowMs),
      eventN: this.#parts.events.newestN,
      numbering: this.#parts.events.numbering,
    };
  }

  /** The book's map changes in place: what was published must not. */
  #alerts(before: ReadonlyMap<string, Alert>): ReadonlyMap<string, Alert> {
    const { alerts } = this.#parts.alerts;
    return sameOrNewer(before, alerts) === before ? before : new Map(alerts);
  }
}

const sameView = (a: StationView, b: StationView): boolean => JSON.stringify(a) === JSON.stringify(b);

const isSame = (a: PublishedState, b: PublishedState): boolean =>
  a.station === b.station &&
  a.vehicles === b.vehicles &&
  a.heat === b.heat &&
  a.links === b.links &&
  a.alerts === b.alerts &&
  a.plans === b.plans &&
  a.operations === b.operations &&
  a.feeds === b.feeds &&
  a.landmarks === b.landmarks &&
  a.things === b.things &&
  a.whereabouts === b.whereabouts &&
  a.grades === b.grades;
