import type { MessageFields } from "../mavlink/messages.ts";
import { autopilotFamily, vehicleKind } from "./kinds.ts";
import { modeName } from "./modes.ts";
import type { Patch, Reception, VehicleMemory } from "./vehicle-memory.ts";
import type { VehicleState } from "./vehicle-state.ts";

/** MAV_STATE by number; 8 is flight termination. */
const statuses = [
  "unknown",
  "boot",
  "calibrating",
  "standby",
  "active",
  "critical",
  "emergency",
  "poweroff",
  "emergency",
] as const;

const armedFlag = 128;

/** The autopilot's heartbeat: kind, mode, armed, status. */
export const reduceHeartbeat = (
  fields: MessageFields["HEARTBEAT"],
  state: VehicleState,
  memory: VehicleMemory,
  at: Reception,
): Patch => {
  memory.mavType = fields.type;
  memory.mavAutopilot = fields.autopilot;
  const armed = (fields.baseMode & armedFlag) !== 0;
  // Armed when it was first heard: who knows for how long.
  if (armed) memory.armedSinceMs ??= memory.heartbeats === 0 ? Number.NEGATIVE_INFINITY : at.nowMs;
  memory.heartbeats++;
  const told = statuses[fields.systemStatus] ?? "unknown";
  // ArduPilot says "active" in its first seconds, long before anything is armed.
  const systemStatus = told === "active" && !armed ? "standby" : told;
  const name = modeName(fields.autopilot, fields.type, fields.customMode);
  const sameMode = state.mode?.name === name && state.mode.customMode === fields.customMode;
  return {
    kind: vehicleKind(fields.type),
    autopilot: autopilotFamily(fields.autopilot),
    mavType: fields.type,
    armed,
    systemStatus,
    ...(sameMode && state.mode !== undefined ? {} : { mode: { atMs: at.nowMs, name, customMode: fields.customMode } }),
  };
};
