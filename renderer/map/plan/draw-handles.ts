import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { PlanPart } from "../../stores/plan-edit-store.ts";
import type { CanvasView } from "../view-canvas.ts";
import type { Grip, Handle } from "./plan-handles.ts";

export interface HandleScene {
  readonly handles: readonly Handle[];
  readonly part: PlanPart | undefined;
  /** Held or under the pointer. */
  readonly active: Grip | undefined;
  readonly colour: string;
  readonly theme: "day" | "night";
  /** Corners of the part that is worked at, closed or not, to be outlined. */
  readonly outlines: readonly { readonly places: readonly LatLon[]; readonly closed: boolean }[];
  /** A place that the profile points at. */
  readonly profilePlace: LatLon | undefined;
}

const font = '650 12px system-ui, "Noto Sans", sans-serif';

/** Nearer than this two numbers would lie on each other, px. */
const numberPx = { width: 26, height: 20 } as const;

/** The edited plan's handles: numbers for what is in the list, squares at corners, small rounds where new ones come. */
export function drawHandles(view: CanvasView, scene: HandleScene): void {
  for (const outline of scene.outlines) drawOutline(view, scene, outline);
  const numbered: { readonly x: number; readonly y: number }[] = [];
  for (const handle of scene.handles) {
    const [x, y] = [view.toX(handle.place.lonDeg), view.toY(handle.place.latDeg)];
    if (x < -30 || y < -30 || x > view.widthPx + 30 || y > view.heightPx + 30) continue;
    const active = scene.active !== undefined && sameGrip(scene.active, handle.grip);
    if (active) drawHalo(view, x, y);
    if (handle.label !== undefined && !active && !isPicked(scene, handle.grip)) {
      // Numbers on numbers can't be read: every other one is a dot then.
      if (numbered.some((other) => Math.abs(other.x - x) < numberPx.width && Math.abs(other.y - y) < numberPx.height)) {
        drawSmallDot(view, scene, x, y);
        continue;
      }
      numbered.push({ x, y });
    }
    drawHandle(view, scene, handle, { x, y, active });
  }
  if (scene.profilePlace !== undefined) drawProfilePlace(view, scene.profilePlace);
  view.context.globalAlpha = 1;
}

const isPicked = ({ part }: HandleScene, grip: Grip): boolean =>
  part?.kind === grip.part.kind && part.id === grip.part.id;

const sameGrip = (a: Grip, b: Grip): boolean =>
  a.kind === b.kind &&
  a.part.id === b.part.id &&
  a.part.kind === b.part.kind &&
  ("ring" in a ? a.ring : 0) === ("ring" in b ? b.ring : 0) &&
  ("index" in a ? a.index : 0) === ("index" in b ? b.index : 0);

function drawHandle(
  view: CanvasView,
  scene: HandleScene,
  { grip, label }: Handle,
  at: { readonly x: number; readonly y: number; readonly active: boolean },
): void {
  const { x, y } = at;
  switch (grip.kind) {
    case "whole": {
      const picked = isPicked(scene, grip);
      if (label === undefined) drawMove(view, scene, x, y, picked);
      else drawNumber(view, scene, label, { x, y, picked });
      return;
    }
    case "middle":
    case "leg":
      drawPlus(view, scene, x, y);
      return;
    default:
      drawCorner(view, scene, x, y);
  }
}

/** The ring of what is held: wide enough to be seen around a finger. */
function drawHalo({ context }: CanvasView, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, 22, 0, 2 * Math.PI);
  context.globalAlpha = 0.35;
  context.fillStyle = "#ffb52e";
  context.fill();
  context.globalAlpha = 1;
}

