import { createStore } from "zustand/vanilla";

/**
 * The segments that are selected together, on the map or in a panel, in the order in which they were chosen. The one thing that
 * panels show the details of is `selectedThingKey` of the selection store.
 */
export interface SearchSelectionState {
  readonly segmentIds: readonly string[];
  /** Only these from now on. */
  readonly selectSegments: (ids: readonly string[]) => void;
  /** Adds it to those selected, or takes it out again. */
  readonly toggleSegment: (id: string) => void;
}

export const createSearchSelectionStore = () =>
  createStore<SearchSelectionState>()((set) => ({
    segmentIds: [],
    selectSegments: (segmentIds) => set({ segmentIds }),
    toggleSegment: (id) =>
      set(({ segmentIds }) => ({
        segmentIds: segmentIds.includes(id) ? segmentIds.filter((other) => other !== id) : [...segmentIds, id],
      })),
  }));
export type SearchSelectionStore = ReturnType<typeof createSearchSelectionStore>;
