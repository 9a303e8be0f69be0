import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { CanvasView } from "../view-canvas.ts";
import { drawTag, type Tag } from "./draw-tag.ts";

/** Something to look at, with its words. */
export interface MapWarning {
  readonly place: LatLon;
  readonly severity: "warning" | "error";
  readonly text: string;
}

export interface WarningScene {
  readonly theme: "day" | "night";
  /** Squares that no line covers. */
  readonly uncovered: readonly { readonly southWest: LatLon; readonly northEast: LatLon }[];
  readonly warnings: readonly MapWarning[];
  readonly within?: Tag["within"];
}

const nearPx = 22;

/** What no line covers (cross-hatched), and what is wrong where. */
export function drawWarnings(view: CanvasView, scene: WarningScene): void {
  if (scene.uncovered.length > 0) drawUncovered(view, scene);
  const drawn: { readonly x: number; readonly y: number }[] = [];
  for (const warning of scene.warnings) {
    const at = { x: view.toX(warning.place.lonDeg), y: view.toY(warning.place.latDeg) };
    // One mark says enough where many would lie on each other.
    if (drawn.some(({ x, y }) => Math.abs(x - at.x) < nearPx && Math.abs(y - at.y) < nearPx)) continue;
    drawn.push(at);
    drawWarning(view, scene, warning);
  }
  view.context.globalAlpha = 1;
}

function drawUncovered(view: CanvasView, { uncovered, theme }: WarningScene): void {
  const { context } = view;
  const squares = new Path2D();
  for (const { southWest, northEast } of uncovered) {
    const [x, y] = [view.toX(southWest.lonDeg), view.toY(northEast.latDeg)];
    squares.rect(x, y, view.toX(northEast.lonDeg) - x, view.toY(southWest.latDeg) - y);
  }
  context.save();
  context.clip(squares);
  const hatch = new Path2D();
  for (let x = -view.heightPx; x < view.widthPx + view.heightPx; x += 8) {
    hatch.moveTo(x, 0);
    hatch.lineTo(x + view.heightPx, view.heightPx);
    hatch.moveTo(x, view.heightPx);
    hatch.lineTo(x + view.heightPx, 0);
  }
  context.globalAlpha = theme === "day" ? 0.75 : 0.6;
  context.lineWidth = 1.2;
  context.strokeStyle = theme === "day" ? "#8d0f0a" : "#ffb59e";
  context.stroke(hatch);
  context.restore();
}

/** A triangle to weigh, an octagon for what must not be flown. */
function drawWarning(view: CanvasView, scene: WarningScene, { place, severity, text }: MapWarning): void {
  const { context } = view;
  const [x, y] = [view.toX(place.lonDeg), view.toY(place.latDeg)];
  if (x < -40 || y < -40 || x > view.widthPx + 40 || y > view.heightPx + 40) return;
  const mark = severity === "error" ? octagon(x, y - 24) : triangle(x, y - 24);
  const stem = new Path2D(`M${x} ${y}V${y - 12}`);
  context.lineJoin = "round";
  context.strokeStyle = "#10141a";
  context.lineWidth = 2.5;
  context.stroke(stem);
  context.strokeStyle = scene.theme === "day" ? "#ffffff" : "#000000";
  context.lineWidth = 5;
  context.stroke(mark);
  context.strokeStyle = "#10141a";
  context.lineWidth = 2;
  context.stroke(mark);
  context.fillStyle = severity === "error" ? (scene.theme === "day" ? "#fde5e2" : "#ffb59e") : "#ffb52e";
  context.fill(mark);
  const sign = new Path2D(`M${x} ${y - 30}V${y - 23}M${x} ${y - 19.5}V${y - 19}`);
  context.lineCap = "round";
  context.strokeStyle = severity === "error" ? "#8d0f0a" : "#1b1200";
  context.lineWidth = 2.6;
  context.stroke(sign);
  if (text !== "") drawTag(view, { x, y: y - 52, text, theme: scene.theme, centred: true, within: scene.within });
}

const triangle = (x: number, y: number): Path2D => new Path2D(`M${x} ${y - 13}L${x + 13} ${y + 9}H${x - 13}z`);

const octagon = (x: number, y: number): Path2D => {
  const corners = Array.from({ length: 8 }, (_, i) => {
    const turn = ((i + 0.5) * Math.PI) / 4;
    return `${x + 12.5 * Math.cos(turn)} ${y + 12.5 * Math.sin(turn)}`;
  });
  return new Path2D(`M${corners.join("L")}z`);
};
