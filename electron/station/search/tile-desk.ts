import type { SearchLayer } from "../../../shared/wire/search-answers.ts";
import { tileOf } from "./drawn-map.ts";
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

  #draw(address: TileAddress, peakPerKm2: number): Uint8Array | undefined {
    const { drawn } = this.#engine;
    return drawn === undefined ? undefined : tileOf(drawn, address, peakPerKm2);
  }
}
