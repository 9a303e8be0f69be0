import type { Request } from "../../../shared/wire/requests.ts";
import { type RequestHandlers, refused } from "../request-desk.ts";

/** Those that change the incident itself. */
type IncidentHandlers = Pick<RequestHandlers, Extract<Request["kind"], `incident.${string}`>>;

const noIncident = () => refused("no-incident", "No incident is open. Open one from a report first.");

export const incidentRequests = (): IncidentHandlers => ({
  "incident.open": noIncident,
  "incident.put": noIncident,
  "incident.put-many": noIncident,
  "incident.step": noIncident,
  "incident.send": noIncident,
  "incident.show": noIncident,
  "incident.invite": noIncident,
  "incident.place": noIncident,
});
