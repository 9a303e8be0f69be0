/** Stamps follow each other this closely; a longer step needs witnesses, for damage makes such steps too. */
const closeUs = 5_000_000;
/** Witnesses follow each other within this. */
const witnessUs = 60_000_000;
const witnesses = 3;
/** A clock that was set while recording (by GPS, a time server or by hand) steps back, or ahead by more than this. */
const longestPauseUs = 24 * 3_600_000_000;

/** A long step of the stamps that was believed. */
export interface TimelineStep {
  /** "gap": nothing was recorded for that long. Else the recorder's clock was set. */
  readonly kind: "gap" | "clock-jump" | "clock-back";
  /** From the last stamp before to the newest, signed, microseconds. */
  readonly amountUs: number;
}

/**
 * Turns the stamps of a log, which step back now and then and may be damaged, into one time that never goes back. A long step is
 * believed once three stamps in a row agree on it: a pause ahead counts, and where the recorder's clock was set the time goes on
 * from where it was.
 */
export class LogTimeline {
  #positionUs = 0;
  // NaN where there is none yet, so that the fields stay plain numbers.
  #startUs = Number.NaN;
  #lastUs = Number.NaN;
  /** A long step that waits for witnesses: its first and newest stamp, and how many agreed. */
  #step: { readonly firstUs: number; newestUs: number; stamps: number } | undefined;
  #believed: TimelineStep | undefined;
  #steps = 0;
  #turns = 0;

  /** Goes on from where another one was; a step that waited for witnesses there waits anew. @param lastUs NaN: no stamp yet */
  static from({ positionUs, lastUs }: { readonly positionUs: number; readonly lastUs: number }): LogTimeline {
    const timeline = new LogTimeline();
    timeline.#positionUs = positionUs;
    timeline.#lastUs = lastUs;
    timeline.#startUs = lastUs;
    return timeline;
  }

  /** UTC, microseconds, of the first stamp. */
  get startUs(): number | undefined {
    return Number.isNaN(this.#startUs) ? undefined : this.#startUs;
  }

  /** Microseconds since the beginning. */
  get positionUs(): number {
    return this.#positionUs;
  }

  /** The stamp at this position; NaN before the first. */
  get lastUs(): number {
    return this.#lastUs;
  }

  /** A long step waits for its witnesses. */
  get isPending(): boolean {
    return this.#step !== undefined;
  }

  /** How many long steps were believed. */
  get steps(): number {
    return this.#steps;
  }

  /** Changes with the first stamp and with each long step: only then does UTC run otherwise against the position. */
  get turns(): number {
    return this.#turns;
  }

  /** The newest of them. */
  get believed(): TimelineStep | undefined {
    return this.#believed;
  }

  /** @param utcUs undefined where the record has no stamp: it belongs to the moment before */
  position(utcUs: number | undefined): number {
    if (utcUs === undefined) return this.#positionUs;
    if (Number.isNaN(this.#lastUs)) {
      this.#startUs = utcUs;
      this.#lastUs = utcUs;
      this.#turns++;
      return this.#positionUs;
    }
    const stepUs = utcUs - this.#lastUs;
    if (Math.abs(stepUs) <= closeUs) {
      if (this.#step !== undefined) this.#step = undefined;
      if (stepUs > 0) this.#advance(stepUs, utcUs);
    } else this.#witness(utcUs, this.#lastUs);
    return this.#positionUs;
  }

  /** The newest of some stamps that each followed the one before closely, the first of them closely to `lastUs`. */
  follow(utcUs: number): void {
    if (utcUs > this.#lastUs) this.#advance(utcUs - this.#lastUs, utcUs);
  }

  #witness(utcUs: number, lastUs: number): void {
    const step = this.#step;
    if (step === undefined || utcUs < step.newestUs - closeUs || utcUs > step.newestUs + witnessUs) {
      this.#step = { firstUs: utcUs, newestUs: utcUs, stamps: 1 };
      return;
    }
    // A record whose own stamp is lost repeats the one before it: that says nothing new.
    if (utcUs === step.newestUs) return;
    step.newestUs = utcUs;
    step.stamps++;
    if (step.stamps < witnesses) return;
    this.#step = undefined;
    const pauseUs = utcUs - lastUs;
    const isPause = pauseUs > 0 && pauseUs <= longestPauseUs;
    this.#steps++;
    this.#turns++;
    this.#believed = { kind: isPause ? "gap" : pauseUs > 0 ? "clock-jump" : "clock-back", amountUs: pauseUs };
    this.#advance(isPause ? pauseUs : Math.max(0, utcUs - step.firstUs), utcUs);
  }

  #advance(byUs: number, utcUs: number): void {
    this.#positionUs += byUs;
    this.#lastUs = utcUs;
  }
}
