import type { AutopilotFamily } from "../../vehicle/vehicle-state.ts";
import type { FetchedItem } from "./fetch-items.ts";
import type { MissionItem, MissionType } from "./mission-item.ts";
import type { ItemForm } from "./mission-wire.ts";
import { type Kept, keepsPlace, keptParams } from "./stored-form.ts";

/** What of an item can differ: `missionField.CODE` in the catalogues. */
export const readBackFields = [
  "count",
  "command",
  "frame",
  "autocontinue",
  "param1",
  "param2",
  "param3",
  "param4",
  "x",
  "y",
  "z",
] as const;

/**
 * What a vehicle has on board as far as a transfer knows: `onBoard.CODE` in the catalogues. mixed: parts of two lists, not to
 * be flown. other: something that was read back and is not what was sent. unknown: it may have all, and was not asked.
 */
export const onBoardStates = ["unchanged", "mixed", "uploaded", "restored", "cleared", "other", "unknown"] as const;
export type OnBoard = (typeof onBoardStates)[number];

/** Where what was read back is not what was sent. */
export interface ReadBackDifference {
  /** The item's number; the first that is missing or too many where the counts differ. */
  readonly item: number;
  readonly field: (typeof readBackFields)[number];
}

export interface ReadBackRules {
  readonly autopilot: AutopilotFamily;
  readonly type: MissionType;
  /** By which message the items went out; MISSION_ITEM rounds places. */
  readonly sentAs?: ItemForm;
}

/** MISSION_ITEM has degrees as float32 and ArduPilot multiplies in float32: 38 and 64 of 1e-7 degrees at 180 degrees. */
const floatPlaceE7 = 128;

/**
 * Compares a list with what a vehicle gives back of it, by what its firmware is known to change: equal means that it flies
 * what was sent, different that it may not. The first difference counts.
 */
export const compareReadBack = (
  sent: readonly MissionItem[],
  back: readonly FetchedItem[],
  rules: ReadBackRules,
): ReadBackDifference | undefined => {
  // ArduPilot without a mission may still count its home.
  const onlyHome = rules.autopilot === "ardupilot" && rules.type === "mission" && back[0]?.item.command === 16;
  if (sent.length === 0 && back.length === 1 && onlyHome) return undefined;
  if (sent.length !== back.length) return { item: Math.min(sent.length, back.length), field: "count" };
  for (let item = 0; item < sent.length; item++) {
    const [ours, theirs] = [sent[item], back[item]];
    if (ours === undefined || theirs === undefined) return { item, field: "count" };
    const field = differingField(ours, theirs, rules, item);
    if (field !== undefined) return { item, field };
  }
  return undefined;
};

const differingField = (
  sent: MissionItem,
  { item: back, form }: FetchedItem,
  rules: ReadBackRules,
  seq: number,
): ReadBackDifference["field"] | undefined => {
  if (sent.command !== back.command) return "command";
  if (rules.type === "fence") return differingBoundary(sent, back, inFloat(rules, form));
  // ArduPilot's item 0 is home, wherever that is, whatever was sent.
  const isHome = rules.autopilot === "ardupilot" && rules.type === "mission" && seq === 0;
  if (isHome) return back.frame === 0 ? undefined : "frame";
  if (rules.type === "rally") return differingRally(sent, back, rules, form);
  if (!sameFrame(sent, back, rules)) return "frame";
  // ArduPilot goes on by itself always.
  const goesOn =
    sent.autocontinue === back.autocontinue || (rules.autopilot === "ardupilot" && back.autocontinue === 1);
  if (!goesOn) return "autocontinue";
  return differingParam(sent, back, rules) ?? differingPlace(sent, back, rules, form);
};

const inFloat = ({ sentAs }: ReadBackRules, form: ItemForm): boolean => sentAs === "float" || form === "float";

const isNear = (sent: number, back: number, float: boolean): boolean =>
  whole(sent) === back || (float && Math.abs(sent - back) <= floatPlaceE7);

const whole = (value: number): number => (Number.isFinite(value) ? Math.round(value) : 0);

