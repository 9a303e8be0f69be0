import type { OutgoingMessage } from "./outgoing-message.ts";

/** A ground station says that it is there once a second, on every channel. */
export const gcsHeartbeatEveryMs = 1_000;

/** MAV_TYPE_GCS, MAV_AUTOPILOT_INVALID, MAV_STATE_ACTIVE. */
export const gcsHeartbeat = (): OutgoingMessage => ({
  name: "HEARTBEAT",
  fields: { type: 6, autopilot: 8, systemStatus: 4, mavlinkVersion: 3 },
});
