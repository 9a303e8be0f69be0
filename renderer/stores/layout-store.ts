import { createStore } from "zustand/vanilla";

/**
 * How far panels reach over the map's edges now, CSS pixels. The app also sets them as `--inset-top` and so on at the root
 * element, for the map's own controls; the map keeps the selected vehicle and what it flies to inside of them.
 */
export interface LayoutState {
  readonly insetsPx: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  /** What lies over the whole width at the map's head (banners) and foot (time, a plan's profile). */
  readonly edgesPx: { readonly top: number; readonly bottom: number };
  /** What the columns of panels alone cover, from the window's edges. */
  readonly columnsPx: { readonly right: number; readonly left: number };
  /** What the controls cover of the free part's lower left corner, from the map's foot; the selected vehicle is kept out of it. */
  readonly cornerPx: { readonly width: number; readonly height: number };
}

export const createLayoutStore = () =>
  createStore<LayoutState>()(() => ({
    insetsPx: { top: 0, right: 0, bottom: 0, left: 0 },
    edgesPx: { top: 0, bottom: 0 },
    columnsPx: { right: 0, left: 0 },
    cornerPx: { width: 0, height: 0 },
  }));
export type LayoutStore = ReturnType<typeof createLayoutStore>;
