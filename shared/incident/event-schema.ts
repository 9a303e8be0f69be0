import { z } from "zod";
import { type IncidentEvent, stepNames } from "./incident-event.ts";
import { roles } from "./roles.ts";
import { PlaceSchema, type ThingKind, thingKinds } from "./things.ts";

const id = z.string().min(1).max(64);
const utcMs = z.number().min(0).max(8.64e15);
const thing = z.enum(thingKinds as [ThingKind, ...ThingKind[]]);

const body = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("put"),
    thing,
    thingId: id,
    fields: z.record(z.string().min(1).max(40), z.unknown()),
    seen: z.record(z.string().min(1).max(64), z.int().min(0)),
  }),
  z.strictObject({
    kind: z.literal("step"),
    thing,
    thingId: id,
    step: z.enum(stepNames),
    text: z.string().max(4_000).exactOptional(),
    place: PlaceSchema.exactOptional(),
    item: z.int().min(0).max(49).exactOptional(),
  }),
]);

/** One line of an incident's log. What the fields of a put hold is checked by `checkFields`. */
const IncidentEventSchema = z.strictObject({
  id,
  incidentId: id,
  stationId: id,
  n: z.int().min(1),
  time: z.strictObject({ utcMs, counter: z.int().min(0) }),
  author: z.strictObject({ id, name: z.string().max(200), role: z.enum([...roles, "station"]) }),
  happenedUtcMs: utcMs.exactOptional(),
  body,
});

/** @returns why it is no event, or the event */
export const readEvent = (
  line: string,
): { readonly ok: true; readonly event: IncidentEvent } | { readonly ok: false; readonly detail: string } => {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { ok: false, detail: "not JSON" };
  }
  const parsed = IncidentEventSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, detail: `${issue?.path.join(".")}: ${issue?.message}` };
  }
  // A put's fields are those of its kind, which a schema for all kinds alike can't say.
  return { ok: true, event: parsed.data as IncidentEvent };
};
