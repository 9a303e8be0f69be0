import type { Frame } from "./frame.ts";

/** Sequence numbers behind the newest that are remembered: what comes later than that is a restarted counter. */
const windowFrames = 32;

/** What one component's sequence numbers say about a link, in frames. */
export interface SenderStatistics {
  readonly systemId: number;
  readonly componentId: number;
  /** Frames that came for the first time. */
  readonly received: number;
  /** Gaps in the sequence, less what filled them late. */
  readonly lost: number;
  /** Frames that came again. */
  readonly duplicates: number;
  /** Frames that came late and filled a gap. */
  readonly reordered: number;
  /** How often the counter began anew: the sender restarted, or two senders share one id. */
  readonly restarts: number;
}

/** What a frame turned out to be. A duplicate was handled before; the others are new. */
export type SequenceVerdict = "next" | "gap" | "late" | "duplicate" | "restart";

/** What `SequenceCounter` goes on from. */
export interface SequenceState extends SenderStatistics {
  readonly newest: number;
  readonly seen: number;
  readonly checksums: Uint16Array;
}

/** Counts by the sequence numbers of one component. */
export class SequenceCounter implements SenderStatistics {
  readonly systemId: number;
  readonly componentId: number;
  received = 0;
  lost = 0;
  duplicates = 0;
  reordered = 0;
  restarts = 0;
  #newest = 0;
  /** Bit n: the frame n before the newest has come. */
  #seen = 0;
  /** By sequence number: the checksum of the frame that came last under it. */
  readonly #checksums = new Uint16Array(256);

  constructor(systemId: number, componentId: number) {
    this.systemId = systemId;
    this.componentId = componentId;
  }

  static from(state: SequenceState): SequenceCounter {
    const counter = new SequenceCounter(state.systemId, state.componentId);
    counter.received = state.received;
    counter.lost = state.lost;
    counter.duplicates = state.duplicates;
    counter.reordered = state.reordered;
    counter.restarts = state.restarts;
    counter.#newest = state.newest;
    counter.#seen = state.seen;
    counter.#checksums.set(state.checksums);
    return counter;
  }

  /** A copy. */
  get state(): SequenceState {
    const { systemId, componentId, received, lost, duplicates, reordered, restarts } = this;
    const checksums = this.#checksums.slice();
    const [newest, seen] = [this.#newest, this.#seen];
    return { systemId, componentId, received, lost, duplicates, reordered, restarts, newest, seen, checksums };
  }

  observe(sequence: number, checksum: number): SequenceVerdict {
    if (sequence === ((this.#newest + 1) & 0xff) && this.received > 0) {
      // As nearly always: the next one.
      this.received++;
      this.#newest = sequence;
      this.#seen = (this.#seen << 1) | 1;
      this.#checksums[sequence] = checksum;
      return "next";
    }
    const verdict = this.#judge(sequence, checksum);
    this.#checksums[sequence] = checksum;
    return verdict;
  }

  #judge(sequence: number, checksum: number): SequenceVerdict {
    if (this.received === 0) return this.#begin(sequence, "next");
    const ahead = (sequence - this.#newest) & 0xff;
    const behind = (this.#newest - sequence) & 0xff;
    if (behind < windowFrames) return this.#late(sequence, behind, checksum);
    // The counter has 256 values: a gap of more than half of them can't be told from a restart.
    if (ahead > 128) return this.#begin(sequence, "restart");
    this.received++;
    this.lost += ahead - 1;
    this.#newest = sequence;
    this.#seen = (ahead < windowFrames ? this.#seen << ahead : 0) | 1;
    return ahead === 1 ? "next" : "gap";
  }

  #late(sequence: number, behind: number, checksum: number): SequenceVerdict {
    const bit = 1 << behind;
    if (this.#seen & bit) {
      // Other content under a number that was used just now: the counter began anew, and the frame must not be dropped.
      if (this.#checksums[sequence] !== checksum) return this.#begin(sequence, "restart");
      this.duplicates++;
      return "duplicate";
    }
    // Nothing was missing, so nothing can fill a gap.
    if (this.lost === 0) return this.#begin(sequence, "restart");
    this.#seen |= bit;
    this.received++;
    this.lost--;
    this.reordered++;
    return "late";
  }

  #begin(sequence: number, verdict: "next" | "restart"): SequenceVerdict {
    if (verdict === "restart") this.restarts++;
    this.received++;
    this.#newest = sequence;
    this.#seen = 1;
    return verdict;
  }
}

/** Counts loss per (system, component) on one link, or in one log. */
export class LinkStatistics {
  readonly #senders = new Map<number, SequenceCounter>();

  observe(frame: Frame): SequenceVerdict {
    const key = (frame.systemId << 8) | frame.componentId;
    let sender = this.#senders.get(key);
    if (sender === undefined) {
      sender = new SequenceCounter(frame.systemId, frame.componentId);
      this.#senders.set(key, sender);
    }
    const crcAt = frame.payloadStart + frame.payloadLength;
    const checksum = (frame.bytes[crcAt] ?? 0) | ((frame.bytes[crcAt + 1] ?? 0) << 8);
    return sender.observe(frame.sequence, checksum);
  }

  of(systemId: number, componentId: number): SenderStatistics | undefined {
    return this.#senders.get((systemId << 8) | componentId);
  }

  get senders(): Iterable<SenderStatistics> {
    return this.#senders.values();
  }

  /** Share of the frames sent that didn't come, 0-1, over all senders; 0 before the first frame. */
  get lossFraction(): number {
    let received = 0;
    let lost = 0;
    for (const sender of this.#senders.values()) {
      received += sender.received;
      lost += sender.lost;
    }
    return lost === 0 ? 0 : lost / (received + lost);
  }
}
