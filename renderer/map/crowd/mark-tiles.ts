import { type Coords, type DoneCallback, GridLayer } from "leaflet";
import { worldSizePx } from "../mercator.ts";
import type { BoxIndex } from "./box-index.ts";
import type { Sprite } from "./sprite-cache.ts";

/** Thousands of marks as numbers. */
export interface MarkRows {
  /** Points, in parts of the spherical Mercator square. */
  readonly points: BoxIndex;
  /** How each looks: a number that `spriteOf` knows. Higher looks are drawn over lower ones. */
  readonly looks: Uint8Array;
}

/** Few large canvases: without a graphics card each one costs time in every frame. */
const tilePx = 512;
/** No mark reaches farther from its place, px. */
const marginPx = 16;
/** Marks of one look whose middles are nearer than this can't be told apart: one is drawn for all, px. */
const apartPx = 3;
const cells = Math.ceil((tilePx + 2 * marginPx) / apartPx);

interface Tile {
  readonly canvas: HTMLCanvasElement;
  readonly coords: Coords;
}

/**
 * Marks that seldom move, in tiles that are drawn once and then only dragged: panning over thirty thousand of them costs the
 * tiles that come in at the edge, and a change costs the tiles it lies in.
 */
export class MarkTiles extends GridLayer {
  readonly #tiles = new Map<HTMLElement, Tile>();
  readonly #spriteOf: (look: number, zoom: number) => Sprite;
  readonly #taken = new Uint8Array(cells * cells);
  #rows: MarkRows;

  constructor(options: {
    readonly pane: string;
    readonly rows: MarkRows;
    readonly spriteOf: (look: number, zoom: number) => Sprite;
  }) {
    super({ tileSize: tilePx, minZoom: 8, maxZoom: 22, pane: options.pane, updateWhenZooming: false, keepBuffer: 1 });
    this.#rows = options.rows;
    this.#spriteOf = options.spriteOf;
    this.on("tileunload", ({ tile }) => this.#tiles.delete(tile));
  }

  /** @param changed where marks came, went or look otherwise: x and y in turn; absent: everywhere */
  setRows(rows: MarkRows, changed?: readonly number[]): void {
    this.#rows = rows;
    for (const tile of this.#tiles.values()) {
      if (changed === undefined || this.#holdsAny(tile, changed)) this.#draw(tile);
    }
  }

  protected override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = document.createElement("canvas");
    const density = Math.min(2, Math.max(1, Math.ceil(window.devicePixelRatio)));
    canvas.width = tilePx * density;
    canvas.height = tilePx * density;
    const tile = { canvas, coords };
    this.#tiles.set(canvas, tile);
    this.#draw(tile);
    // Leaflet wants `done` later than the return.
    requestAnimationFrame(() => done(undefined, canvas));
    return canvas;
  }

  #holdsAny({ coords }: Tile, changed: readonly number[]): boolean {
    const scale = worldSizePx(coords.z);
    for (let i = 0; i + 1 < changed.length; i += 2) {
      const x = (changed[i] ?? 0) * scale - coords.x * tilePx;
      const y = (changed[i + 1] ?? 0) * scale - coords.y * tilePx;
      if (x > -marginPx && y > -marginPx && x < tilePx + marginPx && y < tilePx + marginPx) return true;
    }
    return false;
  }

  #draw({ canvas, coords }: Tile): void {
    const context = canvas.getContext("2d");
    if (context === null) return;
    const density = canvas.width / tilePx;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, tilePx, tilePx);
    const scale = worldSizePx(coords.z);
    const [left, top] = [coords.x * tilePx, coords.y * tilePx];
    const { points, looks } = this.#rows;
    const byLook = new Map<number, number[]>();
    points.within(
      (left - marginPx) / scale,
      (top - marginPx) / scale,
      (left + tilePx + marginPx) / scale,
      (top + tilePx + marginPx) / scale,
      (i) => {
        const look = looks[i] ?? 0;
        const own = byLook.get(look);
        if (own === undefined) byLook.set(look, [i]);
        else own.push(i);
      },
    );
    for (const look of [...byLook.keys()].sort((a, b) => a - b)) {
      const sprite = this.#spriteOf(look, coords.z);
      this.#taken.fill(0);
      for (const i of byLook.get(look) ?? []) {
        const x = (points.boxes[4 * i] ?? 0) * scale - left;
        const y = (points.boxes[4 * i + 1] ?? 0) * scale - top;
        const cell = Math.floor((y + marginPx) / apartPx) * cells + Math.floor((x + marginPx) / apartPx);
        if (this.#taken[cell] === 1) continue;
        this.#taken[cell] = 1;
        context.drawImage(
          sprite.canvas,
          Math.round(x - sprite.widthPx / 2),
          Math.round(y - sprite.heightPx / 2),
          sprite.widthPx,
          sprite.heightPx,
        );
      }
    }
  }
}
