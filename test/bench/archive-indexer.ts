import { statSync } from "node:fs";
import { openLogIndex } from "../../electron/station/archive/index/open-log-index.ts";

/**
 * `node archive-indexer.ts LOG FOLDER [FIELD]`: a process of its own that opens a log as the station does, without an index made
 * before, and prints what it took. Only it is measured: what made the log isn't in its memory, and nothing is warm.
 */
const main = async ([path = "", cacheFolder = "", field]: readonly string[]): Promise<void> => {
  const start = performance.now();
  const opened = await openLogIndex(path, { cacheFolder });
  if (!opened.ok) throw new Error(opened.fault.detail);
  const { index } = opened;
  let first = 0;
  await index.read({ fromMs: 0, toMs: 1_000 }, () => {
    first++;
  });
  const last = await index.lastOfEach(1_000);
  const firstInstantMs = performance.now() - start;
  await index.whole();
  const wholeMs = performance.now() - start;
  const plotMs: number[] = [];
  let points = 0;
  for (let turn = 0; field !== undefined && turn < 5; turn++) {
    const before = performance.now();
    const series = await index.plot({ field, fromMs: 0, toMs: index.durationMs, steps: 1_920 });
    plotMs.push(performance.now() - before);
    points = series?.positionMs.length ?? 0;
  }
  const { frames } = index.totals;
  const { whole } = index.progress;
  await index.close();
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  const ok = whole && first > 0 && last.length > 0;
  const bytes = statSync(path).size;
  console.log(JSON.stringify({ ok, bytes, frames, firstInstantMs, wholeMs, peakRssMb, plotMs, points }));
};

await main(process.argv.slice(2));
