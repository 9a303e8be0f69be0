import { viewOf } from "../../mavlink/x25.ts";

/** How records of a format follow each other, without a checksum: each is believed when another one begins where it ends. */
export interface RecordGrammar {
  /** Bytes that tell a record's length. */
  readonly headerLength: number;
  /** Of a whole record, bytes. */
  readonly longest: number;
  /**
   * The length of the record that begins at `at`, whose header is there; 0 where none can begin.
   * @param end how far `bytes` go: what lies beyond the header may be looked at up to there
   * @param how "searching" behind damage, where only what surely is a record counts
   */
  lengthAt(bytes: Uint8Array, view: DataView, at: number, end: number, how: "in-step" | "searching"): number;
  /** Another length that it may have, should the first be a lie; 0 where there is none. */
  otherLengthAt(bytes: Uint8Array, at: number): number;
  /** A whole record. `offset` is where it begins in the file. */
  take(bytes: Uint8Array, view: DataView, at: number, length: number, offset: number): void;
  /** Where in the file a part begins that has nothing to do with what is before it; undefined after the last one. */
  nextBreak(offset: number): number | undefined;
}

interface ChainEvents {
  damage(offset: number, bytes: number): void;
  cut(offset: number, bytes: number): void;
}

const wait = -1;
const none = new Uint8Array(0);

/** Walks from record to record through chunks of any size, and finds the next one behind damage. */
export class RecordChain {
  readonly #grammar: RecordGrammar;
  readonly #events: ChainEvents;
  #bytes: Uint8Array = none;
  #view = viewOf(none);
  /** Of the first of `#bytes` in the file. */
  #base = 0;
  #end = 0;
  #isLast = false;
  #damagedFrom: number | undefined;

  /** @param offset of the first byte that is pushed, in the file */
  constructor(grammar: RecordGrammar, events: ChainEvents, offset: number) {
    this.#grammar = grammar;
    this.#events = events;
    this.#base = offset;
  }

  push(chunk: Uint8Array): void {
    this.#join(chunk);
    this.#walk();
  }

  flush(): void {
    this.#isLast = true;
    this.#walk();
    this.#repaired(this.#base);
  }

  #join(chunk: Uint8Array): void {
    if (this.#bytes.length === 0) this.#bytes = chunk;
    else {
      const joined = new Uint8Array(this.#bytes.length + chunk.length);
      joined.set(this.#bytes);
      joined.set(chunk, this.#bytes.length);
      this.#bytes = joined;
    }
    this.#view = viewOf(this.#bytes);
  }

  #walk(): void {
    const grammar = this.#grammar;
    let at = 0;
    while (at < this.#bytes.length) {
      const offset = this.#base + at;
      const breakAt = grammar.nextBreak(offset);
      const isBroken = breakAt !== undefined && breakAt - this.#base <= this.#bytes.length;
      // Up to a break it is as if the file ended there.
      this.#end = isBroken ? breakAt - this.#base : this.#bytes.length;
      const wasLast = this.#isLast;
      this.#isLast = wasLast || isBroken;
      const next = this.#damagedFrom === undefined ? this.#readOne(at) : this.#search(at, this.#end);
      this.#isLast = wasLast;
      if (next === wait) break;
      if (next >= this.#end && isBroken) {
        this.#repaired(this.#base + this.#end);
        at = this.#end;
      } else at = next;
    }
    this.#base += at;
    // A copy: chunks are borrowed.
    this.#bytes = at < this.#bytes.length ? this.#bytes.slice(at) : none;
    this.#view = viewOf(this.#bytes);
  }

  /** In step. @returns where to go on, or `wait` */
  #readOne(at: number): number {
    const grammar = this.#grammar;
    const end = this.#end;
    if (end - at < grammar.headerLength) return this.#isLast ? this.#tail(at) : wait;
    const sureLength = grammar.lengthAt(this.#bytes, this.#view, at, end, "searching");
    const isSure = sureLength > 0;
    const length = isSure ? sureLength : grammar.lengthAt(this.#bytes, this.#view, at, end, "in-step");
    if (length === 0) return this.#lose(at);
    const next = at + length;
    if (next > end) return this.#isLast ? this.#tail(at) : wait;
    // What may be a record needs one behind it that surely is.
    const follows = this.#begins(next, isSure ? "in-step" : "searching");
    if (follows === true) return this.#take(at, next);
    if (follows === wait) return wait;
    if (!this.#isLast && end - next < grammar.longest + grammar.headerLength) return wait;
    const other = grammar.otherLengthAt(this.#bytes, at);
    if (other > 0 && at + other <= end && this.#begins(at + other, "searching") === true)
      return this.#take(at, at + other);
    // Nothing begins behind it: damage is in it, or behind it. A record that begins within says which.
    const inner = this.#find(at + 1, next);
    if (inner !== undefined) {
      this.#damagedFrom = this.#base + at;
      this.#repaired(this.#base + inner);
      return inner;
    }
    return this.#take(at, next);
  }

  /** Whether a record begins at `at`, or the file ends there. */
  #begins(at: number, how: "in-step" | "searching"): boolean | typeof wait {
    if (at === this.#end && this.#isLast) return true;
    if (this.#end - at < this.#grammar.headerLength) return this.#isLast ? false : wait;
    return this.#grammar.lengthAt(this.#bytes, this.#view, at, this.#end, how) > 0;
  }

  /** The first place of from <= place < to where a record begins that is followed by another one. */
  #find(from: number, to: number): number | undefined {
    const { headerLength } = this.#grammar;
    const last = Math.min(to, this.#end - headerLength + 1);
    for (let at = from; at < last; at++) {
      const length = this.#grammar.lengthAt(this.#bytes, this.#view, at, this.#end, "searching");
      if (length > 0 && at + length <= this.#end && this.#begins(at + length, "searching") === true) return at;
    }
    return undefined;
  }

  /** Out of step: tries every byte. Waits for as much as decides about the one that is tried. */
  #search(at: number, end: number): number {
    const { longest, headerLength } = this.#grammar;
    const decided = this.#isLast ? end : end - longest - headerLength;
    const found = this.#find(at, decided);
    if (found !== undefined) {
      this.#repaired(this.#base + found);
      return found;
    }
    if (this.#isLast) return end;
    return decided > at ? decided : wait;
  }

  /** The last record isn't whole: where others begin within it, its length was a lie. */
  #tail(at: number): number {
    const inner = this.#find(at + 1, this.#end);
    if (inner === undefined) {
      this.#events.cut(this.#base + at, this.#end - at);
      return this.#end;
    }
    this.#damagedFrom = this.#base + at;
    this.#repaired(this.#base + inner);
    return inner;
  }

  #take(at: number, next: number): number {
    this.#grammar.take(this.#bytes, this.#view, at, next - at, this.#base + at);
    return next;
  }

  #lose(at: number): number {
    this.#damagedFrom = this.#base + at;
    return at;
  }

  #repaired(offset: number): void {
    const from = this.#damagedFrom;
    this.#damagedFrom = undefined;
    if (from !== undefined && offset > from) this.#events.damage(from, offset - from);
  }
}