function drawNumber(
  { context }: CanvasView,
  { colour, theme }: HandleScene,
  label: string,
  { x, y, picked }: { readonly x: number; readonly y: number; readonly picked: boolean },
): void {
  context.font = font;
  const halfPx = Math.max(12, context.measureText(label).width / 2 + 7);
  const badge = new Path2D();
  badge.roundRect(x - halfPx, y - 12, 2 * halfPx, 24, 12);
  context.lineWidth = picked ? 8 : 5;
  context.strokeStyle = picked ? "#ffb52e" : theme === "day" ? "#ffffff" : "#8f8468";
  context.stroke(badge);
  context.lineWidth = 3;
  context.strokeStyle = "#10141a";
  context.stroke(badge);
  context.fillStyle = colour;
  context.fill(badge);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = "rgb(255 255 255 / 85%)";
  context.strokeText(label, x, y + 0.5);
  context.fillStyle = "#000000";
  context.fillText(label, x, y + 0.5);
}

function drawSmallDot({ context }: CanvasView, { colour }: HandleScene, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, 5, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = "#10141a";
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}

function drawCorner({ context }: CanvasView, { colour, theme }: HandleScene, x: number, y: number): void {
  context.lineWidth = 5;
  context.strokeStyle = "#10141a";
  context.strokeRect(x - 6, y - 6, 12, 12);
  context.lineWidth = 2.4;
  context.strokeStyle = colour;
  context.strokeRect(x - 6, y - 6, 12, 12);
  context.fillStyle = theme === "day" ? "#ffffff" : "#c9bfa6";
  context.fillRect(x - 5.5, y - 5.5, 11, 11);
}

function drawPlus({ context }: CanvasView, { colour }: HandleScene, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, 7, 0, 2 * Math.PI);
  context.lineWidth = 3.4;
  context.strokeStyle = "#10141a";
  context.stroke();
  context.fillStyle = colour;
  context.fill();
  const plus = new Path2D(`M${x - 4} ${y}H${x + 4}M${x} ${y - 4}V${y + 4}`);
  context.lineWidth = 1.8;
  context.strokeStyle = "#000000";
  context.stroke(plus);
}

/** Four arrows: takes the whole of it. */
function drawMove({ context }: CanvasView, { colour }: HandleScene, x: number, y: number, picked: boolean): void {
  context.beginPath();
  context.arc(x, y, 11, 0, 2 * Math.PI);
  context.lineWidth = picked ? 7 : 4;
  context.strokeStyle = picked ? "#ffb52e" : "#10141a";
  context.stroke();
  context.lineWidth = 2;
  context.strokeStyle = "#10141a";
  context.stroke();
  context.fillStyle = colour;
  context.fill();
  const cross = new Path2D(
    `M${x - 7} ${y}H${x + 7}M${x} ${y - 7}V${y + 7}M${x - 7} ${y}l3 -2.5m-3 2.5l3 2.5M${x + 7} ${y}l-3 -2.5m3 2.5l-3 2.5`,
  );
  context.lineWidth = 1.8;
  context.strokeStyle = "#000000";
  context.stroke(cross);
}

function drawOutline(
  view: CanvasView,
  { colour }: HandleScene,
  { places, closed }: HandleScene["outlines"][number],
): void {
  const { context } = view;
  const path = new Path2D();
  places.forEach(({ latDeg, lonDeg }, i) => {
    if (i === 0) path.moveTo(view.toX(lonDeg), view.toY(latDeg));
    else path.lineTo(view.toX(lonDeg), view.toY(latDeg));
  });
  if (closed) path.closePath();
  context.lineJoin = "round";
  context.globalAlpha = 0.8;
  context.lineWidth = 3.6;
  context.strokeStyle = "#10141a";
  context.stroke(path);
  context.globalAlpha = 1;
  context.setLineDash([5, 4]);
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.stroke(path);
  context.setLineDash([]);
}

function drawProfilePlace(view: CanvasView, { latDeg, lonDeg }: LatLon): void {
  const { context } = view;
  context.beginPath();
  context.arc(view.toX(lonDeg), view.toY(latDeg), 9, 0, 2 * Math.PI);
  context.lineWidth = 6;
  context.strokeStyle = "#10141a";
  context.stroke();
  context.lineWidth = 3;
  context.strokeStyle = "#ffb52e";
  context.stroke();
}
