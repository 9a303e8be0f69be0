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
  let ref = book.firstAt(fromMs);
  while (ref !== undefined && isOn && (ref.kept.superBlock.fromUs[ref.block] ?? 0) / 1_000 <= toMs) {
    const codes = streams === undefined ? undefined : wantedCodes(book, streams);
    if (codes === undefined || (await holdsAny(files, ref, codes))) {
      await files.eachRecord(ref, ({ positionMs, utcUs, offset, frame }) => {
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
      });
    }
    ref = book.next(ref);
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
