import type { StreamIdentity } from "../../../../shared/archive/index/super-block.ts";
import type { KeptSuperBlock } from "./index-data.ts";

/** One block by its number in its super-block. */
export interface BlockRef {
  readonly nth: number;
  readonly kept: KeptSuperBlock;
  readonly block: number;
}

/** All blocks of a log in their order, as far as it was read. */
export class BlockBook {
  readonly kept: KeptSuperBlock[] = [];
  readonly streams: StreamIdentity[] = [];

  get durationUs(): number {
    const last = this.kept.at(-1)?.superBlock.toUs;
    return last?.[last.length - 1] ?? 0;
  }

  get blocks(): number {
    return this.kept.reduce((sum, { superBlock }) => sum + superBlock.offsets.length, 0);
  }

  columnsOf = (stream: number): number => this.streams[stream]?.columns ?? 0;

  /** The first block that ends at or after a position. */
  firstAt(positionMs: number): BlockRef | undefined {
    const nth = firstIndex(this.kept.length, (i) => {
      const toUs = this.kept[i]?.superBlock.toUs;
      return (toUs?.[toUs.length - 1] ?? 0) / 1_000 >= positionMs;
    });
    const kept = this.kept[nth];
    if (kept === undefined) return undefined;
    const { toUs } = kept.superBlock;
    return { nth, kept, block: firstIndex(toUs.length, (i) => (toUs[i] ?? 0) / 1_000 >= positionMs) };
  }

  /** The last block that begins before a position ("before") or at it ("at"). */
  lastBefore(positionMs: number, edge: "before" | "at"): BlockRef | undefined {
    const isBeyond = (fromUs: number) =>
      edge === "before" ? fromUs / 1_000 >= positionMs : fromUs / 1_000 > positionMs;
    const nth = firstIndex(this.kept.length, (i) => isBeyond(this.kept[i]?.superBlock.fromUs[0] ?? 0)) - 1;
    const kept = this.kept[nth];
    if (kept === undefined) return undefined;
    const { fromUs } = kept.superBlock;
    return { nth, kept, block: firstIndex(fromUs.length, (i) => isBeyond(fromUs[i] ?? 0)) - 1 };
  }

  next({ nth, kept, block }: BlockRef): BlockRef | undefined {
    if (block + 1 < kept.superBlock.offsets.length) return { nth, kept, block: block + 1 };
    const after = this.kept[nth + 1];
    return after === undefined ? undefined : { nth: nth + 1, kept: after, block: 0 };
  }

  previous({ nth, kept, block }: BlockRef): BlockRef | undefined {
    if (block > 0) return { nth, kept, block: block - 1 };
    const before = this.kept[nth - 1];
    if (before === undefined) return undefined;
    return { nth: nth - 1, kept: before, block: before.superBlock.offsets.length - 1 };
  }
}

/** The first of `count` indices for which it holds, as it does for all behind; `count` where it holds for none. */
const firstIndex = (count: number, holds: (i: number) => boolean): number => {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
};
