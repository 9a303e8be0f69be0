import { ClockOffset } from "./clock-offset.ts";
import { LinkMeter } from "./link-meter.ts";

/** One way in which a vehicle is heard: a channel, or one of two interleaved streams on a channel. */
export class Path {
  readonly channelId: string;
  readonly firstHeardMs: number;
  readonly meter: LinkMeter;
  readonly clock = new ClockOffset();
  lastHeardMs: number;
  /** Of the autopilot's latest heartbeat here. */
  mavType: number | undefined;
  mavAutopilot: number | undefined;
  uid: string | undefined;

  constructor(channelId: string, nowMs: number) {
    this.channelId = channelId;
    this.firstHeardMs = nowMs;
    this.lastHeardMs = nowMs;
    this.meter = new LinkMeter(nowMs);
  }
}
