import type { LogIndex } from "../log-index.ts";
import type { KeptSuperBlock } from "./index-data.ts";

/** Where UTC goes on a log's own clock: of raw bytes from when their file was made, where that is known. */
export const clockPieces = (
  kept: readonly KeptSuperBlock[],
  { format, startUtcUs }: { readonly format: "tlog" | "raw"; readonly startUtcUs: number | undefined },
): LogIndex["clock"] => {
  if (format === "raw") return startUtcUs === undefined ? [] : [{ fromMs: 0, utcOffsetMs: startUtcUs / 1_000 }];
  return kept.flatMap(({ superBlock }) =>
    superBlock.clocks.map(({ fromUs, utcOffsetUs }) => ({
      fromMs: fromUs / 1_000,
      utcOffsetMs: utcOffsetUs / 1_000,
    })),
  );
};
