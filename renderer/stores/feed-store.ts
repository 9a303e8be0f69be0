import { createStore } from "zustand/vanilla";
import type { FeedView, Landmark } from "../../shared/wire/feeds.ts";

export interface FeedState {
  readonly byId: Readonly<Record<string, FeedView>>;
}

export const createFeedStore = () => createStore<FeedState>()(() => ({ byId: {} }));
export type FeedStore = ReturnType<typeof createFeedStore>;

export interface LandmarkState {
  readonly byId: Readonly<Record<string, Landmark>>;
}

export const createLandmarkStore = () => createStore<LandmarkState>()(() => ({ byId: {} }));
export type LandmarkStore = ReturnType<typeof createLandmarkStore>;
