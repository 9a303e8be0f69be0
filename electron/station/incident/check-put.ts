import { checkFields } from "../../../shared/incident/check-fields.ts";
import type { Seen } from "../../../shared/incident/incident-event.ts";
import { sameValue } from "../../../shared/incident/same-value.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { ThingKind } from "../../../shared/incident/things.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import { refused } from "../request-desk.ts";

/** What somebody wants to write to one thing. */
export interface Put {
  readonly thing: ThingKind;
  /** Absent: a new one. */
  readonly thingId?: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  /** As their screen had it; absent: as it is. */
  readonly seen?: Seen | undefined;
}

type Refusal = RequestResult & { readonly ok: false };

/** @returns why it can't be written, where it can't. @param before the thing as it is, where it is known */
export const checkPut = (put: Put, before: Thing | undefined, incidentId: string): Refusal | undefined => {
  const { thing, thingId, fields, seen } = put;
  const bad = checkFields(thing, fields);
  if (bad !== undefined) return refused("bad-field", `${thing}.${bad}.`);
  if (before === undefined && Object.keys(seen ?? {}).length > 0)
    return refused("unknown-thing", `There is no ${thing} "${thingId}" in this incident. Reload the page.`);
  if (thing === "incident" && thingId !== undefined && thingId !== incidentId)
    return refused("unknown-thing", `The incident that is shown is "${incidentId}". Open another by incident.open.`);
  return movedPoint(fields, before);
};

/** The planning point stays where it is, whatever is learned later; who moves it says why, for everybody to read. */
const movedPoint = (fields: Put["fields"], before: Thing | undefined): Refusal | undefined => {
  if (before?.kind !== "subject" || before.fields.ipp === undefined || !("ipp" in fields)) return undefined;
  const { ipp } = fields;
  const point = typeof ipp === "object" && ipp !== null ? new Map(Object.entries(ipp)) : undefined;
  if (sameValue(point?.get("place"), before.fields.ipp.place)) return undefined;
  const reason = point?.get("reason");
  if (typeof reason === "string" && reason.trim() !== "" && reason !== before.fields.ipp.reason) return undefined;
  return refused(
    "bad-field",
    "subject.ipp.reason: the planning point stays where it is; say why it is moved. New knowledge is a clue.",
  );
};
