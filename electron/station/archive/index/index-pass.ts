import type { FrameList } from "../../../../shared/archive/index/frame-list.ts";
import { LogTally, type ScanState } from "../../../../shared/archive/index/log-tally.ts";
import type { StreamIdentity } from "../../../../shared/archive/index/super-block.ts";
import type { IndexTotals, PassMessage } from "./index-data.ts";
import { writeAll } from "./side-file.ts";

/** Where a pass begins and where it puts what it finds; goes to a worker as it is. */
export interface PassStart {
  readonly format: "tlog" | "raw";
  /** Absent: at the log's beginning. */
  readonly state?: ScanState | undefined;
  readonly streams: readonly StreamIdentity[];
  /** Of the side file, and how far it is used; absent: columns are handed over with the super-blocks. */
  readonly side?: { readonly fd: number; readonly at: number } | undefined;
}

/** Takes lists of frames and tells what it makes of them. */
export class IndexPass {
  readonly #tally: LogTally;
  readonly #tell: (message: PassMessage) => void;
  #side: PassStart["side"];

  constructor({ format, state, streams, side }: PassStart, tell: (message: PassMessage) => void) {
    this.#side = side;
    this.#tell = tell;
    this.#tally = new LogTally({
      format,
      streams,
      ...(state === undefined ? {} : { state }),
      onSuperBlock: ({ superBlock, columns, before, newStreams, isLast }) => {
        const at = isLast ? undefined : this.#write(columns);
        const kept = { superBlock, before, at, columns: at === undefined ? columns : undefined };
        this.#tell({ kind: "super-block", kept, newStreams });
      },
    });
  }

  take(list: FrameList): void {
    this.#tally.take(list);
  }

  /** Where another pass goes on behind the newest super-block. */
  get next(): ScanState {
    return this.#tally.next;
  }

  /** How far the side file is used. */
  get sideEnd(): number {
    return this.#side?.at ?? 0;
  }

  get totals(): IndexTotals {
    const { frames, frameBytes, skippedBytes, unknownFrames, lastEnd, startUtcUs, senders } = this.#tally;
    return { frames, frameBytes, skippedBytes, unknownFrames, lastEnd, startUtcUs, senders };
  }

  /** @returns where, or undefined where the disk is full */
  #write(columns: Uint8Array): number | undefined {
    const side = this.#side;
    if (side === undefined) return undefined;
    try {
      writeAll(side.fd, columns, side.at);
      this.#side = { fd: side.fd, at: side.at + columns.length };
      return side.at;
    } catch {
      this.#side = undefined;
      return undefined;
    }
  }
}
