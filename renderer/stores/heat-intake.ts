import type { HeatSource } from "../../shared/heat/heat-source.ts";
import type { HeatState, HeatStore } from "./heat-store.ts";
import { mergeEntries } from "./merge-entries.ts";

type Patch = Readonly<Record<string, HeatSource | null>>;

/** With more sources than this what goes on with known ones is gathered. */
const many = 1_000;
/** For so long: laying a change over 20,000 sources costs milliseconds, and every list of them looks through all again. */
const gatherMs = 500;

/** Lays the stream's changes over the known heat sources: at once, and where they are thousands, what can wait a little later. */
export class HeatIntake {
  readonly #store: HeatStore;
  #count = 0;
  #waiting: Record<string, HeatSource | null> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: HeatStore) {
    this.#store = store;
  }

  replace(byId: HeatState["byId"]): void {
    this.#forget();
    this.#count = Object.keys(byId).length;
    this.#store.setState({ byId, changed: undefined });
  }

  /** New ones, those that went and what somebody decided are seen at once, however many there are. */
  take(patch: Patch): void {
    Object.assign(this.#waiting, patch);
    if (this.#count <= many || this.#isNews(patch)) this.#lay();
    else this.#timer ??= setTimeout(() => this.#lay(), gatherMs);
  }

  #isNews(patch: Patch): boolean {
    const { byId } = this.#store.getState();
    return Object.entries(patch).some(
      ([id, source]) => source === null || source.decision.state !== byId[id]?.decision.state,
    );
  }

  #lay(): void {
    const patch = this.#waiting;
    this.#forget();
    const { byId: since } = this.#store.getState();
    const ids = Object.keys(patch);
    for (const id of ids) this.#count += Number(patch[id] !== null) - Number(since[id] !== undefined);
    this.#store.setState({ byId: mergeEntries(since, patch), changed: { since, ids } });
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = {};
  }
}
