import { SeededRandom } from "../../hardware/simulator/seeded-random.ts";

/** What happens to a packet on its way, each way on its own. Shares are 0 to 1. */
export interface LossyWay {
  /** Bits a second, ten for a byte (start and stop bit); a packet waits until those before it have gone out. Absent: at once. */
  readonly baud?: number;
  readonly delayMs?: number;
  readonly loss?: number;
  readonly duplicate?: number;
  /** This share of the packets comes later by up to `reorderMs`, so that others overtake it. */
  readonly reorder?: number;
  readonly reorderMs?: number;
  /** Each packet comes later by up to this much, ms. */
  readonly jitterMs?: number;
}

/** What has become of the packets of one way. */
export interface WayCounts {
  sent: number;
  lost: number;
  delivered: number;
}

/** One way of a link in virtual time; a packet is one call of `send`. */
export class LossyPipe {
  readonly counts: WayCounts = { sent: 0, lost: 0, delivered: 0 };
  way: LossyWay;
  readonly #random: SeededRandom;
  readonly #receive: (bytes: Uint8Array, nowMs: number) => void;
  #onTheWay: { readonly atMs: number; readonly bytes: Uint8Array }[] = [];
  #freeMs = 0;

  constructor(way: LossyWay, seed: number, receive: (bytes: Uint8Array, nowMs: number) => void) {
    this.way = way;
    this.#random = new SeededRandom(seed, "lossy pipe");
    this.#receive = receive;
  }

  /** How long what was sent up to now still keeps the wire busy, ms. */
  queuedMs(nowMs: number): number {
    return Math.max(0, this.#freeMs - nowMs);
  }

  send(bytes: Uint8Array, nowMs: number): void {
    const { baud, loss = 0, duplicate = 0 } = this.way;
    this.counts.sent++;
    const airMs = baud === undefined ? 0 : (bytes.length * 10_000) / baud;
    this.#freeMs = Math.max(this.#freeMs, nowMs) + airMs;
    // Always drawn, so that one setting does not shift what happens by another.
    const [lost, twice] = [this.#random.next() < loss, this.#random.next() < duplicate];
    const atMs = this.#arrivalMs();
    const again = this.#arrivalMs();
    if (lost) {
      this.counts.lost++;
      return;
    }
    this.#put(bytes.slice(), atMs);
    if (twice) this.#put(bytes.slice(), again);
  }

  /** When the next packet arrives; undefined where none is on its way. */
  get nextMs(): number | undefined {
    return this.#onTheWay[0]?.atMs;
  }

  /** Delivers the one packet that is next. */
  deliverNext(): void {
    const next = this.#onTheWay.shift();
    if (next === undefined) return;
    this.counts.delivered++;
    this.#receive(next.bytes, next.atMs);
  }

  /** Forgets what is on its way: the wire was cut. */
  cut(): void {
    this.#onTheWay = [];
  }

  #arrivalMs(): number {
    const { delayMs = 0, jitterMs = 0, reorder = 0, reorderMs = 0 } = this.way;
    const [jitter, late, by] = [this.#random.next(), this.#random.next(), this.#random.next()];
    return this.#freeMs + delayMs + jitter * jitterMs + (late < reorder ? by * reorderMs : 0);
  }

  #put(bytes: Uint8Array, atMs: number): void {
    let index = this.#onTheWay.length;
    while (index > 0 && (this.#onTheWay[index - 1]?.atMs ?? 0) > atMs) index--;
    this.#onTheWay.splice(index, 0, { atMs, bytes });
  }
}

/** A two-way link in virtual time, the same for the same seed. `down` is from the vehicle to the ground. */
export class LossyLink {
  readonly up: LossyPipe;
  readonly down: LossyPipe;

  constructor(options: {
    readonly seed: number;
    readonly up: LossyWay;
    readonly down: LossyWay;
    readonly onUp: (bytes: Uint8Array, nowMs: number) => void;
    readonly onDown: (bytes: Uint8Array, nowMs: number) => void;
  }) {
    this.up = new LossyPipe(options.up, options.seed * 2 + 1, options.onUp);
    this.down = new LossyPipe(options.down, options.seed * 2 + 2, options.onDown);
  }

  get nextMs(): number | undefined {
    const [up, down] = [this.up.nextMs, this.down.nextMs];
    if (up === undefined || down === undefined) return up ?? down;
    return Math.min(up, down);
  }

  /** Delivers the packet that is next, whichever way it goes. */
  deliverNext(): void {
    const [up, down] = [this.up.nextMs ?? Infinity, this.down.nextMs ?? Infinity];
    if (up <= down) this.up.deliverNext();
    else this.down.deliverNext();
  }
}
