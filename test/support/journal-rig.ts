import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JournalReader } from "../../electron/station/journal/journal-reader.ts";
import { StateJournal, type StateJournalOptions } from "../../electron/station/journal/state-journal.ts";
import type { PublishedState } from "../../electron/station/published-state.ts";
import { type TrailParts, Trails } from "../../electron/station/trails.ts";
import { emptyState, handClock } from "./station-server.ts";

/** A journal of what the test shows, by a clock that the test moves; real files. */
export const journalRig = (options: Partial<StateJournalOptions> = {}) => {
  const parent = mkdtempSync(join(tmpdir(), "lantern-journal-"));
  const folder = options.folder ?? join(parent, "journal");
  const clock = handClock();
  const world = { state: emptyState(), rate: 1, utcAheadMs: 0 };
  const trails = new Trails();
  const faults: unknown[] = [];
  let worked = 0;
  const clockView = () => ({
    nowMs: clock.now,
    utcMs: 1_790_000_000_000 + clock.now + world.utcAheadMs,
    rate: world.rate,
  });
  const journal = new StateJournal({
    sessionId: "s1",
    state: () => world.state,
    clock: clockView,
    trails,
    onFailed: (error) => faults.push(error),
    onWorks: () => {
      worked += 1;
    },
    chunkMs: 1_000,
    everyMs: 0,
    retryMs: 100,
    ...options,
    folder,
  });
  /** What was shown, and when. */
  const shown: { readonly positionMs: number; readonly state: PublishedState; readonly trails: TrailParts }[] = [];
  return {
    ...{ journal, folder, clock, clockView, world, trails, faults, shown },
    get worked() {
      return worked;
    },
    /** Time goes by, and clients are told. */
    pass: (ms: number, change: Partial<PublishedState> = {}) => {
      clock.now += ms;
      world.state = Object.keys(change).length === 0 ? world.state : { ...world.state, ...change };
      journal.look(clock.now);
      shown.push({
        positionMs: journal.positionOf(clock.now),
        state: world.state,
        trails: trails.snapshot(clock.now),
      });
    },
    read: async () => {
      const reader = await JournalReader.open(folder);
      if (reader === undefined) throw new Error("There is no journal.");
      return reader;
    },
    remove: async () => {
      await journal.close();
      rmSync(parent, { recursive: true, force: true });
    },
  };
};
