import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import type { SearchAt } from "../../../../shared/wire/search-answers.ts";
import { searchAtOf, tileOf } from "../../search/drawn-map.ts";
import type { TileAddress } from "../../search/search-service.ts";
import type { PieceEntry } from "../piece-log/piece-entry.ts";
import { PieceReader, type Segment } from "../piece-log/piece-reader.ts";
import { KeptMap } from "./kept-map.ts";

interface Kept {
  readonly segment: Segment;
  readonly entry: PieceEntry;
}

/** What somebody who moves a map about looks at together. */
const mostTiles = 400;

/** Reads the versions of a session's map. One at a time is unpacked; asked in the order of time, each builds on the last. */
export class VersionReader {
  readonly #pieces: PieceReader;
  readonly #tiles = new Map<string, Uint8Array | undefined>();
  #map: { readonly map: KeptMap; readonly at: Kept } | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param folder of the map's pieces */
  constructor(folder: string) {
    this.#pieces = new PieceReader(folder);
  }

  /** As that version was drawn; of one that wasn't kept the newest before it. */
  tile(version: number, address: TileAddress): Promise<Uint8Array | undefined> {
    return this.#inTurn(async () => {
      const kept = await this.#find(version);
      if (kept === undefined) return undefined;
      const { layer, z, x, y } = address;
      const key = `${kept.entry.tag}/${layer}/${z}/${x}/${y}`;
      if (this.#tiles.has(key)) return this.#tiles.get(key);
      const map = await this.#unpack(kept);
      const drawn = map?.drawn;
      const png = map === undefined || drawn === undefined ? undefined : tileOf(drawn, address, map.peakPerKm2);
      this.#tiles.set(key, png);
      const [oldest] = this.#tiles.keys();
      if (this.#tiles.size > mostTiles && oldest !== undefined) this.#tiles.delete(oldest);
      return png;
    });
  }

  at(version: number, place: LatLon): Promise<SearchAt | undefined> {
    return this.#inTurn(async () => {
      const kept = await this.#find(version);
      const drawn = kept === undefined ? undefined : (await this.#unpack(kept))?.drawn;
      return drawn === undefined ? undefined : searchAtOf(drawn, place);
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #find(version: number): Promise<Kept | undefined> {
    await this.#pieces.refresh();
    let first: Kept | undefined;
    for (const segment of this.#pieces.segments.toReversed()) {
      const entries = await this.#pieces.entries(segment);
      const entry = entries.findLast(({ tag }) => tag <= version);
      if (entry !== undefined) return { segment, entry };
      if (entries[0] !== undefined) first = { segment, entry: entries[0] };
    }
    return first;
  }

  async #unpack(wanted: Kept): Promise<KeptMap | undefined> {
    const entries = await this.#pieces.entries(wanted.segment);
    const to = entries.findIndex(({ offset }) => offset === wanted.entry.offset);
    const whole = entries.findLastIndex(({ kind }, i) => i <= to && kind === "key");
    if (whole < 0) return undefined;
    const had =
      this.#map?.at.segment.name === wanted.segment.name
        ? entries.findIndex(({ offset }) => offset === this.#map?.at.entry.offset)
        : -1;
    if (had === to) return this.#map?.map;
    const goesOn = this.#map !== undefined && had >= whole && had < to;
    const map = goesOn && this.#map !== undefined ? this.#map.map : new KeptMap();
    this.#map = undefined;
    const steps = entries.slice(goesOn ? had + 1 : whole, to + 1);
    const pieces = await this.#pieces.read(wanted.segment, steps);
    for (const [i, piece] of pieces.entries()) {
      // What is damaged can't be built on.
      if (piece === undefined) return undefined;
      map.apply(piece, steps[i]?.kind === "key");
    }
    this.#map = { map, at: wanted };
    return map;
  }
}
