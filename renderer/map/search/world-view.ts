import { worldLatDeg, worldSizePx } from "../../../shared/geo/web-mercator.ts";
import type { CanvasView } from "../view-canvas.ts";

/** How parts of the spherical Mercator square fall on a canvas: `x * scale + x0`, px. */
export interface WorldView {
  readonly scale: number;
  readonly x0: number;
  readonly y0: number;
  /** The canvas as a box of the square. */
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}

export const worldViewOf = (view: CanvasView): WorldView => {
  const scale = worldSizePx(view.zoom);
  const x0 = view.toX(-180);
  const y0 = view.toY(worldLatDeg(0));
  return {
    scale,
    x0,
    y0,
    west: -x0 / scale,
    north: -y0 / scale,
    east: (view.widthPx - x0) / scale,
    south: (view.heightPx - y0) / scale,
  };
};
