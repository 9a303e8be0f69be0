import { availableParallelism, loadavg } from "node:os";

/** So many programs want each processor on a machine that tests alone keep busy. */
const usualWaiting = 4;

/**
 * How many times as fast as life vehicles are simulated here: as asked, but slower, down to life's own pace, on a machine that is
 * used for much else. What it stands still for counts as many times as long on the vehicles' clock, and no radio has such gaps.
 */
export const bearableSpeed = (speed: number): number => {
  const waiting = (loadavg()[0] ?? 0) / availableParallelism();
  return Math.max(1, speed / Math.max(1, waiting / usualWaiting));
};
