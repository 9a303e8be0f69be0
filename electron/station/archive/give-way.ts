import { constants, setPriority } from "node:os";

/**
 * Whoever seeks meanwhile, and vehicles that fly, go before this thread. Only Linux has a priority for each thread: elsewhere this
 * would hold for the whole station.
 */
export const giveWay = (): void => {
  if (process.platform !== "linux") return;
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A sandbox may forbid it: then all go alike.
  }
};
