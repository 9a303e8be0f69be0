import type { MavlinkMessage, MessageFields } from "../mavlink/messages.ts";
import type { ClockOffset } from "./clock-offset.ts";
import { LinkMeter, type SavedLinkMeter } from "./link-meter.ts";
import type { Numbered } from "./numbered.ts";
import { PathClock, type SavedPathClock } from "./path-clock.ts";
import { uidOf } from "./reduce-version.ts";
import { SampleTrack } from "./sample-track.ts";

const sampleAgeMs = 30_000;
const maxSamples = 256;

/** All that a Path knows; its clocks by their numbers. */
export interface SavedPath {
  readonly channelId: string;
  readonly firstHeardMs: number;
  readonly meter: SavedLinkMeter;
  readonly clock: SavedPathClock;
  readonly positions: Float64Array;
  readonly attitudes: Float64Array;
  readonly lastHeardMs: number;
  readonly heartbeat: MessageFields["HEARTBEAT"] | undefined;
  readonly uid: string | undefined;
  readonly stampedSinceMs: number | undefined;
}

/** One way in which a vehicle is heard: a channel, or one of two interleaved streams on a channel. */
export class Path {
  readonly channelId: string;
  readonly firstHeardMs: number;
  readonly meter: LinkMeter;
  readonly clock: PathClock;
  /** What is needed to tell whether two paths lead to one vehicle: latDeg, lonDeg; and roll, pitch, yaw. */
  readonly positions = new SampleTrack({ width: 2, maxAgeMs: sampleAgeMs, maxCount: maxSamples });
  readonly attitudes = new SampleTrack({ width: 3, maxAgeMs: sampleAgeMs, maxCount: maxSamples });
  lastHeardMs: number;
  /** The autopilot's latest here. */
  heartbeat: MessageFields["HEARTBEAT"] | undefined;
  uid: string | undefined;
  /** Since when it brings the vehicle's clock. */
  stampedSinceMs: number | undefined;

  constructor(channelId: string, nowMs: number, { meter = new LinkMeter(nowMs), clock = new PathClock() } = {}) {
    this.channelId = channelId;
    this.firstHeardMs = nowMs;
    this.lastHeardMs = nowMs;
    this.meter = meter;
    this.clock = clock;
  }

  save(clocks: Numbered<ClockOffset>): SavedPath {
    const { channelId, firstHeardMs, meter, clock, positions, attitudes } = this;
    const { lastHeardMs, heartbeat, uid, stampedSinceMs } = this;
    return {
      ...{ channelId, firstHeardMs, lastHeardMs, heartbeat, uid, stampedSinceMs },
      meter: meter.save(),
      clock: clock.save(clocks),
      positions: positions.save(),
      attitudes: attitudes.save(),
    };
  }

  static restore(saved: SavedPath, clocks: readonly ClockOffset[]): Path {
    const meter = LinkMeter.restore(saved.meter);
    const path = new Path(saved.channelId, saved.firstHeardMs, {
      meter,
      clock: PathClock.restore(saved.clock, clocks),
    });
    path.positions.restore(saved.positions);
    path.attitudes.restore(saved.attitudes);
    path.lastHeardMs = saved.lastHeardMs;
    path.heartbeat = saved.heartbeat;
    path.uid = saved.uid;
    path.stampedSinceMs = saved.stampedSinceMs;
    return path;
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
