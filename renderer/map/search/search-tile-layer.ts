import { type Coords, type DoneCallback, GridLayer, latLngBounds } from "leaflet";
import { tileSizePx } from "../../../shared/geo/web-mercator.ts";
import type { SearchView } from "../../../shared/wire/incident.ts";
import type { SearchLayer } from "../../../shared/wire/search-answers.ts";

/** Asks for a tile's picture. @returns the picture, "empty" where nothing is to be drawn, undefined where it can't be had */
type AskTile = (url: string, signal: AbortSignal) => Promise<ImageBitmap | "empty" | undefined>;

const askTile: AskTile = async (url, signal) => {
  try {
    const response = await fetch(url, { signal });
    if (response.status === 204) return "empty";
    return response.ok ? await createImageBitmap(await response.blob()) : undefined;
  } catch {
    return undefined;
  }
};

interface Tile {
  readonly canvas: HTMLCanvasElement;
  readonly coords: Coords;
  readonly abort: AbortController;
  /** Of the picture that is on its way. */
  asked: string | undefined;
  /** Of the picture that is drawn. */
  drawn: string | undefined;
}

export interface SearchTileOptions {
  /** The stores' `apiBase`. */
  readonly apiBase: string;
  readonly bounds: NonNullable<SearchView["bounds"]>;
  readonly layer: SearchLayer;
  readonly version: number;
  readonly opacity: number;
  readonly zIndex: number;
  readonly pane: string;
  /** Tiles of deeper zooms are cut out of this one's: the map's cells are metres wide, and no more is to be seen in them. */
  readonly deepestZoom: number;
  readonly ask?: AskTile;
}

/**
 * One layer of the station's probability map. A new version is drawn over the old one tile by tile, once its picture is there:
 * nothing flickers, and what can't be had leaves the old one to be seen.
 */
export class SearchTileLayer extends GridLayer {
  readonly #tiles = new Map<HTMLElement, Tile>();
  readonly #options: SearchTileOptions;
  #layer: SearchLayer;
  #version: number;

  constructor(options: SearchTileOptions) {
    const [south, west, north, east] = options.bounds;
    super({
      tileSize: tileSizePx,
      minZoom: 8,
      maxZoom: 22,
      updateWhenZooming: false,
      keepBuffer: 2,
      bounds: latLngBounds([south, west], [north, east]),
      opacity: options.opacity,
      zIndex: options.zIndex,
      pane: options.pane,
    });
    this.#options = options;
    this.#layer = options.layer;
    this.#version = options.version;
    this.on("tileunload", ({ tile }) => {
      this.#tiles.get(tile)?.abort.abort();
      this.#tiles.delete(tile);
    });
  }

  /** Draws this version from now on. */
  show(layer: SearchLayer, version: number): void {
    if (layer === this.#layer && version === this.#version) return;
    this.#layer = layer;
    this.#version = version;
    for (const tile of this.#tiles.values()) this.#load(tile);
  }

  protected override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = document.createElement("canvas");
    canvas.width = tileSizePx;
    canvas.height = tileSizePx;
    const tile: Tile = { canvas, coords, abort: new AbortController(), asked: undefined, drawn: undefined };
    this.#tiles.set(canvas, tile);
    this.#load(tile, () => done(undefined, canvas));
    return canvas;
  }

  #load(tile: Tile, onDrawn?: () => void): void {
    const { z, x, y } = tile.coords;
    const zoom = Math.min(this.#options.deepestZoom, z);
    const parts = 2 ** (z - zoom);
    const [column, row] = [Math.floor(x / parts), Math.floor(y / parts)];
    const url = `${this.#options.apiBase}/search/tiles/${this.#layer}/${zoom}/${column}/${row}.png?v=${this.#version}`;
    // One at a time: a version that comes in the meantime is asked for afterwards, those between never.
    if (tile.asked !== undefined || tile.drawn === url) return;
    tile.asked = url;
    void (this.#options.ask ?? askTile)(url, tile.abort.signal).then((picture) => {
      tile.asked = undefined;
      if (tile.abort.signal.aborted) return;
      if (picture !== undefined) {
        const size = tileSizePx / parts;
        this.#draw(tile, picture, { x: (x - column * parts) * size, y: (y - row * parts) * size, size });
        tile.drawn = url;
      }
      onDrawn?.();
      const isNewer = !url.endsWith(`/${this.#layer}/${zoom}/${column}/${row}.png?v=${this.#version}`);
      if (isNewer) this.#load(tile);
    });
  }

  #draw(
    { canvas }: Tile,
    picture: ImageBitmap | "empty",
    { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
  ): void {
    const context = canvas.getContext("2d");
    if (context === null) return;
    context.clearRect(0, 0, tileSizePx, tileSizePx);
    if (picture === "empty") return;
    context.drawImage(picture, x, y, size, size, 0, 0, tileSizePx, tileSizePx);
    picture.close();
  }
}
