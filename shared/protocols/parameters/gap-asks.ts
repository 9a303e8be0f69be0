import { RoundTrips } from "./round-trips.ts";

/** A gap shows when this many later ones came: some links reorder. */
const reorderDepth = 3;
const maxTries = 15;

interface Ask {
  readonly tries: number;
  readonly askedMs: number;
  readonly deadlineMs: number;
}

/** Which numbers of a list are missing, which of them to ask for now, and which are asked for. */
export class GapAsks {
  readonly #total: number;
  readonly #has: Uint8Array;
  readonly #trips = new RoundTrips();
  readonly #open = new Map<number, Ask>();
  /** Noticed and not asked for now, with the tries so far. */
  #waiting: { readonly index: number; readonly tries: number }[] = [];
  #spent = 0;
  #highest = -1;
  /** Gaps below this one are noticed. */
  #checked = 0;

  /** @param total numbers are 0 to total - 1 */
  constructor(total: number) {
    this.#total = total;
    this.#has = new Uint8Array(total);
  }

  /** How long an answer takes, at most, ms. */
  get waitMs(): number {
    return this.#trips.waitMs(1);
  }

  /** Everything that is missing was asked for as often as is sensible. */
  get isSpent(): boolean {
    const allNoticed = this.#checked >= this.#total;
    return this.#spent > 0 && allNoticed && this.#open.size === 0 && this.#waiting.length === 0;
  }

  /** @returns "listed" where nobody asked for it: the list goes on */
  received(index: number, nowMs: number): "asked" | "listed" {
    this.#has[index] = 1;
    const ask = this.#open.get(index);
    if (ask !== undefined) {
      this.#open.delete(index);
      this.#trips.answered(ask.tries === 1 ? nowMs - ask.askedMs : undefined);
      return "asked";
    }
    if (index > this.#highest) this.#highest = index;
    this.#notice(this.#highest - reorderDepth);
    return "listed";
  }

  /** No more comes by itself: all that is missing is a gap. */
  listEnded(): void {
    this.#notice(this.#total);
  }

  /** Asks whose answer is overdue are put back, in front: their turn came before. */
  expire(nowMs: number): void {
    for (const [index, ask] of this.#open) {
      if (nowMs < ask.deadlineMs) continue;
      this.#open.delete(index);
      this.#trips.silent();
      if (ask.tries >= maxTries) this.#spent += 1;
      else this.#waiting.unshift({ index, tries: ask.tries });
    }
  }

  /** @returns the numbers to ask for now, as many as the link takes side by side */
  ask(nowMs: number): number[] {
    const asked: number[] = [];
    while (this.#open.size < this.#trips.window) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      if (this.#has[next.index] === 1) continue;
      const tries = next.tries + 1;
      this.#open.set(next.index, { tries, askedMs: nowMs, deadlineMs: nowMs + this.#trips.waitMs(tries) });
      asked.push(next.index);
    }
    return asked;
  }

  #notice(upTo: number): void {
    for (; this.#checked < upTo; this.#checked++) {
      if (this.#has[this.#checked] !== 1) this.#waiting.push({ index: this.#checked, tries: 0 });
    }
  }
}
