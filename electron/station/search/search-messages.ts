import type { BaseMapFeature } from "../../../shared/geo/base-map.ts";
import type { SearchView, SegmentGrade } from "../../../shared/wire/incident.ts";
import type { EncodedVersion } from "../media/map-versions/map-version-encoder.ts";
import type { SearchAnswers, SearchAsk } from "./search-asks.ts";
import type { SearchHeights, SearchSpec } from "./search-spec.ts";

/** What the station tells its search worker. */
export type ToSearchWorker =
  | {
      readonly kind: "make";
      /** Given back with the state that shows it. */
      readonly n: number;
      readonly spec: SearchSpec | undefined;
      /** Absent: as before. */
      readonly heights?: SearchHeights | "unknown";
      readonly features?: readonly BaseMapFeature[];
      /** The searching so far is forgotten and follows in `restored`, to the one with `last`. */
      readonly restart: boolean;
    }
  /** Bytes of `looksToBytes`, in the order they were made. */
  | { readonly kind: "restored"; readonly looks: readonly Uint8Array[]; readonly last: boolean }
  | { readonly kind: "looks"; readonly looks: Uint8Array }
  | { readonly kind: "ask"; readonly n: number; readonly ask: SearchAsk };

/** How the map stands; what is the worker's to say of the view. */
export type MapState = Omit<SearchView, "posNextHour" | "state"> & { readonly state: "none" | "ready" };

export type GradeChanges = readonly (readonly [id: string, grade: SegmentGrade | undefined])[];

export type FromSearchWorker =
  | {
      readonly kind: "state";
      /** Of the newest `make` that it shows. */
      readonly n: number;
      readonly state: MapState;
      /** Of segments whose grade changed enough to be seen; `undefined`: the segment is gone. */
      readonly grades: GradeChanges;
    }
  /** To be kept, so that the map can be shown later as it was; its bytes are handed over. */
  | { readonly kind: "version"; readonly version: EncodedVersion }
  | { readonly kind: "answer"; readonly n: number; readonly answer: SearchAnswers[SearchAsk["kind"]] }
  | { readonly kind: "refusal"; readonly n: number; readonly detail: string };

/** What a worker begins with. */
export interface SearchWorkerData {
  /** Versions count on from here: no two runs of a station have tiles of one version. */
  readonly firstVersion: number;
  /** Versions are packed to be kept. */
  readonly keepsVersions: boolean;
}
