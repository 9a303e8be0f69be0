const buckets = 10;
const bucketMs = 1_000;
/** Further "ahead" than this, a sequence number is one that comes late. */
const reorderWindow = 16;

/** All that a LinkMeter knows. */
export interface SavedLinkMeter {
  readonly received: readonly number[];
  readonly lost: readonly number[];
  readonly bytes: readonly number[];
  readonly sequences: readonly (readonly [number, number])[];
  readonly bucket: number;
  readonly filled: number;
  readonly bucketEndsMs: number;
}

/** What one path of a vehicle delivers: rates and loss over the last ten seconds, from sequence numbers per component. */
export class LinkMeter {
  readonly #received = new Float64Array(buckets);
  readonly #lost = new Float64Array(buckets);
  readonly #bytes = new Float64Array(buckets);
  readonly #sequences = new Map<number, number>();
  #bucket = 0;
  #filled = 1;
  #bucketEndsMs: number;

  constructor(nowMs: number) {
    this.#bucketEndsMs = nowMs + bucketMs;
  }

  note(componentId: number, sequence: number, bytes: number, nowMs: number): void {
    this.advance(nowMs);
    const last = this.#sequences.get(componentId);
    const missed = last === undefined ? 0 : (sequence - last - 1) & 0xff;
    if (missed >= 256 - reorderWindow) {
      // Late after all: it was counted as lost.
      this.#add(this.#lost, missed === 255 ? 0 : -1);
    } else {
      this.#sequences.set(componentId, sequence);
      this.#add(this.#lost, missed);
    }
    this.#add(this.#received, 1);
    this.#add(this.#bytes, bytes);
  }

  /** An id outside the dialect: unverified, so it only counts where it is exactly the next one. */
  noteUnknown(componentId: number, sequence: number): void {
    if (((this.#sequences.get(componentId) ?? -2) + 1) % 256 === sequence) this.#sequences.set(componentId, sequence);
  }

  save(): SavedLinkMeter {
    return {
      received: [...this.#received],
      lost: [...this.#lost],
      bytes: [...this.#bytes],
      sequences: [...this.#sequences],
      bucket: this.#bucket,
      filled: this.#filled,
      bucketEndsMs: this.#bucketEndsMs,
    };
  }

  static restore(saved: SavedLinkMeter): LinkMeter {
    const meter = new LinkMeter(0);
    meter.#received.set(saved.received);
    meter.#lost.set(saved.lost);
    meter.#bytes.set(saved.bytes);
    for (const [componentId, sequence] of saved.sequences) meter.#sequences.set(componentId, sequence);
    meter.#bucket = saved.bucket;
    meter.#filled = saved.filled;
    meter.#bucketEndsMs = saved.bucketEndsMs;
    return meter;
  }

  advance(nowMs: number): void {
    if (nowMs < this.#bucketEndsMs) return;
    const steps = Math.floor((nowMs - this.#bucketEndsMs) / bucketMs) + 1;
    for (let step = 0; step < Math.min(steps, buckets); step++) {
      this.#bucket = (this.#bucket + 1) % buckets;
      this.#received[this.#bucket] = 0;
      this.#lost[this.#bucket] = 0;
      this.#bytes[this.#bucket] = 0;
    }
    this.#filled = Math.min(buckets, this.#filled + steps);
    this.#bucketEndsMs += steps * bucketMs;
  }

  /** 0 to 1. */
  get lossFraction(): number {
    const lost = Math.max(0, total(this.#lost));
    const received = total(this.#received);
    return lost + received === 0 ? 0 : lost / (lost + received);
  }

  get messagesPerS(): number {
    return this.#perS(this.#received);
  }

  get bytesPerS(): number {
    return this.#perS(this.#bytes);
  }

  /** Over whole seconds; the one that runs counts only while there is no other. */
  #perS(counts: Float64Array): number {
    if (this.#filled === 1) return total(counts);
    return (total(counts) - (counts[this.#bucket] ?? 0)) / (this.#filled - 1);
  }

  #add(counts: Float64Array, value: number): void {
    counts[this.#bucket] = (counts[this.#bucket] ?? 0) + value;
  }
}

const total = (counts: Float64Array): number => {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
};
