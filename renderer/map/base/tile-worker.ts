import type { BaseMap } from "../../../shared/geo/base-map.ts";
import { tileSizePx } from "../../../shared/geo/web-mercator.ts";
import { TilePainter, type TileRequest } from "./tile-painter.ts";

/** To the worker: first the map, once, then tiles to paint. */
export type ToTileWorker =
  | { readonly kind: "load"; readonly baseMap: BaseMap; readonly heightsM: Float32Array }
  | { readonly kind: "paint"; readonly n: number; readonly request: TileRequest };

/** From the worker: a tile, or what went wrong with it. */
export type FromTileWorker =
  | { readonly kind: "painted"; readonly n: number; readonly bitmap: ImageBitmap }
  | { readonly kind: "failed"; readonly n: number; readonly detail: string };

const makeContext = (widthPx: number, heightPx: number): OffscreenCanvasRenderingContext2D => {
  const context = new OffscreenCanvas(widthPx, heightPx).getContext("2d");
  if (context === null) throw new Error("This browser gives a worker no 2D canvas.");
  return context;
};

const serve = (): void => {
  let painter: TilePainter | undefined;
  self.onmessage = ({ data }: MessageEvent<ToTileWorker>) => {
    if (data.kind === "load") {
      painter = new TilePainter(data.baseMap, data.heightsM, makeContext);
      return;
    }
    try {
      if (painter === undefined) throw new Error("Asked for a tile before the map was loaded.");
      const sidePx = Math.round(tileSizePx * data.request.density);
      const context = makeContext(sidePx, sidePx);
      painter.paint(context, data.request);
      const bitmap = context.canvas.transferToImageBitmap();
      const answer: FromTileWorker = { kind: "painted", n: data.n, bitmap };
      self.postMessage(answer, { transfer: [bitmap] });
    } catch (error) {
      const answer: FromTileWorker = { kind: "failed", n: data.n, detail: String(error) };
      self.postMessage(answer);
    }
  };
};

serve();
