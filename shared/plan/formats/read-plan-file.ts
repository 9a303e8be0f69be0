import type { Plan } from "../plan.ts";
import { BadFile, type FileFault, fileLimits } from "./file-fault.ts";
import { fileText } from "./file-text.ts";
import { readGeoJson } from "./geojson.ts";
import { readGpx } from "./gpx.ts";
import type { ImportFor } from "./import-draft.ts";
import { readKml } from "./kml.ts";
import { unpackKml } from "./kmz.ts";
import { type PlanFormat, type PlanNote, PlanNotes } from "./plan-note.ts";
import { readQgcPlan } from "./qgc-plan.ts";
import { readWaypoints } from "./waypoints.ts";
import type { ParsePlan } from "./whole-plan.ts";

export interface PlanFile {
  /** As the person has it; its ending says what to expect, its content what it is. */
  readonly name: string;
  /** Borrowed. */
  readonly bytes: Uint8Array;
  readonly vehicle: ImportFor["vehicle"];
  readonly newId: () => string;
  /** Checks a plan of our own in a file as one from the network. */
  readonly parsePlan: ParsePlan;
}

export type PlanFileResult =
  | { readonly ok: true; readonly plan: Plan; readonly format: PlanFormat; readonly notes: readonly PlanNote[] }
  | { readonly ok: false; readonly fault: FileFault };

/** Opens a plan file of any of the formats, whoever wrote it; what could not be taken over is in the notes. Never throws. */
export const readPlanFile = (file: PlanFile): PlanFileResult => {
  const { bytes, vehicle, newId } = file;
  const most = isArchive(bytes) ? fileLimits.archiveBytes : fileLimits.bytes;
  if (bytes.length > most) {
    const detail = `The file has ${Math.ceil(bytes.length / 1e6)} MB; ${most / 1e6} MB is the most for a plan.`;
    return { ok: false, fault: { code: "file-too-large", detail } };
  }
  const notes = new PlanNotes();
  try {
    const format = formatOf(file);
    const text = fileText(format === "kmz" ? unpackKml(bytes) : bytes, notes);
    const name = file.name.replace(/^.*[/\\]/, "").replace(/\.[a-z0-9]+$/i, "");
    const plan = read(format, text, { vehicle, newId, notes, name, parsePlan: file.parsePlan });
    return { ok: true, plan, format, notes: notes.all };
  } catch (error) {
    if (error instanceof BadFile) return { ok: false, fault: error.fault };
    throw error;
  }
};

const read = (
  format: PlanFormat,
  text: string,
  options: ImportFor & { readonly name: string; readonly parsePlan: ParsePlan },
): Plan => {
  switch (format) {
    case "plan":
      return readQgcPlan(text, options);
    case "waypoints":
      return readWaypoints(text, options);
    case "kml":
    case "kmz":
      return readKml(text, options);
    case "gpx":
      return readGpx(text, options);
    case "geojson":
      return readGeoJson(text, options);
  }
};

const endings: Readonly<Record<string, PlanFormat>> = {
  ...{
    plan: "plan",
    waypoints: "waypoints",
    mission: "waypoints",
    txt: "waypoints",
    kml: "kml",
    kmz: "kmz",
    gpx: "gpx",
  },
  ...{ geojson: "geojson" },
};

/** "PK", as every zip begins. */
const isArchive = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** By its first bytes where they say it, else by its ending. */
const formatOf = ({ name, bytes }: PlanFile): PlanFormat => {
  if (bytes.length === 0) throw new BadFile("The file is empty.");
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (isArchive(bytes)) return "kmz";
  const start = fileText(bytes.subarray(0, 4_096), new PlanNotes()).trimStart();
  if (start.startsWith("QGC WPL")) return "waypoints";
  if (start.startsWith("<"))
    return /<gpx[\s>]/.test(start) ? "gpx" : /<kml[\s>]/.test(start) ? "kml" : ending === "gpx" ? "gpx" : "kml";
  if (start.startsWith("{")) {
    if (/"fileType"\s*:\s*"Plan"/.test(start)) return "plan";
    return ending === "plan" ? "plan" : "geojson";
  }
  const format = endings[ending];
  if (format === undefined) throw new BadFile("This is none of .plan, .waypoints, .kml, .kmz, .gpx and .geojson.");
  return format;
};
