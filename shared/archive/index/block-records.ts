import { describeFrame } from "../../mavlink/describe-frame.ts";
import { emptyFrame, type Frame } from "../../mavlink/frame.ts";
import { magic2 } from "../../mavlink/frame-check.ts";
import { FrameScanner } from "../../mavlink/scanner.ts";
import { TlogReader } from "../../mavlink/tlog.ts";
import { isPlausibleStamp, readStamp, tlogStampLength } from "../../mavlink/tlog-clock.ts";
import { viewOf } from "../../mavlink/x25.ts";
import { RecordClock, type RecordEntry } from "./record-clock.ts";
import type { SuperBlock } from "./super-block.ts";

/** One record of a block; the same object again and again. */
export interface BlockRecord {
  /** As it is told: what is compared with it must not have been rounded differently. */
  positionMs: number;
  /** NaN: no stamp. */
  utcUs: number;
  /** Of the record in the log. */
  offset: number;
  /** Borrowed, and its bytes. */
  frame: Frame;
}

export const entryOf = (superBlock: SuperBlock, block: number): RecordEntry => ({
  offset: superBlock.offsets[block] ?? 0,
  positionUs: superBlock.entryPositionsUs[block] ?? 0,
  clockUs: superBlock.entryClocksUs[block] ?? Number.NaN,
  clockOf: superBlock.entryClocksOf[block] ?? Number.NaN,
});

/** Nothing but records one behind the other: their checksums were right when the index was made, so that they needn't be checked again. */
const isClean = (superBlock: SuperBlock, block: number, bytes: Uint8Array, format: "tlog" | "raw"): boolean =>
  (superBlock.skippedBytes[block] ?? 0) === 0 &&
  (superBlock.pending[block] ?? 0) === 0 &&
  (format === "raw" || (bytes[0] ?? 0) < magic2 - 1);

/** Bytes behind a block that help to judge the stamp of its last record. */
export const witnessLength = tlogStampLength;

/**
 * The records of a block, as the pass over the whole log found them.
 * @param bytes the log's from the block's first record to behind its last one, and `witnessLength` more where there are any
 * @param onRecord returns false to stop
 */
export const eachRecord = (
  format: "tlog" | "raw",
  superBlock: SuperBlock,
  block: number,
  bytes: Uint8Array,
  onRecord: (record: BlockRecord) => unknown,
): void => {
  const entry = entryOf(superBlock, block);
  const length = (superBlock.ends[block] ?? 0) - entry.offset;
  if (isClean(superBlock, block, bytes, format)) walk(format, entry, bytes.subarray(0, length), onRecord);
  else scan(format, entry, bytes, length, onRecord);
};

const longestHeader = 10;

const walk = (
  format: "tlog" | "raw",
  entry: RecordEntry,
  bytes: Uint8Array,
  onRecord: (record: BlockRecord) => unknown,
): void => {
  const view = viewOf(bytes);
  const clock = new RecordClock(format, entry);
  const lead = format === "tlog" ? tlogStampLength : 0;
  const frame = emptyFrame(bytes);
  const record: BlockRecord = { positionMs: 0, utcUs: Number.NaN, offset: 0, frame };
  let at = 0;
  while (at + lead + 8 <= bytes.length) {
    const start = at + lead;
    if (view.getUint8(start) === magic2 && start + longestHeader > bytes.length) return;
    const stampUs = lead > 0 ? readStamp(view, at) : Number.NaN;
    const next = start + describeFrame(frame, view, start);
    // The log was changed under the index.
    if (next > bytes.length || (lead > 0 && !isPlausibleStamp(stampUs))) return;
    record.offset = entry.offset + at;
    clock.tell(record.offset, entry.offset + next, stampUs, frame);
    record.positionMs = clock.positionUs / 1_000;
    record.utcUs = clock.stampUs;
    if (onRecord(record) === false) return;
    at = next;
  }
};

const scan = (
  format: "tlog" | "raw",
  entry: RecordEntry,
  bytes: Uint8Array,
  length: number,
  onRecord: (record: BlockRecord) => unknown,
): void => {
  const clock = new RecordClock(format, entry);
  let isWanted = true;
  const tell = (frame: Frame, offset: number, end: number, stampUs: number) => {
    if (!isWanted || offset >= entry.offset + length) return;
    clock.tell(offset, end, stampUs, frame);
    isWanted = onRecord({ positionMs: clock.positionUs / 1_000, utcUs: clock.stampUs, offset, frame }) !== false;
  };
  if (format === "tlog") {
    const lastUs = Number.isNaN(entry.clockOf) ? undefined : entry.clockOf;
    const reader = new TlogReader({ offset: entry.offset, lastUs });
    const onFrame = (utcUs: number | undefined, frame: Frame) =>
      tell(frame, reader.recordOffset, reader.recordEnd, utcUs ?? Number.NaN);
    reader.push(bytes, onFrame);
    reader.flush(onFrame);
    return;
  }
  const scanner = new FrameScanner();
  let frameBytes = 0;
  const onFrame = (frame: Frame) => {
    const offset = entry.offset + frameBytes + scanner.stats.skippedBytes;
    frameBytes += frame.length;
    tell(frame, offset, offset + frame.length, Number.NaN);
  };
  scanner.push(bytes, onFrame);
  scanner.flush(onFrame);
};
