import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { AlertBook } from "../alert-book.ts";
import type { EventLog } from "../event-log.ts";
import type { FleetHost } from "../fleet-host.ts";
import type { HeatDesk } from "../heat-desk.ts";
import type { Recording } from "../recording.ts";
import type { StationClock } from "../station-clock.ts";
import { HeatClues } from "./heat-clues.ts";
import { IncidentDesk } from "./incident-desk.ts";
import { tellNews } from "./incident-news.ts";
import { IncidentService } from "./incident-service.ts";
import { IncidentWatch } from "./incident-watch.ts";

export interface IncidentPartsOptions {
  readonly clock: StationClock;
  readonly recording: Pick<Recording, "incidents" | "sessionId">;
  readonly alerts: AlertBook;
  readonly events: EventLog;
  readonly heat: Pick<HeatDesk, "sources">;
  readonly fleet: Pick<FleetHost, "vehicles">;
  readonly nameOf: (id: VehicleId) => string;
}

/** What leading an incident takes, put together: its things, what to look after, clues from heat sources, logs as a whole. */
export const makeIncidentParts = ({ clock, recording, alerts, events, heat, fleet, nameOf }: IncidentPartsOptions) => {
  const { incidents: archive, sessionId = "unrecorded" } = recording;
  const incident = new IncidentDesk({ clock, archive, stationId: sessionId });
  const watch = new IncidentWatch({
    ...{ clock, alerts },
    desk: incident,
    vehicleName: (id) => (fleet.vehicles.has(id) ? nameOf(id) : undefined),
    isVehicleHeard: (id) => fleet.vehicles.get(id)?.presence.state === "heard",
  });
  const heatClues = new HeatClues({ desk: incident, sources: () => heat.sources });
  tellNews(incident, events);
  /** To be called at the start and about once a second. */
  const lookAtIncident = () => {
    incident.look();
    if (incident.incidentId === undefined) return;
    heatClues.look();
    watch.look();
  };
  return { incident, incidents: new IncidentService(incident), lookAtIncident };
};
