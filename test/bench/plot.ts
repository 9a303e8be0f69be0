import { indexAnew, round, withLongLog } from "./archive-log.ts";
import { median } from "./compare.ts";

/** One field over a whole 1 GB log at 1,920 steps, once its index is there: the first time, and in the middle of five. */
export const run = (): Promise<object> =>
  withLongLog(1e9, async (log) => {
    const { plotMs, points, bytes } = await indexAnew(log, "1/1/ATTITUDE.roll");
    return { ms: round(Math.max(...plotMs)), medianMs: round(median(plotMs)), points, bytes };
  });
