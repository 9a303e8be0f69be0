import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Theme } from "../../stores/settings-store.ts";
import { drawTag } from "../plan/draw-tag.ts";
import type { CanvasView } from "../view-canvas.ts";
import type { AssignmentState } from "./open-assignments.ts";

/** A line from somebody to where they were, or could be, sent. */
export interface Link {
  readonly from: LatLon;
  /** One place after the other. */
  readonly to: readonly LatLon[];
  readonly colour: string;
  /** "proposed": nobody was asked yet. */
  readonly state: AssignmentState | "proposed";
  readonly strong: boolean;
  readonly text: string | undefined;
}

/** Nothing but what was said: dots. Accepted: dashes. Under way: a line. On scene: a thick one. */
const dashes: Readonly<Record<Link["state"], readonly number[]>> = {
  proposed: [10, 7],
  sent: [2, 5],
  accepted: [7, 5],
  "on-the-way": [],
  "on-scene": [],
};
const headPx = 9;
/** Shorter ones are hidden by their own marks, px. */
const leastPx = 14;

export function drawLink(view: CanvasView, link: Link, theme: Theme): void {
  const { context } = view;
  const points = [link.from, ...link.to].map((place) => ({ x: view.toX(place.lonDeg), y: view.toY(place.latDeg) }));
  const [first, last, before] = [points[0], points.at(-1), points.at(-2)];
  if (first === undefined || last === undefined || before === undefined) return;
  if (Math.hypot(last.x - first.x, last.y - first.y) < leastPx && points.length === 2) return;
  if (isBeyond(view, points)) return;
  const path = new Path2D();
  points.forEach(({ x, y }, i) => {
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
  const turn = Math.atan2(last.y - before.y, last.x - before.x);
  const head = new Path2D();
  for (const side of [-1, 1]) {
    head.moveTo(last.x, last.y);
    head.lineTo(last.x - headPx * Math.cos(turn + side * 0.5), last.y - headPx * Math.sin(turn + side * 0.5));
  }
  const widthPx = (link.state === "on-scene" ? 3 : link.state === "proposed" ? 2.6 : 1.8) + (link.strong ? 1.2 : 0);
  const day = theme === "day";
  context.lineJoin = "round";
  context.lineCap = "butt";
  for (const [style, px] of [
    [day ? "rgb(255 255 255 / 75%)" : "rgb(0 0 0 / 70%)", widthPx + 3.4],
    ["#10141a", widthPx + 1.4],
    [link.colour, widthPx],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = px;
    context.setLineDash([...dashes[link.state]]);
    context.stroke(path);
    context.setLineDash([]);
    context.stroke(head);
  }
  if (link.text === undefined) return;
  const [a, b] = [first, points[1] ?? last];
  drawTag(view, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, text: link.text, theme, colour: link.colour, centred: true });
}

const isBeyond = (view: CanvasView, points: readonly { readonly x: number; readonly y: number }[]): boolean =>
  points.every(({ x }) => x < 0) ||
  points.every(({ y }) => y < 0) ||
  points.every(({ x }) => x > view.widthPx) ||
  points.every(({ y }) => y > view.heightPx);
