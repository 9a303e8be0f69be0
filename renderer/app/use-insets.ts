import { useEffect } from "react";
import { useStores } from "../stores/stores-context.tsx";

/** As in panels.css: the columns with their gaps. The map starts under the top bar, so the panels begin at its own top. */
const columnPx = { left: 324, right: 344 };
const stripePx = 96;

/** Tells the map how far panels reach over it: in the layout store, and as CSS variables for the map's own controls. */
export const useInsets = ({ replaying }: { readonly replaying: boolean }): void => {
  const { layout } = useStores();
  useEffect(() => {
    const insetsPx = { top: 0, right: columnPx.right, bottom: replaying ? stripePx : 0, left: columnPx.left };
    layout.setState({ insetsPx });
    const { style } = document.documentElement;
    style.setProperty("--stripe", `${insetsPx.bottom}px`);
    for (const side of ["top", "right", "bottom", "left"] as const)
      style.setProperty(`--inset-${side}`, `${insetsPx[side]}px`);
  }, [layout, replaying]);
};
