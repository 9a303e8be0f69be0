import { detailsFor, type TrailDetails } from "../../../shared/vehicle/trail-details.ts";
import type { ClockView } from "../../../shared/wire/state.ts";
import type { ArchivedInstant } from "../archived-instant.ts";
import type { PublishedState } from "../published-state.ts";
import { type TrailParts, trailStart } from "../trails.ts";
import { ChunkNotes, type ChunkSummary, isSummary } from "./chunk-summary.ts";
import { type ChunkHead, clockOf, isHead, type StateLine } from "./journal-line.ts";
import { type FindEntry, stateAfter, stateOfKey } from "./state-unpacking.ts";

interface Frame {
  readonly state: PublishedState;
  readonly trails: TrailParts;
}

/** The head of a chunk. @throws where the text has none */
export const headOf = (text: string): ChunkHead => {
  const line = text.slice(0, text.indexOf("\n"));
  const head: unknown = JSON.parse(line);
  if (!isHead(head)) throw new Error(`No chunk of a journal begins so: ${line.slice(0, 80)}`);
  return head;
};

/** A chunk that was read: its states are made one after the other as they are asked for, and then known. */
export class ChunkFrames {
  readonly head: ChunkHead;
  readonly #find: FindEntry;
  readonly #lines: string[] = [];
  readonly #clocks: ClockView[] = [];
  readonly #frames: Frame[] = [];
  #length = 0;
  #ended = false;
  #summary: ChunkSummary | undefined;
  /** What a finished chunk says of itself. */
  #told: ChunkSummary | undefined;

  /** @param text whole lines, from the head on */
  constructor(text: string, find: FindEntry) {
    this.head = headOf(text);
    this.#find = find;
    this.append(text.slice(text.indexOf("\n") + 1));
  }

  /** Characters that it was made of. */
  get length(): number {
    return this.#length;
  }

  get count(): number {
    return this.#clocks.length;
  }

  get fromMs(): number {
    return this.positionOf(0);
  }

  get toMs(): number {
    return this.positionOf(this.count - 1);
  }

  /** Whole lines of a chunk that is being written. What isn't a state is the chunk's end, or damaged: nothing after it counts. */
  append(text: string): void {
    this.#length += text.length;
    for (const line of text.split("\n")) {
      if (line === "") continue;
      const clock = this.#ended ? undefined : clockOf(line);
      if (clock === undefined) {
        this.#ended = true;
        this.#told ??= summaryIn(line);
      } else {
        this.#lines.push(line);
        this.#clocks.push(clock);
      }
    }
  }

  positionOf(index: number): number {
    return (this.#clocks[index]?.nowMs ?? this.head.startMs) - this.head.startMs;
  }

  /** The last line at or before a position; the first where there is none. */
  indexAt(positionMs: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.positionOf(middle) <= positionMs) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * @param like what is equal in it is the same object in the states of this chunk
   * @throws where a line is damaged
   */
  at(positionMs: number, like: PublishedState | undefined): ArchivedInstant {
    const { state } = this.#frame(this.indexAt(positionMs), like);
    // Lines may have turned out to be damaged.
    const index = this.indexAt(positionMs);
    const clock = this.#clockAt(index, positionMs);
    return { clock, state, ...this.#trails(index, clock.nowMs) };
  }

  /** Of a chunk that isn't finished it is made of all its lines. @throws where there is no whole one */
  summary(): ChunkSummary {
    if (this.#told?.lines === this.count) return this.#told;
    if (this.#summary?.lines === this.count) return this.#summary;
    const notes = new ChunkNotes(this.head);
    this.#frame(this.count - 1, undefined);
    for (const [index, clock] of this.#clocks.entries()) notes.note(this.#frame(index, undefined).state, clock);
    this.#summary = notes.summary();
    return this.#summary;
  }

  #clockAt(index: number, positionMs: number): ClockView {
    const clock = this.#clocks[index];
    if (clock === undefined) throw new Error("A chunk of the journal has no state.");
    const aheadMs = positionMs - this.positionOf(index);
    if (aheadMs <= 0) return clock;
    return { ...clock, nowMs: this.head.startMs + positionMs, utcMs: clock.utcMs + aheadMs };
  }

  #frame(index: number, like: PublishedState | undefined): Frame {
    for (let i = this.#frames.length; i <= index && i < this.count; i++) {
      const line = this.#line(i);
      if (line === undefined) break;
      const before = this.#frames[i - 1]?.state;
      const trails = trailsIn(line);
      if (line.key !== undefined)
        this.#frames.push({ state: stateOfKey(line.key, this.#find, before ?? like), trails });
      else if (before === undefined) throw new Error("A chunk of the journal has no key frame.");
      else if (line.delta === undefined) this.#frames.push({ state: before, trails });
      else this.#frames.push({ state: stateAfter(before, line.delta, this.#find), trails });
      this.#lines[i] = "";
    }
    const frame = this.#frames[Math.min(index, this.#frames.length - 1)];
    if (frame === undefined) throw new Error("A chunk of the journal has no state.");
    return frame;
  }

  /** Undefined where it is damaged: then the chunk ends before it. */
  #line(index: number): StateLine | undefined {
    try {
      return JSON.parse(this.#lines[index] ?? "");
    } catch {
      this.#lines.length = index;
      this.#clocks.length = index;
      this.#ended = true;
      return undefined;
    }
  }

  #trails(index: number, nowMs: number): TrailParts {
    const pieces = new Map<string, { readonly points: (readonly number[])[]; readonly details: TrailDetails[] }>();
    for (const { trails } of this.#frames.slice(0, index + 1)) {
      for (const [id, points] of Object.entries(trails.trails)) {
        const known = pieces.get(id) ?? { points: [], details: [] };
        pieces.set(id, known);
        known.points.push(points);
        // Not of every object's own "constructor": whoever made the journal chose the names.
        const told = Object.hasOwn(trails.trailDetails, id) ? trails.trailDetails[id] : undefined;
        known.details.push(detailsFor(points, told ?? []));
      }
    }
    const whole = [...pieces].map(([id, piece]) => {
      const points = piece.points.flat();
      const kept = points.slice(trailStart(points, nowMs));
      return { id, kept, details: detailsFor(kept, piece.details.flat()) };
    });
    return {
      trails: Object.fromEntries(whole.map(({ id, kept }) => [id, kept])),
      trailDetails: Object.fromEntries(whole.map(({ id, details }) => [id, details])),
    };
  }
}

const summaryIn = (line: string): ChunkSummary | undefined => {
  if (!line.startsWith('{"summary":')) return undefined;
  try {
    const { summary } = JSON.parse(line);
    return isSummary(summary) ? summary : undefined;
  } catch {
    return undefined;
  }
};

/** A journal that was brought in may say anything: what is no list is left out. */
const trailsIn = ({ trails, trailDetails }: StateLine): TrailParts => ({
  trails: listsOf(trails),
  trailDetails: listsOf(trailDetails),
});

const listsOf = <T extends readonly unknown[]>(lists: Readonly<Record<string, T>> | undefined) =>
  Object.fromEntries(Object.entries(lists ?? {}).filter(([, list]) => Array.isArray(list)));
