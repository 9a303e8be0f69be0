import { mergeLogs } from "../log-mission/merge-logs.ts";

/** Puts logs of one mission together and says how their clocks lie. @returns the exit code */
export const printMerge = async (
  files: readonly string[],
  { out, json }: { readonly out: string; readonly json: boolean },
): Promise<number> => {
  const merged = await mergeLogs(files, { out });
  if (json) process.stdout.write(`${JSON.stringify(merged, undefined, 2)}\n`);
  if (!merged.ok) {
    process.stderr.write(`${merged.fault.detail}\n`);
    return 1;
  }
  if (json) return 0;
  const { frames, duplicates, durationMs, logs } = merged;
  process.stdout.write(`${frames} frames, ${(durationMs / 1000).toFixed(1)} s, written to ${out}\n`);
  if (duplicates > 0) process.stdout.write(`${duplicates} frames were in more than one log and were written once\n`);
  for (const { path, offsetMs, offsetFrom, offsetSigmaMs } of logs) {
    const sure = offsetSigmaMs === undefined ? "" : `, within ${(2 * offsetSigmaMs).toFixed(0)} ms`;
    process.stdout.write(`  ${path} begins at ${(offsetMs / 1000).toFixed(3)} s (by ${offsetFrom}${sure})\n`);
  }
  return 0;
};
