import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { FleetHost } from "../fleet-host.ts";
import type { StationClock } from "../station-clock.ts";
import { ReportDesk, type ReportDeskOptions } from "./report-desk.ts";
import { VehicleTracks } from "./vehicle-tracks.ts";

export interface ReportPartsOptions extends Pick<ReportDeskOptions, "desk" | "search" | "heat"> {
  readonly clock: StationClock;
  readonly fleet: Pick<FleetHost, "vehicles">;
  readonly nameOf: (id: VehicleId) => string;
}

/** What is written about an incident, and the ways of its vehicles, which are a part of that. */
export const makeReportParts = ({ clock, desk, search, heat, fleet, nameOf }: ReportPartsOptions) => ({
  reports: new ReportDesk({
    ...{ clock, desk, search, heat },
    vehicles: () => [...fleet.vehicles.values()].map(({ id, kind }) => ({ id, kind, name: nameOf(id) })),
  }),
  vehicleTracks: new VehicleTracks({
    clock,
    vehicles: () => fleet.vehicles,
    incidentId: () => desk.incidentId,
    archive: () => desk.archive,
  }),
});
