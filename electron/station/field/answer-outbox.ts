import { createHash } from "node:crypto";
import type { Principal } from "../../../shared/incident/roles.ts";
import type { Outbox, OutboxAnswer, OutboxItem, OutboxResult } from "../../../shared/wire/field.ts";
import type { Request, RequestFaultCode, RequestResult } from "../../../shared/wire/requests.ts";
import { whoIs } from "./field-state.ts";
import { happenedUtcMs, type PhoneTimes } from "./phone-clock.ts";

type Item<K extends OutboxItem["kind"]> = Extract<OutboxItem, { readonly kind: K }>;

/** What has nothing to do with the item, and passes: a full disk, a record that isn't read yet. */
const passing: ReadonlySet<RequestFaultCode> = new Set(["recording-failed", "no-incident"]);

/** Does as asked where that role may; an event whose id is known is not written again. */
type Ask = (request: Request, principal: Principal) => Promise<RequestResult>;

/**
 * Takes what happened at a phone, in the order it says. Each item is done once, however often it comes: what it makes is named
 * after the link and the id that the phone gave it.
 */
export const answerOutbox = async (
  ask: Ask,
  principal: Principal,
  { sentAtPhoneMs, items }: Outbox,
  { receivedUtcMs, rate }: Pick<PhoneTimes, "receivedUtcMs" | "rate">,
): Promise<OutboxAnswer> => {
  const results: OutboxResult[] = [];
  for (const item of items) {
    const { id, happenedAtPhoneMs } = item;
    const utcMs = happenedUtcMs({ receivedUtcMs, rate, sentAtPhoneMs, happenedAtPhoneMs });
    let refusal: (RequestResult & { readonly ok: false }) | undefined;
    for (const request of requestsOf(item, principal, utcMs)) {
      const result = await ask(request, principal);
      // One that passes must not be hidden behind one that doesn't.
      if (!result.ok && (refusal === undefined || passing.has(result.fault.code))) refusal = result;
    }
    results.push(refusal === undefined ? { id, ok: true } : notTaken(id, refusal));
  }
  return { ok: true, receivedUtcMs, results };
};

/** A phone lets go of what is refused for good; what could not be kept it must go on holding. */
const notTaken = (id: string, { fault }: RequestResult & { readonly ok: false }): OutboxResult => ({
  ...{ id, ok: false },
  ...(passing.has(fault.code) ? { later: true } : {}),
  ...fault,
});

/** The same for the same link and item, told apart from everybody else's: 144 bits. */
const nameOf = (kind: string, { inviteId = "station" }: Principal, { id }: OutboxItem): string =>
  `${kind}-${createHash("sha256").update(`${inviteId}/${id}`).digest("base64url").slice(0, 24)}`;

/** What an item comes to; the first matters most. */
const requestsOf = (item: OutboxItem, principal: Principal, utcMs: number): readonly Request[] => {
  const sent = (part: string) => ({ eventId: nameOf(part, principal, item), happenedUtcMs: utcMs });
  switch (item.kind) {
    case "position":
      return placeRequests(item, principal, utcMs);
    case "step": {
      const { assignmentId: thingId, step, text, place } = item;
      const more = { ...(text === undefined ? {} : { text }), ...(place === undefined ? {} : { place }) };
      return [{ kind: "incident.step", thing: "assignment", thingId, step, ...more, ...sent("step") }];
    }
    case "acknowledge": {
      const { messageId: thingId } = item;
      return [{ kind: "incident.step", thing: "message", thingId, step: "acknowledged", ...sent("ack") }];
    }
    case "clue": {
      const thingId = nameOf("clue", principal, item);
      const fields = { ...clueFields(item, principal), utcMs };
      return [{ kind: "incident.put", thing: "clue", thingId, fields, ...sent("put") }];
    }
    default: {
      const thingId = nameOf("message", principal, item);
      const fields = item.kind === "help" ? helpFields(item, principal) : messageFields(item, principal);
      const said: Request = { kind: "incident.put", thing: "message", thingId, fields, ...sent("put") };
      return item.kind === "message" ? [said] : [said, ...helpRequests(item, principal, utcMs)];
    }
  }
};

const placeRequests = (
  { place, sigmaM, courseRad, speedMps, batteryFraction }: Omit<Item<"position">, "kind">,
  principal: Principal,
  utcMs: number,
): readonly Request[] => {
  const who = whoIs(principal);
  if (who === undefined) return [];
  return [
    {
      ...{ kind: "incident.place", who, place, utcMs, source: "phone" },
      ...(sigmaM === undefined ? {} : { sigmaM }),
      ...(courseRad === undefined ? {} : { courseRad }),
      ...(speedMps === undefined ? {} : { speedMps: Math.min(speedMps, 200) }),
      ...(batteryFraction === undefined ? {} : { batteryFraction }),
    },
  ];
};

/** Whoever calls for help is marked as such, and says where they are. */
const helpRequests = (item: Item<"help">, principal: Principal, utcMs: number): readonly Request[] => {
  const { personId, teamId } = principal;
  const self =
    personId !== undefined
      ? ({ thing: "person", thingId: personId } as const)
      : teamId !== undefined
        ? ({ thing: "team", thingId: teamId } as const)
        : undefined;
  const sent = { eventId: nameOf("help", principal, item), happenedUtcMs: utcMs };
  const place = item.place === undefined ? {} : { place: item.place };
  return [
    ...(self === undefined
      ? []
      : [{ kind: "incident.step", ...self, step: "called-for-help", ...place, ...sent } as const]),
    ...(item.place === undefined ? [] : placeRequests({ ...item, place: item.place }, principal, utcMs)),
  ];
};

const clueFields = ({ nature, text, place, sigmaM, photos }: Item<"clue">, { name }: Principal) => ({
  nature,
  text,
  place,
  ...(sigmaM === undefined ? {} : { sigmaM }),
  ...(photos === undefined ? {} : { photos }),
  ...(name === undefined ? {} : { reporter: name }),
});

/** To everybody: whoever is near goes. */
const helpFields = ({ text, place }: Item<"help">, { teamId }: Principal) => ({
  text: text ?? "",
  nature: "help",
  ...(teamId === undefined ? {} : { fromTeamId: teamId }),
  ...(place === undefined ? {} : { place }),
});

/** To the incident post and the own team. */
const messageFields = ({ text, place, photos, replyTo }: Item<"message">, { teamId }: Principal) => ({
  text,
  nature: "chat",
  roles: ["coordinator"],
  ...(teamId === undefined ? {} : { teamIds: [teamId], fromTeamId: teamId }),
  ...(place === undefined ? {} : { place }),
  ...(photos === undefined ? {} : { photos }),
  ...(replyTo === undefined ? {} : { replyTo }),
});
