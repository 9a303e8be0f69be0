import type { ClockView, StateSnapshot } from "../../../shared/wire/state.ts";
import type { OrderedEvent, StreamMessage } from "../../../shared/wire/stream.ts";
import type { EventLog } from "../event-log.ts";
import { deltaBetween, type PublishedState } from "../published-state.ts";

/** What the publisher needs of a client's socket. */
export interface ClientSocket {
  /** Bytes accepted but not yet handed to the network. */
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Cuts a client that takes nothing any more. */
  terminate(): void;
}

export interface DeltaPublisherOptions {
  readonly events: EventLog;
  /** The state now; the same object where nothing changed. */
  readonly state: () => PublishedState;
  readonly clock: () => ClockView;
  readonly snapshot: () => StateSnapshot;
}

/** Where a client that comes back left off. */
export interface Resume {
  /** The number of the last event that it saw. */
  readonly afterN?: number;
  /** Whose number that is; a client that doesn't say means ours. */
  readonly numbering?: string;
}

/** At most 20 deltas a second. */
export const publishIntervalMs = 50;
/** A socket with more than this waiting is left alone until it drains: its changes merge meanwhile. */
const backedUpBytes = 256 * 1024;
/** A delta with nothing but the clock goes once a second, so that a client notices a station that hangs. */
const idleIntervalMs = 1000;
/** A client whose socket takes nothing for this long is cut; it comes back with `?after=N`. */
const stuckMs = 60_000;
const eventsPerMessage = 500;

/**
 * One client: what it was last told and the number of its last event. However slow, it holds no queue of its own. What
 * waits is at most one message in the socket's buffer beyond `backedUpBytes`.
 */
interface Client {
  readonly socket: ClientSocket;
  told: PublishedState;
  sentN: number;
  lastSentMs: number;
  /** Set while backed up: when the buffer last shrank, and to what. */
  stuck: { readonly sinceMs: number; readonly bytes: number } | undefined;
}

const text = (message: StreamMessage): string => JSON.stringify(message);

/** Tells clients what changed: state merged per client, events in order and complete. Driven by `publish(nowMs)`. */
export class DeltaPublisher {
  readonly #options: DeltaPublisherOptions;
  readonly #clients = new Set<Client>();

  constructor(options: DeltaPublisherOptions) {
    this.#options = options;
  }

  get clientCount(): number {
    return this.#clients.size;
  }

  /**
   * Adds a client: it gets a snapshot, then the events after `afterN` (those it missed), then what changes.
   * @returns removes it
   */
  add(socket: ClientSocket, nowMs: number, { afterN, numbering }: Resume = {}): () => void {
    const { events } = this.#options;
    const isOurs = numbering === undefined || numbering === events.numbering;
    const client: Client = { socket, told: this.#options.state(), sentN: 0, lastSentMs: nowMs, stuck: undefined };
    const kept = afterN === undefined || (isOurs && events.after(afterN) !== undefined);
    if (!kept) socket.send(text({ type: "reset" }));
    this.#sendSnapshot(client, kept && afterN !== undefined ? afterN : events.newestN, nowMs);
    this.#clients.add(client);
    this.#sendEvents(client);
    return () => this.#clients.delete(client);
  }

  /** @param nowMs real monotonic time */
  publish(nowMs: number): void {
    if (this.#clients.size === 0) return;
    const state = this.#options.state();
    const clock = this.#options.clock();
    // Nearly all clients are at the same point: they share one text.
    const texts = new Map<PublishedState, string>();
    for (const client of this.#clients) {
      if (this.#isBackedUp(client, nowMs)) continue;
      if (!this.#sendEvents(client)) {
        this.#reset(client, nowMs);
        continue;
      }
      if (client.told === state && nowMs - client.lastSentMs < idleIntervalMs) continue;
      let delta = texts.get(client.told);
      if (delta === undefined) {
        delta = text({ type: "delta", delta: deltaBetween(client.told, state, clock) });
        texts.set(client.told, delta);
      }
      client.told = state;
      client.lastSentMs = nowMs;
      client.socket.send(delta);
    }
  }

  #isBackedUp(client: Client, nowMs: number): boolean {
    const bytes = client.socket.bufferedBytes;
    if (bytes <= backedUpBytes) {
      client.stuck = undefined;
      return false;
    }
    if (client.stuck === undefined || bytes < client.stuck.bytes) client.stuck = { sinceMs: nowMs, bytes };
    else if (nowMs - client.stuck.sinceMs > stuckMs) {
      client.socket.terminate();
      this.#clients.delete(client);
    }
    return true;
  }

  /** @returns false where the events it needs are no longer held */
  #sendEvents(client: Client): boolean {
    const missed = this.#options.events.after(client.sentN);
    if (missed === undefined) return false;
    for (let from = 0; from < missed.length; from += eventsPerMessage) {
      const events: readonly OrderedEvent[] = missed.slice(from, from + eventsPerMessage);
      client.socket.send(text({ type: "events", events }));
      client.sentN = events.at(-1)?.n ?? client.sentN;
      // The rest follows once this much is on its way.
      if (client.socket.bufferedBytes > backedUpBytes) break;
    }
    return true;
  }

  #reset(client: Client, nowMs: number): void {
    client.socket.send(text({ type: "reset" }));
    client.told = this.#options.state();
    this.#sendSnapshot(client, this.#options.events.newestN, nowMs);
  }

  #sendSnapshot(client: Client, eventN: number, nowMs: number): void {
    client.sentN = eventN;
    client.lastSentMs = nowMs;
    client.socket.send(text({ type: "snapshot", snapshot: { ...this.#options.snapshot(), eventN } }));
  }
}
