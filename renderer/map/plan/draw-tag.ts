import type { CanvasView } from "../view-canvas.ts";

export interface Tag {
  /** Left edge and middle line, px. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly theme: "day" | "night";
  /** A bar at its left, of whose it is. */
  readonly colour?: string;
  readonly grave?: boolean;
  /** `x` is its middle. */
  readonly centred?: boolean;
  /** Between which it stays, px, where panels cover the rest. */
  readonly within?: { readonly leftPx: number; readonly rightPx: number } | undefined;
}

/** Words on a small ground of their own, as the vehicles' tags have. */
export function drawTag(
  { context }: CanvasView,
  { text, theme, colour, grave = false, centred = false, within, ...at }: Tag,
): void {
  const day = theme === "day";
  context.font = '600 13px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif';
  context.textAlign = "left";
  context.textBaseline = "middle";
  const barPx = colour === undefined ? 0 : 4;
  const widthPx = context.measureText(text).width + 12 + barPx;
  const wanted = centred ? at.x - widthPx / 2 : at.x;
  const x = within === undefined ? wanted : Math.max(within.leftPx, Math.min(wanted, within.rightPx - widthPx));
  const { y } = at;
  context.globalAlpha = 1;
  context.beginPath();
  context.roundRect(x, y - 11, widthPx, 22, 4);
  context.fillStyle = grave ? (day ? "#fde5e2" : "#3a211b") : day ? "rgb(255 255 255 / 94%)" : "rgb(18 16 12 / 92%)";
  context.fill();
  context.lineWidth = grave ? 2 : 1;
  context.strokeStyle = grave ? (day ? "#8d0f0a" : "#ffb59e") : day ? "#868f9a" : "#6d6a62";
  context.stroke();
  if (colour !== undefined) {
    context.fillStyle = colour;
    context.fillRect(x, y - 11, barPx, 22);
  }
  context.fillStyle = grave ? (day ? "#8d0f0a" : "#ffb59e") : day ? "#12161b" : "#ddd6c8";
  context.fillText(text, x + 6 + barPx, y + 0.5);
}
