import type { ChannelIntake } from "./channel-intake.ts";

/** What one look at a channel, about once a second, finds wrong with what comes in. */
export interface ChannelVerdict {
  readonly garbage: boolean;
  readonly flooded: boolean;
}

/** So many bytes that are no frames, beyond what the bucket leaks, are more than a boot message or a radio's noise. */
const garbageBytes = 1000;
const leakBytesPerS = 60;
/** Once nothing but frames comes in, it is soon forgotten. */
const cleanLeakBytesPerS = 300;
/** Below this share of what comes in, a link with some noise still does its work. */
const garbageShare = 0.25;
/** A flood is over when nothing was refused for this long. */
const floodQuietMs = 3000;

/** Judges one channel; asks only counters, so it costs nothing per frame. */
export class ChannelHealth {
  readonly #intake: ChannelIntake;
  #bytes = 0;
  #skipped = 0;
  #garbage = 0;
  #share = 0;
  #lastFloodMs = Number.NEGATIVE_INFINITY;

  constructor(intake: ChannelIntake) {
    this.#intake = intake;
  }

  look(nowMs: number, elapsedMs: number): ChannelVerdict {
    const bytes = this.#intake.bytes - this.#bytes;
    const skipped = this.#intake.skippedBytes - this.#skipped;
    this.#bytes += bytes;
    this.#skipped += skipped;
    const leak = ((skipped === 0 ? cleanLeakBytesPerS : leakBytesPerS) * elapsedMs) / 1000;
    // Filled at most to a few seconds' leak, so that the alert settles soon after the noise stopped.
    this.#garbage = Math.min(garbageBytes + 10 * leakBytesPerS, Math.max(0, this.#garbage + skipped - leak));
    if (bytes > 0) this.#share = skipped / bytes;
    if (this.#intake.takeRefused() > 0) this.#lastFloodMs = nowMs;
    return {
      garbage: this.#garbage >= garbageBytes && this.#share >= garbageShare,
      flooded: nowMs - this.#lastFloodMs < floodQuietMs,
    };
  }
}
