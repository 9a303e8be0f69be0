import type { StationView } from "../../../../shared/wire/state.ts";
import type { FlightNote } from "./flight-note.ts";
import type { KeyPlace } from "./key-frame-file.ts";

/** What the thread that learns a mission gets to begin with. */
export interface LearnData {
  readonly logs: readonly { readonly path: string; readonly offsetMs: number }[];
  /** Of the indexes' side files. */
  readonly cacheFolder: string | undefined;
  readonly station: StationView;
  /** The file that it writes. */
  readonly path: string;
  readonly identity: string;
  /** The key frame to go on from; absent: from the beginning. */
  readonly from: KeyPlace | undefined;
}

/** What it says. */
export type FromLearner =
  | { readonly kind: "learned"; readonly place: KeyPlace; readonly notes: readonly FlightNote[] }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly detail: string };
