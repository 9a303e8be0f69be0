import { MavMissionType } from "../../mavlink/enums.ts";
import type { MavlinkMessage } from "../../mavlink/messages.ts";
import type { ExchangeTarget, OwnIds } from "../exchange.ts";
import type { JobEvent } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { MissionItem, MissionType } from "./mission-item.ts";

/** With whom, and about which list. */
export interface MissionPeer {
  readonly target: ExchangeTarget;
  readonly own: OwnIds;
  readonly type: MissionType;
}

const typeNumbers: Readonly<Record<MissionType, MavMissionType>> = {
  mission: MavMissionType.MISSION,
  fence: MavMissionType.FENCE,
  rally: MavMissionType.RALLY,
};

/** MAV_MISSION_RESULT. */
export const missionResult = {
  accepted: 0,
  error: 1,
  unsupportedFrame: 2,
  unsupported: 3,
  noSpace: 4,
  invalidSequence: 13,
  denied: 14,
  cancelled: 15,
} as const;

/** Why an item was refused: `missionReason.CODE` in the catalogues. */
export const missionReasons = [
  "error", // 1, without a reason
  "frame", // 2
  "command", // 3
  "value", // 5
  "param1",
  "param2",
  "param3",
  "param4",
  "latitude", // 10
  "longitude", // 11
  "height", // 12
  "denied", // 14
  "unknown",
] as const;
export type MissionReason = (typeof missionReasons)[number];

/** @param result MAV_MISSION_RESULT of an ack */
export const missionReason = (result: number): MissionReason => {
  const names: readonly (MissionReason | undefined)[] = [
    ...[undefined, "error", "frame", "command", undefined, "value"],
    ...["param1", "param2", "param3", "param4", "latitude", "longitude", "height"],
    ...[undefined, "denied"],
  ] as readonly (MissionReason | undefined)[];
  return names[result] ?? "unknown";
};

type Addressed = "MISSION_ACK" | "MISSION_COUNT" | "MISSION_ITEM" | "MISSION_ITEM_INT" | "MISSION_REQUEST";
type Answer = Extract<MavlinkMessage, { readonly name: Addressed | "MISSION_REQUEST_INT" }>;

const isAnswer = (message: MavlinkMessage): message is Answer =>
  message.name === "MISSION_ACK" ||
  message.name === "MISSION_COUNT" ||
  message.name === "MISSION_ITEM" ||
  message.name === "MISSION_ITEM_INT" ||
  message.name === "MISSION_REQUEST" ||
  message.name === "MISSION_REQUEST_INT";

/** The event's message where it is the vehicle's, about this list and for us: not for another ground station. */
export const answerOf = ({ target, own, type }: MissionPeer, event: JobEvent): Answer | undefined => {
  if (event.kind !== "message" || !isAnswer(event.message)) return undefined;
  if (event.fromSystem !== target.systemId || event.fromComponent !== target.componentId) return undefined;
  const { fields } = event.message;
  const forUs =
    fields.targetSystem === own.systemId &&
    (fields.targetComponent === own.componentId || fields.targetComponent === 0);
  return forUs && fields.missionType === typeNumbers[type] ? event.message : undefined;
};

const addressed = ({ target, type }: MissionPeer) => ({
  targetSystem: target.systemId,
  targetComponent: target.componentId,
  missionType: typeNumbers[type],
});

export const countMessage = (peer: MissionPeer, count: number): OutgoingMessage => ({
  name: "MISSION_COUNT",
  fields: { ...addressed(peer), count },
});

export const ackMessage = (peer: MissionPeer, type: number): OutgoingMessage => ({
  name: "MISSION_ACK",
  fields: { ...addressed(peer), type },
});

export const listMessage = (peer: MissionPeer): OutgoingMessage => ({
  name: "MISSION_REQUEST_LIST",
  fields: addressed(peer),
});

export const clearMessage = (peer: MissionPeer): OutgoingMessage => ({
  name: "MISSION_CLEAR_ALL",
  fields: addressed(peer),
});

/** "int" is what all of today speak; "float" for those that answer nothing else. */
export type ItemForm = "int" | "float";

export const requestMessage = (peer: MissionPeer, seq: number, form: ItemForm): OutgoingMessage => ({
  name: form === "int" ? "MISSION_REQUEST_INT" : "MISSION_REQUEST",
  fields: { ...addressed(peer), seq },
});

/** Commands whose x and y are plain parameters 5 and 6 in a MISSION_ITEM too: DO_DIGICAM_CONFIGURE and _CONTROL. */
const plainXy: ReadonlySet<number> = new Set([202, 203]);
const missionFrame = 2;

const isPlain = (command: number, frame: number): boolean => frame === missionFrame || plainXy.has(command);

const whole = (value: number): number => (Number.isFinite(value) ? Math.round(value) : 0);

export const itemMessage = (
  peer: MissionPeer,
  items: readonly MissionItem[],
  seq: number,
  form: ItemForm,
): OutgoingMessage => {
  const item = items[seq];
  if (item === undefined) throw new Error(`Asked for item ${seq} of ${items.length}.`);
  const { frame, command, autocontinue, params, z } = item;
  const [param1, param2, param3, param4] = params;
  const fields = { ...addressed(peer), seq, frame, command, autocontinue, param1, param2, param3, param4, z };
  const [x, y] = [whole(item.x), whole(item.y)];
  if (form === "int") return { name: "MISSION_ITEM_INT", fields: { ...fields, x, y } };
  const scale = isPlain(command, frame) ? 1 : 1e-7;
  return { name: "MISSION_ITEM", fields: { ...fields, x: x * scale, y: y * scale } };
};

/** The item in a MISSION_ITEM or MISSION_ITEM_INT. */
export const itemOf = ({
  name,
  fields,
}: Extract<Answer, { readonly name: "MISSION_ITEM" | "MISSION_ITEM_INT" }>): MissionItem => {
  const { frame, command, autocontinue, param1, param2, param3, param4, z } = fields;
  const scale = name === "MISSION_ITEM_INT" || isPlain(command, frame) ? 1 : 1e7;
  const place = { x: Math.round(fields.x * scale), y: Math.round(fields.y * scale) };
  return { frame, command, autocontinue, params: [param1, param2, param3, param4], ...place, z };
};

const fits = (value: number, low: number, high: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high;

/** The first item that no message can carry, so that it never gets as far as the wire. */
export const unsendable = (items: readonly MissionItem[]): number | undefined => {
  const bad = items.findIndex(
    ({ frame, command, autocontinue, x, y }) =>
      !fits(frame, 0, 255) ||
      !fits(command, 0, 65_535) ||
      !fits(autocontinue, 0, 255) ||
      !fits(whole(x), -0x8000_0000, 0x7fff_ffff) ||
      !fits(whole(y), -0x8000_0000, 0x7fff_ffff),
  );
  return bad < 0 ? undefined : bad;
};
