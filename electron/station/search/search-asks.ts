import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { NearestResult } from "../../../shared/search/dispatch/nearest.ts";
import type { SegmentsResult } from "../../../shared/search/segments/segment.ts";
import type { DatasetColumns, DatasetImport, SearchAt } from "../../../shared/wire/search-answers.ts";
import type { CorrelateAsk, CorrelationAnswer, ReadAsk } from "./dataset-shelf.ts";
import type { DivideAsk } from "./divide-area.ts";
import type { TileAddress } from "./search-service.ts";
import type { NearestAsk } from "./travel-book.ts";
import type { NextAnswer, NextAsk } from "./what-next.ts";

/** What the worker is asked beside what it does by itself. */
export type SearchAsk =
  | { readonly kind: "tile"; readonly address: TileAddress }
  | { readonly kind: "at"; readonly place: LatLon }
  | ({ readonly kind: "divide" } & DivideAsk)
  | ({ readonly kind: "next" } & NextAsk)
  | ({ readonly kind: "nearest" } & NearestAsk)
  | ({ readonly kind: "read" } & ReadAsk)
  | { readonly kind: "columns"; readonly id: string }
  | ({ readonly kind: "correlate" } & CorrelateAsk);

/** How a file was read, told without its rows. */
export type ReadAnswer =
  | ({ readonly ok: true } & Pick<DatasetImport, "rows" | "badRows" | "bad">)
  | { readonly ok: false; readonly detail: string };

/** What it answers, by what it was asked. */
export interface SearchAnswers {
  readonly tile: Uint8Array | undefined;
  readonly at: SearchAt | undefined;
  readonly divide: SegmentsResult;
  /** Undefined without a map. */
  readonly next: NextAnswer | undefined;
  readonly nearest: NearestResult;
  readonly read: ReadAnswer;
  readonly columns: DatasetColumns | undefined;
  readonly correlate: CorrelationAnswer;
}
