import type { ReplayBatch } from "./replay-batch.ts";

/** Cuts a file's bytes into timed pieces. What it gives doesn't depend on where the chunks are cut. */
export interface ReplayDecoder {
  readonly startUtcUs: number | undefined;
  readonly frames: number;
  /** Bytes in no whole frame: text before the first, damage, a cut end. */
  readonly skippedBytes: number;
  /** Of these, the ones behind the last whole frame. */
  readonly tailBytes: number;
  push(chunk: Uint8Array, into: ReplayBatch): void;
  flush(into: ReplayBatch): void;
}
