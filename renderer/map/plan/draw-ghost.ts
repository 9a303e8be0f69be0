import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Ghost } from "../../../shared/vehicle/ghost.ts";
import type { CanvasView } from "../view-canvas.ts";
import { drawTag, type Tag } from "./draw-tag.ts";

export interface GhostScene {
  readonly ghost: Ghost;
  readonly colour: string;
  readonly theme: "day" | "night";
  readonly text: string;
  /** Where it was heard last. */
  readonly lastPlace: LatLon | undefined;
  readonly within?: Tag["within"];
}

/**
 * Where a vehicle that is not heard should be: never a mark like a real one's, but a broken ring in a region of its own.
 * Overdue is said in the tag too, not by colour alone.
 */
export function drawGhost(view: CanvasView, scene: GhostScene): void {
  const { ghost, colour, theme, text } = scene;
  drawRegion(view, scene);
  drawWay(view, scene);
  const { context } = view;
  const [x, y] = [view.toX(ghost.lonDeg), view.toY(ghost.latDeg)];
  const ring = new Path2D();
  ring.arc(x, y, 15, 0, 2 * Math.PI);
  context.lineWidth = 7;
  context.globalAlpha = 0.75;
  context.strokeStyle = theme === "day" ? "#ffffff" : "#000000";
  context.stroke(ring);
  context.globalAlpha = 1;
  context.setLineDash([6, 4.5]);
  context.lineWidth = 4;
  context.strokeStyle = ghost.overdue ? graveOf(theme) : colour;
  context.stroke(ring);
  context.setLineDash([]);
  const mark = new Path2D(`M${x - 6} ${y - 6}L${x + 6} ${y + 6}M${x + 6} ${y - 6}L${x - 6} ${y + 6}`);
  context.lineWidth = 4.5;
  context.strokeStyle = theme === "day" ? "#10141a" : "#000000";
  context.stroke(mark);
  context.lineWidth = 2.4;
  context.strokeStyle = colour;
  context.stroke(mark);
  drawTag(view, { x, y: y - 32, text, theme, colour, grave: ghost.overdue, centred: true, within: scene.within });
}

const graveOf = (theme: "day" | "night"): string => (theme === "day" ? "#8d0f0a" : "#ffb59e");

function pathOf(view: CanvasView, places: readonly LatLon[]): Path2D {
  const path = new Path2D();
  places.forEach(({ latDeg, lonDeg }, i) => {
    if (i === 0) path.moveTo(view.toX(lonDeg), view.toY(latDeg));
    else path.lineTo(view.toX(lonDeg), view.toY(latDeg));
  });
  return path;
}

function drawRegion(view: CanvasView, { ghost, colour, theme }: GhostScene): void {
  if (ghost.region.length < 3) return;
  const { context } = view;
  const path = pathOf(view, ghost.region);
  path.closePath();
  context.globalAlpha = 0.12;
  context.fillStyle = colour;
  context.fill(path);
  context.globalAlpha = 0.85;
  context.setLineDash([3, 5]);
  context.lineWidth = 3.4;
  context.strokeStyle = theme === "day" ? "#10141a" : "#000000";
  context.stroke(path);
  context.lineWidth = 2;
  context.strokeStyle = ghost.overdue ? graveOf(theme) : colour;
  context.stroke(path);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** From where it was heard last to where it should be, dotted; and on from there. */
function drawWay(view: CanvasView, { ghost, colour, lastPlace, theme }: GhostScene): void {
  const { context } = view;
  context.lineCap = "round";
  if (lastPlace !== undefined) {
    context.setLineDash([0.1, 7]);
    context.globalAlpha = 0.8;
    context.lineWidth = 3;
    context.strokeStyle = theme === "day" ? "#10141a" : "#b9ab8c";
    context.stroke(pathOf(view, [lastPlace, ghost]));
  }
  if (ghost.path.length > 0) {
    const ahead = pathOf(view, [ghost, ...ghost.path]);
    context.globalAlpha = 0.9;
    context.setLineDash([5, 7]);
    context.lineWidth = 4;
    context.strokeStyle = theme === "day" ? "#10141a" : "#000000";
    context.stroke(ahead);
    context.lineWidth = 2.2;
    context.strokeStyle = colour;
    context.stroke(ahead);
  }
  context.setLineDash([]);
  context.lineCap = "butt";
  context.globalAlpha = 1;
}
