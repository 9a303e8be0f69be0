import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { CanvasView } from "../view-canvas.ts";
import { ellipseOutline } from "./ellipse-outline.ts";
import type { LocatedHeat } from "./heat-groups.ts";

export interface EllipseScene {
  readonly located: readonly LocatedHeat[];
  readonly selectedId: string | undefined;
  readonly hoveredId: string | undefined;
  readonly theme: "day" | "night";
}

const strokes = {
  day: { line: "#9a4f00", edge: "rgba(255,255,255,0.85)", fill: "#ff9d1c", grey: "#4d545c" },
  night: { line: "#f0a83c", edge: "rgba(0,0,0,0.7)", fill: "#f0a83c", grey: "#8d8572" },
} as const;

/** Ellipses smaller than their ring add nothing. */
const leastPx = 9;

/** The 95 % ellipses, to true scale. */
export function drawEllipses(view: CanvasView, scene: EllipseScene): void {
  const { context } = view;
  const colours = strokes[scene.theme];
  for (const heat of scene.located) {
    const outline = ellipseOutline(heat.position, heat.ellipse95);
    if (!shows(view, outline)) continue;
    const state = heat.source.decision.state;
    const strong = heat.source.id === scene.selectedId || heat.source.id === scene.hoveredId;
    trace(view, outline);
    context.globalAlpha = state === "dismissed" ? 0.03 : strong ? 0.26 : state === "confirmed" ? 0.2 : 0.12;
    context.fillStyle = state === "dismissed" ? colours.grey : colours.fill;
    context.fill();
    context.globalAlpha = state === "dismissed" ? 0.45 : 1;
    context.setLineDash(state === "new" ? [7, 4] : state === "dismissed" ? [2, 5] : []);
    context.strokeStyle = colours.edge;
    context.lineWidth = strong ? 5 : 3.4;
    context.stroke();
    context.strokeStyle = state === "dismissed" ? colours.grey : colours.line;
    context.lineWidth = strong ? 2.8 : 1.6;
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function shows(view: CanvasView, outline: readonly LatLon[]): boolean {
  let west = Number.POSITIVE_INFINITY;
  let north = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let south = Number.NEGATIVE_INFINITY;
  for (const place of outline) {
    const x = view.toX(place.lonDeg);
    const y = view.toY(place.latDeg);
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  const large = Math.max(east - west, south - north) / 2 >= leastPx;
  return large && east >= 0 && south >= 0 && west <= view.widthPx && north <= view.heightPx;
}

function trace(view: CanvasView, outline: readonly LatLon[]): void {
  view.context.beginPath();
  outline.forEach((place, i) => {
    const x = view.toX(place.lonDeg);
    const y = view.toY(place.latDeg);
    if (i === 0) view.context.moveTo(x, y);
    else view.context.lineTo(x, y);
  });
  view.context.closePath();
}
