import { type Coords, type DoneCallback, GridLayer, type Map as LeafletMap } from "leaflet";
import { worldSizePx } from "../../../shared/geo/web-mercator.ts";
import { showPicture } from "../show-picture.ts";
import type { BoxIndex } from "./box-index.ts";
import type { Sprite } from "./sprite-cache.ts";

/** Thousands of marks as numbers. */
export interface MarkRows {
  /** Points, in parts of the spherical Mercator square. */
  readonly points: BoxIndex;
  /** How each looks: a number that `spriteOf` knows. Higher looks are drawn over lower ones. */
  readonly looks: Uint8Array;
}

/** From below to above. */
const crowds = ["sensors", "heat"] as const;
export type CrowdName = (typeof crowds)[number];

/** Few large canvases: without a graphics card each one costs time in every frame. */
const tilePx = 512;
/** No mark reaches farther from its place, px. */
const marginPx = 16;
/** Marks of one look whose middles are nearer than this can't be told apart: one is drawn for all, px. */
const apartPx = 3;
const cells = Math.ceil((tilePx + 4 * marginPx) / apartPx) + 1;
/** With more changes than this in a tile it is drawn as a whole. */
const mostSpots = 150;

/** New tiles are drawn in strips so high, then what changed in the others, for so long in each frame. */
const stripPx = 128;
const mostMs = 5;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const wholeTile: Box = { left: 0, top: 0, right: tilePx, bottom: tilePx };

interface Tile {
  readonly canvas: HTMLCanvasElement;
  readonly coords: Coords;
  /** It shows a picture already. */
  isDrawn: boolean;
}

/**
 * Marks that seldom move, in tiles that are drawn once and then only dragged: panning over thirty thousand of them costs the
 * tiles that come in at the edge, and a change costs the tiles it lies in. All crowds share the tiles.
 */
export class MarkTiles extends GridLayer {
  readonly #tiles = new Map<HTMLElement, Tile>();
  readonly #map: LeafletMap;
  readonly #spriteOf: (look: number, zoom: number) => Sprite;
  readonly #board = new OffscreenCanvas(1, 1);
  /** In which turn a cell got its mark. */
  readonly #taken = new Uint32Array(cells * cells);
  #turn = 0;
  #waiting: { readonly tile: Tile; readonly strip: Box; readonly onDrawn: (() => void) | undefined }[] = [];
  /** What must be drawn anew of each. */
  readonly #stale = new Map<Tile, Box[]>();
  #pending: number | undefined;
  readonly #rows = new Map<CrowdName, MarkRows>();

  constructor(
    map: LeafletMap,
    options: { readonly pane: string; readonly spriteOf: (look: number, zoom: number) => Sprite },
  ) {
    super({ tileSize: tilePx, minZoom: 8, maxZoom: 22, pane: options.pane, updateWhenZooming: false, keepBuffer: 1 });
    this.#map = map;
    this.#spriteOf = options.spriteOf;
    this.on("tileunload", ({ tile }) => {
      const gone = this.#tiles.get(tile);
      this.#tiles.delete(tile);
      if (gone !== undefined) this.#stale.delete(gone);
    });
  }

