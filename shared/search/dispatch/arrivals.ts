import type { Candidate, TravelMode } from "./candidate.ts";

export interface Arrival {
  readonly id: string;
  readonly mode: TravelMode;
  readonly seconds: number;
  /** Along the way, m. */
  readonly metres: number;
  /** A straight line times `detourFactors`, not a way over the map. */
  readonly estimate: boolean;
  /** The target lies in water, and this one comes only as far as the bank. */
  readonly toBank: boolean;
  /** Absent: nobody says how old the position is. */
  readonly positionAgeMs?: number;
}

/** The soonest arrival of each candidate, or of each team. */
export class Arrivals {
  /** When the last of those that were asked for arrives, s; infinite while there are fewer. */
  lastS = Number.POSITIVE_INFINITY;
  readonly #limit: number;
  readonly #per: "candidate" | "team";
  readonly #best = new Map<string, Arrival>();
  readonly #arrived = new Set<Candidate>();
  /** The soonest arrivals, s, at most as many as were asked for, in order. */
  #soonestS: { readonly key: string; readonly seconds: number }[] = [];

  constructor(limit: number, per: "candidate" | "team") {
    this.#limit = limit;
    this.#per = per;
  }

  add(candidate: Candidate, arrival: Arrival): void {
    this.#arrived.add(candidate);
    const key = this.#per === "team" ? `team ${candidate.teamId ?? candidate.id}` : candidate.id;
    const before = this.#best.get(key);
    if (before && before.seconds <= arrival.seconds) return;
    this.#best.set(key, arrival);
    if (arrival.seconds >= this.lastS) return;
    const others = before ? this.#soonestS.filter((one) => one.key !== key) : this.#soonestS;
    const at = others.findIndex(({ seconds }) => seconds > arrival.seconds);
    others.splice(at < 0 ? others.length : at, 0, { key, seconds: arrival.seconds });
    if (others.length > this.#limit) others.pop();
    this.#soonestS = others;
    this.lastS = others.length < this.#limit ? Number.POSITIVE_INFINITY : (others.at(-1)?.seconds ?? Number.NaN);
  }

  has(candidate: Candidate): boolean {
    return this.#arrived.has(candidate);
  }

  ranked(): readonly Arrival[] {
    return [...this.#best.values()].sort((one, other) => one.seconds - other.seconds).slice(0, this.#limit);
  }
}
