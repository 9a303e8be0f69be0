import type { ArchivedMission } from "../archived-mission.ts";
import type { ShelvedMission } from "./mission-shelf.ts";

/** Whoever looks at a mission for a moment finds it still open. */
const lingerMs = 60_000;

/** A mission that somebody looks at; it stays open until all have let go. */
export interface Lease {
  readonly mission: ArchivedMission;
  release(): void;
}

interface Held {
  readonly mission: Promise<ArchivedMission>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** Each mission is open once, however many look at it. */
export class OpenMissions {
  readonly #held = new Map<string, Held>();

  /** Rejects with why it can't be opened. */
  async take(shelved: ShelvedMission): Promise<Lease> {
    const held = this.#held.get(shelved.id) ?? this.#open(shelved);
    held.users += 1;
    clearTimeout(held.timer);
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      held.users -= 1;
      if (held.users === 0) this.#linger(shelved.id, held);
    };
    try {
      return { mission: await held.mission, release };
    } catch (error) {
      release();
      if (this.#held.get(shelved.id) === held) this.#forget(shelved.id, held);
      throw error;
    }
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
    const held: Held = { mission: shelved.open(), users: 0, timer: undefined };
    this.#held.set(shelved.id, held);
    return held;
  }

  #linger(id: string, held: Held): void {
    held.timer = setTimeout(() => void this.#forget(id, held), lingerMs);
    held.timer.unref();
  }

  async #forget(id: string, held: Held): Promise<void> {
    clearTimeout(held.timer);
    if (this.#held.get(id) === held) this.#held.delete(id);
    const mission = await held.mission.catch(() => undefined);
    await mission?.close();
  }
}
