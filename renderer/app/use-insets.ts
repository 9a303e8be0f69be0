import { useEffect } from "react";
import { useStores } from "../stores/stores-context.tsx";
import { mapInsets } from "./map-insets.ts";

/** From the window's edge to a column and from the column to the map, px. */
const gapsPx = 16;
const bannersGapPx = 12;

/** The width of a column as the style sheet has it for this window, px. */
const columnPx = (name: "--column-left" | "--column-right"): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(name)) + gapsPx;

/** What the plan's profile takes of the map's foot, px. */
const profilePx = (): number => {
  const height = document.querySelector(".plan-profile")?.getBoundingClientRect().height ?? 0;
  return height > 0 ? Math.round(height) + 8 : 0;
};

/** What time takes of it: a strip, or the archive's clock and lanes, px. */
const timePx = (): number => {
  const height = document.querySelector(".time-foot")?.getBoundingClientRect().height ?? 0;
  return height > 0 ? Math.round(height) : 0;
};

/** What the bar of actions and what stands on it cover, from the map's foot, px. */
const cornerOf = (deck: Element | null): { readonly width: number; readonly height: number } => {
  const rect = deck?.getBoundingClientRect();
  if (rect === undefined || rect.height === 0) return { width: 0, height: 0 };
  return { width: Math.round(rect.width), height: Math.round(window.innerHeight - rect.top) };
};

/**
 * Tells the map how far panels and banners reach over it: in the layout store, and as CSS variables for the map's own
 * controls. The map starts under the top bar, so that columns and banners begin at its own top.
 */
export const useInsets = (): void => {
  const { layout } = useStores();
  useEffect(() => {
    const banners = document.querySelector(".banners");
    const deck = document.querySelector(".flight-deck");
    const map = document.querySelector(".map-room");
    const { style, dataset } = document.documentElement;
    const measure = () => {
      const foot = document.querySelector(".time-foot");
      if (foot !== null) resized.observe(foot);
      const stripe = timePx();
      const coveredPx = banners?.getBoundingClientRect().height ?? 0;
      const columnsPx = { right: columnPx("--column-right"), left: columnPx("--column-left") };
      const camera = document.querySelector(".panel-camera:not(.alone)");
      if (camera !== null) resized.observe(camera);
      const edgesPx = {
        top: coveredPx > 0 ? Math.round(coveredPx) + bannersGapPx : 0,
        bottom: stripe + profilePx(),
      };
      const cornerPx = cornerOf(deck);
      const insetsPx = mapInsets({
        window: { width: window.innerWidth, height: window.innerHeight },
        edgesPx,
        columnsPx,
        cornerPx,
        mapTopPx: map?.getBoundingClientRect().top ?? 0,
        ...(camera === null ? {} : { camera: camera.getBoundingClientRect() }),
      });
      // The map's buttons stand beside the camera panel, and are away where it leaves them no room but under itself.
      const besidePx = camera === null ? 0 : insetsPx.right - columnsPx.right;
      style.setProperty("--camera-beside", `${besidePx}px`);
      style.setProperty("--deck-over-foot", `${Math.max(cornerPx.height, edgesPx.bottom) - stripe}px`);
      dataset.camera = camera === null ? "away" : besidePx > 0 ? "beside" : "over";
      const { insetsPx: before, cornerPx: cornerBefore, edgesPx: edgesBefore } = layout.getState();
      const sides = ["top", "right", "bottom", "left"] as const;
      const sameCorner = cornerPx.width === cornerBefore.width && cornerPx.height === cornerBefore.height;
      const sameEdges = edgesPx.top === edgesBefore.top && edgesPx.bottom === edgesBefore.bottom;
      if (sameCorner && sameEdges && sides.every((side) => before[side] === insetsPx[side])) return;
      layout.setState({ insetsPx, columnsPx, cornerPx, edgesPx });
      style.setProperty("--stripe", `${stripe}px`);
      // What is anchored at the map's foot keeps its place: the profile lies beside it, the camera panel over it.
      const anchored = { top: edgesPx.top, right: columnsPx.right, bottom: stripe, left: columnsPx.left };
      for (const side of sides) style.setProperty(`--inset-${side}`, `${anchored[side]}px`);
    };
    const resized = new ResizeObserver(measure);
    measure();
    resized.observe(document.documentElement);
    for (const element of [banners, deck]) if (element !== null) resized.observe(element);
    // The profile comes and goes with the plan.
    const screen = document.querySelector(".screen");
    const changed = new MutationObserver(measure);
    if (screen !== null) changed.observe(screen, { childList: true });
    return () => {
      resized.disconnect();
      changed.disconnect();
    };
  }, [layout]);
};
