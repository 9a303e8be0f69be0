import { type RefObject, useEffect } from "react";
import { useStore } from "zustand";
import { type ArchiveStore, archivePositionAt } from "../../stores/archive/archive-store.ts";
import { themeOf } from "../../stores/settings-store.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { drawPlot, type PlotScene } from "./draw-plot.ts";

const coloursOf = (element: Element): PlotScene["colours"] => {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    grid: colour("--line"),
    text: colour("--text"),
    cursor: colour("--accent-fill"),
    pointer: colour("--text-2"),
  };
};

/** Draws a plot when it changes, and in each frame in which the mission's clock moved. */
export const usePlotDrawing = (
  canvas: RefObject<HTMLCanvasElement | null>,
  archive: ArchiveStore,
  { widthPx, heightPx, window, series, pointerMs, ticks }: Omit<PlotScene, "colours" | "cursorMs">,
): void => {
  const { deviceClock, settings } = useStores();
  const theme = useStore(settings, themeOf);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (canvas.current === null || context == null) return undefined;
    const ratio = Math.min(2, globalThis.devicePixelRatio);
    canvas.current.width = Math.round(widthPx * ratio);
    canvas.current.height = Math.round(heightPx * ratio);
    const colours = coloursOf(canvas.current);
    let drawnMs: number | undefined = Number.NaN;
    const draw = () => {
      const cursorMs = archivePositionAt(archive.getState(), deviceClock.nowMs());
      if (cursorMs !== drawnMs) {
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        drawPlot(context, { widthPx, heightPx, window, series, pointerMs, ticks, colours, cursorMs });
        drawnMs = cursorMs;
      }
      frame = requestAnimationFrame(draw);
    };
    let frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [archive, deviceClock, canvas, window, series, pointerMs, ticks, widthPx, heightPx, theme]);
};
