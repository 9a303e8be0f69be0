import type { HotSpot } from "../../shared/heat/heat-source.ts";
import type { Rad } from "../../shared/units/angle.ts";

/** A spot with its crop, as a feed's worker posts it. */
export interface SpotSighting extends HotSpot {
  /** A PNG of the surroundings, 8 bit, stretched to the crop's own range; absent for most frames (at most 2/s per source). */
  readonly cropPng?: Uint8Array;
  /** Where the spot lies in its crop: 0 in the middle, 1 at its edge, because the picture ends there. */
  readonly cropOffset?: number;
}

/** What a feed's search found in one frame. */
export interface FrameSightings {
  readonly sequence: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** By the vehicle's time since boot, where the camera stamps its pictures ... */
  readonly captureVehicleTimeMs?: number;
  /** ... else by this process's monotonic clock (`performance.now()` of the main thread), latency taken off. */
  readonly captureProcessMs?: number;
  readonly captureSigmaMs: number;
  readonly hfovRad?: Rad;
  readonly spots: readonly SpotSighting[];
  /** The detector network searched this frame: a spot without its word was not taken for a person by it. */
  readonly searchedByNetwork?: boolean;
  /** Frames passed over so far because a newer one was there before their turn came. */
  readonly droppedFrames?: number;
}
