import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { SearchAt } from "../../../shared/wire/search-answers.ts";
import type { TileAddress } from "./search-service.ts";

/** What the worker is asked beside what it does by itself. */
export type SearchAsk =
  | { readonly kind: "tile"; readonly address: TileAddress }
  | { readonly kind: "at"; readonly place: LatLon };

/** What it answers, by what it was asked. */
export interface SearchAnswers {
  readonly tile: Uint8Array | undefined;
  readonly at: SearchAt | undefined;
}
