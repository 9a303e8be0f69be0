import type { ScanState } from "../../../../shared/archive/index/log-tally.ts";
import type { StreamIdentity, SuperBlock } from "../../../../shared/archive/index/super-block.ts";
import type { SenderStatistics } from "../../../../shared/mavlink/link-statistics.ts";

/** A super-block and where its columns are. */
export interface KeptSuperBlock {
  readonly superBlock: SuperBlock;
  /** What a pass goes on from to make it anew. */
  readonly before: ScanState;
  /** Offset in the side file; undefined: nowhere, they are in `columns`. */
  readonly at: number | undefined;
  readonly columns: Uint8Array | undefined;
}

/** What a pass over the whole log counted. */
export interface IndexTotals {
  /** Whole frames, unknown ones too. */
  readonly frames: number;
  readonly frameBytes: number;
  /** Bytes that belong to no whole frame. */
  readonly skippedBytes: number;
  readonly unknownFrames: number;
  /** Behind the last record; what comes after is a cut record, or damage. */
  readonly lastEnd: number;
  readonly startUtcUs: number | undefined;
  readonly senders: readonly SenderStatistics[];
}

/** Names a log by what it holds, so that a side file isn't taken for another's or for that of a log that changed. */
export interface LogIdentity {
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Of the first bytes, and of the last ones up to `bytes`. */
  readonly headHash: string;
  readonly tailHash: string;
}

/** Everything that the side file holds besides the columns. */
export interface IndexDirectory {
  readonly log: LogIdentity;
  readonly format: "tlog" | "raw";
  readonly streams: readonly StreamIdentity[];
  readonly superBlocks: readonly KeptSuperBlock[];
  readonly totals: IndexTotals;
  /** How far the columns reach in the side file. */
  readonly columnsEnd: number;
}

/** What a pass says as it goes. */
export type PassMessage =
  | { readonly kind: "super-block"; readonly kept: KeptSuperBlock; readonly newStreams: readonly StreamIdentity[] }
  | {
      readonly kind: "progress";
      readonly readTo: number;
      readonly totals: IndexTotals;
      /** How far the side file is used. */
      readonly sideEnd: number;
      readonly isLast: boolean;
    };
