import type { PlotAnswer } from "../../../shared/wire/archive.ts";
import type { PlotWindow } from "../../stores/plots/plot-store.ts";
import { type ValueScale, valueText, valueTicks, yOf } from "./plot-scale.ts";

export interface DrawnSeries {
  readonly answer: PlotAnswer;
  readonly scale: ValueScale;
  readonly colour: string;
}

export interface PlotScene {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly window: PlotWindow;
  readonly series: readonly DrawnSeries[];
  /** Where the mission's clock is. */
  readonly cursorMs: number | undefined;
  /** Where the pointer is. */
  readonly pointerMs: number | undefined;
  readonly ticks: readonly { readonly atMs: number; readonly text: string }[];
  readonly colours: { readonly grid: string; readonly text: string; readonly cursor: string; readonly pointer: string };
}

const labelEveryPx = 46;
/** Steps farther apart than this are no line: nothing came between them. Of a step's width. */
const gapSteps = 6;

/** Draws some fields over one another, each on a scale of its own; the first one's values stand at the edge. */
export const drawPlot = (context: CanvasRenderingContext2D, scene: PlotScene): void => {
  const { widthPx, heightPx, window, series, colours } = scene;
  context.clearRect(0, 0, widthPx, heightPx);
  const x = (positionMs: number) => ((positionMs - window.fromMs) / (window.toMs - window.fromMs)) * widthPx;
  context.lineWidth = 1;
  context.strokeStyle = colours.grid;
  context.beginPath();
  for (const { atMs } of scene.ticks) {
    context.moveTo(Math.round(x(atMs)) + 0.5, 0);
    context.lineTo(Math.round(x(atMs)) + 0.5, heightPx);
  }
  const [first] = series;
  const ticks = first === undefined ? [] : valueTicks(first.scale, heightPx / labelEveryPx);
  if (first !== undefined)
    for (const value of ticks) {
      const y = Math.round(yOf(first.scale, heightPx, value)) + 0.5;
      context.moveTo(0, y);
      context.lineTo(widthPx, y);
    }
  context.stroke();
  for (const one of series) drawSeries(context, one, { x, widthPx, heightPx });
  context.font = "12px system-ui, sans-serif";
  context.fillStyle = colours.pointer;
  for (const { atMs, text } of scene.ticks) context.fillText(text, x(atMs) + 4, heightPx - 5);
  if (first !== undefined) {
    context.fillStyle = colours.text;
    const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
    for (const value of ticks) context.fillText(valueText(value, step), 4, yOf(first.scale, heightPx, value) - 3);
  }
  drawLine(context, scene.pointerMs, colours.pointer, { x, heightPx });
  drawLine(context, scene.cursorMs, colours.cursor, { x, heightPx });
};

interface Place {
  readonly x: (positionMs: number) => number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A band from the least to the greatest of each step, so that a spike of one message is seen in a log of a day. */
const drawSeries = (context: CanvasRenderingContext2D, { answer, scale, colour }: DrawnSeries, place: Place): void => {
  const { x, widthPx, heightPx } = place;
  const { positionMs, least, greatest } = answer;
  context.strokeStyle = colour;
  context.lineWidth = 1.6;
  context.lineJoin = "round";
  context.beginPath();
  let lastX = Number.NEGATIVE_INFINITY;
  const stepPx = positionMs.length > 1 ? widthPx / positionMs.length : widthPx;
  for (let i = 0; i < positionMs.length; i += 1) {
    const [low, high] = [least[i] ?? Number.NaN, greatest[i] ?? Number.NaN];
    if (!Number.isFinite(low) || !Number.isFinite(high)) continue;
    const at = x(positionMs[i] ?? 0);
    const [lowY, highY] = [yOf(scale, heightPx, low), yOf(scale, heightPx, high)];
    // Between what came long after one another nothing is known.
    if (at - lastX > Math.max(24, stepPx * gapSteps)) context.moveTo(at, highY);
    else context.lineTo(at, highY);
    // One message alone would be no line at all.
    context.lineTo(at, Math.abs(lowY - highY) < 0.5 ? lowY + 0.5 : lowY);
    lastX = at;
  }
  context.stroke();
};

const drawLine = (
  context: CanvasRenderingContext2D,
  positionMs: number | undefined,
  colour: string,
  { x, heightPx }: Omit<Place, "widthPx">,
): void => {
  if (positionMs === undefined) return;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x(positionMs), 0);
  context.lineTo(x(positionMs), heightPx);
  context.stroke();
};
