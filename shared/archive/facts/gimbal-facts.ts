import type { MavlinkMessage } from "../../mavlink/messages.ts";
import { eulerOf } from "../../vehicle/quaternion.ts";
import { readGimbal } from "../../vehicle/reduce-gimbal.ts";
import { type Range, RangeTally, type Topic } from "./fact.ts";

/** How a vehicle's gimbal was turned, and how many pictures were taken. */
export interface GimbalFacts {
  /** From the horizon, up positive, rad; 90 degrees down is -1.571. */
  readonly pitchRad?: Range;
  /** CAMERA_FEEDBACK and CAMERA_IMAGE_CAPTURED. */
  readonly pictures: number;
}

/** Gimbal and camera. */
export class GimbalTopic implements Topic<GimbalFacts> {
  readonly #pitchRad = new RangeTally();
  #pictures = 0;

  add(message: MavlinkMessage): void {
    if (message.name === "CAMERA_FEEDBACK" || message.name === "CAMERA_IMAGE_CAPTURED") this.#pictures++;
    else {
      const reading = readGimbal(message);
      if (reading !== undefined) this.#pitchRad.add(eulerOf(reading.rotation).pitchRad);
    }
  }

  get facts(): GimbalFacts {
    const pitchRad = this.#pitchRad.range;
    return { ...(pitchRad === undefined ? {} : { pitchRad }), pictures: this.#pictures };
  }
}
