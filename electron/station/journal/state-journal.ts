import type { ClockView } from "../../../shared/wire/state.ts";
import type { PublishedState } from "../published-state.ts";
import type { Trails } from "../trails.ts";

export interface StateJournalOptions {
  /** FOLDER/journal/SESSION of a record. */
  readonly folder: string;
  readonly sessionId: string;
  /** What clients see; the same object where nothing changed. */
  readonly state: () => PublishedState;
  readonly clock: () => ClockView;
  readonly trails: Pick<Trails, "snapshot">;
  /** Writing failed (a full disk): what happens is not being journalled until `onWorks`. */
  readonly onFailed: (error: unknown) => void;
  readonly onWorks: () => void;
  /** Least time between two lines, real ms. */
  readonly everyMs?: number;
}

/**
 * Writes down what clients are shown, so that any instant of a session can be shown again as it was. Positions are ms of the
 * station's clock since the journal began; they never step back.
 */
export class StateJournal {
  readonly folder: string;
  readonly sessionId: string;
  /** Station ms at position 0. */
  readonly startMs: number;
  readonly startUtcMs: number;
  readonly #options: StateJournalOptions;
  readonly #listeners = new Set<() => void>();

  constructor(options: StateJournalOptions) {
    this.#options = options;
    this.folder = options.folder;
    this.sessionId = options.sessionId;
    const { nowMs, utcMs } = options.clock();
    this.startMs = nowMs;
    this.startUtcMs = utcMs;
  }

  /** Where a time of the station's clock lies in the mission. */
  positionOf(stationMs: number): number {
    return Math.max(0, stationMs - this.startMs);
  }

  /** The position now. */
  get durationMs(): number {
    return this.positionOf(this.#options.clock().nowMs);
  }

  /** To be called whenever clients are told: writes a line where it is time and something changed. @param _nowMs real monotonic time */
  look(_nowMs: number): void {}

  /** A line was written. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes out and ends the journal. */
  async close(): Promise<void> {}
}
