import type { BlockRecord } from "../../../../shared/archive/index/block-records.ts";
import type { LogRecord } from "../log-index.ts";
import type { BlockBook, BlockRef } from "./block-book.ts";
import type { IndexFiles } from "./index-files.ts";
import { streamCode } from "./stream-keys.ts";

/** A copy that lives on. */
const toLogRecord = ({ positionMs, utcUs, offset, frame }: BlockRecord): LogRecord => ({
  positionMs,
  utcUs: Number.isNaN(utcUs) ? undefined : utcUs,
  offset,
  bytes: frame.bytes.slice(frame.start, frame.start + frame.length),
});

/** What is still to be found of a stream. */
interface Wanted {
  readonly stream: number;
  readonly code: number;
  left: number;
  /** Only blocks before this one weren't looked into. */
  before: BlockRef | undefined;
}

/** So many blocks are read at a time. */
const parallel = 8;

/**
 * Of each stream the last records before a position; only blocks that have some are read. Which these are is known from the counts
 * before any of them is read, so that their reads needn't wait for each other.
 */
export const lastOfEach = async (
  book: BlockBook,
  files: IndexFiles,
  positionMs: number,
  countOf: (stream: number) => number,
): Promise<readonly LogRecord[]> => {
  const here = book.lastBefore(positionMs, "before");
  if (here === undefined) return [];
  const found: LogRecord[] = [];
  const wanted = book.streams.flatMap((identity, stream): Wanted[] => {
    const left = countOf(stream);
    return left > 0 ? [{ stream, code: streamCode(identity), left, before: here }] : [];
  });
  keep(await lastIn(files, { ref: here, of: wanted }, positionMs), found);
  for (;;) {
    const visits = await visitsFor(book, files, wanted);
    if (visits.length === 0) break;
    for (let at = 0; at < visits.length; at += parallel)
      for (const taken of await Promise.all(
        visits.slice(at, at + parallel).map((one) => lastIn(files, one, positionMs)),
      ))
        keep(taken, found);
  }
  return found.sort((a, b) => a.offset - b.offset);
};

/** A block that has frames of some of the wanted streams. */
interface Visit {
  readonly ref: BlockRef;
  readonly of: Wanted[];
}

/** What a block has of a stream. */
interface Taken {
  readonly one: Wanted;
  readonly last: readonly LogRecord[];
}

/** The blocks that have what is still wanted, by their counts, the newest first. */
const visitsFor = async (book: BlockBook, files: IndexFiles, wanted: readonly Wanted[]): Promise<readonly Visit[]> => {
  const visits = new Map<string, Visit>();
  for (const one of wanted) {
    let expected = 0;
    while (expected < one.left && one.before !== undefined) {
      const previous = await previousOf(book, files, one.before, one.stream);
      one.before = previous?.ref;
      if (previous === undefined) break;
      const { ref, count } = previous;
      expected += count;
      const key = `${ref.nth}/${ref.block}`;
      const visit = visits.get(key);
      if (visit === undefined) visits.set(key, { ref, of: [one] });
      else visit.of.push(one);
    }
  }
  return [...visits.values()].sort((a, b) => b.ref.nth - a.ref.nth || b.ref.block - a.ref.block);
};

/** The last block before this one that has frames of the stream, and how many. */
const previousOf = async (
  book: BlockBook,
  files: IndexFiles,
  before: BlockRef,
  stream: number,
): Promise<{ readonly ref: BlockRef; readonly count: number } | undefined> => {
  let at = book.previous(before);
  while (at !== undefined) {
    const counts = await files.counts(at.kept, stream);
    for (let block = at.block; counts !== undefined && block >= 0; block--) {
      const count = counts[block] ?? 0;
      if (count > 0) return { ref: { nth: at.nth, kept: at.kept, block }, count };
    }
    at = book.previous({ ...at, block: 0 });
  }
  return undefined;
};

/** Their last records in a block, as many as are wanted at most; of each stream in the log's order. */
const lastIn = async (files: IndexFiles, { ref, of }: Visit, positionMs: number): Promise<readonly Taken[]> => {
  const byCode = new Map(of.map((one) => [one.code, { one, last: [] as LogRecord[] }]));
  await files.eachRecord(ref, (record) => {
    if (record.positionMs >= positionMs) return false;
    const kept = byCode.get(streamCode(record.frame));
    if (kept === undefined) return true;
    kept.last.push(toLogRecord(record));
    if (kept.last.length > kept.one.left) kept.last.shift();
    return true;
  });
  return [...byCode.values()];
};

/** @param taken of the newest blocks first */
const keep = (taken: readonly Taken[], found: LogRecord[]): void => {
  for (const { one, last } of taken) {
    const kept = last.slice(Math.max(0, last.length - one.left));
    found.push(...kept);
    one.left -= kept.length;
  }
};
