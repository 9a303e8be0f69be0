import type { SearchView } from "../../../shared/wire/incident.ts";
import type { SearchAsk } from "./search-asks.ts";
import type { Asked } from "./search-thread.ts";
import { searchersOf } from "./searchers.ts";
import type { There } from "./who-is-there.ts";

export interface NextHourOptions {
  readonly there: () => There;
  readonly ask: (ask: Extract<SearchAsk, { readonly kind: "next" }>) => Promise<Asked<"next">>;
  readonly isReady: () => boolean;
}

/** Ms of this process. */
const everyMs = 30_000;
/** Sooner, while nothing is known of it yet. */
const firstMs = 2_000;
const horizonS = 3_600;

/** What the next hour can add with all who are there, those who are busy too; reckoned now and then. */
export class NextHour {
  readonly #options: NextHourOptions;
  #gain: number | undefined;
  #askedMs = Number.NEGATIVE_INFINITY;
  #asking = false;
  #shown: { readonly of: SearchView; readonly gain: number; readonly view: SearchView } | undefined;

  constructor(options: NextHourOptions) {
    this.#options = options;
  }

  /** `nowMs` of this process. */
  tick(nowMs: number): void {
    const { isReady } = this.#options;
    if (!isReady()) this.#gain = undefined;
    if (this.#asking || !isReady()) return;
    if (nowMs - this.#askedMs < (this.#gain === undefined ? firstMs : everyMs)) return;
    this.#askedMs = nowMs;
    this.#asking = true;
    void this.#reckon().finally(() => {
      this.#asking = false;
    });
  }

  /** @returns the same object while neither changed */
  addTo(view: SearchView | undefined): SearchView | undefined {
    const gain = this.#gain;
    if (view === undefined || gain === undefined) return view;
    if (this.#shown?.of !== view || this.#shown.gain !== gain)
      this.#shown = { of: view, gain, view: { ...view, posNextHour: gain } };
    return this.#shown.view;
  }

  async #reckon(): Promise<void> {
    const { there, ask } = this.#options;
    const { searchers } = searchersOf(there(), "busy-too");
    // With nobody there who can search it isn't known what could be added, not nothing.
    const asked =
      searchers.length === 0
        ? undefined
        : await ask({ kind: "next", searchers, horizonS, without: [], flyers: [], takenWays: [] });
    this.#gain = asked?.ok && asked.answer !== undefined ? Math.round(asked.answer.gain * 1e4) / 1e4 : undefined;
  }
}
