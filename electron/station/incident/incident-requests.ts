import type { Request } from "../../../shared/wire/requests.ts";
import { type RequestHandlers, refused } from "../request-desk.ts";
import type { StationClock } from "../station-clock.ts";
import type { IncidentDesk } from "./incident-desk.ts";

/** Those that change the incident itself. */
type IncidentHandlers = Pick<RequestHandlers, Extract<Request["kind"], `incident.${string}`>>;

export const incidentRequests = (desk: IncidentDesk, clock: StationClock): IncidentHandlers => ({
  "incident.open": ({ incident, subject, operator }, principal) =>
    desk.open(incident, subject, { principal, operator }),
  "incident.put": ({ kind: _kind, eventId, happenedUtcMs, operator, ...put }, principal) =>
    desk.put(put, { principal, operator, eventId, happenedUtcMs }),
  "incident.put-many": ({ things, operator }, principal) => desk.putMany(things, { principal, operator }),
  "incident.step": ({ kind: _kind, eventId, happenedUtcMs, operator, ...step }, principal) =>
    desk.step(step, { principal, operator, eventId, happenedUtcMs }),
  "incident.send": () => refused("no-incident", "No incident is open. Open one from a report first."),
  "incident.show": ({ incidentId }) => desk.show(incidentId),
  "incident.invite": () => refused("no-incident", "No incident is open. Open one from a report first."),
  "incident.place": ({ who, place, utcMs, source, kind: _kind, operator: _operator, ...fix }, principal) =>
    desk.place(who, {
      ...place,
      ...fix,
      utcMs: utcMs ?? clock.utcMs(),
      // A person with a link of their own speaks by their phone; at the post it is heard and typed in.
      source: source ?? (principal?.inviteId === undefined ? "radio" : "phone"),
    }),
});
