import type { SearchView, SegmentGrade } from "../../../shared/wire/incident.ts";

/** The probability map of the incident that is shown: kept by a worker, fed by footprints and tracks. */
export class SearchDesk {
  #grades: ReadonlyMap<string, SegmentGrade> = new Map();
  #view: SearchView | undefined;

  /** How each segment stands; a new map whenever one changed enough to be shown. */
  get grades(): ReadonlyMap<string, SegmentGrade> {
    return this.#grades;
  }

  /** Undefined without an incident. */
  get view(): SearchView | undefined {
    return this.#view;
  }
}
