import type { Channel, Link, LinkEvent, LinkFault, LinkState } from "./link.ts";
import type { LinkClock } from "./link-clock.ts";
import { type LiveChannel, QueuedChannel } from "./queued-channel.ts";

/**
 * What differs between kinds of links: one try at opening. It reports through `attempt` and returns what undoes it, which may be
 * called at any moment, also before the try came to anything.
 */
export type Transport = (attempt: Attempt) => () => Promise<void> | void;

/** One try. After it failed or was stopped its calls do nothing, so late events of an old socket are harmless. */
export interface Attempt {
  readonly alive: boolean;
  opened(address?: string): void;
  /** Opening failed, or what was open is lost: the base stops the try and makes another one later. */
  failed(fault: LinkFault): void;
  /** @param send queues a copy that the transport owns; false where its bounded queue is full */
  openChannel(remote: string, send: (bytes: Uint8Array) => boolean): LiveChannel;
  closeChannel(channel: Channel): void;
}

const firstRetryMs = 500;
const longestRetryMs = 10_000;
/** A link that held this long starts again with a short back-off. */
const steadyMs = 5_000;

/** A link that opens, fails, waits and opens again over any transport: states, listeners, channels and back-off. */
export class TransportLink implements Link {
  readonly id: string;
  readonly spec: string;
  readonly #transport: Transport;
  readonly #clock: LinkClock;
  readonly #listeners = new Set<(event: LinkEvent) => void>();
  readonly #channels = new Map<string, Channel>();
  #state: LinkState = { state: "opening" };
  #started = false;
  #retryMs = firstRetryMs;
  #attempt: RunningAttempt | undefined;
  #cancelRetry: (() => void) | undefined;

  constructor(options: { id: string; spec: string; transport: Transport; clock: LinkClock }) {
    this.id = options.id;
    this.spec = options.spec;
    this.#transport = options.transport;
    this.#clock = options.clock;
  }

  get state(): LinkState {
    return this.#state;
  }

  get channels(): ReadonlyMap<string, Channel> {
    return this.#channels;
  }

  on(listener: (event: LinkEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(): void {
    if (this.#started) return;
    this.#started = true;
    this.#try();
  }

  async close(): Promise<void> {
    if (this.#state.state === "closed") return;
    this.#started = true;
    this.#cancelRetry?.();
    // Stopped first, so that its channels close before the link says that it is closed.
    const stopped = this.#attempt?.stop();
    this.#setState({ state: "closed" });
    await stopped;
  }

  #emit(event: LinkEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #setState(state: LinkState): void {
    if (this.#state.state === "closed") return;
    this.#state = state;
    this.#emit({ kind: "state", state });
  }

  #try(): void {
    this.#cancelRetry = undefined;
    this.#setState({ state: "opening" });
    // A listener may have closed the link at that event.
    if (this.#state.state !== "opening") return;
    let openedAtMs: number | undefined;
    const attempt = new RunningAttempt({
      linkId: this.id,
      clock: this.#clock,
      channels: this.#channels,
      emit: (event) => this.#emit(event),
      onOpened: (address) => {
        openedAtMs = this.#clock.nowMs();
        this.#setState(address === undefined ? { state: "open" } : { state: "open", address });
      },
      onFailed: (fault) => {
        const heldMs = openedAtMs === undefined ? 0 : this.#clock.nowMs() - openedAtMs;
        if (heldMs >= steadyMs) this.#retryMs = firstRetryMs;
        this.#waitForRetry(fault, attempt.stop());
      },
    });
    this.#attempt = attempt;
    attempt.run(this.#transport);
  }

  #waitForRetry(fault: LinkFault, stopped: Promise<void>): void {
    const retryInMs = this.#retryMs;
    this.#retryMs = Math.min(longestRetryMs, retryInMs * 2);
    this.#setState({ state: "waiting", fault, retryInMs });
    if (this.#state.state !== "waiting") return;
    let cancelled = false;
    const cancelTimer = this.#clock.after(retryInMs, () => {
      // Never two tries at once: the old socket or device is let go of first.
      void stopped.then(() => {
        if (!cancelled) this.#try();
      });
    });
    this.#cancelRetry = () => {
      cancelled = true;
      cancelTimer();
    };
  }
}

interface RunningAttemptOptions {
  readonly linkId: string;
  readonly clock: LinkClock;
  /** The link's channels; this attempt adds and removes its own. */
  readonly channels: Map<string, Channel>;
  readonly emit: (event: LinkEvent) => void;
  readonly onOpened: (address: string | undefined) => void;
  readonly onFailed: (fault: LinkFault) => void;
}

class RunningAttempt implements Attempt {
  readonly #options: RunningAttemptOptions;
  readonly #own = new Set<Channel>();
  #alive = true;
  #stopTransport: (() => Promise<void> | void) | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: RunningAttemptOptions) {
    this.#options = options;
  }

  run(transport: Transport): void {
    this.#stopTransport = transport(this);
    // It failed while it was being made: what undoes it has only now become known.
    if (!this.#alive) void this.#stopTransport();
  }

  get alive(): boolean {
    return this.#alive;
  }

  opened(address?: string): void {
    if (this.#alive) this.#options.onOpened(address);
  }

  failed(fault: LinkFault): void {
    if (this.#alive) this.#options.onFailed(fault);
  }

  openChannel(remote: string, send: (bytes: Uint8Array) => boolean): LiveChannel {
    const { linkId, clock, emit, channels } = this.#options;
    const isOpen = (): boolean => this.#own.has(channel);
    const channel = new QueuedChannel({ linkId, remote, clock, emit, send, isOpen });
    if (!this.#alive) return channel;
    this.#own.add(channel);
    channels.set(channel.id, channel);
    emit({ kind: "channel-opened", channel });
    return channel;
  }

  closeChannel(channel: Channel): void {
    if (!this.#own.delete(channel)) return;
    this.#options.channels.delete(channel.id);
    this.#options.emit({ kind: "channel-closed", channel });
  }

  stop(): Promise<void> {
    this.#alive = false;
    for (const channel of [...this.#own]) this.closeChannel(channel);
    this.#stopped ??= Promise.resolve(this.#stopTransport?.());
    return this.#stopped;
  }
}
