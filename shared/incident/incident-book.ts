import { compareTimes } from "./hybrid-clock.ts";
import type { HybridTime, IncidentEvent, Seen } from "./incident-event.ts";
import { type Thing, thingKey } from "./thing.ts";
import { ThingState } from "./thing-state.ts";
import type { ThingKind } from "./things.ts";

/**
 * The log of one incident, reduced as it grows. Which events it was given decides what it says, not their order, nor how often
 * they came: stations that were apart agree as soon as they have exchanged what each of them wrote.
 */
export class IncidentBook {
  readonly #states = new Map<string, ThingState>();
  /** What each event is about. */
  readonly #events = new Map<string, string>();
  readonly #changed = new Set<string>();
  #things: ReadonlyMap<string, Thing> = new Map();
  #newest: HybridTime | undefined;

  /** @returns whether it is new */
  apply(event: IncidentEvent): boolean {
    if (this.#events.has(event.id)) return false;
    const { thing, thingId } = event.body;
    this.#events.set(event.id, thingId);
    const key = thingKey(thing, thingId);
    const state = this.#states.get(key) ?? new ThingState(thing, thingId);
    this.#states.set(key, state);
    state.apply(event);
    this.#changed.add(key);
    if (this.#newest === undefined || compareTimes(event.time, this.#newest) > 0) this.#newest = event.time;
    return true;
  }

  /** Which thing an event is about; undefined for one that isn't there. */
  thingIdOf(eventId: string): string | undefined {
    return this.#events.get(eventId);
  }

  get size(): number {
    return this.#events.size;
  }

  /** Of the latest event. */
  get newest(): HybridTime | undefined {
    return this.#newest;
  }

  /** By `thingKey`, removed ones too. The same map until an event came; a thing without news is the same object. */
  get things(): ReadonlyMap<string, Thing> {
    if (this.#changed.size === 0) return this.#things;
    const things = new Map(this.#things);
    for (const key of this.#changed) {
      const thing = this.#states.get(key)?.thing();
      if (thing !== undefined) things.set(key, thing);
    }
    this.#changed.clear();
    this.#things = things;
    return things;
  }

  thing<K extends ThingKind>(kind: K, id: string): Thing<K> | undefined {
    return this.things.get(thingKey(kind, id)) as Thing<K> | undefined;
  }

  /** All that is known of a thing, as a new write would say that it has seen it. */
  seenOf(kind: ThingKind, id: string): Seen {
    return this.thing(kind, id)?.seen ?? {};
  }
}

/** The things that these events make, in whatever order they are given. */
export const reduceIncident = (events: Iterable<IncidentEvent>): ReadonlyMap<string, Thing> => {
  const book = new IncidentBook();
  for (const event of events) book.apply(event);
  return book.things;
};
