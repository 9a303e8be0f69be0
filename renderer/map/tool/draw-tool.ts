import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { offsetLatLon } from "../../../shared/geo/local-frame.ts";
import type { MapPick } from "../../stores/map-tool-store.ts";
import { circleRadiusM } from "../../stores/map-tool-store.ts";
import type { CanvasView } from "../view-canvas.ts";
import { sideMiddles } from "./ring-grips.ts";

export interface ToolScene {
  readonly pick: MapPick;
  readonly points: readonly LatLon[];
  /** Where the next point would be; undefined for a finger, which nobody knows before it presses. */
  readonly aim: LatLon | undefined;
  /** The aim is the map's middle: a cross stands there. */
  readonly crosshair: boolean;
  readonly colour: string;
  readonly lengthText: (m: number) => string;
  /** Of a ring: the corner that was pressed last. */
  readonly chosen?: number | undefined;
}

const circleSides = 72;

/** What is being shown on the map: what was set, and what the next press would add. */
export function drawTool(view: CanvasView, scene: ToolScene): void {
  const { pick, points, aim } = scene;
  if (pick.kind === "ring") {
    drawRing(view, scene);
    return;
  }
  const [centre] = points;
  if (pick.kind === "circle" && centre !== undefined && aim !== undefined) drawCircle(view, scene, centre, aim);
  if (pick.kind === "path" || pick.kind === "area") drawPath(view, scene);
  for (const point of points) drawDot(view, point, scene.colour);
  if (aim === undefined) return;
  if (pick.kind === "place" && !scene.crosshair) drawDot(view, aim, scene.colour);
  if (scene.crosshair) drawCross(view, aim, scene.colour);
}

/** A line in its colour between dark and light edges, so that it reads on any ground. */
export function strokeTwice(view: CanvasView, path: Path2D, colour: string, dashes: readonly number[]): void {
  const { context } = view;
  context.lineJoin = "round";
  context.lineCap = dashes.length > 0 ? "butt" : "round";
  context.setLineDash([...dashes]);
  context.globalAlpha = 0.55;
  context.strokeStyle = "#ffffff";
  context.lineWidth = 6.5;
  context.stroke(path);
  context.globalAlpha = 0.9;
  context.strokeStyle = "#10141a";
  context.lineWidth = 4.6;
  context.stroke(path);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 2.8;
  context.stroke(path);
  context.setLineDash([]);
}

function drawPath(view: CanvasView, { pick, points, aim, colour, lengthText }: ToolScene): void {
  const last = points.at(-1);
  if (last === undefined) return;
  const { context } = view;
  const set = pathOf(view, points);
  if (pick.kind === "area" && points.length >= 2) {
    const filled = pathOf(view, aim === undefined ? points : [...points, aim]);
    context.globalAlpha = 0.18;
    context.fillStyle = colour;
    context.fill(filled);
    context.globalAlpha = 1;
  }
  const next = aim === undefined ? [last] : [last, aim];
  // An area closes over what the next press would add.
  const closing = pick.kind === "area" && points.length >= 2 ? points.slice(0, 1) : [];
  strokeTwice(view, pathOf(view, [...next, ...closing]), colour, [7, 6]);
  strokeTwice(view, set, colour, []);
  const lengthM = aim === undefined ? 0 : distanceM(last, aim);
  if (aim !== undefined && lengthM > 1) drawText(view, aim, lengthText(lengthM));
}

/** A ring with its corners, and between them what makes new ones. */
function drawRing(view: CanvasView, { points, colour, chosen }: ToolScene): void {
  const { context } = view;
  const path = pathOf(view, [...points, ...points.slice(0, 1)]);
  context.globalAlpha = 0.14;
  context.fillStyle = colour;
  context.fill(path);
  context.globalAlpha = 1;
  strokeTwice(view, path, colour, []);
  const corners = points.map((place) => ({ x: view.toX(place.lonDeg), y: view.toY(place.latDeg) }));
  for (const { x, y } of sideMiddles(corners)) {
    context.beginPath();
    context.arc(x, y, 5, 0, 2 * Math.PI);
    context.fillStyle = "#ffffff";
    context.fill();
    context.strokeStyle = "#10141a";
    context.lineWidth = 1.6;
    context.stroke();
  }
  points.forEach((point, i) => {
    drawDot(view, point, i === chosen ? "#ffb52e" : colour);
  });
}

function drawCircle(view: CanvasView, { colour, lengthText }: ToolScene, centre: LatLon, aim: LatLon): void {
  const radiusM = circleRadiusM(centre, aim);
  if (radiusM === undefined) return;
  strokeTwice(view, pathOf(view, rimOf(centre, radiusM)), colour, []);
  strokeTwice(view, pathOf(view, [centre, aim]), colour, [7, 6]);
  drawText(view, aim, lengthText(radiusM));
}

export function rimOf(centre: LatLon, radiusM: number): readonly LatLon[] {
  return Array.from({ length: circleSides + 1 }, (_, i) => {
    const turn = (i / circleSides) * 2 * Math.PI;
    return offsetLatLon(centre, radiusM * Math.cos(turn), radiusM * Math.sin(turn));
  });
}

export function pathOf(view: CanvasView, places: readonly LatLon[]): Path2D {
  const path = new Path2D();
  places.forEach(({ latDeg, lonDeg }, i) => {
    if (i === 0) path.moveTo(view.toX(lonDeg), view.toY(latDeg));
    else path.lineTo(view.toX(lonDeg), view.toY(latDeg));
  });
  return path;
}

export function drawDot(view: CanvasView, place: LatLon, colour: string): void {
  const { context } = view;
  const path = new Path2D();
  path.arc(view.toX(place.lonDeg), view.toY(place.latDeg), 8, 0, 2 * Math.PI);
  context.lineWidth = 5.5;
  context.strokeStyle = "#ffffff";
  context.stroke(path);
  context.lineWidth = 3;
  context.strokeStyle = "#10141a";
  context.stroke(path);
  context.fillStyle = colour;
  context.fill(path);
}

/** Where something was sent: a ring around the place, which stays free. */
export function drawGoal({ context, toX, toY }: CanvasView, place: LatLon, colour: string): void {
  const ring = new Path2D();
  ring.arc(toX(place.lonDeg), toY(place.latDeg), 10, 0, 2 * Math.PI);
  for (const [style, widthPx] of [
    ["#ffffff", 8],
    ["#10141a", 6],
    [colour, 3.4],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = widthPx;
    context.stroke(ring);
  }
}

function drawCross(view: CanvasView, place: LatLon, colour: string): void {
  const x = view.toX(place.lonDeg);
  const y = view.toY(place.latDeg);
  const cross = new Path2D(
    `M${x - 26} ${y}H${x - 7}M${x + 7} ${y}H${x + 26}M${x} ${y - 26}V${y - 7}M${x} ${y + 7}V${y + 26}`,
  );
  strokeTwice(view, cross, colour, []);
}

function drawText(view: CanvasView, place: LatLon, text: string): void {
  const { context } = view;
  context.font = '600 13px system-ui, "Noto Sans", sans-serif';
  context.textAlign = "left";
  context.textBaseline = "middle";
  const x = view.toX(place.lonDeg) + 18;
  const y = view.toY(place.latDeg) - 18;
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = "#ffffff";
  context.strokeText(text, x, y);
  context.fillStyle = "#10141a";
  context.fillText(text, x, y);
}
