import type { RequestResult } from "../../../shared/wire/requests.ts";
import type { DatasetColumns, DatasetImport, SearchAt, SearchLayer } from "../../../shared/wire/search-answers.ts";

/** A tile of the web's usual division of the world (EPSG:3857, 256 px). */
export interface TileAddress {
  readonly layer: SearchLayer;
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** A file that somebody brings. */
export interface DatasetFile {
  readonly name: string;
  readonly nature: "passages" | "sensors";
  /** Handed over. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Who brings it. */
  readonly by: string;
}

/** What the search answers beside requests. */
export interface SearchService {
  /** The map's version now: a tile asked with it never changes. */
  readonly version: number;
  /** A PNG; undefined where nothing is to be drawn. */
  tile(address: TileAddress): Promise<Uint8Array | undefined>;
  /** Undefined without a probability map there. */
  at(latDeg: number, lonDeg: number): Promise<SearchAt | undefined>;
  importDataset(file: DatasetFile): Promise<DatasetImport | (RequestResult & { readonly ok: false })>;
  dataset(id: string): Promise<DatasetColumns | undefined>;
}
