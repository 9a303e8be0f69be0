import { FrameList, frameListLength } from "../../../../shared/archive/index/frame-list.ts";

/** How many lists one thread may be ahead of the other. */
const slots = 6;

/** Lists of frames that go from the thread that fills them to the one that takes them, in memory that both share. */
export interface RingMemory {
  readonly lists: readonly SharedArrayBuffer[];
  /** How many were filled, how many taken, and whether to stop. */
  readonly counters: SharedArrayBuffer;
}

const filled = 0;
const taken = 1;
const stopped = 2;

export const ringMemory = (): RingMemory => ({
  lists: Array.from({ length: slots }, () => new SharedArrayBuffer(frameListLength)),
  counters: new SharedArrayBuffer(3 * 4),
});

/** One end of the ring. Waiting blocks the thread: workers only. */
export class ListRing {
  readonly #lists: readonly FrameList[];
  readonly #counters: Int32Array;

  constructor({ lists, counters }: RingMemory) {
    this.#lists = lists.map((memory) => new FrameList(memory));
    this.#counters = new Int32Array(counters);
  }

  /** Both ends end as soon as they look. */
  stop(): void {
    Atomics.store(this.#counters, stopped, 1);
    Atomics.notify(this.#counters, filled);
    Atomics.notify(this.#counters, taken);
  }

  /** Waits for a list to fill. @returns undefined when stopped */
  toFill(): FrameList | undefined {
    return this.#wait(filled, taken, (fills, takes) => fills - takes < slots);
  }

  /** The list from `toFill` is filled. */
  fill(): void {
    this.#count(filled);
  }

  /** Waits for a list that was filled. @returns undefined when stopped */
  toTake(): FrameList | undefined {
    return this.#wait(taken, filled, (takes, fills) => fills - takes > 0);
  }

  /** The list from `toTake` may be filled anew. */
  take(): void {
    this.#count(taken);
  }

  #count(which: number): void {
    Atomics.add(this.#counters, which, 1);
    Atomics.notify(this.#counters, which);
  }

  #wait(mine: number, others: number, isReady: (own: number, other: number) => boolean): FrameList | undefined {
    const own = Atomics.load(this.#counters, mine);
    for (;;) {
      if (Atomics.load(this.#counters, stopped) === 1) return undefined;
      const other = Atomics.load(this.#counters, others);
      if (isReady(own, other)) return this.#lists[own % slots];
      Atomics.wait(this.#counters, others, other, 1_000);
    }
  }
}
