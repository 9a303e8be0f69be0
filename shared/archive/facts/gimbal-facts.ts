import type { MavlinkMessage } from "../../mavlink/messages.ts";
import { eulerOf } from "../../vehicle/quaternion.ts";
import { readGimbal } from "../../vehicle/reduce-gimbal.ts";
import { type Range, RangeTally, type Topic } from "./fact.ts";

/** How a vehicle's gimbal was turned, and how many pictures were taken. */
export interface GimbalFacts {
  /** From the horizon, up positive, rad; straight down is -pi/2. */
  readonly pitchRad?: Range;
  /** CAMERA_FEEDBACK and CAMERA_IMAGE_CAPTURED. */
  readonly pictures: number;
}

/**
 * Of the quaternion as it was sent, scalar first, which is what other programs show: near straight down a length that is off by
 * float32's last bits changes it by hundredths of a degree either way.
 */
const pitchAsSentRad = ([w = Number.NaN, x = Number.NaN, y = Number.NaN, z = Number.NaN]: readonly number[]): number =>
  Math.asin(Math.max(-1, Math.min(1, 2 * (w * y - x * z))));

/** Gimbal and camera. */
export class GimbalTopic implements Topic<GimbalFacts> {
  readonly #pitchRad = new RangeTally();
  #pictures = 0;

  add(message: MavlinkMessage): void {
    if (message.name === "CAMERA_FEEDBACK" || message.name === "CAMERA_IMAGE_CAPTURED") this.#pictures++;
    else if (message.name === "GIMBAL_DEVICE_ATTITUDE_STATUS") this.#pitchRad.add(pitchAsSentRad(message.fields.q));
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
