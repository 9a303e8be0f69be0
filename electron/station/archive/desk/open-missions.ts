import type { ArchivedMission } from "../archived-mission.ts";
import type { ShelvedMission } from "../shelves/mission-shelf.ts";

/** Whoever looks at a mission for a moment finds it still open. */
const lingerMs = 60_000;

/** A mission that somebody looks at; it stays open until all have let go. */
export interface Lease {
  readonly mission: ArchivedMission;
  /** Of the mission as it was opened. */
  readonly stamp: string;
  /** "at-once": nobody is expected to look at it again soon. */
  release(close?: "at-once"): void;
  /** It is being taken away, though somebody looks at it: its files change. @returns stops it */
  onDropped(listener: () => void): () => void;
}

interface Held {
  readonly mission: Promise<ArchivedMission>;
  readonly stamp: string;
  readonly listeners: Set<() => void>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** Each mission is open once, however many look at it. */
export class OpenMissions {
  readonly #held = new Map<string, Held>();

  /** Rejects with why it can't be opened. */
  take(shelved: ShelvedMission): Promise<Lease> {
    return this.#lease(shelved.id, this.#held.get(shelved.id) ?? this.#open(shelved));
  }

  /** One that is open already; undefined where it isn't. */
  again(id: string): Promise<Lease> | undefined {
    const held = this.#held.get(id);
    return held === undefined ? undefined : this.#lease(id, held);
  }

  /** Whoever still looks at it has it taken away: its files are about to change. */
  async drop(id: string): Promise<void> {
    const held = this.#held.get(id);
    if (held !== undefined) await this.#forget(id, held);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#held].map(([id, held]) => this.#forget(id, held)));
  }

  #open(shelved: ShelvedMission): Held {
    const { id, stamp } = shelved;
    const held: Held = { mission: shelved.open(), stamp, listeners: new Set(), users: 0, timer: undefined };
    this.#held.set(id, held);
    return held;
  }

  async #lease(id: string, held: Held): Promise<Lease> {
    held.users += 1;
    clearTimeout(held.timer);
    let released = false;
    const release = (close?: "at-once") => {
      if (released) return;
      released = true;
      held.users -= 1;
      if (held.users > 0) return;
      if (close === "at-once") this.#letGo(id, held);
      else this.#linger(id, held);
    };
    const onDropped = (listener: () => void) => {
      held.listeners.add(listener);
      return () => held.listeners.delete(listener);
    };
    try {
      return { mission: await held.mission, stamp: held.stamp, release, onDropped };
    } catch (error) {
      release("at-once");
      if (this.#held.get(id) === held) this.#letGo(id, held);
      throw error;
    }
  }

  #linger(id: string, held: Held): void {
    held.timer = setTimeout(() => this.#letGo(id, held), lingerMs);
    held.timer.unref();
  }

  /** Nobody waits for it: a file that can't be closed any more is gone in any case. */
  #letGo(id: string, held: Held): void {
    this.#forget(id, held).catch(() => {});
  }

  async #forget(id: string, held: Held): Promise<void> {
    clearTimeout(held.timer);
    if (this.#held.get(id) === held) this.#held.delete(id);
    for (const listener of held.listeners) listener();
    held.listeners.clear();
    const mission = await held.mission.catch(() => undefined);
    await mission?.close();
  }
}
