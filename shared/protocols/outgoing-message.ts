import type { MessageFields } from "../mavlink/messages.ts";

type Sent = "COMMAND_LONG" | "REQUEST_DATA_STREAM" | "HEARTBEAT";

/** A message that a protocol wants sent: hand it to the channel's FrameWriter. Missing fields are 0. */
export type OutgoingMessage = {
  [Name in Sent]: { readonly name: Name; readonly fields: Partial<MessageFields[Name]> };
}[Sent];
