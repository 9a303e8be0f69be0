import type { Request } from "../../../shared/wire/requests.ts";
import type { FleetHost } from "../fleet-host.ts";
import type { RequestHandlers } from "../request-desk.ts";
import type { StationClock } from "../station-clock.ts";
import type { IncidentDesk } from "./incident-desk.ts";
import { type PlanFor, sendAssignment } from "./send-assignment.ts";

/** Those that change the incident itself; ways in are made elsewhere. */
type IncidentHandlers = Omit<Pick<RequestHandlers, Extract<Request["kind"], `incident.${string}`>>, "incident.invite">;

export interface IncidentRequestParts {
  readonly clock: StationClock;
  readonly fleet: Pick<FleetHost, "vehicles">;
  readonly incident: IncidentDesk;
  /** Makes the flight plans of vehicles' jobs. */
  readonly planFor?: PlanFor | undefined;
}

export const incidentRequests = ({
  clock,
  fleet,
  incident: desk,
  planFor,
}: IncidentRequestParts): IncidentHandlers => ({
  "incident.open": ({ incident, subject, operator }, principal) =>
    desk.open(incident, subject, { principal, operator }),
  "incident.put": ({ kind: _kind, eventId, happenedUtcMs, operator, ...put }, principal) =>
    desk.put(put, { principal, operator, eventId, happenedUtcMs }),
  "incident.put-many": ({ things, operator }, principal) => desk.putMany(things, { principal, operator }),
  "incident.step": ({ kind: _kind, eventId, happenedUtcMs, operator, ...step }, principal) =>
    desk.step(step, { principal, operator, eventId, happenedUtcMs }),
  "incident.send": ({ assignment, operator }, principal) =>
    sendAssignment({ desk, planFor, vehicleKind: (id) => fleet.vehicles.get(id)?.kind }, assignment, {
      principal,
      operator,
    }),
  "incident.show": ({ incidentId }) => desk.show(incidentId),
  "incident.place": ({ who, place, utcMs, source, kind: _kind, operator: _operator, ...fix }, principal) =>
    desk.place(who, {
      ...place,
      ...fix,
      utcMs: utcMs ?? clock.utcMs(),
      // A person with a link of their own speaks by their phone; at the post it is heard and typed in.
      source: source ?? (principal?.inviteId === undefined ? "radio" : "phone"),
    }),
});
