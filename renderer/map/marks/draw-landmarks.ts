import type { Landmark } from "../../../shared/wire/feeds.ts";
import { drawTag } from "../plan/draw-tag.ts";
import { rimOf } from "../tool/draw-tool.ts";
import type { CanvasView } from "../view-canvas.ts";

export interface LandmarkScene {
  readonly landmarks: readonly Landmark[];
  readonly theme: "day" | "night";
  /** Its name, of a team with how long ago it was there. */
  readonly textOf: (landmark: Landmark) => string;
}

/** Names from here on: further out they would cover the ground. */
const namesFromZoom = 15;
/** How sure a place is, is drawn from this size on, px. */
const leastRimPx = 12;

const inks = {
  day: { line: "#0b4f9e", ground: "#f3f8ff" },
  night: { line: "#9db8d6", ground: "#12171d" },
} as const;

/** A surveyed mark: a triangle with its point. */
const markPath = (x: number, y: number): Path2D => new Path2D(`M${x} ${y - 10}L${x + 9} ${y + 6}H${x - 9}Z`);
/** A team: a pin whose tip is the place. */
const teamPath = (x: number, y: number): Path2D =>
  new Path2D(
    `M${x} ${y}C${x - 3} ${y - 7} ${x - 9} ${y - 9} ${x - 9} ${y - 15}A9 9 0 0 1 ${x + 9} ${y - 15}C${x + 9} ${y - 9} ${x + 3} ${y - 7} ${x} ${y}Z`,
  );

/** Places that are known better than cameras can tell: surveyed marks, and where teams said to be. */
export function drawLandmarks(view: CanvasView, { landmarks, theme, textOf }: LandmarkScene): void {
  const { context } = view;
  const ink = inks[theme];
  for (const landmark of landmarks) {
    const { position, kind, sigmaM, name } = landmark;
    const x = view.toX(position.lonDeg);
    const y = view.toY(position.latDeg);
    if (x < -80 || y < -80 || x > view.widthPx + 80 || y > view.heightPx + 80) continue;
    const rim = new Path2D();
    // Twice its sigma, about 95 %.
    const corners = rimOf(position, 2 * sigmaM);
    corners.forEach(({ latDeg, lonDeg }, i) => {
      if (i === 0) rim.moveTo(view.toX(lonDeg), view.toY(latDeg));
      else rim.lineTo(view.toX(lonDeg), view.toY(latDeg));
    });
    const edge = corners[0] === undefined ? 0 : Math.abs(view.toY(corners[0].latDeg) - y);
    if (edge >= leastRimPx) {
      context.setLineDash([3, 4]);
      context.lineWidth = 1.4;
      context.strokeStyle = ink.line;
      context.stroke(rim);
      context.setLineDash([]);
    }
    const path = kind === "team" ? teamPath(x, y) : markPath(x, y);
    context.lineJoin = "round";
    context.lineWidth = 4.5;
    context.strokeStyle = theme === "day" ? "#ffffff" : "#000000";
    context.stroke(path);
    context.fillStyle = ink.ground;
    context.fill(path);
    context.lineWidth = 2.2;
    context.strokeStyle = ink.line;
    context.stroke(path);
    context.fillStyle = ink.line;
    if (kind === "team") {
      context.font = '700 11px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif';
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText([...name.replace(/^team\s+/i, "")][0]?.toUpperCase() ?? "", x, y - 14.5);
    } else {
      context.beginPath();
      context.arc(x, y, 1.8, 0, 2 * Math.PI);
      context.fill();
    }
    if (view.zoom >= namesFromZoom)
      drawTag(view, { x: x + 13, y: y - (kind === "team" ? 14 : 0), text: textOf(landmark), theme });
  }
}
