import { createStore } from "zustand/vanilla";

/** Browsers allow sound only after a person touched the page; until then the top bar says so. */
export interface SoundState {
  readonly state: "needs-gesture" | "ready" | "unavailable";
}

export const createSoundStore = () => createStore<SoundState>()(() => ({ state: "needs-gesture" }));
export type SoundStore = ReturnType<typeof createSoundStore>;