  /** @param changed where marks came, went or look otherwise: x and y in turn; absent: everywhere */
  setRows(crowd: CrowdName, rows: MarkRows, changed?: readonly number[]): void {
    this.#rows.set(crowd, rows);
    if (this.#rows.size === 1 && this.#tiles.size === 0) this.addTo(this.#map);
    else this.#redraw(changed);
  }

  /** That crowd isn't to be seen; the layer stays on the map while there is another. */
  drop(crowd: CrowdName): void {
    if (!this.#rows.delete(crowd)) return;
    if (this.#rows.size === 0) this.remove();
    else this.#redraw();
  }

  /** Other colours. */
  redrawAll(): void {
    this.#redraw();
  }

  #redraw(changed?: readonly number[]): void {
    for (const tile of this.#tiles.values()) {
      if (changed === undefined) this.#stale.set(tile, [wholeTile]);
      else this.#noteAround(tile, changed);
    }
    if (this.#stale.size > 0) this.#pending ??= requestAnimationFrame(this.#drawWaiting);
  }

  override onRemove(map: LeafletMap): this {
    if (this.#pending !== undefined) cancelAnimationFrame(this.#pending);
    this.#pending = undefined;
    this.#waiting = [];
    this.#stale.clear();
    return super.onRemove(map);
  }

  protected override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = document.createElement("canvas");
    const density = Math.min(2, Math.max(1, Math.ceil(window.devicePixelRatio)));
    canvas.width = tilePx * density;
    canvas.height = tilePx * density;
    const tile = { canvas, coords, isDrawn: false };
    this.#tiles.set(canvas, tile);
    for (let top = 0; top < tilePx; top += stripPx) {
      const strip = { left: 0, top, right: tilePx, bottom: Math.min(tilePx, top + stripPx) };
      const isLast = strip.bottom === tilePx;
      this.#waiting.push({ tile, strip, onDrawn: isLast ? () => done(undefined, canvas) : undefined });
    }
    this.#pending ??= requestAnimationFrame(this.#drawWaiting);
    return canvas;
  }

  /** As much as a frame has time for: a tile that is dragged in before one that only changed. */
  readonly #drawWaiting = (): void => {
    this.#pending = undefined;
    const untilMs = performance.now() + mostMs;
    while (performance.now() < untilMs) {
      const next = this.#waiting.shift();
      if (next === undefined) {
        const [stale] = this.#stale;
        if (stale === undefined) return;
        this.#stale.delete(stale[0]);
        this.#draw(...stale);
      } else if (this.#tiles.has(next.tile.canvas)) {
        this.#draw(next.tile, [next.strip]);
        next.onDrawn?.();
      }
    }
    this.#pending ??= requestAnimationFrame(this.#drawWaiting);
  };

  /** Only what lies about the changed marks; with very many changes all of it. */
  #noteAround(tile: Tile, changed: readonly number[]): void {
    const { coords } = tile;
    const scale = worldSizePx(coords.z);
    const spots = [...(this.#stale.get(tile) ?? [])];
    if (spots[0] === wholeTile) return;
    for (let i = 0; i + 1 < changed.length; i += 2) {
      const x = Math.round((changed[i] ?? 0) * scale - coords.x * tilePx);
      const y = Math.round((changed[i + 1] ?? 0) * scale - coords.y * tilePx);
      if (x < -marginPx || y < -marginPx || x > tilePx + marginPx || y > tilePx + marginPx) continue;
      spots.push({ left: x - marginPx, top: y - marginPx, right: x + marginPx, bottom: y + marginPx });
    }
    if (spots.length > 0) this.#stale.set(tile, spots.length > mostSpots ? [wholeTile] : spots);
  }

  /** @param boxes of the tile, px: what is drawn anew */
  #draw(tile: Tile, boxes: readonly Box[]): void {
    const { canvas } = tile;
    const board = this.#board;
    if (board.width !== canvas.width) {
      board.width = canvas.width;
      board.height = canvas.height;
    }
    const context = board.getContext("2d");
    if (context === null) return;
    const density = canvas.width / tilePx;
    context.setTransform(density, 0, 0, density, 0, 0);
    if (tile.isDrawn && boxes[0] !== wholeTile) context.drawImage(canvas, 0, 0, tilePx, tilePx);
    for (const box of boxes) this.#drawBox(context, tile.coords, box);
    showPicture(canvas, board);
    tile.isDrawn = true;
  }

  #drawBox(context: OffscreenCanvasRenderingContext2D, coords: Coords, box: Box): void {
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.clip();
    context.clearRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    const scale = worldSizePx(coords.z);
    const [left, top] = [coords.x * tilePx, coords.y * tilePx];
    const at = { left, top, scale, zoom: coords.z };
    for (const crowd of crowds) {
      const rows = this.#rows.get(crowd);
      if (rows === undefined) continue;
      const byLook = new Map<number, number[]>();
      rows.points.within(
        (left + box.left - marginPx) / scale,
        (top + box.top - marginPx) / scale,
        (left + box.right + marginPx) / scale,
        (top + box.bottom + marginPx) / scale,
        (i) => {
          const look = rows.looks[i] ?? 0;
          const own = byLook.get(look);
          if (own === undefined) byLook.set(look, [i]);
          else own.push(i);
        },
      );
      for (const look of [...byLook.keys()].sort((a, b) => a - b))
        this.#stampAll(context, look, { those: byLook.get(look) ?? [], boxes: rows.points.boxes }, at);
    }
    context.restore();
  }

  #stampAll(
    context: OffscreenCanvasRenderingContext2D,
    look: number,
    { those, boxes }: { readonly those: readonly number[]; readonly boxes: Float64Array },
    at: { readonly left: number; readonly top: number; readonly scale: number; readonly zoom: number },
  ): void {
    const sprite = this.#spriteOf(look, at.zoom);
    this.#turn += 1;
    for (const i of those) {
      const x = (boxes[4 * i] ?? 0) * at.scale - at.left;
      const y = (boxes[4 * i + 1] ?? 0) * at.scale - at.top;
      const cell = Math.floor((y + 2 * marginPx) / apartPx) * cells + Math.floor((x + 2 * marginPx) / apartPx);
      if (this.#taken[cell] === this.#turn) continue;
      this.#taken[cell] = this.#turn;
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
