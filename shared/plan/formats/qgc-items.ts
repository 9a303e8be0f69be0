import type { MissionItem } from "../../protocols/mission/mission-item.ts";
import { missionCommand } from "../mission-commands.ts";
import { arrayOf, isObject, type JsonObject, numberOf, objectOf } from "./json-value.ts";
import type { PlanNotes } from "./plan-note.ts";

const fileFrames: ReadonlyMap<number, number> = new Map([
  [5, 0],
  [6, 3],
  [11, 10],
]);
const missionFrame = 2;
/** Frames whose heights count from something that a plan knows; others are of bodies and local maps. */
export const knownFrames: ReadonlySet<number> = new Set([0, 2, 3, 5, 6, 10, 11]);
/** MAV_CMD_DO_DIGICAM_CONFIGURE and _CONTROL have numbers where others have a place. */
const plainXy: ReadonlySet<number> = new Set([202, 203]);

/** Files have the frames without INT, as the places in them are degrees. */
export const fileFrame = (frame: number): number => fileFrames.get(frame) ?? frame;

const wholeIn = (value: number, low: number, high: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high;

/** Is a number that stands for a place, degrees. */
const isPlain = (command: number, frame: number, x: number, y: number): boolean =>
  frame === missionFrame || plainXy.has(command) || Math.abs(x) > 180 || Math.abs(y) > 180;

/** An item as files have it: x and y in degrees, where they are a place. Undefined where no vehicle could have it. */
export const itemFromFile = (
  raw: { readonly frame: number; readonly command: number; readonly autocontinue: number; readonly z: number },
  params: MissionItem["params"],
  [x, y]: readonly [number, number],
): MissionItem | undefined => {
  const { frame, command, autocontinue, z } = raw;
  if (!wholeIn(frame, 0, 255) || !wholeIn(command, 0, 65_535)) return undefined;
  const scale = isPlain(command, frame, x, y) ? 1 : 1e7;
  const place = { x: Math.round(x * scale), y: Math.round(y * scale) };
  const fits = [place.x, place.y].every((value) => Number.isNaN(value) || Math.abs(value) <= 0x7fff_ffff);
  if (!fits || !params.every(isNumber) || !isNumber(z)) return undefined;
  return { frame, command, autocontinue: autocontinue === 0 ? 0 : 1, params, ...place, z };
};

/** NaN says something, infinity doesn't. */
const isNumber = (value: number): boolean => Number.isNaN(value) || Math.abs(value) <= 3.4e38;

/** x and y as files have them. */
export const fileXy = ({ command, frame, x, y }: MissionItem): readonly [number, number] =>
  frame === missionFrame || plainXy.has(command) ? [x, y] : [x / 1e7, y / 1e7];

/** Each item with the number by which jumps name it. */
export interface NumberedItem {
  readonly number: number;
  readonly item: MissionItem;
}

/** QGroundControl's height above the ground, by its AltitudeMode; the frame beside it then says something else. */
const aboveGroundModes: ReadonlySet<number> = new Set([3, 4]);

const simpleItem = (json: JsonObject): MissionItem | undefined => {
  const params = arrayOf(json.params).map(numberOf);
  const [p1 = 0, p2 = 0, p3 = 0, p4 = 0, x = 0, y = 0, z = 0] = params;
  // Version 1 files have param1 to param4 and a coordinate.
  if (json.params === undefined && json.coordinate !== undefined) {
    const [latDeg = 0, lonDeg = 0, altM = 0] = arrayOf(json.coordinate).map(numberOf);
    const [a, b, c, d] = [json.param1, json.param2, json.param3, json.param4].map(numberOf);
    return itemFromFile(head(json, altM), [a ?? 0, b ?? 0, c ?? 0, d ?? 0], [latDeg, lonDeg]);
  }
  // Where it has both, QGroundControl goes by Altitude.
  const shownM = numberOf(json.Altitude);
  const fields = head(json, Number.isFinite(shownM) && json.frame !== missionFrame ? shownM : z);
  const aboveGround = aboveGroundModes.has(numberOf(json.AltitudeMode)) && Number.isFinite(shownM);
  return itemFromFile(aboveGround ? { ...fields, frame: 10 } : fields, [p1, p2, p3, p4], [x, y]);
};

const head = (json: JsonObject, z: number) => ({
  frame: numberOf(json.frame),
  command: numberOf(json.command),
  autocontinue: json.autoContinue === false ? 0 : 1,
  z,
});

const surveyTypes: ReadonlySet<string> = new Set(["survey", "CorridorScan", "StructureScan"]);

/** The items of a QGroundControl mission, those inside of surveys too. */
export const qgcItems = (items: readonly unknown[], notes: PlanNotes, most: number): readonly NumberedItem[] => {
  const found: NumberedItem[] = [];
  let seen = 0;
  const take = (json: JsonObject): void => {
    seen++;
    if (found.length >= most) return;
    const item = simpleItem(json);
    if (item === undefined) {
      notes.add("unsupported-item", { what: `item ${seen}` });
      return;
    }
    if (!knownFrames.has(item.frame)) {
      notes.add("unsupported-frame", { what: `item ${seen}` });
      return;
    }
    const number = numberOf(json.doJumpId);
    found.push({ number: Number.isFinite(number) ? number : seen, item });
  };
  for (const json of items) {
    if (!isObject(json)) notes.add("unsupported-item", { what: `item ${seen + 1}` });
    else if (json.type === "SimpleItem" || (json.type === "missionItem" && json.complexItemType === undefined))
      take(json);
    else complexItem(json, notes, take);
  }
  if (seen > found.length && found.length >= most)
    notes.add("truncated", { what: "items", kept: found.length, of: seen });
  return found;
};

const complexItem = (json: JsonObject, notes: PlanNotes, take: (json: JsonObject) => void): void => {
  const type = typeof json.complexItemType === "string" ? json.complexItemType.slice(0, 40) : "complex item";
  const path = arrayOf(objectOf(json.TransectStyleComplexItem).Items).filter(isObject);
  if (surveyTypes.has(type) && path.length > 0) {
    notes.add("survey-rebuilt", { what: type });
    for (const item of path) take(item);
    return;
  }
  notes.add("unsupported-item", { what: type });
};

/** Jumps name items by the file's numbers; in the list that a vehicle has they name places in it. */
export const renumberJumps = (
  items: readonly NumberedItem[],
  seqOf: (index: number) => number,
): readonly MissionItem[] => {
  const indexOf = new Map(items.map(({ number }, index) => [number, index]));
  return items.map(({ item }) => {
    if (item.command !== missionCommand.jump) return item;
    const [number, ...rest] = item.params;
    const index = indexOf.get(number);
    // One that leads nowhere stays as it is, and is found when the plan is checked.
    return index === undefined ? item : { ...item, params: [seqOf(index), ...rest] };
  });
};
