import type { Allocation, OpenSegment, Searcher } from "./searcher.ts";

export interface AllocateOptions {
  /** How far ahead, s: 3600 for the next hour. */
  readonly horizonS: number;
}

/** Who searches what next. */
export const allocate = (
  searchers: readonly Searcher[],
  _segments: readonly OpenSegment[],
  _options: AllocateOptions,
): Allocation => ({
  plans: searchers.map(({ id }) => ({ searcherId: id, stints: [], gain: 0, idle: "nothing-left" })),
  gain: 0,
});
