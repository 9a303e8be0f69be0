import { offsetLatLon } from "../../../shared/geo/local-frame.ts";
import type { CanvasView } from "../view-canvas.ts";
import type { LocatedHeat } from "./heat-groups.ts";

/** How far ahead the arrow of a source that moves reaches, s. */
const aheadS = 30;
/** From the mark's middle to where its arrow begins, and the least it is long, px. */
const fromPx = 17;
const leastPx = 34;
const headPx = 7;

/** Where what moves will be in half a minute: an arrow from its ring. */
export function drawHeatMotion(view: CanvasView, located: readonly LocatedHeat[], theme: "day" | "night"): void {
  const { context } = view;
  for (const { source, position } of located) {
    const { velocity, decision } = source;
    if (velocity === undefined || decision.state === "dismissed") continue;
    const x = view.toX(position.lonDeg);
    const y = view.toY(position.latDeg);
    if (x < -200 || y < -200 || x > view.widthPx + 200 || y > view.heightPx + 200) continue;
    const ahead = offsetLatLon(position, velocity.northMps * aheadS, velocity.eastMps * aheadS);
    const dx = view.toX(ahead.lonDeg) - x;
    const dy = view.toY(ahead.latDeg) - y;
    const wayPx = Math.hypot(dx, dy);
    if (wayPx < 1) continue;
    const [ux, uy] = [dx / wayPx, dy / wayPx];
    const longPx = Math.max(leastPx, wayPx);
    const [tipX, tipY] = [x + ux * longPx, y + uy * longPx];
    const arrow = new Path2D();
    arrow.moveTo(x + ux * fromPx, y + uy * fromPx);
    arrow.lineTo(tipX, tipY);
    arrow.moveTo(tipX - (ux - uy * 0.7) * headPx, tipY - (uy + ux * 0.7) * headPx);
    arrow.lineTo(tipX, tipY);
    arrow.lineTo(tipX - (ux + uy * 0.7) * headPx, tipY - (uy - ux * 0.7) * headPx);
    context.lineCap = "round";
    context.lineJoin = "round";
    context.strokeStyle = theme === "day" ? "rgba(255,255,255,0.9)" : "rgba(0,0,0,0.8)";
    context.lineWidth = 5;
    context.stroke(arrow);
    context.strokeStyle = theme === "day" ? "#7a3d00" : "#f0a83c";
    context.lineWidth = 2.4;
    context.stroke(arrow);
  }
}
