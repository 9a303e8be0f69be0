import { compareEvents, happenedMs } from "./hybrid-clock.ts";
import type { IncidentEvent } from "./incident-event.ts";
import { sameValue } from "./same-value.ts";
import { hasSeen, joinSeen, noteSeen } from "./seen.ts";
import type { Alternative, Step, Thing } from "./thing.ts";

interface Write {
  /** `null`: emptied. */
  readonly value: unknown;
  readonly event: IncidentEvent;
}

/**
 * One field as a multi-value register. All writes' knowledge is joined into one context, and a write stands as long as that
 * context doesn't cover it: this depends only on which writes there are, not on the order they came in.
 */
class Field {
  readonly #context = new Map<string, number>();
  #standing: readonly Write[] = [];

  write(write: Write): void {
    const { event } = write;
    if (event.body.kind === "put") joinSeen(this.#context, event, event.body.seen);
    this.#standing = [...this.#standing, write].filter((one) => !hasSeen(this.#context, one.event));
  }

  /**
   * Writes that don't know of each other and differ, the latest first; of equal ones the latest. Nobody contradicts themselves:
   * who types faster than their screen hears of it means the last of what they wrote.
   */
  alternatives(): readonly Write[] {
    const latestFirst = [...this.#standing].sort((a, b) => compareEvents(b.event, a.event));
    const byAuthor = latestFirst.filter(
      ({ event }, i) => latestFirst.findIndex((other) => other.event.author.id === event.author.id) === i,
    );
    return byAuthor.filter((one, i) => byAuthor.findIndex(({ value }) => sameValue(value, one.value)) === i);
  }
}

/** One thing as its events make it, in whatever order and number they come. */
export class ThingState {
  readonly #kind: string;
  readonly #id: string;
  readonly #fields = new Map<string, Field>();
  readonly #steps: IncidentEvent[] = [];
  readonly #seen = new Map<string, number>();
  #first: IncidentEvent | undefined;
  #last: IncidentEvent | undefined;

  constructor(kind: string, id: string) {
    this.#kind = kind;
    this.#id = id;
  }

  /** Each event once. */
  apply(event: IncidentEvent): void {
    const { body } = event;
    noteSeen(this.#seen, event);
    if (this.#last === undefined || compareEvents(event, this.#last) > 0) this.#last = event;
    if (body.kind === "step") {
      this.#steps.push(event);
      return;
    }
    joinSeen(this.#seen, event, body.seen);
    if (this.#first === undefined || compareEvents(event, this.#first) < 0) this.#first = event;
    for (const [name, value] of Object.entries(body.fields)) {
      if (value === undefined) continue;
      const field = this.#fields.get(name) ?? new Field();
      this.#fields.set(name, field);
      field.write({ value, event });
    }
  }

  /** What is known of it so far; undefined while only steps of it have come, and not yet what it is. */
  thing(): Thing | undefined {
    if (this.#first === undefined || this.#last === undefined) return undefined;
    const fields: Record<string, unknown> = {};
    const conflicts: Record<string, readonly Alternative[]> = {};
    for (const [name, field] of this.#fields) {
      const writes = field.alternatives();
      const shown = writes[0]?.value ?? null;
      if (shown !== null) fields[name] = shown;
      if (writes.length > 1)
        conflicts[name] = writes.map(({ value, event }) => ({ value, by: event.author, utcMs: happenedMs(event) }));
    }
    const thing = {
      kind: this.#kind,
      id: this.#id,
      fields,
      ...(Object.keys(conflicts).length === 0 ? {} : { conflicts }),
      steps: this.#orderedSteps(),
      createdBy: this.#first.author,
      createdUtcMs: happenedMs(this.#first),
      changedBy: this.#last.author,
      changedUtcMs: happenedMs(this.#last),
      seen: Object.fromEntries(this.#seen),
    };
    // Whoever writes an event checks its fields against `thingSchemas`; that they fit their kind the compiler can't see here.
    return thing as unknown as Thing;
  }

  #orderedSteps(): readonly Step[] {
    return this.#steps
      .toSorted((a, b) => happenedMs(a) - happenedMs(b) || compareEvents(a, b))
      .flatMap((event) => (event.body.kind === "step" ? [stepOf(event, event.body)] : []));
  }
}

const stepOf = (event: IncidentEvent, body: Extract<IncidentEvent["body"], { readonly kind: "step" }>): Step => ({
  step: body.step,
  by: event.author,
  utcMs: happenedMs(event),
  ...(body.text === undefined ? {} : { text: body.text }),
  ...(body.place === undefined ? {} : { place: body.place }),
  ...(body.item === undefined ? {} : { item: body.item }),
});
