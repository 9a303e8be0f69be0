import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import type { OutgoingMessage } from "../../../shared/protocols/outgoing-message.ts";

const answers: ReadonlySet<string> = new Set([
  ...["COMMAND_ACK", "MISSION_ACK", "MISSION_COUNT", "MISSION_ITEM", "MISSION_ITEM_INT"],
  ...["MISSION_REQUEST", "MISSION_REQUEST_INT", "PARAM_VALUE", "PARAM_ERROR"],
]);

/** What a vehicle says because it was told or asked something; the rest it says by itself. */
export const isAnswer = ({ name }: MavlinkMessage): boolean => answers.has(name);

/** A camera or gimbal may have a channel of its own; undefined: the autopilot. */
export const componentOf = ({ fields }: OutgoingMessage): number | undefined => {
  const component = "targetComponent" in fields ? fields.targetComponent : undefined;
  return component === undefined || component === 0 ? undefined : component;
};
