import type { VehicleId } from "../../../../shared/vehicle/vehicle-state.ts";

/** A video file that was brought into a mission. */
export interface MissionVideo {
  /** Names it as a feed. */
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly vehicleId?: VehicleId;
  /** Where its first picture lies on the mission's clock, ms; may be negative. */
  readonly startMs: number;
  readonly durationMs: number;
}

/** What a video file says of itself. */
export interface VideoFacts {
  readonly durationMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerS: number;
  readonly codec: string;
  /** Its `creation_time`, where it says so: by the clock of what recorded it, of the file's end with some makers. */
  readonly creationUtcMs?: number;
}
