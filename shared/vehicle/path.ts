import type { MavlinkMessage, MessageFields } from "../mavlink/messages.ts";
import { LinkMeter } from "./link-meter.ts";
import { PathClock } from "./path-clock.ts";
import { uidOf } from "./reduce-version.ts";
import { SampleTrack } from "./sample-track.ts";

const sampleAgeMs = 30_000;
const maxSamples = 256;

/** One way in which a vehicle is heard: a channel, or one of two interleaved streams on a channel. */
export class Path {
  readonly channelId: string;
  readonly firstHeardMs: number;
  readonly meter: LinkMeter;
  readonly clock = new PathClock();
  /** What is needed to tell whether two paths lead to one vehicle: latDeg, lonDeg; and roll, pitch, yaw. */
  readonly positions = new SampleTrack({ width: 2, maxAgeMs: sampleAgeMs, maxCount: maxSamples });
  readonly attitudes = new SampleTrack({ width: 3, maxAgeMs: sampleAgeMs, maxCount: maxSamples });
  lastHeardMs: number;
  /** The autopilot's latest here. */
  heartbeat: MessageFields["HEARTBEAT"] | undefined;
  uid: string | undefined;
  /** Since when it brings the vehicle's clock. */
  stampedSinceMs: number | undefined;

  constructor(channelId: string, nowMs: number) {
    this.channelId = channelId;
    this.firstHeardMs = nowMs;
    this.lastHeardMs = nowMs;
    this.meter = new LinkMeter(nowMs);
  }

  /** Who the sender says it is. */
  noteIdentity(message: MavlinkMessage): void {
    if (message.name === "HEARTBEAT") this.heartbeat = message.fields;
    else if (message.name === "AUTOPILOT_VERSION") this.uid = uidOf(message.fields) ?? this.uid;
  }

  /** The vehicle's clock started anew; who knows whether it is still the same vehicle. */
  forgetBoot(): void {
    this.uid = undefined;
    this.positions.clear();
    this.attitudes.clear();
  }
}
