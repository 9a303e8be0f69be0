import { createStore } from "zustand/vanilla";
import type { LinkView } from "../../shared/wire/state.ts";

export interface LinkState {
  readonly byId: Readonly<Record<string, LinkView>>;
}

export const createLinkStore = () => createStore<LinkState>()(() => ({ byId: {} }));
export type LinkStore = ReturnType<typeof createLinkStore>;
