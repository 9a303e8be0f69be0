import { encode } from "fast-png";
import type { SearchLayer } from "../../../shared/wire/search-answers.ts";
import { drawDensity, drawPod, tilePx } from "./draw-tile.ts";
import type { SearchEngine } from "./search-engine.ts";
import type { TileAddress } from "./search-service.ts";

/** What all screens of a search look at together; a tile is some ten kilobytes. */
const mostTiles = 600;

/** The map as pictures; each is drawn once until what it shows changed. */
export class TileDesk {
  readonly #engine: SearchEngine;
  /** In the order they were asked for last. */
  readonly #tiles = new Map<string, Uint8Array | undefined>();

  constructor(engine: SearchEngine) {
    this.#engine = engine;
  }

  /** Tiles of these layers are drawn anew. */
  changed(layers: readonly SearchLayer[]): void {
    for (const key of this.#tiles.keys())
      if (layers.some((layer) => key.startsWith(`${layer}/`))) this.#tiles.delete(key);
  }

  tile(address: TileAddress, peakPerKm2: number): Uint8Array | undefined {
    const { layer, z, x, y } = address;
    const key = `${layer}/${z}/${x}/${y}`;
    const isKnown = this.#tiles.has(key);
    const png = isKnown ? this.#tiles.get(key) : this.#draw(address, peakPerKm2);
    this.#tiles.delete(key);
    this.#tiles.set(key, png);
    if (this.#tiles.size > mostTiles) {
      const [oldest] = this.#tiles.keys();
      if (oldest !== undefined) this.#tiles.delete(oldest);
    }
    return png;
  }

  #draw({ layer, z, x, y }: TileAddress, peakPerKm2: number): Uint8Array | undefined {
    const made = this.#engine.made;
    if (made === undefined) return undefined;
    const { map, lasts } = made;
    if (layer === "pod" && lasts.covered === 0) return undefined;
    const { grid } = map;
    const place = { z, x, y, grid };
    const perKm2 = 1e6 / (grid.cellM * grid.cellM);
    const data =
      layer === "pod"
        ? drawPod(place, (cell) => 1 - (map.missed[cell] ?? 1))
        : drawDensity(
            place,
            layer === "poa" ? (cell) => map.posteriorAt(cell) * perKm2 : (cell) => (map.prior[cell] ?? 0) * perKm2,
            peakPerKm2,
          );
    return data === undefined
      ? undefined
      : encode({ width: tilePx, height: tilePx, data, channels: 4, depth: 8 }, { zlib: { level: 3 } });
  }
}
