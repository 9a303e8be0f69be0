import type { OrderedEvent, StationEvent } from "../../shared/wire/stream.ts";
import type { StationClock } from "./station-clock.ts";

export interface EventLogOptions {
  readonly clock: StationClock;
  /** Keeps the event; called before anybody else sees it. */
  readonly keep: (event: OrderedEvent) => void;
  /** The newest number of an earlier run on the same record. */
  readonly startAfterN?: number;
  /** How many are held in memory for clients that come back. */
  readonly limit?: number;
}

/** The ordered, numbered channel: what happened, each thing once. Clients hold only a number into it, never a queue. */
export class EventLog {
  readonly #options: EventLogOptions;
  readonly #limit: number;
  #kept: OrderedEvent[] = [];
  #newestN: number;
  readonly #listeners = new Set<() => void>();

  constructor(options: EventLogOptions) {
    this.#options = options;
    this.#limit = options.limit ?? 10_000;
    this.#newestN = options.startAfterN ?? 0;
  }

  get newestN(): number {
    return this.#newestN;
  }

  /** Numbers, keeps and announces an event. Throws what `keep` throws, with nothing announced. */
  append(event: StationEvent): OrderedEvent {
    const { clock } = this.#options;
    const ordered: OrderedEvent = { n: this.#newestN + 1, atMs: clock.nowMs(), utcMs: clock.utcMs(), event };
    this.#options.keep(ordered);
    this.#newestN = ordered.n;
    this.#kept.push(ordered);
    if (this.#kept.length > 2 * this.#limit) this.#kept = this.#kept.slice(-this.#limit);
    for (const listener of this.#listeners) listener();
    return ordered;
  }

  /** @returns the events after number `n`, oldest first, or undefined where they are no longer held (or never were) */
  after(n: number): readonly OrderedEvent[] | undefined {
    if (n > this.#newestN) return undefined;
    const missed = this.#newestN - n;
    if (missed > this.#kept.length) return undefined;
    return missed === 0 ? [] : this.#kept.slice(-missed);
  }

  onAppended(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
