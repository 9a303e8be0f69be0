import { randomUUID } from "node:crypto";
import type { OrderedEvent, StationEvent } from "../../shared/wire/stream.ts";
import type { Belongings } from "./record/record.ts";
import type { StationClock } from "./station-clock.ts";

/** Whether an event is on the disk; where it isn't, the detail says why and what to do. */
export type Kept = { readonly ok: true } | { readonly ok: false; readonly detail: string };

export interface EventLogOptions {
  readonly clock: StationClock;
  /** Puts the event on the disk, with the newest state of what it is about, before anybody sees it. */
  readonly keep: (event: OrderedEvent, belongings: Belongings) => Kept;
  /** The newest number of an earlier run on the same record. */
  readonly startAfterN?: number;
  /** Names what these numbers count: the record that goes on being counted, else this run alone. */
  readonly numbering?: string;
  /** How many are held in memory for clients that come back. */
  readonly limit?: number;
}

/** The ordered, numbered channel: what happened, each thing once. Clients hold only a number into it, never a queue. */
export class EventLog {
  readonly numbering: string;
  readonly #options: EventLogOptions;
  readonly #limit: number;
  #kept: OrderedEvent[] = [];
  #newestN: number;
  readonly #listeners = new Set<() => void>();

  constructor(options: EventLogOptions) {
    this.#options = options;
    this.#limit = options.limit ?? 10_000;
    this.numbering = options.numbering ?? randomUUID();
    this.#newestN = options.startAfterN ?? 0;
  }

  get newestN(): number {
    return this.#newestN;
  }

  /** Numbers, keeps and announces what happened by itself: people must see it even when the disk is full. */
  append(event: StationEvent): void {
    const ordered = this.#next(event);
    this.#options.keep(ordered, {});
    this.#announce(ordered);
  }

  /** The same for what a person decided: where it can't be kept, it did not happen and the number stays free. */
  appendDecided(event: StationEvent, belongings: Belongings = {}): Kept {
    const ordered = this.#next(event);
    const kept = this.#options.keep(ordered, belongings);
    if (kept.ok) this.#announce(ordered);
    return kept;
  }

  #next(event: StationEvent): OrderedEvent {
    const { clock } = this.#options;
    return { n: this.#newestN + 1, atMs: clock.nowMs(), utcMs: clock.utcMs(), event };
  }

  #announce(ordered: OrderedEvent): void {
    this.#newestN = ordered.n;
    this.#kept.push(ordered);
    if (this.#kept.length > 2 * this.#limit) this.#kept = this.#kept.slice(-this.#limit);
    for (const listener of this.#listeners) listener();
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
