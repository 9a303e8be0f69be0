import type { Stores } from "../../stores/create-stores.ts";
import type { Theme } from "../../stores/settings-store.ts";
import { drawTag } from "../plan/draw-tag.ts";
import { drawGoal } from "../tool/draw-tool.ts";
import type { CanvasView } from "../view-canvas.ts";
import type { SearchWords } from "./search-words.ts";
import { whoLook } from "./who-places.ts";

/** More would hide each other. */
const most = 10;

/** Who can be at a place first: a ring about each with its rank and how long it takes, and the place itself. */
export function drawNearest(
  view: CanvasView,
  stores: Stores,
  { theme, words }: { readonly theme: Theme; readonly words: SearchWords },
): void {
  const { place, nearest, hoveredWho } = stores.nearest.getState();
  if (place === undefined) return;
  const { context } = view;
  const amber = theme === "day" ? "#ffb52e" : "#d8922a";
  drawGoal(view, place, amber);
  nearest.slice(0, most).forEach(({ who, travelS, estimate, against }, i) => {
    const look = whoLook(stores, who);
    if (look === undefined) return;
    const x = view.toX(look.place.lonDeg);
    const y = view.toY(look.place.latDeg) - (who.startsWith("team/") ? 20 : 0);
    const strong = who === hoveredWho;
    for (const [style, widthPx] of [
      ["#10141a", strong ? 7 : 5],
      [amber, strong ? 4.4 : 2.6],
    ] as const) {
      context.beginPath();
      context.arc(x, y, 26, 0, 2 * Math.PI);
      context.strokeStyle = style;
      context.lineWidth = widthPx;
      context.setLineDash(against === undefined || against.length === 0 ? [] : [5, 4]);
      context.stroke();
      context.setLineDash([]);
    }
    const minutes = Math.max(1, Math.round(travelS / 60));
    const text = words.t(estimate ? "map.nearest.estimate" : "map.nearest", { rank: i + 1, name: look.name, minutes });
    drawTag(view, { x, y: y - 38, text, theme, colour: look.colour, centred: true });
  });
}
