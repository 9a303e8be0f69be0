import type * as ardupilotmega from "mavlink-mappings/dist/lib/ardupilotmega.js";
import type * as common from "mavlink-mappings/dist/lib/common.js";
import type * as icarous from "mavlink-mappings/dist/lib/icarous.js";
import type { MavLinkData } from "mavlink-mappings/dist/lib/mavlink.js";
import type * as minimal from "mavlink-mappings/dist/lib/minimal.js";
import type * as standard from "mavlink-mappings/dist/lib/standard.js";
import type * as uavionix from "mavlink-mappings/dist/lib/uavionix.js";
import type { ExtraMessageFields } from "./extra-messages.ts";

/** Class names whose message name isn't simply their words in upper case. */
interface IrregularCommon {
  TimeSync: "TIMESYNC";
  MotionCaptureAttPos: "ATT_POS_MOCAP";
  StatusText: "STATUSTEXT";
}

interface IrregularArdupilotmega {
  MemInfo: "MEMINFO";
  SimState: "SIMSTATE";
  HwStatus: "HWSTATUS";
  RangeFinder: "RANGEFINDER";
  CompassMotStatus: "COMPASSMOT_STATUS";
  EscTelemetry1To4: "ESC_TELEMETRY_1_TO_4";
  EscTelemetry5To8: "ESC_TELEMETRY_5_TO_8";
  EscTelemetry9To12: "ESC_TELEMETRY_9_TO_12";
  EscTelemetry13To16: "ESC_TELEMETRY_13_TO_16";
  EscTelemetry17To20: "ESC_TELEMETRY_17_TO_20";
  EscTelemetry21To24: "ESC_TELEMETRY_21_TO_24";
  EscTelemetry25To28: "ESC_TELEMETRY_25_TO_28";
  EscTelemetry29To32: "ESC_TELEMETRY_29_TO_32";
  ObstacleDistance3d: "OBSTACLE_DISTANCE_3D";
}

/** `GlobalPositionInt` -> `GLOBAL_POSITION_INT`; a digit stays with the word before it. */
type UpperSnake<Text extends string, Done extends string = ""> = Text extends `${infer Letter}${infer Rest}`
  ? Letter extends Lowercase<Letter>
    ? UpperSnake<Rest, `${Done}${Uppercase<Letter>}`>
    : UpperSnake<Rest, Done extends "" ? Letter : `${Done}_${Letter}`>
  : Done;

type NameOfClass<Class extends string, Irregular> = Class extends keyof Irregular
  ? Irregular[Class] & string
  : UpperSnake<Class>;

type MessageClass = new () => MavLinkData;

/** The helper classes for single commands are COMMAND_LONG in disguise, not messages of their own. */
type IsMessage<Class, Member> = Member extends MessageClass
  ? Class extends "CommandLong"
    ? true
    : InstanceType<Member> extends common.CommandLong
      ? false
      : true
  : false;

/** AUTOPILOT_VERSION's capabilities are 64 bits on the wire, though the library gives them a (number) enum's type. */
type FieldType<Message, Field extends keyof Message> = Field extends "capabilities"
  ? Message extends standard.AutopilotVersion
    ? bigint
    : Message[Field]
  : Message[Field];

type FieldsOfModule<Module, Irregular = unknown> = {
  [Class in keyof Module & string as IsMessage<Class, Module[Class]> extends true
    ? NameOfClass<Class, Irregular>
    : never]: Module[Class] extends MessageClass
    ? { [Field in keyof InstanceType<Module[Class]>]: FieldType<InstanceType<Module[Class]>, Field> }
    : never;
};

/**
 * The fields of every message by its MAVLink name: camelCase, raw wire values (units and sentinels as the MAVLink
 * definitions have them). 64-bit integers are bigint, char[] are string (cut at the first NUL), arrays are arrays.
 */
export interface MessageFields
  extends FieldsOfModule<typeof minimal>,
    FieldsOfModule<typeof standard>,
    FieldsOfModule<typeof common, IrregularCommon>,
    FieldsOfModule<typeof ardupilotmega, IrregularArdupilotmega>,
    FieldsOfModule<typeof uavionix>,
    FieldsOfModule<typeof icarous>,
    ExtraMessageFields {}

/** As in the definitions: "HEARTBEAT". */
export type MessageName = keyof MessageFields;

/** A decoded message; `switch (message.name)` narrows `fields`. The receiver owns it. */
export type MavlinkMessage = {
  [Name in MessageName]: { readonly name: Name; readonly id: number; readonly fields: MessageFields[Name] };
}[MessageName];
