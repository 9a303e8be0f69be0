import { FrameScanner } from "./scanner.ts";
import { viewOf } from "./x25.ts";

/** Bytes of the stamp before each frame of a telemetry log. */
export const tlogStampLength = 8;

/** 2100-01-01. A computer without a clock battery may well log times near 1970, so there is no lower bound. */
const latestUs = 4_102_444_800_000_000;
/** Records follow each other this closely, or step back as far, without need of a witness. */
const closeUs = 2_000_000;
const longestPauseUs = 3_600_000_000;

/** Microseconds since 1970. Values beyond 2^53 lose their last bits; they are far from plausible anyway. */
export const readStamp = (view: DataView, at: number): number =>
  view.getUint32(at) * 0x100000000 + view.getUint32(at + 4);

/**
 * The inverse of `readStamp`: 8 bytes, without a BigInt per frame.
 * @param utcUs microseconds since 1970; a negative one is written as 0
 */
export const writeStamp = (target: Uint8Array, at: number, utcUs: number): void => {
  const us = utcUs > 0 ? Math.round(utcUs) : 0;
  const high = Math.floor(us / 0x100000000);
  const low = us >>> 0;
  target[at] = high >>> 24;
  target[at + 1] = high >>> 16;
  target[at + 2] = high >>> 8;
  target[at + 3] = high;
  target[at + 4] = low >>> 24;
  target[at + 5] = low >>> 16;
  target[at + 6] = low >>> 8;
  target[at + 7] = low;
};

/** @param stampUs microseconds since 1970 */
export const isPlausibleStamp = (stampUs: number): boolean => stampUs < latestUs;

/** Whether a stamp needs no witness, and doesn't step back either. @param lastUs the one before it; NaN: none */
export const follows = (stampUs: number, lastUs: number): boolean =>
  stampUs >= lastUs && stampUs <= lastUs + closeUs && stampUs < latestUs;

/** Tells true stamps from damaged ones by those around them. */
export class TlogClock {
  /** NaN before the first, so that the field stays a plain number. */
  #lastUs: number;

  /** @param lastUs the last trusted stamp of what comes before */
  constructor(lastUs = Number.NaN) {
    this.#lastUs = lastUs;
  }

  /** The last trusted stamp. */
  get lastUs(): number | undefined {
    return Number.isNaN(this.#lastUs) ? undefined : this.#lastUs;
  }

  /** @param next where the stamp of the record behind starts, if all of it is there: it may be damaged too */
  trusts(stampUs: number, view: DataView, next: number, end: number): boolean {
    const isClose = Math.abs(stampUs - this.#lastUs) <= closeUs;
    if (!isClose && !this.#isWitnessed(stampUs, next + tlogStampLength <= end ? readStamp(view, next) : Number.NaN))
      return false;
    this.#lastUs = stampUs;
    return true;
  }

  /** Of records whose stamps each followed the one before closely, the newest. */
  followed(stampUs: number): void {
    this.#lastUs = stampUs;
  }

  #isWitnessed(stampUs: number, nextUs: number): boolean {
    if (!isPlausibleStamp(stampUs)) return false;
    const stepUs = stampUs - this.#lastUs;
    if (Number.isNaN(nextUs)) return Number.isNaN(stepUs) || (stepUs > 0 && stepUs <= longestPauseUs);
    // Its neighbours agree with each other and not with it.
    if (Math.abs(nextUs - this.#lastUs) <= closeUs) return false;
    return nextUs - stampUs >= -closeUs && nextUs - stampUs <= longestPauseUs;
  }
}

/**
 * Whether these first bytes of a file are a telemetry log rather than a raw byte stream: most frames have a plausible
 * stamp before them where a raw stream has the frame before. A few kilobytes decide.
 */
export const looksLikeTlog = (sample: Uint8Array): boolean => {
  const scanner = new FrameScanner();
  let lastEnd = 0;
  let stamped = 0;
  let contiguous = 0;
  const view = viewOf(sample);
  scanner.push(sample, (frame) => {
    const gap = frame.start - lastEnd;
    if (gap >= tlogStampLength && isPlausibleStamp(readStamp(view, frame.start - tlogStampLength))) stamped++;
    else if (gap === 0) contiguous++;
    lastEnd = frame.start + frame.length;
  });
  return stamped > contiguous;
};
