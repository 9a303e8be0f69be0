import { columnsOf } from "../../../../shared/archive/index/message-columns.ts";
import { PlotSteps } from "../../../../shared/archive/index/plot-steps.ts";
import { columnReader } from "../../../../shared/archive/index/read-column.ts";
import type { PlotSeries } from "../../../../shared/archive/log-stream.ts";
import { specOfId } from "../../../../shared/mavlink/dialect.ts";
import type { BlockBook, BlockRef } from "./block-book.ts";
import type { IndexFiles } from "./index-files.ts";
import { streamCode, streamKey } from "./stream-keys.ts";

export interface PlotRequest {
  /** "1/1/ATTITUDE.roll" */
  readonly field: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly steps: number;
}

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

  const [fromUs, toUs] = [request.fromMs * 1_000, request.toMs * 1_000];
  const count = Math.max(1, Math.min(mostSteps, Math.round(request.steps)));
  const steps = new PlotSteps(fromUs, toUs, count);
  const first = book.firstAt(fromUs);
  const last = book.lastBefore(toUs, "at");
  if (first === undefined || last === undefined) return steps.series(definition.unit);
  const code = streamCode(identity);
  const readValue = columnReader(definition);
  const addMessages = (ref: BlockRef) =>
    files.eachRecord(ref, ({ positionUs, frame }) => {
      if (positionUs > toUs) return false;
      if (positionUs >= fromUs && streamCode(frame) === code) steps.add(positionUs, readValue(frame));
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
      const [startUs, endUs] = [starts[block] ?? 0, ends[block] ?? 0];
      if (extremes === undefined || startUs < fromUs || endUs > toUs) await addMessages({ nth, kept, block });
      else {
        const middleUs = (startUs + endUs) / 2;
        steps.addExtremes(middleUs, extremes.least[block] ?? 0, extremes.greatest[block] ?? 0, messages);
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
