import { randomUUID } from "node:crypto";
import type { Role } from "../../../shared/incident/roles.ts";
import type { Request, RequestResult } from "../../../shared/wire/requests.ts";
import { refused } from "../request-desk.ts";
import type { Asking } from "./asking.ts";
import type { IncidentDesk } from "./incident-desk.ts";
import { type Invites, inviteUrl } from "./invites.ts";

export interface InviteParts {
  readonly incident: Pick<IncidentDesk, "incidentId" | "put" | "thing">;
  readonly invites: Pick<Invites, "issue" | "expiresUtcMs">;
  /** Where phones reach this station, "https://192.0.2.7:8443". */
  readonly origin: () => string;
}

/** A shift and the way home; a coordinator says so where it is to be longer. */
const usualValidH = 24;

/** Lets somebody in by a link, which is told once. */
export const answerInvite = (
  { incident, invites, origin }: InviteParts,
  request: Extract<Request, { readonly kind: "incident.invite" }>,
  asking: Asking,
): RequestResult => {
  const { purpose, name, personId, validH = usualValidH } = request;
  if (incident.incidentId === undefined)
    return refused("no-incident", "No incident is open. Open one from a report first.");
  const person = personId === undefined ? undefined : incident.thing("person", personId);
  if (personId !== undefined && person === undefined)
    return refused("unknown-thing", `There is no person "${personId}" in this incident.`);
  const teamId = request.teamId ?? person?.fields.teamId;
  if (teamId !== undefined && incident.thing("team", teamId) === undefined)
    return refused("unknown-thing", `There is no team "${teamId}" in this incident.`);
  const role: Role = request.role ?? person?.fields.role ?? "searcher";
  const inviteId = randomUUID();
  // The secret first: without its entry in the log it opens nothing.
  const issued = invites.issue(inviteId);
  if (!issued.ok) return refused("recording-failed", `The link could not be recorded. ${issued.detail}`);
  const fields = {
    ...{ purpose, role, name, revoked: false },
    expiresUtcMs: invites.expiresUtcMs(validH),
    ...(teamId === undefined ? {} : { teamId }),
    ...(personId === undefined ? {} : { personId }),
  };
  const put = incident.put({ thing: "invite", thingId: inviteId, fields }, asking);
  if (!put.ok) return put;
  const url = inviteUrl(origin(), issued.token, { role, locateOnly: purpose === "locate" });
  return { ok: true, thingId: inviteId, url };
};
