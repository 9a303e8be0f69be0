import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import type { SearchAt } from "../../../../shared/wire/search-answers.ts";
import type { TileAddress } from "../../search/search-service.ts";

/** What the worker that draws kept maps is asked. */
export type VersionAsk = { readonly n: number; readonly version: number } & (
  | { readonly kind: "tile"; readonly address: TileAddress }
  | { readonly kind: "at"; readonly place: LatLon }
);

export interface VersionAnswer {
  readonly n: number;
  readonly tile?: Uint8Array;
  readonly at?: SearchAt;
}

export interface VersionWorkerData {
  /** Of the map's pieces. */
  readonly folder: string;
}
