import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { AlertBook } from "../alert-book.ts";
import type { EventLog } from "../event-log.ts";
import type { FleetHost } from "../fleet-host.ts";
import type { Ground } from "../ground.ts";
import type { NamesAndColours } from "../names-and-colours.ts";
import type { Recording } from "../recording.ts";
import type { StationClock } from "../station-clock.ts";
import type { VehicleBoard } from "../vehicle-board.ts";
import { type HeldFences, heldFences } from "./held-fences.ts";
import { OnboardBook } from "./onboard-book.ts";
import { PlanDesk } from "./plan-desk.ts";
import { PlanFiles } from "./plan-files.ts";
import { PlanReader } from "./plan-reader.ts";

export interface PlanPartsOptions {
  readonly systemId: number;
  readonly clock: StationClock;
  readonly alerts: AlertBook;
  readonly events: EventLog;
  readonly recording: Recording;
  readonly fleet: FleetHost;
  readonly names: NamesAndColours;
  readonly ground: Ground;
  readonly vehicles: VehicleBoard;
}

/** What planning takes, put together: the plans, what is on board of each vehicle, and plans made of that. */
export const makePlanParts = (options: PlanPartsOptions) => {
  const { systemId, clock, alerts, events, recording, fleet, names, ground, vehicles } = options;
  const plans = new PlanDesk({ clock, events, kept: () => recording.plans() });
  const onboard = new OnboardBook({
    clock,
    alerts,
    ownSystemId: systemId,
    vehicles: () => fleet.vehicles,
    show: (id, mission) => vehicles.setExtras(id, { onboard: mission }),
    leftMixed: () => recording.unfinishedWrites(),
  });
  const planReader = new PlanReader({
    plans,
    terrain: () => ground.terrain,
    nameOf: (id) => {
      const vehicle = fleet.vehicles.get(id);
      return vehicle === undefined ? names.nameOf(id) : names.of(vehicle).name;
    },
  });
  const planFiles = new PlanFiles({ plans, ground, vehicles: () => fleet.vehicles });
  const fencesOf = (id: VehicleId): HeldFences => heldFences(plans.views, id, vehicles.extras(id).onboard?.planId);
  return { plans, onboard, planReader, planFiles, fencesOf };
};
