import { FrameScanner } from "./scanner.ts";

/** Bytes of the stamp before each frame of a telemetry log. */
export const tlogStampLength = 8;

/** 2100-01-01. A computer without a clock battery may well log times near 1970, so there is no lower bound. */
const latestUs = 4_102_444_800_000_000;
/** Records follow each other this closely, or step back as far, without need of a witness. */
const closeUs = 2_000_000;
const longestPauseUs = 3_600_000_000;

/** Microseconds since 1970. Values beyond 2^53 lose their last bits; they are far from plausible anyway. */
export const readStamp = (bytes: Uint8Array, at: number): number => {
  const high =
    ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  const low =
    ((bytes[at + 4] ?? 0) << 24) | ((bytes[at + 5] ?? 0) << 16) | ((bytes[at + 6] ?? 0) << 8) | (bytes[at + 7] ?? 0);
  return (high >>> 0) * 0x100000000 + (low >>> 0);
};

export const isPlausibleStamp = (stampUs: number): boolean => stampUs < latestUs;

/** Tells true stamps from damaged ones by those around them. */
export class TlogClock {
  #lastUs: number | undefined;

  /** The last trusted stamp. */
  get lastUs(): number | undefined {
    return this.#lastUs;
  }

  /** @param nextUs the stamp of the record behind, which may be damaged too; undefined where the log ends */
  trusts(stampUs: number, nextUs: number | undefined): boolean {
    const isTrusted = this.#judge(stampUs, nextUs);
    if (isTrusted) this.#lastUs = stampUs;
    return isTrusted;
  }

  #judge(stampUs: number, nextUs: number | undefined): boolean {
    if (!isPlausibleStamp(stampUs)) return false;
    const lastUs = this.#lastUs;
    if (lastUs !== undefined && Math.abs(stampUs - lastUs) <= closeUs) return true;
    if (nextUs === undefined) return lastUs === undefined || (stampUs > lastUs && stampUs - lastUs <= longestPauseUs);
    // Its neighbours agree with each other and not with it.
    if (lastUs !== undefined && Math.abs(nextUs - lastUs) <= closeUs) return false;
    const stepUs = nextUs - stampUs;
    return stepUs >= -closeUs && stepUs <= longestPauseUs;
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
  const own = sample.slice();
  scanner.push(own, (frame) => {
    const gap = frame.start - lastEnd;
    if (gap >= tlogStampLength && isPlausibleStamp(readStamp(own, frame.start - tlogStampLength))) stamped++;
    else if (gap === 0) contiguous++;
    lastEnd = frame.start + frame.length;
  });
  return stamped > contiguous;
};
