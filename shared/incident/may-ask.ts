import { ofKind } from "./of-kind.ts";
import type { Principal, Role } from "./roles.ts";
import { type Thing, thingKey } from "./thing.ts";
import type { ThingKind } from "./things.ts";

/** What of a request decides whether somebody may ask it. */
export interface Asked {
  readonly kind: string;
  readonly thing?: ThingKind;
  readonly thingId?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly things?: readonly Omit<Asked, "kind" | "things">[];
  readonly step?: string;
  readonly who?: unknown;
}

type Things = ReadonlyMap<string, Thing>;
/** True, or why not, in English. */
type Verdict = true | string;

/** What people on the ground say of a job of theirs. */
const jobSteps: readonly string[] = [
  "seen",
  "acknowledged",
  "accepted",
  "declined",
  "on-the-way",
  "on-scene",
  "done",
  "note",
];
/** What decides about a clue is for who has the whole picture. */
const judged: readonly string[] = ["state", "effect", "reliability", "number", "heatId", "removed"];
/** Orders and what must be acknowledged come from the post. */
const ordering: readonly string[] = ["needsAck", "removed"];

/** Own: by the person's, the team's or the invitation's name; "invite/ID" for a witness's phone. */
const isSelf = ({ personId, teamId, inviteId }: Principal, thing: string, id: string | undefined): boolean =>
  id !== undefined &&
  [
    [personId, "person"],
    [teamId, "team"],
    [inviteId, "invite"],
  ].some(([own, kind]) => own === id && kind === thing);

const teamOf = ({ teamId, personId }: Principal, things: Things): string | undefined => {
  const person = things.get(thingKey("person", personId ?? ""));
  return teamId ?? (person?.kind === "person" ? person.fields.teamId : undefined);
};

const isOwnJob = (principal: Principal, things: Things, id: string | undefined): boolean => {
  const job = things.get(thingKey("assignment", id ?? ""));
  if (job?.kind !== "assignment" || job.fields.to === undefined) return false;
  const { to } = job.fields;
  if (to.kind === "vehicle") return principal.role === "pilot";
  return to.id === (to.kind === "team" ? teamOf(principal, things) : principal.personId);
};

const mayPut = (principal: Principal, put: Omit<Asked, "kind" | "things">, things: Things): Verdict => {
  const { thing, thingId, fields = {} } = put;
  const before = thingId === undefined || thing === undefined ? undefined : things.get(thingKey(thing, thingId));
  const isOwn = before === undefined || before.createdBy.id === authorIdOf(principal);
  if (thing === "clue") {
    if (principal.role === "pilot") return true;
    if (!isOwn)
      return "Only the incident post changes what others reported. Report what you know as a clue of your own.";
    const named = judged.filter((field) => field in fields);
    return named.length === 0 ? true : `${named.join(", ")}: the incident post judges clues.`;
  }
  if (thing === "message") {
    if (!isOwn) return "A message is changed by nobody but its author.";
    const named = ordering.filter((field) => field in fields && fields[field] !== false);
    if (named.length > 0 || fields.nature === "order") return "Orders come from the incident post.";
    const { fromTeamId } = fields;
    const own = teamOf(principal, things);
    return fromTeamId === undefined || fromTeamId === own ? true : "A message is sent for one's own team only.";
  }
  return `${thing}: only a coordinator changes this.`;
};

const mayStep = (principal: Principal, { thing, thingId, step }: Asked, things: Things): Verdict => {
  if (step === "called-for-help" || (step === "cancelled" && (thing === "person" || thing === "team")))
    return thing !== undefined && isSelf({ ...principal, ...withTeam(principal, things) }, thing, thingId)
      ? true
      : "Help is called for oneself or one's own team; for others write a message.";
  if (thing === "message")
    return step === "acknowledged" || step === "seen" || step === "note" ? true : `${step}: not for a message.`;
  if (thing === "clue")
    return step === "note" || (step === "checked" && principal.role === "pilot")
      ? true
      : "The incident post judges clues.";
  if (thing === "assignment") {
    if (!isOwnJob(principal, things, thingId)) return "This is somebody else's assignment.";
    return jobSteps.includes(step ?? "") ? true : `${step}: only a coordinator says this of an assignment.`;
  }
  return `${thing}: only a coordinator says what happened to this.`;
};

const withTeam = (principal: Principal, things: Things): Pick<Principal, "teamId"> => {
  const teamId = teamOf(principal, things);
  return teamId === undefined ? {} : { teamId };
};

const mayPlace = (principal: Principal, who: unknown, things: Things): Verdict => {
  const [kind = "", id] = typeof who === "string" ? who.split("/") : [];
  if (isSelf(principal, kind, id)) return true;
  const team = teamOf(principal, things);
  const isLeading = principal.role === "leader" && principal.locateOnly !== true && team !== undefined;
  if (isLeading && kind === "team" && id === team) return true;
  const members = ofKind(things, "person").filter(({ fields }) => fields.teamId === team);
  if (isLeading && kind === "person" && members.some((person) => person.id === id)) return true;
  return isLeading ? "A leader says where their own team is." : "Only one's own position can be told.";
};

/** On the ground: what is theirs of the incident, and no vehicle, plan or heat source. */
const onTheGround = (principal: Principal, asked: Asked, things: Things): Verdict => {
  switch (asked.kind) {
    case "incident.put":
      return mayPut(principal, asked, things);
    case "incident.put-many":
      return (
        (asked.things ?? []).map((put) => mayPut(principal, put, things)).find((verdict) => verdict !== true) ?? true
      );
    case "incident.step":
      return mayStep(principal, asked, things);
    case "incident.place":
      return mayPlace(principal, asked.who, things);
    default:
      return `A ${principal.role} may not ask for ${asked.kind}.`;
  }
};

const byRole: Record<Role, (principal: Principal, asked: Asked, things: Things) => Verdict> = {
  coordinator: () => true,
  // Everything but how the incident is led.
  pilot: (principal, asked, things) =>
    asked.kind.startsWith("incident.") ? onTheGround(principal, asked, things) : true,
  leader: onTheGround,
  searcher: onTheGround,
  observer: (_principal, { kind }) =>
    kind.startsWith("search.") || kind === "serial.list" ? true : "An observer only looks on.",
};

/**
 * Whether somebody may ask this. Coordinators: all. Pilots: vehicles, heat, plans; of the incident steps of jobs for vehicles and
 * their own, clues, messages. Leaders: steps of their team's jobs, where its members are, clues, messages, acknowledgements.
 * Searchers: the same without others' places. Observers: what changes nothing. A link that only locates: its own place.
 * @returns true, or why not, in English
 */
export const mayAsk = (principal: Principal, asked: Asked, things: ReadonlyMap<string, Thing>): true | string => {
  if (principal.locateOnly !== true) return byRole[principal.role](principal, asked, things);
  return asked.kind === "incident.place"
    ? mayPlace(principal, asked.who, things)
    : "This link only tells where its phone is.";
};

/** Whether somebody gets the whole state, on the stream and by the API. Searchers get what concerns them on the phone page. */
export const maySee = ({ role, locateOnly }: Pick<Principal, "role" | "locateOnly">): boolean =>
  locateOnly !== true && role !== "searcher";

/** Under which id what somebody does stands in the log: who is known as a person or a team goes by that. */
export const authorIdOf = ({ personId, teamId, inviteId }: Principal): string | undefined =>
  personId ?? teamId ?? inviteId;
