import { helpCalls } from "../../../shared/incident/help-calls.ts";
import { lastWords } from "../../../shared/incident/last-words.ts";
import { type Addressee, messageDelivery } from "../../../shared/incident/message-delivery.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import { jobsUnderWay, overdueSince, teamView } from "../../../shared/incident/team-view.ts";
import { type Thing, thingKey } from "../../../shared/incident/thing.ts";
import { thingName } from "../../../shared/incident/thing-name.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";
import type { AlertCode } from "../../../shared/wire/state.ts";
import type { AlertBook, AlertReport } from "../alert-book.ts";
import type { StationClock } from "../station-clock.ts";
import type { IncidentDesk } from "./incident-desk.ts";

export interface IncidentWatchOptions {
  readonly clock: StationClock;
  readonly alerts: AlertBook;
  readonly desk: Pick<IncidentDesk, "incidentId" | "things" | "whereabouts">;
  /** A vehicle's name; undefined for one that isn't known. */
  readonly vehicleName: (id: string) => string | undefined;
  /** It is heard now: its own telemetry speaks for it. */
  readonly isVehicleHeard: (id: string) => boolean;
}

type Things = ReadonlyMap<string, Thing>;
type Params = NonNullable<AlertReport["params"]>;

/** So long who is asked to acknowledge has for it, ms. Ours: no standard says. */
const acknowledgeWithinMs = 5 * 60_000;
const over: ReadonlySet<string | undefined> = new Set(["closed", "handed-over"]);

