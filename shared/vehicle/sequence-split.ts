/** So many times both senders must have gone on in turn before they are believed to be two. */
const alternationsNeeded = 8;
const windowMs = 30_000;
/** A sender that didn't go on for so many messages lost some instead. */
const forgottenAfter = 16;
const silentMs = 5_000;
/** Nearer than this, two counters can't be told apart by a message that is next for neither. */
const nearSteps = 8;

interface Counter {
  next: number;
  heardMs: number;
}

/** All that a SequenceSplit knows. */
export interface SavedSequenceSplit {
  readonly first: Readonly<Counter> | undefined;
  readonly second: Readonly<Counter> | undefined;
  readonly isSplit: boolean;
  readonly lastWasSecond: boolean;
  readonly alternations: number;
  readonly alternatesSinceMs: number;
  readonly messagesSinceFirst: number;
}

/**
 * Tells two senders with one system and component id on one channel apart: each counts its own messages, so two
 * interleaved streams show two counters that both go on without gaps.
 */
export class SequenceSplit {
  #first: Counter | undefined;
  #second: Counter | undefined;
  #isSplit = false;
  #lastWasSecond = false;
  #alternations = 0;
  #alternatesSinceMs = 0;
  #messagesSinceFirst = 0;

  get isSplit(): boolean {
    return this.#isSplit;
  }

  save(): SavedSequenceSplit {
    return {
      first: copied(this.#first),
      second: copied(this.#second),
      isSplit: this.#isSplit,
      lastWasSecond: this.#lastWasSecond,
      alternations: this.#alternations,
      alternatesSinceMs: this.#alternatesSinceMs,
      messagesSinceFirst: this.#messagesSinceFirst,
    };
  }

  static restore(saved: SavedSequenceSplit): SequenceSplit {
    const split = new SequenceSplit();
    split.#first = copied(saved.first);
    split.#second = copied(saved.second);
    split.#isSplit = saved.isSplit;
    split.#lastWasSecond = saved.lastWasSecond;
    split.#alternations = saved.alternations;
    split.#alternatesSinceMs = saved.alternatesSinceMs;
    split.#messagesSinceFirst = saved.messagesSinceFirst;
    return split;
  }

  /** @returns which sender a message is from; undefined where it could be either */
  route(sequence: number, nowMs: number): "first" | "second" | undefined {
    if (this.#first === undefined) {
      this.#first = { next: (sequence + 1) & 0xff, heardMs: nowMs };
      return "first";
    }
    if (!this.#isSplit) {
      this.#watch(sequence, this.#first, nowMs);
      return "first";
    }
    return this.#assign(sequence, this.#first, this.#second ?? this.#first, nowMs);
  }

  /** Something else than the sequence number showed whose message it is. */
  anchor(sender: "first" | "second", sequence: number, nowMs: number): void {
    const counter = { next: (sequence + 1) & 0xff, heardMs: nowMs };
    if (sender === "first") this.#first = counter;
    else {
      this.#second = counter;
      this.#isSplit = true;
    }
  }

  #watch(sequence: number, first: Counter, nowMs: number): void {
    if (sequence === first.next) {
      go(first, sequence, nowMs);
      this.#messagesSinceFirst = 0;
      if (this.#lastWasSecond) this.#countAlternation(nowMs);
      this.#lastWasSecond = false;
      return;
    }
    this.#lastWasSecond = true;
    this.#messagesSinceFirst++;
    const second = this.#second;
    if (second === undefined || sequence !== second.next) {
      this.#second = { next: (sequence + 1) & 0xff, heardMs: nowMs };
    } else {
      go(second, sequence, nowMs);
    }
    if (this.#messagesSinceFirst >= forgottenAfter && this.#second !== undefined) {
      this.#first = this.#second;
      this.#second = undefined;
      this.#alternations = 0;
    }
  }

  #countAlternation(nowMs: number): void {
    if (nowMs - this.#alternatesSinceMs > windowMs) {
      this.#alternatesSinceMs = nowMs;
      this.#alternations = 0;
    }
    this.#alternations++;
    this.#isSplit = this.#alternations >= alternationsNeeded && this.#second !== undefined;
  }

  #assign(sequence: number, first: Counter, second: Counter, nowMs: number): "first" | "second" | undefined {
    const aheadOfFirst = (sequence - first.next) & 0xff;
    const aheadOfSecond = (sequence - second.next) & 0xff;
    const firstSilent = nowMs - first.heardMs > silentMs;
    const secondSilent = nowMs - second.heardMs > silentMs;
    let sender: "first" | "second";
    if (aheadOfFirst === aheadOfSecond) return undefined;
    if (firstSilent !== secondSilent && aheadOfFirst !== 0 && aheadOfSecond !== 0) {
      sender = firstSilent ? "second" : "first";
    } else if (aheadOfFirst === 0 || aheadOfSecond === 0 || Math.abs(aheadOfFirst - aheadOfSecond) >= nearSteps) {
      sender = aheadOfFirst <= aheadOfSecond ? "first" : "second";
    } else {
      return undefined;
    }
    go(sender === "first" ? first : second, sequence, nowMs);
    return sender;
  }
}

const copied = (counter: Readonly<Counter> | undefined): Counter | undefined =>
  counter === undefined ? undefined : { ...counter };

const go = (counter: Counter, sequence: number, nowMs: number): void => {
  counter.next = (sequence + 1) & 0xff;
  counter.heardMs = nowMs;
};
