import type { RecordChange, RecordFault, RecordState } from "./record.ts";

/** Whether a record works, from what fails in it: the database or single logs. Tells its listeners when that changes. */
export class RecordHealth {
  readonly #utcMs: () => number;
  readonly #listeners = new Set<(change: RecordChange) => void>();
  readonly #failures = new Map<string, RecordFault>();
  #state: RecordState = { state: "recording" };

  constructor(utcMs: () => number) {
    this.#utcMs = utcMs;
  }

  get state(): RecordState {
    return this.#state;
  }

  get isFailing(): boolean {
    return this.#failures.size > 0;
  }

  failureOf(part: string): RecordFault | undefined {
    return this.#failures.get(part);
  }

  on(listener: (change: RecordChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(change: RecordChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  works(part: string): void {
    if (this.#failures.delete(part)) this.#update();
  }

  fails(part: string, fault: RecordFault): void {
    if (this.#failures.get(part)?.code === fault.code) return;
    this.#failures.set(part, fault);
    this.#update();
  }

  close(): void {
    this.#setState({ state: "closed" });
  }

  #update(): void {
    if (this.#state.state === "closed") return;
    const [first] = this.#failures.values();
    if (first === undefined) this.#setState({ state: "recording" });
    else if (this.#state.state !== "failed" || this.#state.fault.code !== first.code)
      this.#setState({ state: "failed", fault: first, sinceUtcMs: this.#utcMs() });
  }

  #setState(state: RecordState): void {
    this.#state = state;
    this.tell({ kind: "state", state });
  }
}
