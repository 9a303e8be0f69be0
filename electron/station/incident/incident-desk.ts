import { randomUUID } from "node:crypto";
import type { IncidentBook } from "../../../shared/incident/incident-book.ts";
import type { Author, IncidentBody, IncidentEvent, Seen } from "../../../shared/incident/incident-event.ts";
import { knownOf } from "../../../shared/incident/seen.ts";
import { type Thing, thingKey } from "../../../shared/incident/thing.ts";
import type { ThingFields, ThingKind } from "../../../shared/incident/things.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";
import type { RequestResult } from "../../../shared/wire/requests.ts";
import { previewId } from "../field/file-desk.ts";
import type { IncidentRecord } from "../record/incident-record.ts";
import { refused } from "../request-desk.ts";
import type { StationClock } from "../station-clock.ts";
import { type Asking, authorOf } from "./asking.ts";
import { checkPut, type Put } from "./check-put.ts";
import { foundOrder } from "./found-order.ts";
import { type Draft, IncidentLog } from "./incident-log.ts";
import { NewFields } from "./new-fields.ts";
import { type TrackStep, WhereaboutsBook } from "./whereabouts-book.ts";

export interface IncidentDeskOptions {
  readonly clock: StationClock;
  /** Undefined without a record: then nothing of an incident is done. */
  readonly archive: IncidentRecord | undefined;
  /** Names this run of the station. */
  readonly stationId: string;
}

/** What changed at once. */
export interface IncidentChange {
  readonly incidentId: string;
  /** `thingKey`s; empty where another incident is shown now. */
  readonly keys: ReadonlySet<string>;
  /** In the order they were written; those that were merged in come without. */
  readonly events: readonly IncidentEvent[];
}

/** Fields as they were asked for: absent and undefined are the same. */
export type Given<K extends ThingKind> = {
  readonly [F in keyof ThingFields[K]]?: ThingFields[K][F] | undefined;
};

/** What happened to a thing. */
export type StepInput = Omit<Extract<IncidentBody, { readonly kind: "step" }>, "kind">;

/** The incident that is shown: its things as its events make them, and where its people are. */
export class IncidentDesk {
  readonly #options: IncidentDeskOptions;
  readonly #log: IncidentLog;
  readonly #whereabouts = new WhereaboutsBook();
  readonly #listeners = new Set<(change: IncidentChange) => void>();
  readonly #trackListeners = new Set<(step: TrackStep) => void>();

  constructor(options: IncidentDeskOptions) {
    this.#options = options;
    this.#log = new IncidentLog(options);
  }

  /** The logs of all incidents. */
  get log(): IncidentLog {
    return this.#log;
  }

  /** Tracks, looks and files of incidents; undefined without a record. */
  get archive(): IncidentRecord | undefined {
    return this.#options.archive;
  }

  /** Of the incident that is shown; undefined before one was opened. */
  get incidentId(): string | undefined {
    return this.#log.shownId;
  }

  /** By `thingKey`, removed ones too; a new map whenever something changed. */
  get things(): ReadonlyMap<string, Thing> {
    return this.#book?.things ?? noThings;
  }

  /** By "team/ID", "person/ID", "invite/ID"; a new map whenever somebody moved. */
  get whereabouts(): ReadonlyMap<string, Whereabouts> {
    return this.#whereabouts.latest;
  }

  thing<K extends ThingKind>(kind: K, id: string): Thing<K> | undefined {
    return this.#book?.thing(kind, id);
  }

