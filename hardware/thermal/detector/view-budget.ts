import type { DetectorPass } from "./person-detector.ts";

/** Of a full pass the second view's share: it is 1.25 times as large as the first. */
const SECOND_VIEW = 1.25 ** 2 / (1 + 1.25 ** 2);
/** A millisecond without work pays for so many of second views: of what is free at most two thirds are taken, and bursts find the rest. */
const PER_IDLE_MS = 2;
/** Saved up by each at most, ms: less than a second view takes, so that nobody has two in a row for which the others wait. */
const MOST_MS = 12;

/**
 * Which pictures are searched in both views: those that idle time pays for. Where a quick pass of every picture fills the time,
 * none is; a single camera gets both always. What is free is shared out evenly among the cameras, whatever their rates are, so
 * that a slow one has the better pictures of its few; what one of them can't use the others get.
 */
export class ViewBudget<Client> {
  readonly #savedMs = new Map<Client, number>();

  /** A client comes: its first pictures are searched in full. */
  add(client: Client): void {
    this.#savedMs.set(client, MOST_MS);
  }

  /** The pass for a client's next picture. */
  pass(client: Client): DetectorPass {
    return (this.#savedMs.get(client) ?? 0) > 0 ? "full" : "quick";
  }

  /** A full pass was made that a quick one could have been. Who left meanwhile is not taken in again. */
  looked(client: Client, tookMs: number): void {
    const savedMs = this.#savedMs.get(client);
    if (savedMs !== undefined) this.#savedMs.set(client, savedMs - SECOND_VIEW * tookMs);
  }

  /** For so long there was nothing to search. */
  idle(idleMs: number): void {
    let leftMs = PER_IDLE_MS * idleMs;
    // Who lacks least first: what it can't save is there for the others.
    const byNeed = [...this.#savedMs].toSorted(([, a], [, b]) => b - a);
    for (const [index, [client, savedMs]] of byNeed.entries()) {
      const shareMs = Math.min(MOST_MS - savedMs, leftMs / (byNeed.length - index));
      this.#savedMs.set(client, savedMs + shareMs);
      leftMs -= shareMs;
    }
  }

  remove(client: Client): void {
    this.#savedMs.delete(client);
  }
}
