import { timeAfter, timeHeard } from "../../shared/incident/hybrid-clock.ts";
import { IncidentBook } from "../../shared/incident/incident-book.ts";
import type { Author, HybridTime, IncidentBody, IncidentEvent } from "../../shared/incident/incident-event.ts";
import { thingKey } from "../../shared/incident/thing.ts";
import type { ThingKind } from "../../shared/incident/things.ts";

export const author = (name: string, role: Author["role"] = "coordinator"): Author => ({ id: name, name, role });

/** A station's side of an incident's log, with a clock that a test moves. */
export class LogStation {
  readonly id: string;
  readonly book = new IncidentBook();
  readonly events: IncidentEvent[] = [];
  nowUtcMs: number;
  time: HybridTime | undefined;
  #n = 0;

  constructor(id: string, nowUtcMs = 1_000_000) {
    this.id = id;
    this.nowUtcMs = nowUtcMs;
  }

  put(thing: ThingKind, thingId: string, fields: Readonly<Record<string, unknown>>): IncidentEvent {
    const seen = this.book.thing(thing, thingId)?.seen ?? {};
    return this.write({ kind: "put", thing, thingId, fields, seen } as unknown as IncidentBody);
  }

  write(body: IncidentBody, by = author(this.id), happenedUtcMs?: number): IncidentEvent {
    this.time = timeAfter(this.time, this.nowUtcMs);
    this.#n += 1;
    const event: IncidentEvent = {
      id: `${this.id}-${this.#n}`,
      incidentId: "i",
      stationId: this.id,
      n: this.#n,
      time: this.time,
      author: by,
      ...(happenedUtcMs === undefined ? {} : { happenedUtcMs }),
      body,
    };
    this.hear(event);
    return event;
  }

  /** Takes an event over, whoever wrote it. */
  hear(event: IncidentEvent): void {
    if (!this.book.apply(event)) return;
    this.events.push(event);
    this.time = timeHeard(this.time, event.time, this.nowUtcMs);
  }

  fieldsOf(kind: ThingKind, id: string): object {
    return this.book.things.get(thingKey(kind, id))?.fields ?? {};
  }
}
