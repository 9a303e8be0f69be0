/**
 * Starts to measure what a test does by itself. On a busy computer it is the processor's time that counts, not how long others
 * made it wait.
 * @returns tells the ms that passed, or that this process computed where that is less
 */
export const ownTime = (): (() => number) => {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return Math.min(performance.now() - start, (user + system) / 1_000);
  };
};
