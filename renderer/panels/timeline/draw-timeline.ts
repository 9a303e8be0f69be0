import type { MissionTimeline, TimelineSpan } from "../../../shared/archive/timeline.ts";
import type { MissionNote } from "../../../shared/wire/archive.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { groupMarks, type MarkGroup } from "./mark-groups.ts";
import { drawShape, shapeOf } from "./mark-shape.ts";
import { rulerTicks, type TimeWindow, xOf } from "./time-window.ts";
import { rowsHeightPx, rulerPx, type TimelineRow } from "./timeline-rows.ts";

/** Of the theme. */
export interface TimelineInk {
  readonly surface: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
  readonly accent: string;
  readonly warn: string;
  readonly bad: string;
  readonly font: string;
}

export interface TimelineScene {
  readonly timeline: MissionTimeline;
  readonly notes: readonly MissionNote[];
  readonly rows: readonly TimelineRow[];
  readonly window: TimeWindow;
  readonly durationMs: number;
  readonly widthPx: number;
  /** Where names of lanes stand; time begins right of it. */
  readonly namesPx: number;
  readonly ink: TimelineInk;
  readonly laneName: (row: TimelineRow) => string;
  /** The ruler's label of an instant. */
  readonly label: (positionMs: number, stepMs: number) => string;
  /** UTC of position 0, so that labels stand at whole minutes. */
  readonly originMs: number;
}

/** What was drawn where, for the pointer. */
export interface DrawnRow {
  readonly row: TimelineRow;
  readonly groups: readonly MarkGroup[];
}

/** All but the playhead: redrawn when the window, the mission or the theme changes. @returns what the pointer may hit */
export const drawTimeline = (context: CanvasRenderingContext2D, scene: TimelineScene): readonly DrawnRow[] => {
  const { rows, widthPx, namesPx, ink } = scene;
  const heightPx = rowsHeightPx(rows);
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = ink.surface;
  context.fillRect(0, 0, widthPx, heightPx);
  context.save();
  context.beginPath();
  context.rect(namesPx, 0, widthPx - namesPx, heightPx);
  context.clip();
  context.translate(namesPx, 0);
  drawIdle(context, scene, heightPx);
  drawRuler(context, scene, heightPx);
  const drawn = rows.map((row) => ({ row, groups: drawRow(context, scene, row) }));
  drawNotes(context, scene);
  context.restore();
  drawNames(context, scene);
  return drawn;
};

const timePx = ({ widthPx, namesPx }: TimelineScene): number => widthPx - namesPx;

const drawIdle = (context: CanvasRenderingContext2D, scene: TimelineScene, heightPx: number): void => {
  context.fillStyle = scene.ink.raised;
  for (const { fromMs, toMs } of scene.timeline.idle) {
    if (toMs < scene.window.fromMs || fromMs > scene.window.toMs) continue;
    const x = xOf(scene.window, timePx(scene), fromMs);
    context.fillRect(x, rulerPx, xOf(scene.window, timePx(scene), toMs) - x, heightPx - rulerPx);
  }
  // Beyond the end there is nothing: a mission shorter than the least window.
  const endX = xOf(scene.window, timePx(scene), scene.durationMs);
  if (endX < timePx(scene)) {
    context.fillStyle = scene.ink.line;
    context.fillRect(endX, 0, timePx(scene) - endX, heightPx);
  }
};

const drawRuler = (context: CanvasRenderingContext2D, scene: TimelineScene, heightPx: number): void => {
  const { window, ink } = scene;
  const { stepMs, atMs } = rulerTicks(window, timePx(scene), scene.originMs);
  context.font = `12px ${ink.font}`;
  context.textBaseline = "middle";
  for (const positionMs of atMs) {
    const x = Math.round(xOf(window, timePx(scene), positionMs)) + 0.5;
    context.strokeStyle = ink.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, heightPx);
    context.stroke();
    context.fillStyle = ink.quiet;
    context.fillText(scene.label(positionMs, stepMs), x + 5, rulerPx / 2);
  }
  // Where the mission's clock jumped: the labels beyond it are another time.
  context.fillStyle = ink.warn;
  for (const { fromMs } of scene.timeline.clock.slice(1)) {
    const x = xOf(window, timePx(scene), fromMs);
    if (x >= 0 && x <= timePx(scene)) drawShape(context, "diamond", x, rulerPx - 6);
  }
};

