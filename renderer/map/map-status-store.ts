import { createStore } from "zustand/vanilla";

/** What the map tells its own controls. */
export interface MapStatus {
  /** Whose map is shown; undefined where there is only the graticule. */
  readonly baseMap: { readonly synthetic: boolean; readonly attribution: string } | undefined;
  readonly notice: "tiles-unreachable" | "tiles-bad-url" | "terrain-unreachable" | undefined;
  readonly zoom: number;
  readonly canZoomIn: boolean;
  readonly canZoomOut: boolean;
}

export const createMapStatusStore = () =>
  createStore<MapStatus>()(() => ({
    baseMap: undefined,
    notice: undefined,
    zoom: 16,
    canZoomIn: true,
    canZoomOut: true,
  }));
export type MapStatusStore = ReturnType<typeof createMapStatusStore>;
