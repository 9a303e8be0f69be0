import { columnsOf } from "../../../../shared/archive/index/message-columns.ts";
import { PlotSteps } from "../../../../shared/archive/index/plot-steps.ts";
import { columnReader } from "../../../../shared/archive/index/read-column.ts";
import type { PlotSeries } from "../../../../shared/archive/log-stream.ts";
import { specOfId } from "../../../../shared/mavlink/dialect.ts";
import type { PlotRequest } from "../log-index.ts";
import type { BlockBook, BlockRef } from "./block-book.ts";
import type { IndexFiles } from "./index-files.ts";
import { streamCode, streamKey } from "./stream-keys.ts";

const mostSteps = 20_000;

/**
 * One field over a stretch of the log. Where the steps are finer than the index's blocks the messages are read, else whole blocks
 * are put where their middle lies; only what the stretch cuts off at its ends is read then.
 */
export const plotField = async (
  book: BlockBook,
  files: IndexFiles,
  request: PlotRequest,
): Promise<PlotSeries | undefined> => {
  const dot = request.field.indexOf(".");
  const key = request.field.slice(0, dot);
  const stream = book.streams.findIndex((identity) => streamKey(identity) === key);
  const identity = book.streams[stream];
  const spec = identity === undefined ? undefined : specOfId(identity.messageId);
  if (dot < 0 || identity === undefined || spec === undefined) return undefined;
  const columns = columnsOf(spec);
  const column = columns.findIndex(({ name }) => name === request.field.slice(dot + 1));
  const definition = columns[column];
  if (definition === undefined) return undefined;

  const { fromMs, toMs } = request;
  const count = Math.max(1, Math.min(mostSteps, Math.round(request.steps)));
  const steps = new PlotSteps(fromMs, toMs, count);
  const first = book.firstAt(fromMs);
  const last = book.lastBefore(toMs, "at");
  if (first === undefined || last === undefined) return steps.series(definition.unit);
  const code = streamCode(identity);
  const readValue = columnReader(definition);
  const addMessages = (ref: BlockRef) =>
    files.eachRecord(ref, ({ positionMs, frame }) => {
      if (positionMs > toMs) return false;
      if (positionMs >= fromMs && streamCode(frame) === code) steps.add(positionMs, readValue(frame));
      return true;
    });
  const isFine = blocksBetween(book, first, last) <= count;
  for (let nth = first.nth; nth <= last.nth; nth++) {
    const kept = book.kept[nth];
    const counts = kept === undefined ? undefined : await files.countsAlone(kept, stream);
    if (kept === undefined || counts === undefined) continue;
    const { fromUs: starts, toUs: ends } = kept.superBlock;
    const extremes = isFine ? undefined : await files.extremes(kept, stream, column);
    const from = nth === first.nth ? first.block : 0;
    const to = nth === last.nth ? last.block : counts.length - 1;
    for (let block = from; block <= to; block++) {
      const messages = counts[block] ?? 0;
      if (messages === 0) continue;
      const [startMs, endMs] = [(starts[block] ?? 0) / 1_000, (ends[block] ?? 0) / 1_000];
      if (extremes === undefined || startMs < fromMs || endMs > toMs) await addMessages({ nth, kept, block });
      else {
        const middleMs = (startMs + endMs) / 2;
        steps.addExtremes(middleMs, extremes.least[block] ?? 0, extremes.greatest[block] ?? 0, messages);
      }
    }
  }
  return steps.series(definition.unit);
};

const blocksBetween = (book: BlockBook, first: BlockRef, last: BlockRef): number => {
  let blocks = last.block + 1 - first.block;
  for (let nth = first.nth; nth < last.nth; nth++) blocks += book.kept[nth]?.superBlock.offsets.length ?? 0;
  return blocks;
};
