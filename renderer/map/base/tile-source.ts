import type { BaseMap } from "../../../shared/geo/base-map.ts";
import { tileSizePx } from "../../../shared/geo/web-mercator.ts";
import { TilePainter, type TileRequest } from "./tile-painter.ts";
import type { FromTileWorker, ToTileWorker } from "./tile-worker.ts";

/** Something that draws on a tile's canvas. */
export type TileImage = ImageBitmap | HTMLCanvasElement;

interface Waiting {
  readonly n: number;
  readonly key: string;
  readonly request: TileRequest;
  readonly done: (image: TileImage) => void;
}

/** Tiles painted at a time: enough to keep the worker busy, few enough that a tile no longer wanted costs nothing. */
const mostInFlight = 2;
/** Painted tiles kept, in device pixels: about 96 MB. */
const mostKeptPx = 24_000_000;

/** Has tiles painted by a worker (by the page itself where there is no OffscreenCanvas), in the order asked, and keeps them. */
export class TileSource {
  readonly #kept = new Map<string, TileImage>();
  readonly #waiting: Waiting[] = [];
  readonly #inFlight = new Map<number, Waiting>();
  #paint: (waiting: Waiting) => void;
  #stop: () => void = () => {};
  #keptPx = 0;
  #n = 0;

  constructor(baseMap: BaseMap, heightsM: Float32Array) {
    this.#paint = () => {};
    if (typeof OffscreenCanvas === "function" && typeof Worker === "function") this.#paintInWorker(baseMap, heightsM);
    else this.#paintInPage(baseMap, heightsM);
  }

  /**
   * Calls `done` with the tile, at once where it is kept.
   * @returns stops the wish when the tile is no longer needed
   */
  want(request: TileRequest, done: (image: TileImage) => void): () => void {
    const { theme, z, x, y, contours, density } = request;
    const key = `${theme}/${contours}/${density}/${z}/${x}/${y}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      done(kept);
      return () => {};
    }
    this.#n += 1;
    const waiting = { n: this.#n, key, request, done };
    this.#waiting.push(waiting);
    this.#next();
    return () => {
      const at = this.#waiting.indexOf(waiting);
      if (at >= 0) this.#waiting.splice(at, 1);
    };
  }

  close(): void {
    this.#stop();
    this.#waiting.length = 0;
    this.#inFlight.clear();
    for (const image of this.#kept.values()) release(image);
    this.#kept.clear();
  }

  #paintInWorker(baseMap: BaseMap, heightsM: Float32Array): void {
    const worker = new Worker(new URL("./tile-worker.ts", import.meta.url), { type: "module" });
    const send = (message: ToTileWorker): void => worker.postMessage(message);
    send({ kind: "load", baseMap, heightsM });
    worker.onmessage = ({ data }: MessageEvent<FromTileWorker>) =>
      this.#finish(data.n, data.kind === "painted" ? data.bitmap : undefined);
    // A worker that can't start or broke: the page does its work, what was under way first.
    worker.onerror = () => {
      worker.terminate();
      this.#paintInPage(baseMap, heightsM);
      for (const waiting of this.#inFlight.values()) this.#paint(waiting);
    };
    this.#paint = ({ n, request }) => send({ kind: "paint", n, request });
    this.#stop = () => worker.terminate();
  }

  /** One tile a turn of the event loop, so that the page stays usable. */
  #paintInPage(baseMap: BaseMap, heightsM: Float32Array): void {
    const painter = new TilePainter(baseMap, heightsM, pageContext);
    this.#stop = () => {};
    this.#paint = ({ n, request }) => {
      setTimeout(() => {
        const sidePx = Math.round(tileSizePx * request.density);
        const context = pageContext(sidePx, sidePx);
        painter.paint(context, request);
        this.#finish(n, context.canvas);
      });
    };
  }

  #next(): void {
    while (this.#inFlight.size < mostInFlight) {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) return;
      this.#inFlight.set(waiting.n, waiting);
      this.#paint(waiting);
    }
  }

  #finish(n: number, image: TileImage | undefined): void {
    const waiting = this.#inFlight.get(n);
    this.#inFlight.delete(n);
    if (waiting !== undefined && image !== undefined) {
      waiting.done(image);
      this.#keep(waiting.key, image);
    }
    this.#next();
  }

  #keep(key: string, image: TileImage): void {
    this.#kept.set(key, image);
    this.#keptPx += image.width * image.height;
    for (const [oldKey, old] of this.#kept) {
      if (this.#keptPx <= mostKeptPx) return;
      this.#kept.delete(oldKey);
      this.#keptPx -= old.width * old.height;
      release(old);
    }
  }
}

const release = (image: TileImage): void => {
  if ("close" in image) image.close();
};

const pageContext = (widthPx: number, heightPx: number): CanvasRenderingContext2D => {
  const canvas = document.createElement("canvas");
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser gives the page no 2D canvas.");
  return context;
};
