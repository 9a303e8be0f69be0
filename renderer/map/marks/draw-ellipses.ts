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
  day: { line: "#9a4f00", edge: "rgba(255,255,255,0.85)", fill: "#ff9d1c", grey: "#4d545c", own: "#0b4f9e" },
  night: { line: "#f0a83c", edge: "rgba(0,0,0,0.7)", fill: "#f0a83c", grey: "#8d8572", own: "#9db8d6" },
} as const;

type Look = "dismissed" | "own" | "confirmed" | "new";

const lookOf = ({ source }: LocatedHeat): Look =>
  source.decision.state === "dismissed" ? "dismissed" : source.identity !== undefined ? "own" : source.decision.state;

const fillAlphas: Readonly<Record<Look, number>> = { dismissed: 0.03, own: 0.05, confirmed: 0.2, new: 0.12 };

/** Ellipses smaller than their ring add nothing. */
const leastPx = 9;

/** The 95 % ellipses, to true scale; in dashes where level ground had to be assumed. */
export function drawEllipses(view: CanvasView, scene: EllipseScene): void {
  const { context } = view;
  const colours = strokes[scene.theme];
  for (const heat of scene.located) {
    const outline = ellipseOutline(heat.position, heat.ellipse95);
    if (!shows(view, outline)) continue;
    const look = lookOf(heat);
    const { location } = heat.source;
    const strong = heat.source.id === scene.selectedId || heat.source.id === scene.hoveredId;
    const line = look === "dismissed" ? colours.grey : look === "own" ? colours.own : colours.line;
    trace(view, outline);
    context.globalAlpha = strong && look !== "dismissed" ? 0.26 : fillAlphas[look];
    context.fillStyle = look === "dismissed" ? colours.grey : look === "own" ? colours.own : colours.fill;
    context.fill();
    context.globalAlpha = look === "dismissed" ? 0.45 : 1;
    const flat = location.located && location.ground === "flat";
    context.setLineDash(look === "dismissed" ? [2, 5] : flat ? [9, 6] : []);
    context.strokeStyle = colours.edge;
    context.lineWidth = strong ? 5 : 3.4;
    context.stroke();
    context.strokeStyle = line;
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
