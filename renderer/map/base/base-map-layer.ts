import { type Coords, type DoneCallback, GridLayer, latLngBounds } from "leaflet";
import type { TerrainGridMeta } from "../../../shared/geo/terrain.ts";
import { tileSizePx } from "../../../shared/geo/web-mercator.ts";
import { showPicture } from "../show-picture.ts";
import type { TileSource } from "./tile-source.ts";

export interface BaseMapLook {
  readonly theme: "day" | "night";
  readonly contours: boolean;
}

/** The offline base map as a Leaflet layer: one canvas a tile, painted by a TileSource. */
export class BaseMapLayer extends GridLayer {
  readonly #source: TileSource;
  readonly #cancel = new WeakMap<HTMLElement, () => void>();
  readonly #board = new OffscreenCanvas(1, 1);
  #look: BaseMapLook;

  constructor(source: TileSource, terrain: TerrainGridMeta, look: BaseMapLook) {
    super({
      tileSize: tileSizePx,
      minZoom: 10,
      maxZoom: 22,
      updateWhenZooming: false,
      keepBuffer: 3,
      bounds: latLngBounds(
        [terrain.southDeg, terrain.westDeg],
        [
          terrain.southDeg + (terrain.rows - 1) * terrain.stepLatDeg,
          terrain.westDeg + (terrain.columns - 1) * terrain.stepLonDeg,
        ],
      ),
    });
    this.#source = source;
    this.#look = look;
    this.on("tileunload", ({ tile }) => this.#cancel.get(tile)?.());
  }

  setLook(look: BaseMapLook): void {
    if (look.theme === this.#look.theme && look.contours === this.#look.contours) return;
    this.#look = look;
    this.redraw();
  }

  protected override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = document.createElement("canvas");
    const density = Math.min(2, Math.max(1, Math.ceil(window.devicePixelRatio)));
    canvas.width = tileSizePx * density;
    canvas.height = tileSizePx * density;
    // Leaflet wants `done` later than the return, also for a tile that is kept.
    const finish = (): void => {
      requestAnimationFrame(() => done(undefined, canvas));
    };
    const cancel = this.#source.want({ ...this.#look, x: coords.x, y: coords.y, z: coords.z, density }, (image) => {
      this.#board.width = canvas.width;
      this.#board.height = canvas.height;
      this.#board.getContext("2d")?.drawImage(image, 0, 0);
      showPicture(canvas, this.#board);
      finish();
    });
    this.#cancel.set(canvas, cancel);
    return canvas;
  }
}