  /** @returns stops it */
  onChanged(listener: (change: IncidentChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Tells of each point of somebody's way that is worth keeping. Who goes with a team is told of twice, as a person and as the
   * team: its leader's phone, or else one member's, stands for it. @returns stops it
   */
  onTrack(listener: (step: TrackStep) => void): () => void {
    this.#trackListeners.add(listener);
    return () => this.#trackListeners.delete(listener);
  }

  /** To be called at the start and about once a second: takes the record over as soon as it can be read, keeps tracks. */
  look(): void {
    if (this.#log.restore()) this.#shown();
    this.#keepTracks();
  }

  /** Opens an incident with its subject; it is the one that is shown from now on. */
  open(incident: Given<"incident">, subject: Given<"subject">, asking: Asking = {}): RequestResult {
    if (!this.#log.keeps) return notRecorded();
    const incidentId = randomUUID();
    const utcMs = this.#options.clock.utcMs();
    const { lastSeen } = subject;
    const point = lastSeen === undefined ? {} : { ipp: { place: lastSeen.place, utcMs: lastSeen.utcMs } };
    const bodies: readonly Put[] = [
      {
        thing: "incident",
        thingId: incidentId,
        fields: { nature: "lost", phase: "reported", reportedUtcMs: utcMs, period: 1, ...incident },
      },
      { thing: "subject", thingId: randomUUID(), fields: { ...point, ...subject } },
    ];
    for (const put of bodies) {
      const refusal = checkPut(put, undefined, incidentId);
      if (refusal !== undefined) return refusal;
    }
    this.#keepTracks();
    const author = authorOf(asking);
    const drafts = bodies.map(({ thing, thingId = "", fields }) => ({ body: putBody(thing, thingId, fields, {}) }));
    const written = this.#log.write({ incidentId, drafts, author, show: true });
    if (!written.ok) return notKept(written.detail);
    // Photos came while the report was written. Where that can't be kept they are shown all the same.
    this.archive?.adoptFiles(incidentId, subject.photos?.flatMap((id) => [id, previewId(id)]) ?? []);
    this.#shown();
    this.#tell(incidentId, written.events);
    return { ok: true, incidentId, thingId: bodies[1]?.thingId ?? "" };
  }

  /** Another incident of the record is shown. */
  show(incidentId: string): RequestResult {
    if (!this.#log.keeps) return notRecorded();
    if (this.#log.book(incidentId) === undefined)
      return refused("unknown-thing", `There is no incident "${incidentId}" in this record.`);
    this.#keepTracks();
    const kept = this.#log.show(incidentId);
    if (!kept.ok) return notKept(kept.detail);
    this.#shown();
    return { ok: true, incidentId };
  }

  put(put: Put, asking: Asking = {}): RequestResult {
    const done = this.putMany([put], asking);
    if (!done.ok) return done;
    const { thingIds = [], ...rest } = done;
    return { ...rest, thingId: thingIds[0] ?? "" };
  }

  /** All or none. */
  putMany(puts: readonly Put[], asking: Asking = {}): RequestResult {
    const known = this.#doneBefore(asking);
    if (known !== undefined) return { ok: true, thingIds: [known] };
    const made = this.drafts(puts, asking);
    if (!made.ok) return made;
    const thingIds = made.drafts.map(({ body }) => body.thingId);
    const orders = this.drafts(
      puts.flatMap((put) => foundOrder(put, this.thing("incident", this.incidentId ?? "")) ?? []),
      { ...asking, eventId: undefined },
    );
    if (!orders.ok) return orders;
    const written = this.write([...made.drafts, ...orders.drafts], authorOf(asking), asking.happenedUtcMs);
    return written.ok ? { ok: true, thingIds } : written;
  }

  step(step: StepInput, asking: Asking = {}): RequestResult {
    const book = this.#book;
    if (book === undefined) return this.noIncident();
    if (this.#doneBefore(asking) !== undefined) return { ok: true, thingId: step.thingId };
    if (book.thing(step.thing, step.thingId) === undefined)
      return refused("unknown-thing", `There is no ${step.thing} "${step.thingId}" in this incident.`);
    const written = this.write(
      [{ body: { kind: "step", ...step }, eventId: asking.eventId }],
      authorOf(asking),
      asking.happenedUtcMs,
    );
    return written.ok ? { ok: true, thingId: step.thingId } : written;
  }

  /** Where somebody is, by the station's clock; a later time than now is taken for now. */
  place(who: string, fix: Whereabouts): RequestResult {
    if (this.#book === undefined) return this.noIncident();
    const [kind, id = ""] = who.split("/");
    if ((kind !== "team" && kind !== "person" && kind !== "invite") || this.thing(kind, id) === undefined)
      return refused("unknown-thing", `There is no "${who}" in this incident.`);
    const step = { who, fix: { ...fix, utcMs: Math.min(fix.utcMs, this.#options.clock.utcMs()) } };
    this.#note(step);
    const team = kind === "person" ? this.#teamOf(id) : undefined;
    if (team !== undefined && this.#whereabouts.standsForTeam({ who, ...team }, step.fix.utcMs))
      this.#note({ who: team.team, fix: step.fix });
    return { ok: true };
  }

  /** Keeps drafts in the log of the incident that is shown, all or none, then tells of them. */
  write(drafts: readonly Draft[], author: Author, happenedUtcMs?: number): RequestResult {
    const incidentId = this.#log.shownId;
    if (incidentId === undefined) return this.noIncident();
    const written = this.#log.write({ incidentId, drafts, author, happenedUtcMs });
    if (!written.ok) return notKept(written.detail);
    this.#tell(incidentId, written.events);
    return { ok: true };
  }

  /** What puts become, checked and with what nobody said; nothing is written yet. */
  drafts(
    puts: readonly Put[],
    asking: Asking,
  ): (RequestResult & { readonly ok: false }) | { readonly ok: true; readonly drafts: readonly Draft[] } {
    const incidentId = this.#log.shownId;
    const book = this.#book;
    if (incidentId === undefined || book === undefined) return this.noIncident();
    const drafts: Draft[] = [];
    const { principal } = asking;
    const nowUtcMs = this.#options.clock.utcMs();
    const utcMs = Math.min(asking.happenedUtcMs ?? nowUtcMs, nowUtcMs);
    const added = new NewFields({ things: book.things, puts, by: authorOf(asking).name, principal, utcMs });
    for (const put of puts) {
      const thingId = put.thingId ?? (put.thing === "incident" ? incidentId : randomUUID());
      const before = book.thing(put.thing, thingId);
      const refusal = checkPut(put, before, incidentId);
      if (refusal !== undefined) return refusal;
      const fields = before === undefined ? added.of(put) : put.fields;
      const known = before?.seen ?? {};
      const seen = put.seen === undefined ? known : knownOf(put.seen, known);
      drafts.push({
        body: putBody(put.thing, thingId, fields, seen),
        eventId: puts.length === 1 ? asking.eventId : undefined,
      });
    }
    return { ok: true, drafts };
  }

  /** Takes over what other stations wrote; those that are known already are passed over. */
  merge(
    events: readonly IncidentEvent[],
  ):
    | { readonly ok: true; readonly added: number }
    | { readonly ok: false; readonly code: "not-possible" | "recording-failed"; readonly detail: string } {
    if (!this.#log.keeps) return { ok: false, code: "not-possible", detail: "This station plays a log." };
    const merged = this.#log.merge(events);
    if (!merged.ok) return { ok: false, code: "recording-failed", detail: merged.detail };
    const keys = merged.events.map(({ body }) => thingKey(body.thing, body.thingId));
    const incidentId = this.#log.shownId;
    const isShown = merged.events.some((event) => event.incidentId === incidentId);
    if (incidentId !== undefined && isShown)
      for (const listener of this.#listeners) listener({ incidentId, keys: new Set(keys), events: [] });
    return { ok: true, added: merged.events.length };
  }

  /** A phone sends again what it got no answer to. @returns the thing that it was about */
  #doneBefore({ eventId }: Asking): string | undefined {
    return eventId === undefined ? undefined : this.#book?.thingIdOf(eventId);
  }

  get #book(): IncidentBook | undefined {
    const id = this.#log.shownId;
    return id === undefined ? undefined : this.#log.book(id);
  }

  /** Why nothing can be done while none is open. */
  noIncident(): RequestResult & { readonly ok: false } {
    return this.#log.keeps
      ? refused("no-incident", "No incident is open. Open one from a report first.")
      : notRecorded();
  }

  #note(step: TrackStep): void {
    if (!this.#whereabouts.note(step, this.#options.clock.utcMs())) return;
    for (const listener of this.#trackListeners) listener(step);
  }

  #teamOf(personId: string): { readonly team: string; readonly isLeader: boolean } | undefined {
    const teamId = this.thing("person", personId)?.fields.teamId;
    if (teamId === undefined) return undefined;
    return { team: `team/${teamId}`, isLeader: this.thing("team", teamId)?.fields.leaderId === personId };
  }

  #keepTracks(): void {
    const { archive } = this.#options;
    const id = this.#log.shownId;
    const points = this.#whereabouts.takeWaiting();
    if (archive === undefined || id === undefined || points.length === 0) return;
    if (!archive.appendTracks(id, points).ok) this.#whereabouts.putBack(points);
  }

  /** Another incident is shown: its people are where they were last. */
  #shown(): void {
    const incidentId = this.#log.shownId;
    if (incidentId === undefined) return;
    // Vehicles say themselves where they are.
    const points = (this.#options.archive?.lastPoints(incidentId) ?? []).filter(
      ({ who }) => !who.startsWith("vehicle/"),
    );
    this.#whereabouts.reset(new Map(points.map(({ who, source = "phone", ...place }) => [who, { ...place, source }])));
    for (const listener of this.#listeners) listener({ incidentId, keys: new Set(), events: [] });
  }

  #tell(incidentId: string, events: readonly IncidentEvent[]): void {
    const keys = new Set(events.map(({ body }) => thingKey(body.thing, body.thingId)));
    for (const listener of this.#listeners) listener({ incidentId, keys, events });
  }
}

const noThings: ReadonlyMap<string, Thing> = new Map();

const notRecorded = () =>
  refused("not-possible", "This station keeps no record, and an incident is one. Start it without --replay.");

const notKept = (detail: string) =>
  refused("recording-failed", `It could not be recorded, and nothing was done. ${detail}`);

/** The fields were checked against their kind's schema, which the compiler can't see. */
const putBody = (thing: ThingKind, thingId: string, fields: Put["fields"], seen: Seen): IncidentBody =>
  ({ kind: "put", thing, thingId, fields, seen }) as unknown as IncidentBody;
