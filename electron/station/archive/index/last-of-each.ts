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

/** Of each stream the last records before a position; only blocks that have some are read, each once a round. */
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
  await takeFrom(files, here, wanted, positionMs, found);
  for (;;) {
    const rounds = new Map<string, { readonly ref: BlockRef; readonly of: Wanted[] }>();
    for (const one of wanted) {
      if (one.left === 0 || one.before === undefined) continue;
      const ref = await previousOf(book, files, one.before, one.stream);
      one.before = ref;
      if (ref === undefined) continue;
      const key = `${ref.nth}/${ref.block}`;
      const round = rounds.get(key);
      if (round === undefined) rounds.set(key, { ref, of: [one] });
      else round.of.push(one);
    }
    if (rounds.size === 0) break;
    for (const { ref, of } of rounds.values()) await takeFrom(files, ref, of, positionMs, found);
  }
  return found.sort((a, b) => a.offset - b.offset);
};

/** The last block before this one that has frames of the stream. */
const previousOf = async (
  book: BlockBook,
  files: IndexFiles,
  before: BlockRef,
  stream: number,
): Promise<BlockRef | undefined> => {
  let at = book.previous(before);
  while (at !== undefined) {
    const counts = await files.counts(at.kept, stream);
    if (counts !== undefined)
      for (let block = at.block; block >= 0; block--)
        if ((counts[block] ?? 0) > 0) return { nth: at.nth, kept: at.kept, block };
    at = book.previous({ ...at, block: 0 });
  }
  return undefined;
};

const takeFrom = async (
  files: IndexFiles,
  ref: BlockRef,
  wanted: readonly Wanted[],
  positionMs: number,
  found: LogRecord[],
): Promise<void> => {
  const byCode = new Map(wanted.map((one) => [one.code, { one, last: [] as LogRecord[] }]));
  await files.eachRecord(ref, (record) => {
    if (record.positionMs >= positionMs) return false;
    const kept = byCode.get(streamCode(record.frame));
    if (kept === undefined) return true;
    kept.last.push(toLogRecord(record));
    if (kept.last.length > kept.one.left) kept.last.shift();
    return true;
  });
  for (const { one, last } of byCode.values()) {
    found.push(...last);
    one.left -= last.length;
  }
};
