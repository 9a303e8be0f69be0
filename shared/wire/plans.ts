import type { Plan } from "../plan/plan.ts";

/** A plan as the station keeps it; shared by all who are connected. */
export interface PlanView {
  readonly plan: Plan;
  /** Grows by 1 with every change; a change names the one it is based on. */
  readonly revision: number;
  readonly changedBy: string;
  readonly changedUtcMs: number;
}

/** Files that plans are read from and written to. */
export type PlanFormat = "plan" | "waypoints" | "kml" | "kmz" | "gpx" | "geojson";

/** Something in a file that could not be taken over: `planNote.CODE` in the catalogues. */
export interface PlanNote {
  readonly code: PlanNoteCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export const planNoteCodes = [
  "unsupported-item", // params.what: a command number or an element's name
  "unsupported-frame",
  "survey-rebuilt", // a survey of another program: its path is kept, its settings are not
  "no-height", // taken with the plan's own height
  "area-only", // polygons without a path came in as areas to search
  "truncated", // params.kept, params.of
  "other-vehicle", // made for another kind of vehicle: params.what
  "styles-left-out",
] as const;
export type PlanNoteCode = (typeof planNoteCodes)[number];
