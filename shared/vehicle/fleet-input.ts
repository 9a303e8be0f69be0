import type { Frame } from "../mavlink/frame.ts";
import type { MavlinkMessage } from "../mavlink/messages.ts";

export interface FleetInput {
  readonly channelId: string;
  /** Borrowed until `receive` returns. */
  readonly frame: Frame;
  /** Undefined for an id outside the dialect. */
  readonly message: MavlinkMessage | undefined;
  /** Station clock; in replay, the log's. */
  readonly nowMs: number;
  readonly utcMs: number;
}
