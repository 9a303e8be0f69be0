import type { ClockView } from "../../shared/wire/state.ts";
import type { PublishedState } from "./published-state.ts";
import type { TrailParts } from "./trails.ts";

/** Everything that clients saw at one instant. */
export interface ArchivedInstant extends TrailParts {
  /** As it was: ages of what is in the state are against its `nowMs`. */
  readonly clock: ClockView;
  readonly state: PublishedState;
}
