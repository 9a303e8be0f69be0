import type { MissionItem } from "../../protocols/mission/mission-item.ts";
import type { AutopilotFamily } from "../../vehicle/vehicle-state.ts";
import type { Plan } from "../plan.ts";
import { readMission } from "../read-mission.ts";
import { BadFile } from "./file-fault.ts";
import { ImportDraft, type ImportFor } from "./import-draft.ts";
import type { PlanNotes } from "./plan-note.ts";
import { fileFrame, fileXy, itemFromFile, knownFrames, type NumberedItem, renumberJumps } from "./qgc-items.ts";

const mostItems = 20_000;

/**
 * Reads QGC WPL 110: lines of twelve numbers, the first line home. Mission Planner and QGroundControl write it.
 * @throws BadFile where it is none
 */
export const readWaypoints = (text: string, options: ImportFor & { readonly name: string }): Plan => {
  const { vehicle, newId, notes } = options;
  const [first = "", ...lines] = text.split(/\r\n|\n|\r/, mostItems + 10);
  if (!/^QGC WPL 1[12]0\s*$/.test(first)) throw new BadFile("This file does not begin with QGC WPL 110.");
  const rows = lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const items = rows.flatMap((line, index): NumberedItem[] => {
    const item = itemOfLine(line);
    const what = `line ${index + 2}`;
    if (item === undefined) notes.add("unsupported-item", { what });
    else if (!knownFrames.has(item.item.frame)) notes.add("unsupported-frame", { what });
    else return [item];
    return [];
  });
  if (items.length === 0) throw new BadFile("There is no item in this file.");
  const of = text.split("\n").length - 1;
  if (of > items.length + mostItems / 2) notes.add("truncated", { what: "lines", kept: items.length, of });
  const list = renumberJumps(items, (index) => (vehicle.autopilot === "ardupilot" ? index : index - 1));
  const draft = new ImportDraft(options, options.name);
  const [home] = list;
  const mission = vehicle.autopilot === "ardupilot" ? list : list.slice(1);
  const read = readMission({ mission }, { autopilot: vehicle.autopilot, kind: vehicle.kind, makeId: newId });
  for (const element of read.elements) draft.element(element);
  if (read.elements.length > 0) draft.altitude = read.altitude;
  draft.speedMps = read.speedMps;
  if (home !== undefined && (home.x !== 0 || home.y !== 0))
    draft.home({ latDeg: home.x / 1e7, lonDeg: home.y / 1e7 }, home.z);
  return draft.plan();
};

const itemOfLine = (line: string): NumberedItem | undefined => {
  const words = line.trim().split(/\s+/);
  if (words.length !== 12) return undefined;
  const [number = 0, , frame = 0, command = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0, x = 0, y = 0, z = 0, goesOn = 1] =
    words.map((word) =>
      /^[-+]?nan$/i.test(word) ? Number.NaN : /^[-+\d.e]+$/i.test(word) ? Number(word) : Number.POSITIVE_INFINITY,
    );
  if (!Number.isInteger(number)) return undefined;
  const item = itemFromFile({ frame, command, autocontinue: goesOn, z }, [p1, p2, p3, p4], [x, y]);
  return item === undefined ? undefined : { number, item };
};

const word = (value: number): string => (Number.isNaN(value) ? "nan" : String(value));

/**
 * Writes QGC WPL 110 of a mission; fences, rally points and what a plan is made of have no room in it.
 * @param mission as it would be uploaded; with ArduPilot its first item is home
 */
export const writeWaypoints = (
  plan: Plan,
  mission: readonly MissionItem[],
  { autopilot }: { readonly autopilot: AutopilotFamily },
  notes: PlanNotes,
): string => {
  const { plannedHome, fences, rallyPoints, elements } = plan;
  const home: MissionItem = {
    ...{ frame: 0, command: 16, autocontinue: 1, params: [0, 0, 0, 0] as const, z: plannedHome?.altMslM ?? 0 },
    ...{ x: Math.round((plannedHome?.latDeg ?? 0) * 1e7), y: Math.round((plannedHome?.lonDeg ?? 0) * 1e7) },
  };
  const jumps = autopilot === "ardupilot" ? 0 : 1;
  const list = autopilot === "ardupilot" ? mission : [home, ...mission];
  if (fences.length > 0) notes.add("fences-left-out", { count: fences.length });
  if (rallyPoints.length > 0) notes.add("rally-left-out", { count: rallyPoints.length });
  for (const element of elements) if (element.kind === "pattern") notes.add("path-only", { what: element.shape.kind });
  notes.add("settings-left-out", { what: plan.name });
  const lines = list.map((item, seq) => {
    const [p1, p2, p3, p4] = item.params;
    const first = item.command === 177 ? p1 + jumps : p1;
    const [x, y] = fileXy(item);
    const numbers = [first, p2, p3, p4, x, y, item.z].map(word);
    return [seq, seq === 0 ? 1 : 0, fileFrame(item.frame), item.command, ...numbers, item.autocontinue].join("\t");
  });
  return `QGC WPL 110\r\n${lines.join("\r\n")}\r\n`;
};
