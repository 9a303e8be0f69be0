import { listSerialPorts } from "../../hardware/link/list-serial-ports.ts";
import { createLink, formatLinkSpec, parseLinkSpec } from "../../hardware/link/open-link.ts";
import type { Principal } from "../../shared/incident/roles.ts";
import type { RequestResult } from "../../shared/wire/requests.ts";
import type { AlertBook } from "./alert-book.ts";
import type { ArchiveDesk } from "./archive/desk/archive-desk.ts";
import { archiveRequests } from "./archive/desk/archive-request-handlers.ts";
import { type CorrectionRequestParts, correctionRequests } from "./corrections/correction-requests.ts";
import type { EventLog } from "./event-log.ts";
import { type FeedRequestParts, feedRequests } from "./feeds/feed-requests.ts";
import type { FleetHost } from "./fleet-host.ts";
import type { CommandDesk } from "./flight/command-desk.ts";
import type { Custody } from "./flight/custody.ts";
import { type FlightRequestParts, flightRequests } from "./flight/flight-requests.ts";
import type { OperationDesk } from "./flight/operation-desk.ts";
import type { Steering } from "./flight/steering.ts";
import type { Ground } from "./ground.ts";
import type { HeatDesk } from "./heat-desk.ts";
import type { IncidentDesk } from "./incident/incident-desk.ts";
import { type IncidentRequestParts, incidentRequests } from "./incident/incident-requests.ts";
import { answerInvite } from "./incident/invite-request.ts";
import type { Invites } from "./incident/invites.ts";
import type { LinkDesk } from "./link-desk.ts";
import type { NamesAndColours } from "./names-and-colours.ts";
import type { ParameterDesk } from "./parameters/parameter-desk.ts";
import { parameterRequests } from "./parameters/parameter-requests.ts";
import type { OnboardBook } from "./plans/onboard-book.ts";
import type { PlanDesk } from "./plans/plan-desk.ts";
import type { PlanReader } from "./plans/plan-reader.ts";
import { planRequests } from "./plans/plan-requests.ts";
import type { Recording } from "./recording.ts";
import { type RequestHandlers, refused } from "./request-desk.ts";
import type { SearchDesk } from "./search/search-desk.ts";
import { type SearchRequestParts, searchRequests } from "./search/search-requests.ts";
import { linkClock, type StationClock } from "./station-clock.ts";

export interface RequestParts
  extends CorrectionRequestParts,
    Pick<IncidentRequestParts, "planFor">,
    Pick<FeedRequestParts, "feeds" | "feedBook" | "feedMarks" | "onlyHere" | "onIdentified"> {
  readonly clock: StationClock;
  readonly alerts: AlertBook;
  readonly events: EventLog;
  readonly fleet: FleetHost;
  readonly heat: HeatDesk;
  readonly links: LinkDesk;
  readonly names: NamesAndColours;
  readonly recording: Recording;
  /** The one way to a vehicle. */
  readonly commands: CommandDesk;
  readonly operations: OperationDesk;
  readonly parameters: ParameterDesk;
  readonly custody: Custody;
  readonly steering: Steering;
  readonly actionJob: FlightRequestParts["actionJob"];
  readonly ground: Ground;
  readonly plans: PlanDesk;
  readonly onboard: OnboardBook;
  readonly planReader: PlanReader;
  readonly fencesOf: SearchRequestParts["fencesOf"];
  readonly incident: IncidentDesk;
  readonly search: SearchDesk;
  readonly archive: ArchiveDesk;
  readonly invites: Invites;
  /** Where phones reach this station. */
  readonly origin: () => string;
  /** Starts the built-in scenario; says why where it can't. */
  readonly startSimulator: () => Promise<RequestResult>;
}

const done: RequestResult = { ok: true };

