import type { MessageFields } from "../mavlink/messages.ts";
import type { Patch } from "./vehicle-memory.ts";
import type { VehicleState } from "./vehicle-state.ts";
import { given, hexOf, textOf } from "./wire-values.ts";

/** FIRMWARE_VERSION_TYPE in the lowest byte: 0 dev, 64 alpha, 128 beta, 192 release candidate, 255 official. */
const releaseName = (type: number): string => {
  if (type === 255) return "";
  if (type >= 192) return `-rc${type === 192 ? "" : type - 192}`;
  if (type >= 128) return "-beta";
  return type >= 64 ? "-alpha" : "-dev";
};

/** ArduPilot puts the git hash in as text, PX4 as bytes, lowest first. */
const gitHash = (bytes: readonly number[]): string | undefined => {
  const text = textOf(bytes);
  if (/^[0-9a-f]{6,8}$/i.test(text)) return text;
  return hexOf([...bytes].reverse());
};

/** The board's own number as text, which tells two vehicles with one system id apart; undefined where it gives none. */
export const uidOf = (fields: MessageFields["AUTOPILOT_VERSION"]): string | undefined => {
  const long = hexOf(fields.uid2);
  if (long !== undefined) return long;
  return fields.uid === 0n ? undefined : fields.uid.toString(16).padStart(16, "0");
};

/** MAV_PROTOCOL_CAPABILITY: PARAM_ENCODE_BYTEWISE, and C_CAST by its older and its present bit. */
const bytewise = 16n;
const cast = 2n | 131_072n;

const encodingOf = (capabilities: bigint): VehicleState["parameterEncoding"] =>
  (capabilities & bytewise) !== 0n ? "bytewise" : (capabilities & cast) !== 0n ? "cast" : undefined;

/** The firmware's version, from its packed bytes. */
export const reduceAutopilotVersion = (fields: MessageFields["AUTOPILOT_VERSION"]): Patch => {
  const version = fields.flightSwVersion >>> 0;
  const numbers = `${version >>> 24}.${(version >>> 16) & 0xff}.${(version >>> 8) & 0xff}`;
  const hash = gitHash(fields.flightCustomVersion);
  const firmware =
    version === 0 ? hash : `${numbers}${releaseName(version & 0xff)}${hash === undefined ? "" : ` ${hash}`}`;
  return {
    ...given("firmware", firmware),
    ...given("uid", uidOf(fields)),
    ...given("parameterEncoding", encodingOf(fields.capabilities)),
  };
};
