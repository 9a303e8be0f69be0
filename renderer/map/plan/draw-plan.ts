import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { metresPerPx } from "../../../shared/geo/web-mercator.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import { lineSpacing } from "../../../shared/search/patterns/line-spacing.ts";
import type { CanvasView } from "../view-canvas.ts";
import type { PlanLine } from "./plan-lines.ts";

export interface PlanScene {
  readonly plan: Plan;
  readonly lines: readonly PlanLine[];
  readonly colour: string;
  readonly theme: "day" | "night";
  /** Of the selected vehicle: stronger than the others'. */
  readonly strong: boolean;
}

/** Of a path that is longer than this on screen every piece has an arrow, px. */
const arrowEveryPx = 110;

/** The plan's whole way: swaths below, then its lines, their direction, and the circles of orbits. */
export function drawPlan(view: CanvasView, scene: PlanScene): void {
  if (!isNear(view, scene.lines)) return;
  drawSwaths(view, scene);
  const { search, transit, back } = pathsOf(view, scene.lines);
  for (const circle of orbitsOf(view, scene.plan)) search.addPath(circle);
  const widthPx = scene.strong ? 2.8 : 1.9;
  strokeLine(view, scene, back, { widthPx: widthPx * 0.7, dashes: [2, 6] });
  strokeLine(view, scene, transit, { widthPx: widthPx * 0.8, dashes: [8, 5] });
  strokeLine(view, scene, search, { widthPx, dashes: [] });
  drawArrows(view, scene);
  view.context.globalAlpha = 1;
}

/** Some of it within the canvas. */
function isNear(view: CanvasView, lines: readonly PlanLine[]): boolean {
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { places } of lines)
    for (const { latDeg, lonDeg } of places) {
      const x = view.toX(lonDeg);
      const y = view.toY(latDeg);
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
    }
  return lines.length === 0 || (east > -60 && south > -60 && west < view.widthPx + 60 && north < view.heightPx + 60);
}

function pathsOf(view: CanvasView, lines: readonly PlanLine[]) {
  const search = new Path2D();
  const transit = new Path2D();
  const back = new Path2D();
  for (const { kind, places } of lines)
    addLine(view, kind === "search" ? search : kind === "transit" ? transit : back, places);
  return { search, transit, back };
}

function addLine(view: CanvasView, path: Path2D, places: readonly LatLon[]): void {
  places.forEach(({ latDeg, lonDeg }, i) => {
    if (i === 0) path.moveTo(view.toX(lonDeg), view.toY(latDeg));
    else path.lineTo(view.toX(lonDeg), view.toY(latDeg));
  });
}

function orbitsOf(view: CanvasView, plan: Plan): Path2D[] {
  return plan.elements.flatMap((element) => {
    if (element.kind !== "orbit") return [];
    const path = new Path2D();
    const radiusPx = element.radiusM / metresPerPx(element.centre.latDeg, view.zoom);
    const [x, y] = [view.toX(element.centre.lonDeg), view.toY(element.centre.latDeg)];
    path.moveTo(x + radiusPx, y);
    path.arc(x, y, radiusPx, 0, 2 * Math.PI);
    return [path];
  });
}

interface Stroke {
  readonly widthPx: number;
  readonly dashes: readonly number[];
}

/** In its colour, with a dark edge: readable on any ground. */
function strokeLine({ context }: CanvasView, scene: PlanScene, path: Path2D, { widthPx, dashes }: Stroke): void {
  context.lineJoin = "round";
  context.lineCap = "butt";
  context.setLineDash([...dashes]);
  for (const edge of [true, false]) {
    context.strokeStyle = edge ? (scene.theme === "day" ? "#10141a" : "#000000") : scene.colour;
    context.globalAlpha = edge ? (scene.strong ? 0.75 : 0.45) : scene.strong ? 1 : scene.theme === "day" ? 0.85 : 0.7;
    context.lineWidth = edge ? widthPx + 2 : widthPx;
    context.stroke(path);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** What the lines of each pattern will have seen; one stroke, so that overlaps don't darken. */
function drawSwaths(view: CanvasView, { plan, lines, colour, strong }: PlanScene): void {
  const { context } = view;
  for (const element of plan.elements) {
    if (element.kind !== "pattern" || element.camera === undefined || element.points[0] === undefined) continue;
    const { camera, height } = element;
    const swathM = lineSpacing({ camera, heightAglM: height.aglM, sideOverlap: camera.sideOverlap })?.swathM;
    if (swathM === undefined) continue;
    const path = new Path2D();
    for (const line of lines)
      if (line.kind === "search" && line.elementId === element.id) addLine(view, path, line.places);
    context.lineWidth = swathM / metresPerPx(element.points[0].latDeg, view.zoom);
    context.lineCap = "butt";
    context.lineJoin = "round";
    context.globalAlpha = strong ? 0.2 : 0.1;
    context.strokeStyle = colour;
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

function drawArrows(view: CanvasView, { lines, colour, theme, strong }: PlanScene): void {
  const { context } = view;
  const arrows = new Path2D();
  let sinceArrowPx = arrowEveryPx / 2;
  for (const { places, kind } of lines) {
    if (kind === "loop") continue;
    for (let i = 1; i < places.length; i++) {
      const [from, to] = [places[i - 1], places[i]];
      if (from === undefined || to === undefined) continue;
      const [x, y] = [view.toX(from.lonDeg), view.toY(from.latDeg)];
      const [dx, dy] = [view.toX(to.lonDeg) - x, view.toY(to.latDeg) - y];
      const lengthPx = Math.hypot(dx, dy);
      if (lengthPx > 26 && sinceArrowPx + lengthPx >= arrowEveryPx) {
        addArrow(arrows, x + dx * 0.5, y + dy * 0.5, Math.atan2(dy, dx), strong ? 6.5 : 5);
        sinceArrowPx = lengthPx / 2;
      } else sinceArrowPx += lengthPx;
    }
  }
  context.lineJoin = "round";
  context.globalAlpha = strong ? 1 : 0.8;
  context.strokeStyle = theme === "day" ? "#10141a" : "#000000";
  context.lineWidth = 3;
  context.stroke(arrows);
  context.fillStyle = colour;
  context.fill(arrows);
  context.globalAlpha = 1;
}

function addArrow(path: Path2D, x: number, y: number, turn: number, sizePx: number): void {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const corners = [
    [1.2, 0],
    [-0.9, 0.95],
    [-0.35, 0],
    [-0.9, -0.95],
  ] as const;
  corners.forEach(([along, across], i) => {
    const px = x + (along * cos - across * sin) * sizePx;
    const py = y + (along * sin + across * cos) * sizePx;
    if (i === 0) path.moveTo(px, py);
    else path.lineTo(px, py);
  });
  path.closePath();
}