/** Link ids are for this run only; the number keeps two links apart that were opened after one another. */
const nextLinkId = (links: LinkDesk, spec: string): string => {
  const kind = spec.split(":")[0] ?? "link";
  let number = 1;
  while (links.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
};

/** Opens a link that a person asked for. */
export const addLink = (
  { clock, links, events }: Pick<RequestParts, "clock" | "links" | "events">,
  text: string,
): RequestResult => {
  const parsed = parseLinkSpec(text);
  if (!parsed.ok) return refused("bad-link-spec", parsed.fault.detail);
  const spec = formatLinkSpec(parsed.spec);
  const same = links.withSpec(spec);
  if (same !== undefined) return refused("link-exists", `${spec} is open already. Remove it first to open it anew.`);
  const link = createLink(spec, { id: nextLinkId(links, spec), clock: linkClock(clock) });
  links.add(link, { builtIn: false });
  events.append({ kind: "link-added", linkId: link.id, spec });
  return { ok: true, linkId: link.id };
};

const removeLink = async ({ links, events }: RequestParts, linkId: string): Promise<RequestResult> => {
  const view = links.viewOf(linkId);
  if (view === undefined) return refused("unknown-link", `There is no link "${linkId}". Reload the list.`);
  if (view.builtIn) return refused("not-removable", "This link is the simulator's own and stays.");
  await links.remove(linkId);
  events.append({ kind: "link-removed", linkId, spec: view.spec });
  return done;
};

const acknowledge = ({ alerts, events }: RequestParts, alertId: string, by = "operator"): RequestResult => {
  const alert = alerts.acknowledged(alertId, by);
  if (alert === undefined)
    return refused("unknown-alert", `There is no alert "${alertId}", or it was acknowledged before.`);
  const kept = events.appendDecided({ kind: "alert-acknowledged", alert });
  // An alert must go quiet even when the disk is full: that is the very alert which then stands there.
  if (!kept.ok && alert.code !== "recording-failed" && alert.code !== "storage-low")
    return refused("recording-failed", `The acknowledgement could not be recorded. ${kept.detail}`);
  alerts.acknowledge(alert);
  return done;
};

const rename = ({ fleet, names, recording, clock }: RequestParts, vehicleId: string, name: string): RequestResult => {
  if (!fleet.vehicles.has(vehicleId))
    return refused("unknown-vehicle", `There is no vehicle "${vehicleId}". It must have been heard once.`);
  const kept = recording.renamed(vehicleId, name, { atMs: clock.nowMs(), utcMs: clock.utcMs() });
  if (!kept.ok) return refused("recording-failed", `The name could not be recorded. ${kept.detail}`);
  names.rename(vehicleId, name);
  return done;
};

/** Whose word it is: as they call themselves at their screen, else as the link is called that let them in. */
const saidBy = (by: string | undefined, principal: Principal | undefined): { readonly by?: string } => {
  const name = by ?? principal?.name;
  return name === undefined ? {} : { by: name };
};

/** What each kind of request does. */
export const requestHandlers = (parts: RequestParts): RequestHandlers => ({
  "heat.decide": (request, principal) => parts.heat.decide({ ...request, ...saidBy(request.by, principal) }),
  "alert.acknowledge": ({ alertId, by }, principal) => acknowledge(parts, alertId, saidBy(by, principal).by),
  "link.add": ({ spec }) => addLink(parts, spec),
  "link.remove": ({ linkId }) => removeLink(parts, linkId),
  "serial.list": async () => ({ ok: true, ports: await listSerialPorts() }),
  "vehicle.rename": ({ vehicleId, name }) => rename(parts, vehicleId, name),
  "simulator.start": () => parts.startSimulator(),
  ...flightRequests(parts),
  ...planRequests(parts),
  ...parameterRequests(parts),
  ...feedRequests(parts),
  ...correctionRequests(parts),
  ...incidentRequests(parts),
  "incident.invite": (request, principal) => answerInvite(parts, request, { principal }),
  ...searchRequests(parts),
  ...archiveRequests(parts),
});
