import { type ArchivedPicture, type ArchivedPieces, parseArchivedPieces } from "./archived-pieces.ts";
import type { FeedBoxes } from "./feed-video.ts";

/** Where a mission's clock is. */
export interface ArchiveInstant {
  /** Ms since the mission's beginning. */
  readonly positionMs: number;
  /** 0 while it stands; negative: backwards. */
  readonly speed: number;
  /** How long the mission is; grows while it is being recorded. */
  readonly durationMs: number;
}

export interface ArchivedFeedWindowOptions {
  /** Undefined where there are none, or no answer. */
  readonly fetchPieces: (
    asked: { readonly fromMs: number; readonly toMs: number; readonly everyMs: number | undefined },
    signal: AbortSignal,
  ) => Promise<Uint8Array | undefined>;
  /** Monotonic, ms. */
  readonly nowMs: () => number;
}

/** Of the mission, at once; at high speeds as many pictures as that would be. */
const partMs = 4_000;
/** Up to this speed every picture is fetched, beyond it whole ones alone. */
const mostWholeSpeed = 2.5;
/** Of this screen's time, between two pictures at high speed. */
const fastEveryMs = 66;
const fastStills = 40;
/** A part whose end was being recorded is fetched again after this, one that failed after that. */
const openAgainMs = 1_000;
const failedAgainMs = 4_000;
/** Pictures come to the disk a little later than they are taken. */
const unsettledMs = 3_000;
const mostParts = 5;

interface Part extends ArchivedPieces {
  readonly n: number;
  readonly everyMs: number | undefined;
  readonly loadedMs: number;
  /** More may come: again after so long. */
  readonly againMs: number | undefined;
}

/** Undefined: every picture. Doubles, so that a speed that changes a little needs nothing new. */
const stepOfSpeed = (speed: number): number | undefined =>
  Math.abs(speed) <= mostWholeSpeed ? undefined : 2 ** Math.round(Math.log2(Math.abs(speed) * fastEveryMs));

/** The pictures of a recorded feed about an instant, fetched ahead in the direction of play; never more than one request. */
export class ArchivedFeedWindow {
  readonly #options: ArchivedFeedWindowOptions;
  #parts: Part[] = [];
  #pictures: readonly ArchivedPicture[] = [];
  #boxes: readonly FeedBoxes[] = [];
  #fetching: { readonly n: number; readonly everyMs: number | undefined; readonly abort: AbortController } | undefined;

  constructor(options: ArchivedFeedWindowOptions) {
    this.#options = options;
  }

  /** In the order in which they are decoded; the same list until others came. */
  get pictures(): readonly ArchivedPicture[] {
    return this.#pictures;
  }

  /** The boxes of a picture, or of the newest one before it that was searched. */
  boxesAt(captureMs: number): FeedBoxes | undefined {
    return this.#boxes.findLast((boxes) => boxes.captureMs <= captureMs + sameMs);
  }

  /** Fetches what is missing. To be called again and again while the clock goes on. */
  want(instant: ArchiveInstant): void {
    const { positionMs, speed } = instant;
    const everyMs = stepOfSpeed(speed);
    const n = Math.floor(positionMs / lengthOf(everyMs));
    const lastN = Math.floor(instant.durationMs / lengthOf(everyMs));
    const wanted = [n, speed < 0 ? n - 1 : n + 1].filter(
      (one) => one >= 0 && one <= lastN && this.#isMissing(one, everyMs),
    );
    const [next] = wanted;
    const { n: own, everyMs: step } = this.#fetching ?? {};
    if (next === undefined) return;
    if (this.#fetching !== undefined) {
      // What is fetched ahead may end; what the clock has left is wanted by nobody.
      if (step === everyMs && own !== undefined && Math.abs(own - n) <= 1) return;
      this.#fetching.abort.abort();
    }
    void this.#fetch(next, everyMs, instant.durationMs);
  }

  /** Lets go of everything. */
  close(): void {
    this.#fetching?.abort.abort();
    this.#fetching = undefined;
    this.#parts = [];
    this.#merge();
  }

  #isMissing(n: number, everyMs: number | undefined): boolean {
    const part = this.#parts.find((one) => one.n === n && one.everyMs === everyMs);
    if (part === undefined) return true;
    return part.againMs !== undefined && this.#options.nowMs() - part.loadedMs >= part.againMs;
  }

  async #fetch(n: number, everyMs: number | undefined, durationMs: number): Promise<void> {
    const abort = new AbortController();
    const fetching = { n, everyMs, abort };
    this.#fetching = fetching;
    const [fromMs, toMs] = [n * lengthOf(everyMs), (n + 1) * lengthOf(everyMs)];
    const bytes = await this.#options.fetchPieces({ fromMs, toMs, everyMs }, abort.signal).catch(() => undefined);
    if (this.#fetching !== fetching) return;
    this.#fetching = undefined;
    const isOpen = toMs > durationMs - unsettledMs;
    const againMs = bytes === undefined ? failedAgainMs : isOpen ? openAgainMs : undefined;
    const loadedMs = this.#options.nowMs();
    const pieces = bytes === undefined ? nothing : parseArchivedPieces(bytes);
    const others = this.#parts.filter((part) => part.n !== n || part.everyMs !== everyMs);
    // Those of another step stay until there is something of this one: better few pictures than none.
    const kept = others.filter((part) => part.everyMs === everyMs && Math.abs(part.n - n) <= mostParts / 2);
    this.#parts = [...kept, { ...pieces, n, everyMs, loadedMs, againMs }];
    this.#merge();
  }

  #merge(): void {
    const parts = this.#parts.toSorted((a, b) => a.n - b.n);
    const seen = new Set<string>();
    this.#pictures = parts.flatMap(({ pictures }) =>
      // Each part begins with what it builds on, which the one before has, too.
      pictures.filter(({ sequence, captureMs }) => {
        const key = `${sequence} ${captureMs}`;
        return !seen.has(key) && seen.add(key);
      }),
    );
    this.#boxes = parts.flatMap(({ boxes }) => boxes).toSorted((a, b) => a.captureMs - b.captureMs);
  }
}

const nothing: ArchivedPieces = { pictures: [], boxes: [] };
const lengthOf = (everyMs: number | undefined): number => (everyMs === undefined ? partMs : everyMs * fastStills);
/** A picture's time and that of its boxes may differ by rounding, never by a picture. */
const sameMs = 4;