/** Diagonal lines, px apart: what isn't known, on any ground. */
const hatch = (context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void => {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  const firstX = Math.max(x - height, -height);
  for (let from = firstX; from < x + width; from += 6) {
    context.moveTo(from, y + height);
    context.lineTo(from + height, y);
  }
  context.lineWidth = 1.5;
  context.stroke();
  context.restore();
};

/** A vehicle's modes lie in the upper part of its lane, and what happened beneath. */
const modePx = { top: 2, height: 15 };
const marksAtPx = 23;

const drawSpan = (
  context: CanvasRenderingContext2D,
  scene: TimelineScene,
  { lane, yPx, heightPx }: TimelineRow,
  span: TimelineSpan,
  n: number,
): void => {
  const { ink, window } = scene;
  const left = Math.max(-4, xOf(window, timePx(scene), span.fromMs));
  const right = Math.min(timePx(scene) + 4, xOf(window, timePx(scene), span.toMs));
  const width = Math.max(1, right - left);
  const colour = lane.colourIndex === undefined ? ink.quiet : vehicleColour(lane.colourIndex);
  switch (span.kind) {
    case "mode":
      context.globalAlpha = n % 2 === 0 ? 0.34 : 0.2;
      context.fillStyle = colour;
      context.fillRect(left, yPx + modePx.top, width, modePx.height);
      context.globalAlpha = 1;
      if (width > 30) {
        context.fillStyle = ink.text;
        context.font = `12px ${ink.font}`;
        const text = fitted(context, span.text, width - 10);
        context.fillText(text, Math.max(4, left + 5), yPx + modePx.top + modePx.height / 2 + 0.5);
      }
      break;
    case "armed":
      context.fillStyle = colour;
      context.fillRect(left, yPx + heightPx - 3, width, 3);
      break;
    case "gap":
    case "missing":
      context.fillStyle = ink.surface;
      context.fillRect(left, yPx + 2, width, heightPx - 3);
      context.strokeStyle = span.kind === "gap" ? ink.quiet : ink.bad;
      hatch(context, left, yPx + 2, width, heightPx - 3);
      break;
    case "video":
    case "recorded":
      context.globalAlpha = span.kind === "video" ? 0.5 : 0.22;
      context.fillStyle = span.kind === "video" ? ink.accent : ink.quiet;
      context.fillRect(left, yPx + heightPx / 2 - 4, width, 8);
      context.globalAlpha = 1;
      break;
  }
};

const fitted = (context: CanvasRenderingContext2D, text: string, widthPx: number): string => {
  if (context.measureText(text).width <= widthPx) return text;
  let shorter = text;
  while (shorter.length > 1 && context.measureText(`${shorter}…`).width > widthPx) shorter = shorter.slice(0, -1);
  return shorter.length > 1 ? `${shorter}…` : "";
};

const drawRow = (context: CanvasRenderingContext2D, scene: TimelineScene, row: TimelineRow): MarkGroup[] => {
  const { ink, window } = scene;
  const { lane, yPx, heightPx } = row;
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, yPx + 0.5);
  context.lineTo(timePx(scene), yPx + 0.5);
  context.stroke();
  context.textBaseline = "middle";
  // What covers is drawn last: nobody knows what a mode was during a gap.
  const order = ["mode", "armed", "recorded", "video", "gap", "missing"] as const;
  for (const kind of order)
    lane.spans.forEach((span, n) => {
      if (span.kind !== kind || span.toMs < window.fromMs || span.fromMs > window.toMs) return;
      drawSpan(context, scene, row, span, n);
    });
  const groups = groupMarks(lane.marks, window, timePx(scene));
  const middle = yPx + (lane.kind === "vehicle" ? marksAtPx : heightPx / 2);
  for (const { gravest, xPx, marks } of groups) {
    const ofWarning = gravest.severity === "critical" ? ink.bad : gravest.severity === "warning" ? ink.warn : undefined;
    const ofVehicle = lane.kind === "vehicle" ? ink.text : undefined;
    const colour = ofWarning ?? ofVehicle ?? (lane.kind === "heat" ? ink.accent : ink.text);
    context.fillStyle = colour;
    context.strokeStyle = colour;
    drawShape(context, shapeOf(gravest), xPx, middle);
    if (marks.length > 1 && marks.some((mark) => mark.kind !== gravest.kind)) {
      context.fillRect(xPx - 4, middle + 6.5, 8, 1.5);
    }
  }
  return groups;
};

const drawNotes = (context: CanvasRenderingContext2D, scene: TimelineScene): void => {
  const { ink, window, notes } = scene;
  context.fillStyle = ink.accent;
  for (const { positionMs } of notes) {
    const x = xOf(window, timePx(scene), positionMs);
    if (x < -8 || x > timePx(scene) + 8) continue;
    // A flag on a pole.
    context.fillRect(x - 1, 4, 2, rulerPx - 5);
    context.beginPath();
    context.moveTo(x + 1, 4);
    context.lineTo(x + 11, 8);
    context.lineTo(x + 1, 12);
    context.closePath();
    context.fill();
  }
};

const drawNames = (context: CanvasRenderingContext2D, scene: TimelineScene): void => {
  const { ink, namesPx, rows } = scene;
  context.fillStyle = ink.surface;
  context.fillRect(0, 0, namesPx, rowsHeightPx(rows));
  context.font = `12px ${ink.font}`;
  context.textBaseline = "middle";
  for (const row of rows) {
    const { lane, yPx, heightPx } = row;
    let x = 10;
    if (lane.colourIndex !== undefined) {
      context.fillStyle = vehicleColour(lane.colourIndex);
      context.fillRect(0, yPx + 2, 4, heightPx - 4);
      x = 10;
    }
    context.fillStyle = lane.kind === "vehicle" ? ink.text : ink.quiet;
    context.fillText(fitted(context, scene.laneName(row), namesPx - x - 6), x, yPx + heightPx / 2);
    context.strokeStyle = ink.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, yPx + 0.5);
    context.lineTo(namesPx, yPx + 0.5);
    context.stroke();
  }
  context.strokeStyle = ink.line;
  context.beginPath();
  context.moveTo(namesPx - 0.5, 0);
  context.lineTo(namesPx - 0.5, rowsHeightPx(rows));
  context.stroke();
};