/** A boundary has no height, and neither its frame nor its autocontinue means anything: ArduPilot sends zeros. */
const differingBoundary = (sent: MissionItem, back: MissionItem, float: boolean): "param1" | "x" | "y" | undefined => {
  if (!isKept("all", sent.params[0], back.params[0])) return "param1";
  if (!isNear(sent.x, back.x, float)) return "x";
  return isNear(sent.y, back.y, float) ? undefined : "y";
};

/** ArduPilot keeps whole metres above home. */
const differingRally = (
  sent: MissionItem,
  back: MissionItem,
  rules: ReadBackRules,
  form: ItemForm,
): "frame" | "x" | "y" | "z" | undefined => {
  if (frameClass(sent.frame) !== frameClass(back.frame)) return "frame";
  if (!isNear(sent.x, back.x, inFloat(rules, form))) return "x";
  if (!isNear(sent.y, back.y, inFloat(rules, form))) return "y";
  return isKept(rules.autopilot === "ardupilot" ? "whole" : "all", sent.z, back.z) ? undefined : "z";
};

/** GLOBAL and GLOBAL_INT and the like are the same in MISSION_ITEM_INT. */
const frameClass = (frame: number): number => (frame === 5 ? 0 : frame === 6 ? 3 : frame === 11 ? 10 : frame);

const sameFrame = (sent: MissionItem, back: MissionItem, { autopilot }: ReadBackRules): boolean => {
  if (frameClass(sent.frame) === frameClass(back.frame)) return true;
  if (autopilot !== "ardupilot") return false;
  // What has no place comes back as 0; and 2 with a place is taken as above the sea.
  return back.frame === 0 && (sent.frame === 2 || !keepsPlace(autopilot, sent.command));
};

const differingParam = (
  sent: MissionItem,
  back: MissionItem,
  { autopilot }: ReadBackRules,
): "param1" | "param2" | "param3" | "param4" | undefined => {
  const kept = keptParams(autopilot, sent);
  for (const [index, name] of (["param1", "param2", "param3", "param4"] as const).entries()) {
    if (!isKept(kept[index] ?? "all", sent.params[index] ?? 0, back.params[index] ?? 0)) return name;
  }
  return undefined;
};

const differingPlace = (
  sent: MissionItem,
  back: MissionItem,
  rules: ReadBackRules,
  form: ItemForm,
): "x" | "y" | "z" | undefined => {
  const kept = keepsPlace(rules.autopilot, sent.command);
  const float = inFloat(rules, form) && frameClass(sent.frame) !== 2;
  if (!isNear(sent.x, back.x, float) && !(!kept && back.x === 0)) return "x";
  if (!isNear(sent.y, back.y, float) && !(!kept && back.y === 0)) return "y";
  const same =
    isKept(kept ? "all" : "nothing", sent.z, back.z) || (rules.autopilot === "ardupilot" && back.z === inCm(sent.z));
  return same ? undefined : "z";
};

/** ArduPilot keeps heights as whole centimetres, cut towards zero, reckoned in float32. */
const inCm = (m: number): number => Math.fround(Math.trunc(Math.fround(Math.fround(m) * 100)) / 100);

/** Equal by what is kept of a value. */
const isKept = (kept: Kept, sent: number, back: number): boolean => {
  const value = Math.fround(sent);
  // Where NaN is kept, 0 is something else: a waypoint's yaw 0 turns a vehicle to the north.
  if (Number.isNaN(value))
    return (
      Number.isNaN(back) ||
      (kept !== "all" && kept !== "angle" && back === 0) ||
      (kept === "sign" && Math.abs(back) === 1)
    );
  if (value === Math.fround(back)) return true;
  switch (kept) {
    case "whole":
      return back === Math.trunc(value);
    case "some":
      return back === 0 || back === Math.trunc(value);
    case "flag":
      return back === (value > 0 ? 1 : 0);
    case "sign":
      return back === (value < 0 ? -1 : 1);
    case "angle":
      return Math.abs(((((back - value) % 360) + 540) % 360) - 180) < 0.001;
    case "nothing":
      return back === 0;
    default:
      return false;
  }
};
