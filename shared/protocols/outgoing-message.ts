import type { MessageFields } from "../mavlink/messages.ts";

type Sent =
  | "COMMAND_INT"
  | "COMMAND_LONG"
  | "HEARTBEAT"
  | "MANUAL_CONTROL"
  | "MISSION_ACK"
  | "MISSION_CLEAR_ALL"
  | "MISSION_COUNT"
  | "MISSION_ITEM"
  | "MISSION_ITEM_INT"
  | "MISSION_REQUEST"
  | "MISSION_REQUEST_INT"
  | "MISSION_REQUEST_LIST"
  | "MISSION_SET_CURRENT"
  | "PARAM_REQUEST_LIST"
  | "PARAM_REQUEST_READ"
  | "PARAM_SET"
  | "REQUEST_DATA_STREAM"
  | "SET_MODE"
  | "SET_POSITION_TARGET_GLOBAL_INT";

/** A message that a protocol wants sent: hand it to the channel's FrameWriter. Missing fields are 0. */
export type OutgoingMessage = {
  [Name in Sent]: { readonly name: Name; readonly fields: Partial<MessageFields[Name]> };
}[Sent];
