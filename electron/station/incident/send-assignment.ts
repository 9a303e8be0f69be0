import { randomUUID } from "node:crypto";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import { type Thing, thingKey } from "../../../shared/incident/thing.ts";
import { thingName } from "../../../shared/incident/thing-name.ts";
import type { ThingFields } from "../../../shared/incident/things.ts";
import type { VehicleKind } from "../../../shared/vehicle/vehicle-state.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import { refused } from "../request-desk.ts";
import { type Asking, authorOf, stationAuthor } from "./asking.ts";
import type { Given, IncidentDesk } from "./incident-desk.ts";

type Resource = NonNullable<ThingFields["assignment"]["resource"]>;
type Mode = NonNullable<ThingFields["team"]["mode"]>;

/** Makes the flight plan of a vehicle's job; undefined where none is needed. `fault`: why there is none, in English. */
export type PlanFor = (
  assignment: Thing<"assignment">,
  vehicleId: string,
) => Promise<{ readonly planId: string } | { readonly fault: string } | undefined>;

export interface SendParts {
  readonly desk: IncidentDesk;
  /** Undefined for a vehicle that isn't known. */
  readonly vehicleKind: (id: string) => VehicleKind | undefined;
  readonly planFor?: PlanFor | undefined;
}

/** Resource types of CalTopo and SARTopo, and ours for what drives and flies by itself. */
const resourceOfMode: Readonly<Record<Mode, Resource>> = {
  foot: "GROUND",
  wheels: "OHV",
  bike: "BIKE",
  boat: "WATER",
  dog: "DOG",
  mounted: "MOUNTED",
};

type Wanted = { readonly ok: true; readonly resource: Resource } | (RequestResult & { readonly ok: false });

const resourceFor = ({ desk, vehicleKind }: SendParts, to: ThingFields["assignment"]["to"]): Wanted => {
  if (to === undefined) return refused("bad-field", "assignment.to: say who is sent.");
  if (to.kind !== "vehicle") {
    const thing = desk.things.get(thingKey(to.kind, to.id));
    if (thing === undefined || thing.fields.removed === true)
      return refused("unknown-thing", `There is no ${to.kind} "${to.id}" in this incident.`);
    return { ok: true, resource: resourceOfMode[(thing.kind === "team" && thing.fields.mode) || "foot"] };
  }
  const kind = vehicleKind(to.id);
  if (kind === undefined)
    return refused("unknown-vehicle", `There is no vehicle "${to.id}". It must have been heard once.`);
  return { ok: true, resource: kind === "ground-robot" ? "ROBOT" : kind === "boat" ? "WATER" : "DRONE" };
};

/** Of a message and of a step, as their schemas have it. */
const mostTextLength = 4_000;

/** What is read out: number, segments, words. */
const orderText = (number: number | undefined, { segmentIds = [], text }: Given<"assignment">, desk: IncidentDesk) => {
  const names = segmentIds.map((id) => {
    const segment = desk.thing("segment", id);
    return segment === undefined ? id : thingName(segment);
  });
  return [number, names.join(", "), text]
    .filter((part) => part !== undefined && part !== "")
    .join(" · ")
    .slice(0, mostTextLength);
};

const addressed = (to: ThingFields["assignment"]["to"]) =>
  to?.kind === "team" ? { teamIds: [to.id] } : to?.kind === "person" ? { personIds: [to.id] } : { roles: ["pilot"] };

/** Who leads alone flies alone: an order to nobody would only be missed half an hour later. */
const hasPilot = ({ things }: IncidentDesk): boolean =>
  ofKind(things, "person").some(({ fields }) => fields.role === "pilot") ||
  ofKind(things, "invite").some(({ fields }) => fields.role === "pilot" && fields.revoked !== true);

/**
 * Makes a job and the order that says so, which must be acknowledged where there is somebody to do it: both or none. A vehicle gets its flight plan after that;
 * where none could be made the job stands, and says why.
 */
export const sendAssignment = async (
  parts: SendParts,
  assignment: Given<"assignment">,
  asking: Asking,
): Promise<RequestResult> => {
  const { desk } = parts;
  if (desk.incidentId === undefined) return desk.noIncident();
  const wanted = resourceFor(parts, assignment.to);
  if (!wanted.ok) return wanted;
  const thingId = randomUUID();
  const drafted = desk.drafts(
    [{ thing: "assignment", thingId, fields: { resource: wanted.resource, ...assignment } }],
    asking,
  );
  if (!drafted.ok) return drafted;
  const [made] = drafted.drafts;
  const number = made?.body.kind === "put" && made.body.thing === "assignment" ? made.body.fields.number : undefined;
  const text = orderText(number ?? undefined, assignment, desk);
  const needsAck = assignment.to?.kind !== "vehicle" || hasPilot(desk);
  const order = desk.drafts(
    [
      {
        thing: "message",
        fields: { nature: "order", needsAck, assignmentId: thingId, text, ...addressed(assignment.to) },
      },
    ],
    asking,
  );
  if (!order.ok) return order;
  const sent = { body: { kind: "step", thing: "assignment", thingId, step: "sent" } } as const;
  const written = desk.write([...drafted.drafts, sent, ...order.drafts], authorOf(asking));
  if (!written.ok) return written;
  await addPlan(parts, thingId);
  return { ok: true, thingId, thingIds: [thingId] };
};

const addPlan = async ({ desk, planFor }: SendParts, thingId: string): Promise<void> => {
  const job = desk.thing("assignment", thingId);
  const to = job?.fields.to;
  if (job === undefined || to?.kind !== "vehicle" || job.fields.planId !== undefined) return;
  const plan = await planFor?.(job, to.id);
  if (plan === undefined) return;
  const asking = { author: stationAuthor };
  if ("planId" in plan) desk.put({ thing: "assignment", thingId, fields: { planId: plan.planId } }, asking);
  else desk.step({ thing: "assignment", thingId, step: "note", text: plan.fault.slice(0, mostTextLength) }, asking);
};
