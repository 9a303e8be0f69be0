import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { CustodyView, Operator } from "../../../shared/wire/operations.ts";

export interface CustodyOptions {
  readonly nowMs: () => number;
  /** Whether an operator's screen is connected. */
  readonly isPresent: (operatorId: string) => boolean;
  readonly onChanged: (id: VehicleId, change: CustodyChange) => void;
}

/** What became of a vehicle's custody, and by what: of a refusal those who asked are told. */
export type CustodyChange =
  /** `from` whom, where somebody else held it. */
  | { readonly kind: "held"; readonly holder: Operator; readonly from?: Operator }
  | { readonly kind: "freed"; readonly by: Operator }
  | { readonly kind: "asked"; readonly by: Operator }
  | { readonly kind: "kept"; readonly by: Operator }
  /** Some of those who asked are gone. */
  | { readonly kind: "left" };

/** Whether it went as wished; where not, who holds the vehicle. */
export type CustodyAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: "held-by-other" | "not-holder"; readonly holder: Operator };

interface Asking extends Operator {
  /** When their screen was connected, or they asked, last. */
  readonly presentMs: number;
}

interface Held {
  readonly holder: Operator;
  readonly sinceMs: number;
  askedBy: readonly Asking[];
  /** When the holder's screen was connected, or the holder did something, last. */
  presentMs: number;
  view: CustodyView | undefined;
}

/** A holder who is away for this long can be relieved; one who asked and is away for as long doesn't ask any more. */
const awayMs = 30_000;
const mostAsking = 20;
/** Who asks when a request names nobody: a program. A person at a screen may take a vehicle from it at once. */
export const apiOperator: Operator = { id: "api", name: "API" };

/**
 * Who holds which vehicle: the first to command a free one does, and another can't until it is handed over. Kept in memory
 * only, so that a restart of the station frees all of them: nobody may be locked out by a screen that is gone.
 */
export class Custody {
  readonly #options: CustodyOptions;
  readonly #held = new Map<VehicleId, Held>();

  constructor(options: CustodyOptions) {
    this.#options = options;
  }

  view(id: VehicleId): CustodyView | undefined {
    const held = this.#held.get(id);
    if (held === undefined) return undefined;
    const { holder, sinceMs, askedBy, view } = held;
    const holderPresent = this.#options.isPresent(holder.id);
    if (view?.holderPresent === holderPresent) return view;
    held.view = { holder, sinceMs, holderPresent, askedBy: askedBy.map(({ presentMs: _, ...operator }) => operator) };
    return held.view;
  }

  /** Held vehicles. */
  get ids(): readonly VehicleId[] {
    return [...this.#held.keys()];
  }

  /** Who gives a command holds the vehicle from then on, if nobody else does. */
  claim(id: VehicleId, by: Operator): CustodyAnswer {
    const held = this.#held.get(id);
    if (held === undefined) {
      this.#hold(id, by);
      return { ok: true };
    }
    if (held.holder.id !== by.id) return { ok: false, code: "held-by-other", holder: held.holder };
    held.presentMs = this.#options.nowMs();
    return { ok: true };
  }

  /** Takes a free vehicle, or one whose holder is away for long enough. */
  take(id: VehicleId, by: Operator): CustodyAnswer {
    const held = this.#held.get(id);
    if (held === undefined || held.holder.id === by.id) return this.claim(id, by);
    const sinceMs = held.holder.id === apiOperator.id ? awayMs : this.#options.nowMs() - held.presentMs;
    if (this.#options.isPresent(held.holder.id) || sinceMs < awayMs)
      return { ok: false, code: "held-by-other", holder: held.holder };
    this.#hold(
      id,
      by,
      held.askedBy.filter((asking) => asking.id !== by.id),
    );
    return { ok: true };
  }

  /** Puts a request before the holder; a free vehicle is taken at once. */
  ask(id: VehicleId, by: Operator): CustodyAnswer {
    const held = this.#held.get(id);
    if (held === undefined || held.holder.id === by.id) return this.claim(id, by);
    if (held.askedBy.some((other) => other.id === by.id) || held.askedBy.length >= mostAsking) return { ok: true };
    const asking: Asking = { ...by, presentMs: this.#options.nowMs() };
    this.#replace(id, { ...held, askedBy: [...held.askedBy, asking] });
    this.#options.onChanged(id, { kind: "asked", by });
    return { ok: true };
  }

  /** @param toOperatorId who asked for it; absent: the vehicle is free */
  give(
    id: VehicleId,
    by: Operator,
    toOperatorId?: string,
  ): CustodyAnswer | { readonly ok: false; readonly code: "not-asked" } {
    const held = this.#held.get(id);
    if (held === undefined) return { ok: true };
    if (held.holder.id !== by.id) return { ok: false, code: "not-holder", holder: held.holder };
    const asking = held.askedBy.find((other) => other.id === toOperatorId);
    const to = asking && { id: asking.id, name: asking.name };
    if (toOperatorId !== undefined && to === undefined) return { ok: false, code: "not-asked" };
    if (to === undefined) {
      this.#held.delete(id);
      this.#options.onChanged(id, { kind: "freed", by });
      return { ok: true };
    }
    this.#hold(
      id,
      to,
      held.askedBy.filter((asking) => asking.id !== to.id),
    );
    return { ok: true };
  }

  /** Sends away all who asked. */
  keep(id: VehicleId, by: Operator): CustodyAnswer {
    const held = this.#held.get(id);
    if (held === undefined) return this.claim(id, by);
    if (held.holder.id !== by.id) return { ok: false, code: "not-holder", holder: held.holder };
    if (held.askedBy.length === 0) return { ok: true };
    this.#replace(id, { ...held, askedBy: [] });
    this.#options.onChanged(id, { kind: "kept", by });
    return { ok: true };
  }

  /** To be called about once a second. */
  look(): void {
    const { nowMs, isPresent, onChanged } = this.#options;
    for (const [id, held] of this.#held) {
      if (isPresent(held.holder.id)) held.presentMs = nowMs();
      if (held.askedBy.length === 0) continue;
      const seen = held.askedBy.map((asking) => (isPresent(asking.id) ? { ...asking, presentMs: nowMs() } : asking));
      held.askedBy = seen.filter(({ presentMs }) => nowMs() - presentMs < awayMs);
      if (held.askedBy.length === seen.length) continue;
      held.view = undefined;
      onChanged(id, { kind: "left" });
    }
  }

  #hold(id: VehicleId, holder: Operator, askedBy: readonly Asking[] = []): void {
    const nowMs = this.#options.nowMs();
    const from = this.#held.get(id)?.holder;
    this.#replace(id, { holder, sinceMs: nowMs, askedBy, presentMs: nowMs, view: undefined });
    this.#options.onChanged(id, { kind: "held", holder, ...(from === undefined ? {} : { from }) });
  }

  #replace(id: VehicleId, held: Held): void {
    this.#held.set(id, { ...held, view: undefined });
  }
}
