/**
 * How long anything that a test waits for may take to come: many times what it takes alone on two cores, and little enough
 * that a test that waits in vain says so itself before its time is over. What `expect.poll` and pages wait, too.
 */
export const patienceMs = 45_000;

/**
 * How many times slower than this machine pages are made to be, by LANTERN_SLOW: `LANTERN_SLOW=6 npx vitest run ...` shows
 * which tests only pass on a fast machine. Fake stations take their time then, too.
 */
export const slowness = Math.max(1, Number(process.env.LANTERN_SLOW ?? 1));

/** Of a slow machine: what a fake station says comes this much later, ms. */
const lateMs = (slowness - 1) * 100;

/** Passes at once on a machine that isn't slowed down. */
export const beLate = async (): Promise<void> => {
  if (lateMs > 0) await new Promise((resolve) => setTimeout(resolve, lateMs));
};
