import { strToU8 } from "fflate";
import { compilePlan } from "../compile-plan.ts";
import type { Plan } from "../plan.ts";
import type { PlanContext } from "../plan-context.ts";
import type { PlanProblem } from "../plan-problem.ts";
import { writeGeoJson } from "./geojson.ts";
import { writeGpx } from "./gpx.ts";
import { writeKml } from "./kml.ts";
import { packKml } from "./kmz.ts";
import { type PlanFormat, type PlanNote, PlanNotes } from "./plan-note.ts";
import { writeQgcPlan } from "./qgc-plan.ts";
import { writeWaypoints } from "./waypoints.ts";

export type WrittenPlanFile =
  | {
      readonly ok: true;
      /** With its ending, safe for any file system. */
      readonly name: string;
      readonly mediaType: string;
      readonly bytes: Uint8Array;
      /** What this format has no room for. */
      readonly notes: readonly PlanNote[];
    }
  /** .plan and .waypoints are made of items, so that a plan that can't be compiled can't be written as such. */
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

const mediaTypes: Readonly<Record<PlanFormat, string>> = {
  plan: "application/json",
  waypoints: "text/plain; charset=utf-8",
  kml: "application/vnd.google-earth.kml+xml",
  kmz: "application/vnd.google-earth.kmz",
  gpx: "application/gpx+xml",
  geojson: "application/geo+json",
};

/** Names that Windows keeps for itself. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

const fileName = (name: string, format: PlanFormat): string => {
  const safe = [...name]
    .map((letter) => (/[<>:"/\\|?*]/.test(letter) || letter < " " ? "-" : letter))
    .join("")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  return `${safe === "" || reserved.test(safe) ? "plan" : safe}.${format}`;
};

/** Writes a plan as a file of the given format, for this vehicle's firmware. */
export const writePlanFile = ({
  plan,
  format,
  context,
}: {
  readonly plan: Plan;
  readonly format: PlanFormat;
  readonly context: PlanContext;
}): WrittenPlanFile => {
  const notes = new PlanNotes();
  const done = (bytes: Uint8Array): WrittenPlanFile => ({
    ...{ ok: true, name: fileName(plan.name, format), mediaType: mediaTypes[format], bytes, notes: notes.all },
  });
  switch (format) {
    case "kml":
      return done(strToU8(writeKml(plan, notes)));
    case "kmz":
      return done(packKml(strToU8(writeKml(plan, notes))));
    case "gpx":
      return done(strToU8(writeGpx(plan, notes)));
    case "geojson":
      return done(strToU8(writeGeoJson(plan)));
    default: {
      // Fences and rally points are written by themselves, where there is room for them at all.
      const compiled = compilePlan({ ...plan, fences: [], rallyPoints: [] }, context);
      if (!compiled.ok) return { ok: false, problems: compiled.problems };
      const write = format === "plan" ? writeQgcPlan : writeWaypoints;
      return done(strToU8(write(plan, compiled.mission, context, notes)));
    }
  }
};
