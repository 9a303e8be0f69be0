import type { LogAnomaly } from "../log-index.ts";
import type { KeptSuperBlock } from "./index-data.ts";

/** A record that was cut is no longer: stamp and the longest frame. */
const longestRecord = 8 + 280;

/** What is odd about a log's time and wholeness, in its order. Damage is told once for each block that has some. */
export const logAnomalies = (
  kept: readonly KeptSuperBlock[],
  log: {
    readonly format: "tlog" | "raw";
    /** Behind the last record, where everything was read. */
    readonly tailBytes: number | undefined;
    readonly skippedBytes: number;
    readonly bytes: number;
  },
): readonly LogAnomaly[] => {
  const { tailBytes = 0 } = log;
  if (kept.length === 0)
    return log.skippedBytes > 0 ? [{ kind: "damage", positionMs: 0, amount: log.skippedBytes, offset: 0 }] : [];
  const isCut = tailBytes > 0 && tailBytes < longestRecord;
  const found: LogAnomaly[] = [];
  kept.forEach(({ superBlock }, nth) => {
    const { offsets, fromUs, skippedBytes, steps } = superBlock;
    for (const { kind, positionUs, amountUs, offset } of steps)
      found.push({ kind, positionMs: positionUs / 1_000, amount: amountUs / 1_000, offset });
    skippedBytes.forEach((skipped, block) => {
      // A raw stream begins with the text of a booting autopilot.
      const isFirst = nth === 0 && block === 0;
      const isLast = nth === kept.length - 1 && block === offsets.length - 1;
      const boot = isFirst && log.format === "raw" ? (offsets[0] ?? 0) : 0;
      const amount = skipped - boot - (isLast && isCut ? tailBytes : 0);
      const [offset = 0, startUs = 0] = [offsets[block], fromUs[block]];
      if (amount > 0) found.push({ kind: "damage", positionMs: startUs / 1_000, amount, offset });
    });
  });
  const last = kept.at(-1)?.superBlock.toUs.at(-1) ?? 0;
  if (isCut) found.push({ kind: "cut", positionMs: last / 1_000, amount: tailBytes, offset: log.bytes - tailBytes });
  return found.sort((a, b) => a.offset - b.offset);
};
