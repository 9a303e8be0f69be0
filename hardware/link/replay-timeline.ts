/** Stamps follow each other this closely; a longer step needs witnesses, for damage makes such steps too. */
const closeUs = 5_000_000;
/** Witnesses follow each other within this. */
const witnessUs = 60_000_000;
const witnesses = 3;
/** A clock that was set while recording (by GPS, a time server or by hand) steps back, or ahead by more than this. */
const longestPauseUs = 24 * 3_600_000_000;

/**
 * Turns the stamps of a log, which step back now and then and may be damaged, into one time that never goes back. A long step is
 * believed once three stamps in a row agree on it: a pause ahead counts, and where the recorder's clock was set the time goes on
 * from where it was.
 */
export class ReplayTimeline {
  #positionUs = 0;
  #startUs: number | undefined;
  #lastUs: number | undefined;
  /** A long step that waits for witnesses: its first and newest stamp, and how many agreed. */
  #step: { readonly firstUs: number; newestUs: number; stamps: number } | undefined;

  /** UTC, microseconds, of the first stamp. */
  get startUs(): number | undefined {
    return this.#startUs;
  }

  /** @param utcUs undefined where the record has no stamp: it belongs to the moment before */
  position(utcUs: number | undefined): number {
    if (utcUs === undefined) return this.#positionUs;
    if (this.#lastUs === undefined) {
      this.#startUs = utcUs;
      this.#lastUs = utcUs;
      return 0;
    }
    const stepUs = utcUs - this.#lastUs;
    if (Math.abs(stepUs) <= closeUs) {
      this.#step = undefined;
      if (stepUs > 0) this.#advance(stepUs, utcUs);
    } else this.#witness(utcUs, this.#lastUs);
    return this.#positionUs;
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
    this.#advance(isPause ? pauseUs : Math.max(0, utcUs - step.firstUs), utcUs);
  }

  #advance(byUs: number, utcUs: number): void {
    this.#positionUs += byUs;
    this.#lastUs = utcUs;
  }
}
