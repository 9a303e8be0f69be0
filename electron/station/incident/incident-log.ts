import { randomUUID } from "node:crypto";
import { readEvent } from "../../../shared/incident/event-schema.ts";
import { mostAheadMs, timeAfter, timeHeard } from "../../../shared/incident/hybrid-clock.ts";
import { IncidentBook } from "../../../shared/incident/incident-book.ts";
import type { Author, HybridTime, IncidentBody, IncidentEvent } from "../../../shared/incident/incident-event.ts";
import type { Kept } from "../event-log.ts";
import type { IncidentRecord } from "../record/incident-record.ts";
import type { StationClock } from "../station-clock.ts";

export interface IncidentLogOptions {
  readonly clock: StationClock;
  /** Undefined without a record. */
  readonly archive: IncidentRecord | undefined;
  /**
   * Names this run of the station: each counts its events anew under its own name, so that a record that was copied can't make
   * two stations count alike.
   */
  readonly stationId: string;
}

/** What is about to be written. */
export interface Draft {
  readonly body: IncidentBody;
  /** Made by who sends, to be kept once however often it comes. */
  readonly eventId?: string | undefined;
}

export interface Written {
  readonly incidentId: string;
  readonly drafts: readonly Draft[];
  readonly author: Author;
  /** When it happened, where that was earlier. */
  readonly happenedUtcMs?: number | undefined;
  /** From now on this incident is the one that is shown. */
  readonly show?: boolean;
}

/** The logs of all incidents of the record, each reduced to its things; what is written is on the disk before it counts. */
export class IncidentLog {
  readonly #options: IncidentLogOptions;
  readonly #books = new Map<string, IncidentBook>();
  #time: HybridTime | undefined;
  #n = 0;
  #shownId: string | undefined;
  #restored = false;

  constructor(options: IncidentLogOptions) {
    this.#options = options;
  }

  /** Of the incident that is shown. */
  get shownId(): string | undefined {
    return this.#shownId;
  }

  /** Under which this run of the station writes. */
  get stationId(): string {
    return this.#options.stationId;
  }

  /** False without a record. */
  get keeps(): boolean {
    return this.#options.archive !== undefined;
  }

  /** Of all incidents, the oldest first. */
  get ids(): readonly string[] {
    return this.#options.archive?.ids() ?? [];
  }

  /** Shows what was shown last, as soon as the record can be read. @returns whether that was just now */
  restore(): boolean {
    const { archive } = this.#options;
    if (this.#restored || archive === undefined) return false;
    const ids = archive.ids();
    if (ids === undefined) return false;
    this.#restored = true;
    const id = archive.shownId() ?? ids.at(-1);
    if (id === undefined || this.#shownId !== undefined || !ids.includes(id)) return false;
    this.#shownId = id;
    return true;
  }

  /** Undefined where there is no such incident. */
  book(incidentId: string): IncidentBook | undefined {
    const open = this.#books.get(incidentId);
    if (open !== undefined) return open;
    if (this.lines(incidentId) === undefined) return undefined;
    const book = new IncidentBook();
    // What a newer program wrote stays on the disk and is not shown.
    for (const event of this.eventsOf(incidentId)) book.apply(event);
    this.#books.set(incidentId, book);
    this.#hear(book.newest);
    return book;
  }

  /** JSON lines as they are kept; undefined where there is no such incident. */
  lines(incidentId: string): readonly string[] | undefined {
    const lines = this.#options.archive?.events(incidentId);
    return lines === undefined || lines.length === 0 ? undefined : lines;
  }

  /** Of one incident, as they are kept; what a newer program wrote is left out. */
  eventsOf(incidentId: string): readonly IncidentEvent[] {
    return (this.lines(incidentId) ?? []).flatMap((line) => {
      const read = readEvent(line);
      return read.ok ? [read.event] : [];
    });
  }

  /** Stamps, keeps, then applies them: all or none. */
  write({
    incidentId,
    drafts,
    author,
    happenedUtcMs,
    show = false,
  }: Written): Kept & { events: readonly IncidentEvent[] } {
    const nowUtcMs = this.#options.clock.utcMs();
    let time = this.#time;
    // A computer's clock that was put back leaves our hybrid time ahead of it: what happens now is still dated now.
    const isPutBack = time !== undefined && time.utcMs > nowUtcMs + mostAheadMs;
    const happened = isPutBack ? Math.min(happenedUtcMs ?? nowUtcMs, nowUtcMs) : happenedUtcMs;
    // Nothing happens later than it is told of, whatever a phone's clock says.
    const isEarlier = happened !== undefined && (isPutBack || happened < nowUtcMs);
    const events = drafts.map(({ body, eventId }, i): IncidentEvent => {
      time = timeAfter(time, nowUtcMs);
      return {
        id: eventId ?? randomUUID(),
        incidentId,
        stationId: this.#options.stationId,
        n: this.#n + i + 1,
        time,
        author,
        ...(isEarlier ? { happenedUtcMs: happened } : {}),
        body,
      };
    });
    const kept = this.#take(incidentId, events, show);
    if (!kept.ok) return { ...kept, events: [] };
    this.#time = time;
    this.#n += events.length;
    return { ...kept, events };
  }

  /** Takes over what other stations wrote. @returns those that are new here */
  merge(events: readonly IncidentEvent[]): Kept & { events: readonly IncidentEvent[] } {
    const unknown = [...new Map(events.map((event) => [event.id, event])).values()].filter(
      ({ id, incidentId }) => this.book(incidentId)?.thingIdOf(id) === undefined,
    );
    const { archive } = this.#options;
    const rows = unknown.map((event) => ({ id: event.id, incidentId: event.incidentId, json: JSON.stringify(event) }));
    const kept = archive?.append(rows) ?? { ok: true };
    if (!kept.ok) return { ok: false, detail: kept.fault.detail, events: [] };
    for (const event of unknown) {
      this.#bookFor(event.incidentId).apply(event);
      this.#hear(event.time);
    }
    return { ok: true, events: unknown };
  }

  /** Another incident is shown from now on. */
  show(incidentId: string): Kept {
    const kept = this.#options.archive?.append([], incidentId) ?? { ok: true };
    if (!kept.ok) return { ok: false, detail: kept.fault.detail };
    this.#shownId = incidentId;
    return { ok: true };
  }

  #take(incidentId: string, events: readonly IncidentEvent[], show: boolean): Kept {
    const rows = events.map((event) => ({ id: event.id, incidentId, json: JSON.stringify(event) }));
    const kept = this.#options.archive?.append(rows, show ? incidentId : undefined) ?? { ok: true };
    if (!kept.ok) return { ok: false, detail: kept.fault.detail };
    const book = this.#bookFor(incidentId);
    for (const event of events) book.apply(event);
    if (show) this.#shownId = incidentId;
    return { ok: true };
  }

  #bookFor(incidentId: string): IncidentBook {
    const book = this.book(incidentId) ?? new IncidentBook();
    this.#books.set(incidentId, book);
    return book;
  }

  #hear(time: HybridTime | undefined): void {
    if (time !== undefined) this.#time = timeHeard(this.#time, time, this.#options.clock.utcMs());
  }
}
