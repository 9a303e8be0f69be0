import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import type { ReceivedItem } from "../vehicle/stored-item.ts";

/** Who a transfer is with, as the fields that answers carry. */
export interface MissionPeer {
  readonly targetSystem: number;
  readonly targetComponent: number;
}

type ItemMessage = Extract<MavlinkMessage, { name: "MISSION_ITEM" | "MISSION_ITEM_INT" }>;

/** An item by either message; a float one's position is degrees, but for commands whose x and y are plain parameters. */
export const receivedItem = (message: ItemMessage): ReceivedItem => {
  if (message.name === "MISSION_ITEM_INT" || message.fields.command === 203) return message.fields;
  const { x, y } = message.fields;
  return { ...message.fields, x: Math.round(x * 1e7), y: Math.round(y * 1e7) };
};
