import { detailsFor, type TrailDetails, trailDetail } from "../../shared/vehicle/trail-details.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { StateSnapshot, VehicleView } from "../../shared/wire/state.ts";
import type { Delta, Nullable, StreamMessage } from "../../shared/wire/stream.ts";
import type { Stores } from "./create-stores.ts";
import type { FleetState } from "./fleet-store.ts";
import { mergeThings, thingsOf } from "./incident-store.ts";
import { mergeEntries } from "./merge-entries.ts";
import { extendTrail } from "./trail.ts";

/** Names in the order people count: D2 before D10. */
const byName = (a: VehicleView, b: VehicleView): number =>
  a.name.localeCompare(b.name, "en", { numeric: true }) || a.id.localeCompare(b.id, "en", { numeric: true });

const orderOf = (byId: Readonly<Record<VehicleId, VehicleView>>): VehicleId[] =>
  Object.values(byId)
    .sort(byName)
    .map((vehicle) => vehicle.id);

const isWhole = (vehicle: Nullable<VehicleView>): vehicle is VehicleView =>
  typeof vehicle.id === "string" &&
  typeof vehicle.name === "string" &&
  typeof vehicle.presence === "object" &&
  vehicle.presence !== null &&
  Array.isArray(vehicle.cameras) &&
  Array.isArray(vehicle.statusTexts) &&
  Array.isArray(vehicle.links);

/**
 * Lays a delta's groups over what was known; a `null` group is forgotten.
 * @returns undefined where nothing was known and the delta isn't a whole vehicle
 */
export const mergeVehicle = (
  previous: VehicleView | undefined,
  patch: Nullable<VehicleView>,
): VehicleView | undefined => {
  const known = Object.entries({ ...previous, ...patch }).filter(([, value]) => value !== null);
  const merged: Nullable<VehicleView> = Object.fromEntries(known);
  return isWhole(merged) ? merged : undefined;
};

/** The fleet after a delta; trails grow from the positions in it. */
const mergeFleet = (previous: FleetState, patch: Delta["vehicles"], nowMs: number): FleetState => {
  if (patch === undefined) return previous;
  const byId: Record<VehicleId, VehicleView> = { ...previous.byId };
  const trails: Record<VehicleId, readonly number[]> = { ...previous.trails };
  const trailDetails: Record<VehicleId, TrailDetails> = { ...previous.trailDetails };
  let orderChanged = false;
  let trailsChanged = false;
  for (const [id, change] of Object.entries(patch)) {
    const before = byId[id];
    const after = change === null ? undefined : mergeVehicle(before, change);
    if (after === undefined) {
      if (change !== null) continue;
      delete byId[id];
      delete trails[id];
      delete trailDetails[id];
      orderChanged = trailsChanged = true;
      continue;
    }
    byId[id] = after;
    if (before?.name !== after.name) orderChanged = true;
    const trail = trails[id] ?? [];
    const longer =
      after.position !== before?.position && after.position ? extendTrail(trail, after.position, nowMs) : trail;
    if (longer !== trails[id]) {
      trails[id] = longer;
      trailDetails[id] = detailsFor(longer, [...detailsFor(trail, trailDetails[id] ?? []), ...trailDetail(after)]);
      trailsChanged = true;
    }
  }
  return {
    byId,
    order: orderChanged ? orderOf(byId) : previous.order,
    ...(trailsChanged ? { trails, trailDetails } : { trails: previous.trails, trailDetails: previous.trailDetails }),
  };
};

const applySnapshot = (stores: Stores, snapshot: StateSnapshot): void => {
  const { vehicles, trails, trailDetails = {} } = snapshot;
  stores.fleet.setState({ byId: vehicles, order: orderOf(vehicles), trails, trailDetails });
  stores.heatIntake.replace(snapshot.heat);
  stores.links.setState({ byId: snapshot.links });
  stores.alerts.setState({ byId: snapshot.alerts });
  stores.plans.setState({ byId: snapshot.plans });
  stores.operations.setState({ byId: snapshot.operations });
  stores.feeds.setState({ byId: snapshot.feeds });
  stores.landmarks.setState({ byId: snapshot.landmarks });
  stores.incident.setState({
    things: thingsOf(snapshot.things),
    whereabouts: snapshot.whereabouts,
    grades: snapshot.grades,
  });
  stores.station.setState({
    view: snapshot.station,
    clock: { ...snapshot.clock, receivedDeviceMs: stores.deviceClock.nowMs() },
  });
};

const applyDelta = (stores: Stores, delta: Delta): void => {
  const clock = { ...delta.clock, receivedDeviceMs: stores.deviceClock.nowMs() };
  stores.station.setState(delta.station === undefined ? { clock } : { clock, view: delta.station });
  if (delta.vehicles !== undefined)
    stores.fleet.setState(mergeFleet(stores.fleet.getState(), delta.vehicles, delta.clock.nowMs));
  if (delta.heat !== undefined) stores.heatIntake.take(delta.heat);
  if (delta.links !== undefined)
    stores.links.setState({ byId: mergeEntries(stores.links.getState().byId, delta.links) });
  if (delta.alerts !== undefined)
    stores.alerts.setState({ byId: mergeEntries(stores.alerts.getState().byId, delta.alerts) });
  if (delta.plans !== undefined)
    stores.plans.setState({ byId: mergeEntries(stores.plans.getState().byId, delta.plans) });
  if (delta.operations !== undefined)
    stores.operations.setState({ byId: mergeEntries(stores.operations.getState().byId, delta.operations) });
  if (delta.feeds !== undefined)
    stores.feeds.setState({ byId: mergeEntries(stores.feeds.getState().byId, delta.feeds) });
  if (delta.landmarks !== undefined)
    stores.landmarks.setState({ byId: mergeEntries(stores.landmarks.getState().byId, delta.landmarks) });
  if (delta.things !== undefined || delta.whereabouts !== undefined || delta.grades !== undefined)
    stores.incident.setState(({ things, whereabouts, grades }) => ({
      things: mergeThings(things, delta.things),
      whereabouts: mergeEntries(whereabouts, delta.whereabouts),
      grades: mergeEntries(grades, delta.grades),
    }));
};

/**
 * Applies one message of the stream: one update per store that it touches. The ordered events change nothing here, since
 * all state comes by snapshot and delta; they are for sounds and announcements.
 */
export const applyStreamMessage = (stores: Stores, message: Exclude<StreamMessage, { type: "events" }>): void => {
  switch (message.type) {
    case "snapshot":
      applySnapshot(stores, message.snapshot);
      break;
    case "delta":
      applyDelta(stores, message.delta);
      break;
    case "reset":
      // The snapshot that follows replaces everything; emptying here would only make the screen flicker on every seek.
      stores.station.setState((state) => ({ resetN: state.resetN + 1 }));
      break;
  }
};
