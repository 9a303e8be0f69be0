import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type BenchLog, indexAnew, round, withLongLog } from "./archive-log.ts";

const copies = 10;
const pieceLength = 1 << 24;

/** The same log again and again in one file: the clock steps back where each begins, and is shown to. */
const repeated = ({ path, folder, bytes }: BenchLog): BenchLog => {
  const longer = join(folder, "longer.tlog");
  const target = openSync(longer, "w");
  const piece = new Uint8Array(pieceLength);
  for (let n = 0; n < copies; n++) {
    const source = openSync(path, "r");
    for (;;) {
      const length = readSync(source, piece, 0, pieceLength, null);
      if (length === 0) break;
      writeSync(target, piece, 0, length);
    }
    closeSync(source);
  }
  closeSync(target);
  return { path: longer, folder, bytes: bytes * copies };
};

/** Peak resident memory of a process that indexes a log of 1 GB, and one of 10 GB, with everything that it runs in. */
export const run = (): Promise<object> =>
  withLongLog(1e9, async (log) => {
    const one = await indexAnew(log);
    const ten = await indexAnew(repeated(log));
    return {
      peakMb: round(Math.max(one.peakRssMb, ten.peakRssMb)),
      peakMbOf1Gb: round(one.peakRssMb),
      peakMbOf10Gb: round(ten.peakRssMb),
      frames: ten.frames,
      wholeMsOf10Gb: round(ten.wholeMs),
    };
  });
