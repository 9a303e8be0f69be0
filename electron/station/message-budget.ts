/** So many different messages of one vehicle become alerts at once ... */
const burst = 8;
/** ... and after them one each so often, ms. */
const refillMs = 5_000;

/**
 * Keeps a vehicle that says something else each time (a fault, or bytes made up by somebody) from burying all other alerts. What
 * is left out here still stands among the vehicle's messages and in the record.
 */
export class MessageBudget {
  readonly #left: Map<string, { readonly count: number; readonly atMs: number }>;

  /** @param left of one that was saved */
  constructor(left: ReturnType<MessageBudget["save"]> = []) {
    this.#left = new Map(left);
  }

  /** What each vehicle has left. */
  save(): readonly (readonly [string, { readonly count: number; readonly atMs: number }])[] {
    return [...this.#left];
  }

  allows(vehicleId: string, nowMs: number): boolean {
    const known = this.#left.get(vehicleId) ?? { count: burst, atMs: nowMs };
    const refilled = Math.floor(Math.max(0, nowMs - known.atMs) / refillMs);
    const count = Math.min(burst, known.count + refilled);
    // A full bucket gathers nothing more; else what is underway to the next refill is kept.
    const atMs = count === burst ? nowMs : known.atMs + refilled * refillMs;
    const allowed = count > 0;
    this.#left.set(vehicleId, { count: allowed ? count - 1 : 0, atMs });
    return allowed;
  }
}
