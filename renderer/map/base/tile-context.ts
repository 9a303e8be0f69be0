import type { MapPalette } from "./map-palette.ts";

/** Either kind of canvas: a worker's or the page's. */
export type Context2d = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** What one tile is drawn with. Drawing is in CSS pixels from the tile's north-west corner. */
export interface TileContext {
  readonly context: Context2d;
  readonly palette: MapPalette;
  readonly zoom: number;
  /** World coordinates of the tile's corner, and pixels per world unit. */
  readonly worldX: number;
  readonly worldY: number;
  readonly pxPerWorld: number;
  readonly sidePx: number;
  readonly metresPerPx: number;
}

export const xPx = (tile: TileContext, x: number): number => (x - tile.worldX) * tile.pxPerWorld;
export const yPx = (tile: TileContext, y: number): number => (y - tile.worldY) * tile.pxPerWorld;
