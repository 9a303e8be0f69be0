import type { FieldSpec, MessageSpec } from "../../../mavlink/message-spec.ts";
import { readText, writeText } from "../../../mavlink/text.ts";
import { isTellingParameter, type PlaceFields } from "./field-rules.ts";
import { harmlessText, removedText } from "./harmless-text.ts";

/** MAV_FRAME_LOCAL_*, BODY_*: their x and y are metres. */
const localFrames: ReadonlySet<number> = new Set([1, 4, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);

/** MAV_CMDs whose parameters 5 and 6 are latitude and longitude (common.xml and ardupilotmega.xml). */
const placeCommands: ReadonlySet<number> = new Set([
  ...[
    16, 17, 18, 19, 21, 22, 25, 31, 34, 35, 80, 81, 82, 84, 85, 94, 179, 188, 189, 192, 195, 201, 205, 252, 4000, 4001,
  ],
  ...[4501, 5000, 5001, 5002, 5003, 5004, 5100, 30001, 43003, 31000, 31001, 31002, 31003, 31004, 31005, 31006, 31007],
  ...[31008, 31009],
]);

const fieldOf = (spec: MessageSpec, wireName: string): FieldSpec => {
  const field = spec.fields.find((one) => one.wireName === wireName);
  if (field === undefined) throw new Error(`${spec.name} has no field ${wireName}.`);
  return field;
};

/** Where a message's place is in fields that are named otherwise, and when they are one. */
export interface SpecialPlace extends PlaceFields {
  /** The command says so, or the frame: else they are one only where they lie near the log's other places. */
  isPlace(view: DataView, at: number): boolean;
  /** Metres: never a place. */
  isLocal(view: DataView, at: number): boolean;
}

const pair = (spec: MessageSpec, lat: string, lon: string, perDegree: number): PlaceFields => ({
  lat: fieldOf(spec, lat),
  lon: fieldOf(spec, lon),
  perDegree,
});

/** Messages in which it depends on another field what x and y, or parameters 5 and 6, are. */
export const specialPlace = (spec: MessageSpec): SpecialPlace | undefined => {
  const readCommand = (view: DataView, at: number): number =>
    view.getUint16(at + fieldOf(spec, "command").offset, true);
  const readFrame = (view: DataView, at: number): number => view.getUint8(at + fieldOf(spec, "frame").offset);
  switch (spec.name) {
    case "MISSION_ITEM":
    case "MISSION_ITEM_INT":
    case "COMMAND_INT":
      return {
        ...pair(spec, "x", "y", spec.name === "MISSION_ITEM" ? 1 : 1e7),
        isPlace: (view, at) => placeCommands.has(readCommand(view, at)),
        isLocal: (view, at) => localFrames.has(readFrame(view, at)),
      };
    case "COMMAND_LONG":
      return {
        ...pair(spec, "param5", "param6", 1),
        isPlace: (view, at) => placeCommands.has(readCommand(view, at)),
        isLocal: () => false,
      };
    case "ORBIT_EXECUTION_STATUS":
      return {
        ...pair(spec, "x", "y", 1e7),
        isPlace: () => true,
        isLocal: (view, at) => localFrames.has(readFrame(view, at)),
      };
    default:
      return undefined;
  }
};

type Rewrite = (view: DataView, bytes: Uint8Array, at: number) => void;

const rewriteText = (spec: MessageSpec): Rewrite => {
  const field = fieldOf(spec, "text");
  const chunk = spec.fields.find(({ wireName }) => wireName === "chunk_seq");
  return (view, bytes, at) => {
    const from = at + field.offset;
    const text = readText(bytes, from, field.count);
    const isFirst = chunk === undefined || view.getUint8(at + chunk.offset) === 0;
    bytes.fill(0, from, from + field.count);
    writeText(bytes, from, field.count, isFirst ? harmlessText(text) : removedText);
  };
};

const rewriteParameter = (spec: MessageSpec): Rewrite => {
  const id = fieldOf(spec, "param_id");
  const value = fieldOf(spec, "param_value");
  return (_, bytes, at) => {
    if (!isTellingParameter(readText(bytes, at + id.offset, id.count))) return;
    bytes.fill(0, at + value.offset, at + value.offset + value.elementSize * Math.max(1, value.count));
  };
};

/** What is done to some messages besides their fields' rules. */
export const specialRewrite = (spec: MessageSpec): Rewrite | undefined => {
  switch (spec.name) {
    case "STATUSTEXT":
      return rewriteText(spec);
    case "PARAM_VALUE":
    case "PARAM_SET":
    case "PARAM_EXT_VALUE":
    case "PARAM_EXT_SET":
    case "PARAM_EXT_ACK":
      return rewriteParameter(spec);
    default:
      return undefined;
  }
};
