import type { BlockRecord } from "../../../../shared/archive/index/block-records.ts";
import { mostSenders } from "../../../../shared/archive/index/stream-book.ts";
import type { LogRecord } from "../log-index.ts";
import type { BlockBook, BlockRef } from "./block-book.ts";
import type { IndexFiles } from "./index-files.ts";
import { streamCode, streamKey } from "./stream-keys.ts";

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
  readonly streams?: readonly string[];
}

/** Frames of a stretch of the log; blocks without any of the wanted streams aren't read. */
export const readRange = async (
  book: BlockBook,
  files: IndexFiles,
  { fromMs, toMs, streams }: Range,
  onRecord: (record: LogRecord) => unknown,
): Promise<void> => {
  const senders = knownSenders(book);
  let isOn = true;
  /** The first block from this one on that has something of what is wanted. */
  const wantedFrom = async (from: BlockRef | undefined): Promise<BlockRef | undefined> => {
    let ref = from;
    while (ref !== undefined && (ref.kept.superBlock.fromUs[ref.block] ?? 0) / 1_000 <= toMs) {
      if (streams === undefined || (await holdsAny(files, ref, wantedCodes(book, streams)))) return ref;
      ref = book.next(ref);
    }
    return undefined;
  };
  let ref = await wantedFrom(book.firstAt(fromMs));
  let bytes = ref === undefined ? undefined : files.bytesOf(ref);
  while (ref !== undefined && isOn) {
    const after = await wantedFrom(book.next(ref));
    const ahead = after === undefined ? undefined : files.bytesOf(after);
    const codes = streams === undefined ? undefined : wantedCodes(book, streams);
    const onBlockRecord = ({ positionMs, utcUs, offset, frame }: BlockRecord): boolean => {
      if (positionMs > toMs) return false;
      if (positionMs < fromMs || codes?.has(streamCode(frame)) === false) return true;
      if (senders?.has((frame.systemId << 8) | frame.componentId) === false) return true;
      isOn =
        onRecord({
          positionMs,
          utcUs: Number.isNaN(utcUs) ? undefined : utcUs,
          offset,
          bytes: frame.bytes.subarray(frame.start, frame.start + frame.length),
        }) !== false;
      return isOn;
    };
    try {
      await files.eachRecord(ref, onBlockRecord, bytes);
    } finally {
      // Whoever stops may close the log next.
      if (!isOn) await ahead;
    }
    [ref, bytes] = [after, ahead];
  }
};

/** Where there are as many as an index knows, whoever is heard beyond them is nobody; else undefined. */
const knownSenders = ({ streams }: BlockBook): ReadonlySet<number> | undefined => {
  if (streams.length < mostSenders) return undefined;
  const senders = new Set(streams.map(({ systemId, componentId }) => (systemId << 8) | componentId));
  return senders.size < mostSenders ? undefined : senders;
};

/** Streams' numbers by their codes. */
const wantedCodes = (book: BlockBook, streams: readonly string[]): ReadonlyMap<number, number> => {
  const keys = new Set(streams);
  return new Map(
    book.streams.flatMap((identity, n) => (keys.has(streamKey(identity)) ? [[streamCode(identity), n] as const] : [])),
  );
};

const holdsAny = async (
  files: IndexFiles,
  { kept, block }: BlockRef,
  codes: ReadonlyMap<number, number>,
): Promise<boolean> => {
  for (const stream of codes.values()) if (((await files.counts(kept, stream))?.[block] ?? 0) > 0) return true;
  return false;
};
