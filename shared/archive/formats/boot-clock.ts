/** Records follow each other this closely; those of several sensors step back a little. */
const backUs = 5_000_000;
const aheadUs = 60_000_000;
/** So many stamps in a row must agree on a longer step: damage makes such steps too. */
const witnesses = 3;

/** From one boot of the autopilot to the next one, as the log's own stamps tell. */
export interface BootSegment {
  firstUs: number;
  lastUs: number;
  /** Added to a stamp since boot gives UTC, microseconds since 1970; undefined where nothing in the segment tells. */
  utcOffsetUs: number | undefined;
}

/** Tells the autopilot's clock, which starts anew at a reboot, from damaged stamps. */
export class BootClock {
  readonly segments: BootSegment[] = [];
  #lastUs = 0;
  #step: { newestUs: number; stamps: number; readonly firstUs: number } | undefined;
  /** The first fixes of the segment: one alone may be damaged. */
  #fix: { readonly offsetUs: number; readonly isFix: boolean } | undefined;
  #isSettled = false;

  /** Of the record that was observed last; 0 before any stamp. */
  get segment(): number {
    return Math.max(0, this.segments.length - 1);
  }

  /**
   * @param bootUs as the record is stamped; undefined where it isn't
   * @returns microseconds since the boot of the current segment, as far as they can be trusted
   */
  observe(bootUs: number | undefined): number {
    if (bootUs === undefined || !Number.isFinite(bootUs)) return this.#lastUs;
    const current = this.segments.at(-1);
    if (current === undefined) {
      this.#begin(bootUs);
      return bootUs;
    }
    const stepUs = bootUs - this.#lastUs;
    if (stepUs >= -backUs && stepUs <= aheadUs) {
      this.#step = undefined;
      return this.#accept(current, bootUs);
    }
    const step = this.#step;
    if (step === undefined || bootUs < step.newestUs - backUs || bootUs > step.newestUs + aheadUs) {
      this.#step = { firstUs: bootUs, newestUs: bootUs, stamps: 1 };
      return this.#lastUs;
    }
    step.newestUs = Math.max(step.newestUs, bootUs);
    step.stamps++;
    if (step.stamps < witnesses) return this.#lastUs;
    this.#step = undefined;
    if (stepUs > 0) return this.#accept(current, bootUs);
    this.#begin(step.firstUs);
    return this.#accept(this.segments.at(-1) ?? current, bootUs);
  }

  /**
   * A receiver says what time it is.
   * @param isFix whether it has a position too: before that its time may be a guess
   */
  observeUtc(bootUs: number | undefined, utcUs: number, isFix: boolean): void {
    const segment = this.segments.at(-1);
    if (bootUs === undefined || segment === undefined || this.#isSettled || !Number.isFinite(utcUs)) return;
    if (bootUs < segment.firstUs - backUs || bootUs > segment.lastUs + aheadUs) return;
    const offsetUs = utcUs - bootUs;
    const before = this.#fix;
    this.#isSettled = isFix && before?.isFix === true && Math.abs(before.offsetUs - offsetUs) < 2_000_000;
    if (this.#isSettled && before !== undefined) segment.utcOffsetUs = before.offsetUs;
    else if (before === undefined || (isFix && !before.isFix)) segment.utcOffsetUs = offsetUs;
    if (before === undefined || isFix) this.#fix = { offsetUs, isFix };
  }

  #begin(firstUs: number): void {
    this.segments.push({ firstUs, lastUs: firstUs, utcOffsetUs: undefined });
    this.#lastUs = firstUs;
    this.#fix = undefined;
    this.#isSettled = false;
  }

  #accept(segment: BootSegment, bootUs: number): number {
    this.#lastUs = Math.max(this.#lastUs, bootUs);
    segment.lastUs = this.#lastUs;
    if (bootUs < segment.firstUs) segment.firstUs = bootUs;
    return bootUs;
  }
}

/** Where a segment lies on the log's own time, which never steps back. */
export interface PlacedSegment {
  readonly firstUs: number;
  readonly lastUs: number;
  /** Added to a stamp gives microseconds since the log's beginning. */
  readonly positionOffsetUs: number;
  /** Added to a stamp gives UTC; undefined where no receiver in the whole log had the time. */
  readonly utcOffsetUs: number | undefined;
}

/** A longer pause between two boots isn't believed: a receiver's first guess was wrong. */
const longestPauseUs = 30 * 24 * 3_600_000_000;

/** Segments one after the other: with the pause between them where both know UTC, else without. */
export const placeSegments = (segments: readonly BootSegment[]): readonly PlacedSegment[] => {
  const placed: PlacedSegment[] = [];
  const utcs = inferUtc(segments);
  let endUs = 0;
  let endUtcUs: number | undefined;
  for (const [index, { firstUs, lastUs }] of segments.entries()) {
    const utcOffsetUs = utcs[index];
    const startUtcUs = utcOffsetUs === undefined ? undefined : firstUs + utcOffsetUs;
    const pauseUs = startUtcUs === undefined || endUtcUs === undefined ? 0 : startUtcUs - endUtcUs;
    const startUs = endUs + (pauseUs > 0 && pauseUs <= longestPauseUs ? pauseUs : 0);
    placed.push({ firstUs, lastUs, positionOffsetUs: startUs - firstUs, utcOffsetUs });
    endUs = startUs + lastUs - firstUs;
    endUtcUs = utcOffsetUs === undefined ? undefined : lastUs + utcOffsetUs;
  }
  return placed;
};

/** A segment without UTC is taken to end where the next one begins, or to begin where the one before ends. */
const inferUtc = (segments: readonly BootSegment[]): readonly (number | undefined)[] => {
  const offsets = segments.map(({ utcOffsetUs }) => utcOffsetUs);
  for (let at = segments.length - 2; at >= 0; at--) {
    const [own, next, nextOffset] = [segments[at], segments[at + 1], offsets[at + 1]];
    if (own !== undefined && next !== undefined && nextOffset !== undefined)
      offsets[at] ??= next.firstUs + nextOffset - own.lastUs;
  }
  for (let at = 1; at < segments.length; at++) {
    const [own, before, beforeOffset] = [segments[at], segments[at - 1], offsets[at - 1]];
    if (own !== undefined && before !== undefined && beforeOffset !== undefined)
      offsets[at] ??= before.lastUs + beforeOffset - own.firstUs;
  }
  return offsets;
};
