import { createStore } from "zustand/vanilla";

/**
 * The station clock sampled a few times a second, for ages on screen: select the text, not the number, and a component
 * renders only when its text changes. Undefined before the first snapshot.
 */
export interface TickerState {
  readonly nowMs: number | undefined;
  readonly utcMs: number | undefined;
  /** This device's monotonic clock, for what is counted while the station is away. */
  readonly deviceMs: number;
}

export const createTickerStore = () =>
  createStore<TickerState>()(() => ({ nowMs: undefined, utcMs: undefined, deviceMs: 0 }));
export type TickerStore = ReturnType<typeof createTickerStore>;
