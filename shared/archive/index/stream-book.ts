import { dialect, idLimit } from "../../mavlink/dialect.ts";
import { SequenceCounter, type SequenceState } from "../../mavlink/link-statistics.ts";
import { StreamTally } from "./stream-tally.ts";
import type { StreamIdentity } from "./super-block.ts";

/** Noise may look like a frame of anybody now and then; nobody has so many streams, and each costs memory. */
const mostStreams = 8_192;
/** A log of more tells of the first of them: what is known of each goes with every few megabytes of it. */
export const mostSenders = 1_024;

/** A power of 2. */
const recentSlots = 1 << 12;

/** Finds a frame's stream and sender by table. */
export class StreamBook {
  readonly streams: StreamTally[] = [];
  readonly counters: SequenceCounter[] = [];
  readonly #slotOfId: Uint16Array;
  readonly #slots: number;
  /** By component * 256 + system: 1 + the sender's number, or 0. */
  readonly #senderOf = new Uint16Array(0x10000);
  /** By sender * slots + slot of the message: 1 + the stream's number, or 0. */
  #streamOf: Uint16Array;
  /** Those that were asked for lately, most of the time the one that is asked for next. */
  readonly #recent: (StreamTally | undefined)[] = new Array<StreamTally | undefined>(recentSlots).fill(undefined);
  /** Of ids that aren't in the dialect. */
  readonly #others = new Map<number, StreamTally>();

  constructor(streams: readonly StreamIdentity[] = [], counters: readonly SequenceState[] = []) {
    const { specs, slotOfId } = dialect();
    this.#slotOfId = slotOfId;
    this.#slots = specs.length + 1;
    this.#streamOf = new Uint16Array(4 * this.#slots);
    for (const state of counters) this.#addSender(state.systemId, state.componentId, SequenceCounter.from(state));
    for (const stream of streams) {
      const sender = this.#numberOf(stream.systemId, stream.componentId);
      if (sender !== undefined) this.#addStream(sender, stream);
    }
  }

  /** The number of a sender, in the order in which they were heard; undefined where there are too many. */
  #numberOf(systemId: number, componentId: number): number | undefined {
    const known = this.#senderOf[(componentId << 8) | systemId] ?? 0;
    if (known > 0) return known - 1;
    if (this.counters.length >= mostSenders) return undefined;
    return this.#addSender(systemId, componentId, new SequenceCounter(systemId, componentId));
  }

  /** @returns undefined where there are too many */
  streamOf(systemId: number, componentId: number, messageId: number): StreamTally | undefined {
    const slot = ((messageId << 3) ^ (systemId << 5) ^ componentId) & (recentSlots - 1);
    const recent = this.#recent[slot];
    if (recent?.messageId === messageId && recent.systemId === systemId && recent.componentId === componentId)
      return recent;
    const found = this.#find(systemId, componentId, messageId);
    this.#recent[slot] = found;
    return found;
  }

  #find(systemId: number, componentId: number, messageId: number): StreamTally | undefined {
    const sender = this.#numberOf(systemId, componentId);
    if (sender === undefined) return undefined;
    const slot = messageId < idLimit ? (this.#slotOfId[messageId] ?? 0) : 0;
    if (slot > 0) {
      const known = this.#streamOf[sender * this.#slots + slot] ?? 0;
      if (known > 0) return this.streams[known - 1];
    } else {
      const known = this.#others.get(sender * 0x1000000 + messageId);
      if (known !== undefined) return known;
    }
    return this.#addStream(sender, { systemId, componentId, messageId });
  }

  #addSender(systemId: number, componentId: number, counter: SequenceCounter): number {
    const sender = this.counters.push(counter) - 1;
    this.#senderOf[(componentId << 8) | systemId] = sender + 1;
    if ((sender + 1) * this.#slots > this.#streamOf.length) {
      const grown = new Uint16Array(2 * this.#streamOf.length);
      grown.set(this.#streamOf);
      this.#streamOf = grown;
    }
    return sender;
  }

  #addStream(sender: number, identity: Omit<StreamIdentity, "columns">): StreamTally | undefined {
    const counter = this.counters[sender];
    if (counter === undefined || this.streams.length >= mostStreams) return undefined;
    const { messageId } = identity;
    const tally = new StreamTally(this.streams.length, counter, identity);
    this.streams.push(tally);
    const slot = messageId < idLimit ? (this.#slotOfId[messageId] ?? 0) : 0;
    if (slot === 0) this.#others.set(sender * 0x1000000 + messageId, tally);
    else this.#streamOf[sender * this.#slots + slot] = tally.number + 1;
    return tally;
  }
}
