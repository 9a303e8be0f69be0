/** Files that plans are read from and written to. */
export const planFormats = ["plan", "waypoints", "kml", "kmz", "gpx", "geojson"] as const;
export type PlanFormat = (typeof planFormats)[number];

/** What a file or a format could not hold: `planNote.CODE` in the catalogues. */
export const planNoteCodes = [
  "unsupported-item", // params.what: a command number or an element's name
  "unsupported-frame",
  "survey-rebuilt", // a survey of another program: its path is kept, its settings are not
  "no-height", // taken with the plan's own height
  "area-only", // polygons without a path came in as areas to search
  "truncated", // params.what, params.kept, params.of
  "too-many-points", // params.what, params.points, params.most: left out
  "bad-place", // params.count: places that are nowhere on Earth
  "bad-value", // params.what: a number out of range, the plan's own is used
  "other-vehicle", // made for another kind of vehicle: params.what
  "styles-left-out",
  "changed-elsewhere", // another program changed it: what only Lantern knows is gone
  "bad-text", // not UTF-8: names may be garbled
  "fences-left-out", // params.count; this and the following: the format has no room for them
  "rally-left-out", // params.count
  "path-only", // params.what: patterns as their points, without what they were made of
  "settings-left-out", // name, reserve, camera
] as const;
export type PlanNoteCode = (typeof planNoteCodes)[number];

/** Something in a file that could not be taken over, or something that a format has no room for. */
export interface PlanNote {
  readonly code: PlanNoteCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Collects notes, the same one once. */
export class PlanNotes {
  readonly #notes = new Map<string, PlanNote>();

  add(code: PlanNoteCode, params: PlanNote["params"] = {}): void {
    // A file may have a million things that are not known; a person reads a few dozen.
    if (this.#notes.size < 100) this.#notes.set(JSON.stringify([code, params]), { code, params });
  }

  get all(): readonly PlanNote[] {
    return [...this.#notes.values()];
  }
}
