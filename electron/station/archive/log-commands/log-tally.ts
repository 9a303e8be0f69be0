import { KeptList } from "../../../../shared/archive/facts/kept-list.ts";
import { messageName } from "../../../../shared/mavlink/dialect.ts";
import { LinkStatistics } from "../../../../shared/mavlink/link-statistics.ts";
import type { LogFrame } from "../reading/feeder.ts";

/** Frames of one sender, and what is missing of them. */
export interface SenderSummary {
  /** For the first time: without duplicates. */
  readonly received: number;
  /** Missing from the sequence numbers. */
  readonly lost: number;
  /** How often something was missing. */
  readonly gaps: number;
  readonly duplicates: number;
  readonly reordered: number;
  /** How often its counter began anew. */
  readonly restarts: number;
  /** When nothing of it came for 5 s and more; at most the first and last 50, of `silenceCount`. */
  readonly silences: readonly { readonly fromUs: number; readonly toUs: number }[];
  readonly silenceCount: number;
  readonly longestSilenceMs: number;
}

/** Bytes in a row that belong to no frame. */
export interface SkippedRun {
  readonly offset: number;
  readonly bytes: number;
}

/** Ground stations take a vehicle that is not heard for this long for lost (Mission Planner: 5 s). */
const silenceUs = 5_000_000;
const keptSilences = { first: 50, last: 50 };
const keptRuns = { first: 16, last: 0 };
/** Ids are three bytes and senders two: a hostile log could have billions of pairs. */
const mostKinds = 20_000;

class Sender {
  gaps = 0;
  longestSilenceUs = 0;
  lastUs: number | undefined;
  readonly silences = new KeptList<{ fromUs: number; toUs: number }>(keptSilences);
}

const bump = <Key>(counts: Map<Key, number>, key: Key): void => {
  const old = counts.get(key);
  if (old !== undefined || counts.size < mostKinds) counts.set(key, (old ?? 0) + 1);
};

const sorted = (entries: Iterable<readonly [string, number]>): Record<string, number> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

const senderName = (sender: number): string => `${sender >> 8}/${sender & 0xff}`;

/** Counts the frames of a log. */
export class LogTally {
  readonly #byId = new Map<number, number>();
  readonly #unknownById = new Map<number, number>();
  readonly #bySender = new Map<number, number>();
  /** Sender, then 24 bits of id. */
  readonly #bySenderAndId = new Map<number, number>();
  readonly #signedBySystem = new Map<number, number>();
  readonly #senders = new Map<number, Sender>();
  readonly #statistics = new LinkStatistics();
  readonly #runs = new KeptList<SkippedRun>(keptRuns);
  readonly framesByVersion = { v1: 0, v2: 0 };
  frameBytes = 0;
  firstTimeUs: number | undefined;
  lastTimeUs: number | undefined;
  /** Skipped bytes up to the last frame: what comes on top of it is the tail. */
  skippedBeforeTail = 0;

  add({ frame, utcUs, offset, skippedBytes }: LogFrame): void {
    const { messageId, systemId } = frame;
    const sender = (systemId << 8) | frame.componentId;
    bump(frame.known ? this.#byId : this.#unknownById, messageId);
    bump(this.#bySender, sender);
    bump(this.#bySenderAndId, sender * 0x1000000 + messageId);
    if (frame.signed) bump(this.#signedBySystem, systemId);
    if (frame.version === 1) this.framesByVersion.v1++;
    else this.framesByVersion.v2++;
    this.#hear(sender, this.#statistics.observe(frame) === "gap", utcUs);
    this.frameBytes += frame.length;
    this.firstTimeUs ??= utcUs;
    this.lastTimeUs = utcUs;
    const skipped = skippedBytes - this.skippedBeforeTail;
    if (skipped > 0) this.#runs.add({ offset: offset - skipped, bytes: skipped });
    this.skippedBeforeTail = skippedBytes;
  }

  #hear(key: number, isGap: boolean, utcUs: number | undefined): void {
    let sender = this.#senders.get(key);
    if (sender === undefined) {
      sender = new Sender();
      this.#senders.set(key, sender);
    }
    if (isGap) sender.gaps++;
    if (utcUs === undefined) return;
    const pauseUs = sender.lastUs === undefined ? 0 : utcUs - sender.lastUs;
    if (pauseUs >= silenceUs) sender.silences.add({ fromUs: utcUs - pauseUs, toUs: utcUs });
    if (pauseUs > sender.longestSilenceUs) sender.longestSilenceUs = pauseUs;
    sender.lastUs = utcUs;
  }

  get counts(): Record<string, number> {
    return sorted([...this.#byId].map(([id, count]) => [messageName(id), count]));
  }

  get unknown(): Record<string, number> {
    return sorted([...this.#unknownById].map(([id, count]) => [String(id), count]));
  }

  get countsBySystemComponent(): Record<string, number> {
    return sorted([...this.#bySender].map(([sender, count]) => [senderName(sender), count]));
  }

  get countsBySystemComponentMessage(): Record<string, number> {
    return sorted(
      [...this.#bySenderAndId].map(([key, count]) => [
        `${senderName(Math.floor(key / 0x1000000))} ${messageName(key % 0x1000000)}`,
        count,
      ]),
    );
  }

  get signedBySystem(): Record<string, number> {
    return sorted([...this.#signedBySystem].map(([system, count]) => [String(system), count]));
  }

  get lostBySystemComponent(): Record<string, number> {
    const losses = [...this.#statistics.senders].filter((sender) => sender.lost > 0);
    return Object.fromEntries(losses.map((s) => [`${s.systemId}/${s.componentId}`, s.lost]));
  }

  get senders(): Record<string, SenderSummary> {
    const entries = [...this.#statistics.senders].map((statistics): [string, SenderSummary] => {
      const { systemId, componentId, received, lost, duplicates, reordered, restarts } = statistics;
      const sender = this.#senders.get((systemId << 8) | componentId) ?? new Sender();
      const { gaps, silences, longestSilenceUs } = sender;
      return [
        `${systemId}/${componentId}`,
        {
          ...{ received, lost, gaps, duplicates, reordered, restarts },
          silences: silences.entries,
          silenceCount: silences.count,
          longestSilenceMs: longestSilenceUs / 1000,
        },
      ];
    });
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The first runs, and how many there are; the tail counts as one, if there is any. */
  skippedRuns(bytes: number, skippedBytes: number): { readonly runs: readonly SkippedRun[]; readonly count: number } {
    const tail = skippedBytes - this.skippedBeforeTail;
    const runs = this.#runs.entries;
    const isShown = tail > 0 && runs.length < keptRuns.first;
    return {
      runs: isShown ? [...runs, { offset: bytes - tail, bytes: tail }] : runs,
      count: this.#runs.count + (tail > 0 ? 1 : 0),
    };
  }
}
