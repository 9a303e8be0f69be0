import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { metresPerPx } from "../../../shared/geo/web-mercator.ts";
import type { SearchView } from "../../../shared/wire/incident.ts";
import type { Theme } from "../../stores/settings-store.ts";
import { drawTag } from "../plan/draw-tag.ts";
import type { CanvasView } from "../view-canvas.ts";

/** A place of the report: planning point, last seen, last known. */
export interface ReportPlace {
  readonly kind: "IPP" | "PLS" | "LKP";
  readonly place: LatLon;
  readonly text: string;
}

export interface RingScene {
  /** Undefined where they aren't shown. */
  readonly rings: SearchView["rings"];
  readonly places: readonly ReportPlace[];
  readonly theme: Theme;
  readonly ringText: (share: number, distanceM: number) => string;
  /** What the panels leave free of the canvas: labels stand there if they can. */
  readonly free: {
    readonly leftPx: number;
    readonly topPx: number;
    readonly rightPx: number;
    readonly bottomPx: number;
  };
}

/** The wider the ring, the longer its dashes. */
const dashesOf = (i: number): readonly number[] => [3 + 5 * i, 4 + i];
/** Where a ring's label may stand, from north, the first that is in sight. */
const labelTurns = [0, 45, 315, 90, 270, 135, 225, 180, 20, 340, 70, 290, 110, 250].map((deg) => (deg * Math.PI) / 180);
/** Marks nearer than this share their words, px. */
const samePx = 18;

/** Distances within which so many such people were found, and the points that they are counted from. */
export function drawRings(view: CanvasView, scene: RingScene): void {
  if (scene.rings !== undefined) {
    const { rings } = scene;
    rings.quantiles.forEach((quantile, i) => {
      drawRing(view, scene, rings, quantile, i);
    });
  }
  const drawn: { readonly x: number; readonly y: number }[] = [];
  for (const report of scene.places) {
    const x = view.toX(report.place.lonDeg);
    const y = view.toY(report.place.latDeg);
    drawPlace(view, report.kind, x, y, scene.theme);
    const below = drawn.filter((other) => Math.hypot(other.x - x, other.y - y) < samePx).length;
    drawn.push({ x, y });
    drawTag(view, { x, y: y + 27 + 25 * below, text: report.text, theme: scene.theme, centred: true });
  }
}

function drawRing(
  view: CanvasView,
  { theme, ringText, free }: RingScene,
  centre: LatLon,
  { share, distanceM }: { readonly share: number; readonly distanceM: number },
  i: number,
): void {
  const { context } = view;
  const x = view.toX(centre.lonDeg);
  const y = view.toY(centre.latDeg);
  const radiusPx = distanceM / metresPerPx(centre.latDeg, view.zoom);
  if (radiusPx < 6 || isBeyond(view, x, y, radiusPx)) return;
  context.beginPath();
  context.arc(x, y, radiusPx, 0, 2 * Math.PI);
  context.strokeStyle = theme === "day" ? "rgb(255 255 255 / 75%)" : "rgb(0 0 0 / 60%)";
  context.lineWidth = 4;
  context.stroke();
  context.setLineDash([...dashesOf(i)]);
  context.strokeStyle = theme === "day" ? "#1d2733" : "#c9bb98";
  context.lineWidth = 1.8;
  context.stroke();
  context.setLineDash([]);
  if (radiusPx < 30) return;
  for (const turn of labelTurns) {
    const at = { x: x + radiusPx * Math.sin(turn), y: y - radiusPx * Math.cos(turn) };
    const inSight =
      at.x > free.leftPx + 60 && at.x < free.rightPx - 60 && at.y > free.topPx + 16 && at.y < free.bottomPx - 16;
    if (!inSight) continue;
    drawTag(view, { ...at, text: ringText(share, distanceM), theme, centred: true });
    return;
  }
}

/** Neither the ring nor anything of its line is on the canvas. */
const isBeyond = (view: CanvasView, x: number, y: number, radiusPx: number): boolean => {
  const farX = Math.max(Math.abs(x), Math.abs(view.widthPx - x));
  const farY = Math.max(Math.abs(y), Math.abs(view.heightPx - y));
  if (Math.hypot(farX, farY) < radiusPx) return true;
  const nearX = Math.max(0, -x, x - view.widthPx);
  const nearY = Math.max(0, -y, y - view.heightPx);
  return Math.hypot(nearX, nearY) > radiusPx;
};

/** A cross for the planning point, an eye's ring for where somebody was seen, a foot's square for where a clue says. */
function drawPlace({ context }: CanvasView, kind: ReportPlace["kind"], x: number, y: number, theme: Theme): void {
  const path = new Path2D();
  if (kind === "IPP")
    path.addPath(
      new Path2D(`M${x - 15} ${y}H${x - 3}M${x + 3} ${y}H${x + 15}M${x} ${y - 15}V${y - 3}M${x} ${y + 3}V${y + 15}`),
    );
  else if (kind === "PLS") path.arc(x, y, 9, 0, 2 * Math.PI);
  else path.rect(x - 8, y - 8, 16, 16);
  context.lineCap = "round";
  for (const [style, widthPx] of [
    [theme === "day" ? "#ffffff" : "#8f8468", 7],
    ["#10141a", 4.6],
    [theme === "day" ? "#ffb52e" : "#d8922a", 2.2],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = widthPx;
    context.stroke(path);
  }
  context.lineCap = "butt";
}
