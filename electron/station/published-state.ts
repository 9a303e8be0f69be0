import type { HeatSource } from "../../shared/heat/heat-source.ts";
import type { Thing } from "../../shared/incident/thing.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { FeedView, Landmark } from "../../shared/wire/feeds.ts";
import type { SegmentGrade, Whereabouts } from "../../shared/wire/incident.ts";
import type { OperationView } from "../../shared/wire/operations.ts";
import type { PlanView } from "../../shared/wire/plans.ts";
import type { Alert, ClockView, LinkView, StateSnapshot, StationView, VehicleView } from "../../shared/wire/state.ts";
import type { Delta, Nullable } from "../../shared/wire/stream.ts";

/**
 * All that clients see at one instant. Immutable: a part that did not change is the same object in the next one, so that
 * two of them, however far apart, are compared by reference.
 */
export interface PublishedState {
  readonly station: StationView;
  readonly vehicles: ReadonlyMap<VehicleId, VehicleView>;
  readonly heat: ReadonlyMap<string, HeatSource>;
  readonly links: ReadonlyMap<string, LinkView>;
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly plans: ReadonlyMap<string, PlanView>;
  readonly operations: ReadonlyMap<string, OperationView>;
  readonly feeds: ReadonlyMap<string, FeedView>;
  readonly landmarks: ReadonlyMap<string, Landmark>;
  readonly things: ReadonlyMap<string, Thing>;
  readonly whereabouts: ReadonlyMap<string, Whereabouts>;
  readonly grades: ReadonlyMap<string, SegmentGrade>;
}

/** The groups of a vehicle that changed; a group that became unknown is `null`. */
const vehicleChanges = (before: VehicleView | undefined, now: VehicleView): Nullable<VehicleView> => {
  if (before === undefined) return now;
  const gone = Object.keys(before).filter((key) => !(key in now) || now[key as keyof VehicleView] === undefined);
  const changed = Object.entries(now).filter(([key, group]) => before[key as keyof VehicleView] !== group);
  return Object.fromEntries([...changed, ...gone.map((key) => [key, null])]);
};

const entryChanges = <T, C>(
  before: ReadonlyMap<string, T>,
  now: ReadonlyMap<string, T>,
  change: (before: T | undefined, now: T) => C,
): Record<string, C | null> | undefined => {
  if (before === now) return undefined;
  const changes: Record<string, C | null> = {};
  let count = 0;
  for (const [id, entry] of now) {
    const old = before.get(id);
    if (old === entry) continue;
    changes[id] = change(old, entry);
    count += 1;
  }
  for (const id of before.keys()) {
    if (now.has(id)) continue;
    changes[id] = null;
    count += 1;
  }
  return count === 0 ? undefined : changes;
};

const whole = <T>(_before: T | undefined, now: T): T => now;

/** What turns `before` into `now`; only its clock where nothing changed. */
export const deltaBetween = (before: PublishedState, now: PublishedState, clock: ClockView): Delta => {
  const vehicles = entryChanges(before.vehicles, now.vehicles, vehicleChanges);
  const heat = entryChanges(before.heat, now.heat, whole);
  const links = entryChanges(before.links, now.links, whole);
  const alerts = entryChanges(before.alerts, now.alerts, whole);
  const plans = entryChanges(before.plans, now.plans, whole);
  const operations = entryChanges(before.operations, now.operations, whole);
  const feeds = entryChanges(before.feeds, now.feeds, whole);
  const landmarks = entryChanges(before.landmarks, now.landmarks, whole);
  const things = entryChanges(before.things, now.things, whole);
  const whereabouts = entryChanges(before.whereabouts, now.whereabouts, whole);
  const grades = entryChanges(before.grades, now.grades, whole);
  return {
    clock,
    ...(before.station === now.station ? {} : { station: now.station }),
    ...(vehicles === undefined ? {} : { vehicles }),
    ...(heat === undefined ? {} : { heat }),
    ...(links === undefined ? {} : { links }),
    ...(alerts === undefined ? {} : { alerts }),
    ...(plans === undefined ? {} : { plans }),
    ...(operations === undefined ? {} : { operations }),
    ...(feeds === undefined ? {} : { feeds }),
    ...(landmarks === undefined ? {} : { landmarks }),
    ...(things === undefined ? {} : { things }),
    ...(whereabouts === undefined ? {} : { whereabouts }),
    ...(grades === undefined ? {} : { grades }),
  };
};

/** A state as clients get it whole: everything but its clock, trails and events. */
export const wireStateOf = (
  state: PublishedState,
): Omit<StateSnapshot, "clock" | "trails" | "trailDetails" | "eventN" | "numbering"> => ({
  station: state.station,
  vehicles: Object.fromEntries(state.vehicles),
  heat: Object.fromEntries(state.heat),
  links: Object.fromEntries(state.links),
  alerts: Object.fromEntries(state.alerts),
  plans: Object.fromEntries(state.plans),
  operations: Object.fromEntries(state.operations),
  feeds: Object.fromEntries(state.feeds),
  landmarks: Object.fromEntries(state.landmarks),
  things: Object.fromEntries(state.things),
  whereabouts: Object.fromEntries(state.whereabouts),
  grades: Object.fromEntries(state.grades),
});

/** Keeps the earlier map where the newer has the very same entries, so that comparing stays cheap. */
export const sameOrNewer = <T>(before: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>): ReadonlyMap<string, T> => {
  if (before.size !== now.size) return now;
  for (const [id, entry] of now) if (before.get(id) !== entry) return now;
  return before;
};
