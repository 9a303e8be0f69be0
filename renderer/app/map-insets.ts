import type { LayoutState } from "../stores/layout-store.ts";

interface Covered {
  readonly window: { readonly width: number; readonly height: number };
  readonly edgesPx: LayoutState["edgesPx"];
  readonly columnsPx: LayoutState["columnsPx"];
  readonly cornerPx: LayoutState["cornerPx"];
  /** The map's own upper edge in the window. */
  readonly mapTopPx: number;
  /** The camera panel in the window; absent while it is closed. */
  readonly camera?: { readonly left: number; readonly bottom: number };
}

/** Narrower than this there is no map to speak of on the camera panel's left. */
const leastWidthPx = 240;
/** Lower than this there is none beneath it: a mark with its name, and the bar of coordinates under both. */
const leastHeightPx = 180;
/** The map's own bar of coordinates, under a place that is shown beneath the panel. */
const coordinatesPx = 56;

/**
 * How far the map is covered from each side, so that what is chosen in a list comes to lie where it can be seen: beside the
 * camera panel, else beneath it, beside hold, return and land; else, with no room anywhere, as if the panel weren't there.
 */
export const mapInsets = (covered: Covered): LayoutState["insetsPx"] => {
  const { window, edgesPx, columnsPx, cornerPx, mapTopPx, camera } = covered;
  const whole = { ...edgesPx, ...columnsPx };
  if (camera === undefined) return whole;
  if (camera.left - columnsPx.left >= leastWidthPx)
    return { ...whole, right: Math.max(columnsPx.right, Math.round(window.width - camera.left)) };
  const left = columnsPx.left + cornerPx.width;
  const hasRoom =
    window.height - edgesPx.bottom - camera.bottom >= leastHeightPx &&
    window.width - columnsPx.right - left >= leastWidthPx;
  return hasRoom
    ? { ...whole, top: Math.round(camera.bottom - mapTopPx), bottom: edgesPx.bottom + coordinatesPx, left }
    : whole;
};
