import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export interface Contender {
  /** Does the whole job once. @returns how many frames it handled */
  readonly work: () => number | Promise<number>;
}

export interface Comparison {
  /** The peer's median time over ours. */
  readonly ratio: number;
  readonly oursMs: number;
  readonly peerMs: number;
  readonly oursMegabytesPerSecond: number;
  readonly peerMegabytesPerSecond: number;
  /** All that there are; and those that the peer found. */
  readonly frames: number;
  readonly peerFrames: number;
  readonly runs: number;
}

const runs = 5;

const round = (value: number): number => Math.round(value * 10) / 10;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

/** Collects garbage, so that nobody pays in his time for what the other left behind. */
const makeCollector = (): (() => void) => {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("This Node has no gc().");
  return () => collect();
};

const time = async ({ work }: Contender, collect: () => void): Promise<{ frames: number; ms: number }> => {
  collect();
  const start = performance.now();
  const frames = await work();
  return { frames, ms: performance.now() - start };
};

/**
 * Runs both in turn on the same bytes, once to warm up and then five times, and compares the medians. We must find every
 * frame; of the peer it is only told how many it found.
 */
export const compare = async (
  ours: Contender,
  peer: Contender,
  { frames, totalBytes }: { readonly frames: number; readonly totalBytes: number },
): Promise<Comparison> => {
  const collect = makeCollector();
  const found = await time(ours, collect);
  if (found.frames !== frames) throw new Error(`Handled ${found.frames} frames when expected ${frames}.`);
  const { frames: peerFrames } = await time(peer, collect);
  const oursMs: number[] = [];
  const peerMs: number[] = [];
  for (let turn = 0; turn < runs; turn++) {
    oursMs.push((await time(ours, collect)).ms);
    peerMs.push((await time(peer, collect)).ms);
  }
  const speed = (ms: number) => round(totalBytes / 1e3 / ms);
  return {
    ratio: round(median(peerMs) / median(oursMs)),
    oursMs: round(median(oursMs)),
    peerMs: round(median(peerMs)),
    oursMegabytesPerSecond: speed(median(oursMs)),
    peerMegabytesPerSecond: speed(median(peerMs)),
    frames,
    peerFrames,
    runs,
  };
};
