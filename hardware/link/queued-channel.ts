import type { Channel, LinkEvent } from "./link.ts";
import type { LinkClock } from "./link-clock.ts";
import { RateMeter } from "./rate-meter.ts";

/** A channel as its transport sees it. */
export interface LiveChannel extends Channel {
  /** Monotonic ms; when it was opened, until something is received. */
  readonly lastHeardMs: number;
  readonly heard: boolean;
  received(bytes: Uint8Array): void;
}

interface QueuedChannelOptions {
  readonly linkId: string;
  readonly remote: string;
  readonly clock: LinkClock;
  readonly emit: (event: LinkEvent) => void;
  /** Queues bytes that the transport then owns; false where its bounded queue is full. */
  readonly send: (bytes: Uint8Array) => boolean;
  readonly isOpen: () => boolean;
}

/** One remote peer: counts what comes in and tells of what goes out. */
export class QueuedChannel implements LiveChannel {
  readonly id: string;
  readonly linkId: string;
  readonly remote: string;
  readonly #options: QueuedChannelOptions;
  readonly #meter: RateMeter;
  #lastHeardMs: number;
  #heard = false;

  constructor(options: QueuedChannelOptions) {
    this.id = `${options.linkId}/${options.remote}`;
    this.linkId = options.linkId;
    this.remote = options.remote;
    this.#options = options;
    this.#lastHeardMs = options.clock.nowMs();
    this.#meter = new RateMeter(this.#lastHeardMs);
  }

  get lastHeardMs(): number {
    return this.#lastHeardMs;
  }

  get heard(): boolean {
    return this.#heard;
  }

  get bytesPerSIn(): number {
    return this.#meter.perS(this.#options.clock.nowMs());
  }

  send(bytes: Uint8Array): boolean {
    const { isOpen, send, emit, clock } = this.#options;
    if (!isOpen()) return false;
    // A copy (a Buffer's own slice would be a view): the caller may reuse its buffer before this frame is on the wire.
    const own = new Uint8Array(bytes);
    if (!send(own)) return false;
    emit({ kind: "sent", channel: this, bytes: own, utcUs: clock.utcUs() });
    return true;
  }

  received(bytes: Uint8Array): void {
    const { isOpen, emit, clock } = this.#options;
    if (!isOpen()) return;
    this.#lastHeardMs = clock.nowMs();
    this.#heard = true;
    this.#meter.add(bytes.length, this.#lastHeardMs);
    // Never a Buffer: its slice() is no copy, which readers of a Uint8Array don't expect, and one class keeps them fast.
    const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    emit({ kind: "bytes", channel: this, bytes: plain, utcUs: clock.utcUs() });
  }
}
