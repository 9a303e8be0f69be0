import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openLogIndex } from "../../electron/station/archive/index/open-log-index.ts";
import { type LogMission, openLogMission } from "../../electron/station/archive/log-mission/open-log-mission.ts";
import { SeededRandom } from "../../hardware/simulator/seeded-random.ts";
import { withLongLog } from "./archive-log.ts";

const wantedBytes = 1e9;
const seeks = 200;
/** A player asks so often, at one and at a hundred times the speed. */
const stepMs = 50;
const playedSteps = 200;

const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(100 * (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)) / 100;
};

const figuresOf = (name: string, tookMs: readonly number[]): Record<string, number> => ({
  [`${name}P50Ms`]: quantile(tookMs, 0.5),
  [`${name}P99Ms`]: quantile(tookMs, 0.99),
  [`${name}MaxMs`]: quantile(tookMs, 1),
});

/** @returns how long each took */
const ask = async (mission: LogMission, positionsMs: readonly number[]): Promise<number[]> => {
  const tookMs: number[] = [];
  for (const positionMs of positionsMs) {
    const startMs = performance.now();
    const { state } = await mission.at(positionMs);
    tookMs.push(performance.now() - startMs);
    if (state.vehicles.size === 0) throw new Error(`Nobody is known at ${positionMs} ms.`);
  }
  return tookMs;
};

const bytesWanted = (args: readonly string[]): number => {
  const at = args.indexOf("--bytes");
  return at < 0 ? wantedBytes : Number(args[at + 1]);
};

/**
 * 200 random instants of a log of 1 GB (`--bytes N`: of another size), each to the complete state: `p99Ms` once all of the log was
 * learned, `whileLearning...` right after its index was whole. `play...`: a player's step at the speed of life, `fast...` at a hundred
 * times that, `back...` backwards.
 */
export const run = (args: readonly string[]): Promise<object> =>
  withLongLog(bytesWanted(args), async ({ path, folder, bytes }) => {
    const openedMs = performance.now();
    const opened = await openLogIndex(path, { cacheFolder: folder });
    if (!opened.ok) throw new Error(opened.fault.detail);
    const { index } = opened;
    await index.whole();
    const indexedMs = performance.now();
    const logs = [{ path, index, offsetMs: 0 }];
    const mission = openLogMission({ id: "bench", name: "bench", version: "bench", logs, cacheFolder: folder });
    const random = new SeededRandom(1, "archive-seek");
    // Not in the first seconds: nobody is known before two messages came.
    const anywhere = () => 2_000 + random.next() * (mission.durationMs - 2_000);
    const whileLearning = await ask(mission, Array.from({ length: seeks }, anywhere));
    await mission.whole();
    const learnedMs = performance.now();
    const sought = await ask(mission, Array.from({ length: seeks }, anywhere));
    const steps = (byMs: number) => Array.from({ length: playedSteps }, (_, n) => mission.durationMs / 2 + n * byMs);
    const played = await ask(mission, steps(stepMs));
    const fast = await ask(mission, steps(100 * stepMs));
    const back = await ask(mission, steps(-4 * stepMs));
    await mission.close();
    return {
      bytes,
      durationMs: Math.round(mission.durationMs),
      seeks,
      p99Ms: quantile(sought, 0.99),
      ...figuresOf("seek", sought),
      ...figuresOf("whileLearning", whileLearning),
      ...figuresOf("play", played),
      ...figuresOf("fast", fast),
      ...figuresOf("back", back),
      indexMs: Math.round(indexedMs - openedMs),
      learnMs: Math.round(learnedMs - indexedMs),
      keyFrameBytes: keyFrameBytes(folder),
    };
  });

const keyFrameBytes = (folder: string): number =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".keys"))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
