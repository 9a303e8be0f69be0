import { createStore } from "zustand/vanilla";
import type { ClockView, StationView } from "../../shared/wire/state.ts";
import type { Connection } from "../bridge/connection.ts";

export interface StationState {
  readonly connection: Connection;
  /** Undefined until the first snapshot. */
  readonly view?: StationView;
  /** The newest clock, and when it came on this device's monotonic clock. Read it through `stationNow`. */
  readonly clock?: ClockView & { readonly receivedDeviceMs: number };
  /** Counts the resets: all was forgotten and taken anew, so cached things (map layers, sounds) start over too. */
  readonly resetN: number;
}

/** Clocks of the device, handed in so that tests own them. */
export interface DeviceClock {
  /** Monotonic, ms. */
  readonly nowMs: () => number;
  readonly utcMs: () => number;
}

export const createStationStore = () =>
  createStore<StationState>()(() => ({ connection: { state: "connecting" }, resetN: 0 }));
export type StationStore = ReturnType<typeof createStationStore>;

/** The station clock carried on to `deviceNowMs`, ms; the clock every `...Ms` of the state is on. Undefined before the first snapshot. */
export const stationNowAt = (state: StationState, deviceNowMs: number): number | undefined =>
  state.clock === undefined
    ? undefined
    : state.clock.nowMs + Math.max(0, deviceNowMs - state.clock.receivedDeviceMs) * state.clock.rate;

/** The station's UTC (in the archive, the mission's) carried on to `deviceNowMs`, ms since 1970. */
export const stationUtcAt = (state: StationState, deviceNowMs: number): number | undefined =>
  state.clock === undefined
    ? undefined
    : state.clock.utcMs + Math.max(0, deviceNowMs - state.clock.receivedDeviceMs) * state.clock.rate;