/** Raises what the post must look after: silence, overdue jobs, calls for help, orders nobody confirmed, contradictions. */
export class IncidentWatch {
  readonly #options: IncidentWatchOptions;
  /** Subjects that stand now, by code. */
  readonly #standing = new Map<AlertCode, ReadonlySet<string>>();
  #known: Things | undefined;
  #incident: { readonly id: string | undefined; readonly isOver: boolean } = { id: undefined, isOver: false };
  #places: ReadonlyMap<string, Whereabouts> | undefined;
  #words: { readonly things: Things | undefined; readonly at: ReadonlyMap<string, number> } = {
    things: undefined,
    at: new Map(),
  };
  /** What only depends on the things, not on the time. */
  #derived: ReturnType<typeof derive> | undefined;

  constructor(options: IncidentWatchOptions) {
    this.#options = options;
  }

  /** To be called about once a second. */
  look(): void {
    const { clock, desk } = this.#options;
    const { things, whereabouts } = desk;
    if (things !== this.#known || this.#derived === undefined) this.#derived = derive(things);
    this.#known = things;
    if (whereabouts !== this.#places || this.#words.things !== things)
      this.#words = { things, at: lastWords(things, whereabouts) };
    this.#places = whereabouts;
    const nowUtcMs = clock.utcMs();
    const isOver = over.has(ofKind(things, "incident")[0]?.fields.phase);
    // Who called is in need whatever is shown now: their alarm stands until it is over there.
    if (desk.incidentId !== this.#incident.id && !this.#incident.isOver) this.#standing.delete("help-called");
    this.#incident = { id: desk.incidentId, isOver };
    const help = [...this.#derived.help].map(([by, params]) => [`${desk.incidentId}/${by}`, params] as const);
    this.#set("help-called", "critical", new Map(help));
    this.#set("incident-conflict", "warning", this.#derived.conflicts);
    this.#set("team-silent", "critical", isOver ? none : this.#silentTeams(things, nowUtcMs));
    this.#set("assignment-overdue", "warning", isOver ? none : this.#overdueJobs(things, nowUtcMs));
    this.#set("order-unacknowledged", "warning", isOver ? none : this.#unacknowledged(things, nowUtcMs));
  }

  #silentTeams(things: Things, nowUtcMs: number): ReadonlyMap<string, Params> {
    const { jobs } = this.#derived ?? derive(things);
    const words = this.#words.at;
    const positionUtcMs = (who: string) => this.#options.desk.whereabouts.get(who)?.utcMs;
    const silent = ofKind(things, "team").filter(
      (team) => teamView(team, jobs, { nowUtcMs, words, positionUtcMs }).silentSinceUtcMs !== undefined,
    );
    return new Map(silent.map((team) => [team.id, { team: thingName(team) }]));
  }

  #overdueJobs(things: Things, nowUtcMs: number): ReadonlyMap<string, Params> {
    const { jobs } = this.#derived ?? derive(things);
    const words = this.#words.at;
    const overdue = [...jobs.values()].flat().filter((job) => {
      const { to } = job.fields;
      if (to?.kind === "vehicle" && this.#options.isVehicleHeard(to.id)) return false;
      return overdueSince(job, { nowUtcMs, words }) !== undefined;
    });
    return new Map(overdue.map((job) => [job.id, { number: thingName(job), who: this.#doer(job, things) }]));
  }

  #unacknowledged(things: Things, nowUtcMs: number): ReadonlyMap<string, Params> {
    const { unanswered } = this.#derived ?? derive(things);
    const late = unanswered.filter(({ message }) => nowUtcMs - message.createdUtcMs >= acknowledgeWithinMs);
    return new Map(
      late.map(({ message, missing }) => {
        const names = missing.map((to) => addresseeName(to, things));
        return [message.id, { text: thingName(message), missing: names.slice(0, 10).join(", ") }];
      }),
    );
  }

  #doer({ fields: { to } }: Thing<"assignment">, things: Things): string {
    if (to === undefined) return "";
    if (to.kind === "vehicle") return this.#options.vehicleName(to.id) ?? to.id;
    const thing = things.get(thingKey(to.kind, to.id));
    return thing === undefined ? to.id : thingName(thing);
  }

  /** Raises what is so now, and settles what isn't any more. */
  #set(code: AlertCode, severity: AlertReport["severity"], now: ReadonlyMap<string, Params>): void {
    const { alerts } = this.#options;
    for (const subject of this.#standing.get(code) ?? []) if (!now.has(subject)) alerts.settle({ code, subject });
    for (const [subject, params] of now) alerts.report({ code, severity, subject, params, lasting: true });
    this.#standing.set(code, new Set(now.keys()));
  }
}

const none: ReadonlyMap<string, Params> = new Map();

const addresseeName = (to: Addressee, things: Things): string => {
  const thing = to.kind === "role" ? undefined : things.get(thingKey(to.kind, to.id));
  return thing === undefined ? to.id : thingName(thing);
};

const conflictParams = (thing: Thing): Params => {
  const [alternatives = []] = Object.values(thing.conflicts ?? {});
  return { thing: thingName(thing), first: alternatives[0]?.by.name ?? "", second: alternatives[1]?.by.name ?? "" };
};

/** Stations that were apart gave the same number to two: on the radio nobody could tell which is meant. */
const twiceNumbered = (numbered: readonly Thing<"assignment" | "clue">[]): readonly (readonly [string, Params])[] =>
  [...Map.groupBy(numbered, ({ fields }) => fields.number)].flatMap(([number, [one, other]]) => {
    if (number === undefined || one === undefined || other === undefined) return [];
    return [[`${one.kind} ${number}`, { thing: number, first: one.createdBy.name, second: other.createdBy.name }]];
  });

/** One alarm for whoever calls, however often and in whatever form: a phone that calls on and on must not bury another's call. */
const helpByCaller = (things: Things): ReadonlyMap<string, Params> => {
  const calls = new Map<string, Params>();
  for (const { key, by, text = "" } of helpCalls(things)) {
    const thing = things.get(key);
    const who = thing === undefined || thing.kind === "message" ? by.name : thingName(thing);
    const before = calls.get(by.id);
    calls.set(by.id, { who: before?.who ?? who, text: text === "" ? (before?.text ?? "") : text });
  }
  return calls;
};

const derive = (things: Things) => ({
  jobs: jobsUnderWay(things),
  help: helpByCaller(things),
  conflicts: new Map<string, Params>([
    ...[...things].flatMap(([key, thing]): readonly (readonly [string, Params])[] =>
      thing.conflicts === undefined || thing.fields.removed === true ? [] : [[key, conflictParams(thing)]],
    ),
    ...twiceNumbered(ofKind(things, "assignment")),
    ...twiceNumbered(ofKind(things, "clue")),
  ]),
  unanswered: ofKind(things, "message").flatMap((message) => {
    if (message.fields.needsAck !== true || message.steps.some(({ step }) => step === "cancelled")) return [];
    const { missing } = messageDelivery(message, things);
    return missing.length === 0 ? [] : [{ message, missing }];
  }),
});
