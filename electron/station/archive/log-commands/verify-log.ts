import { basename } from "node:path";
import type { VerifyAnswer } from "../../../../shared/wire/archive.ts";
import { readLog } from "../reading/read-log.ts";
import { LogTally } from "./log-tally.ts";

type Checked = VerifyAnswer["checked"][number];

const largestFrame = 280;

/**
 * Checks every frame of a telemetry log, and that nothing is between them. Bytes before, between and behind the frames of a raw
 * stream may be a booting autopilot's text: there only checksums that don't match are wrong.
 */
export const verifyLog = async (path: string): Promise<Checked> => {
  const tally = new LogTally();
  const read = await readLog(path, (record) => tally.add(record));
  const name = basename(path);
  if (!read.ok) return { name, ok: false, records: 0, fault: read.fault.detail };
  const { format, bytes, frames, skippedBytes, badChecksums } = read.log;
  const isRaw = format === "raw";
  const isFine = isRaw ? badChecksums === 0 : skippedBytes === 0;
  if (isFine) return { name, ok: true, records: frames };
  const { runs, count } = tally.skippedRuns(bytes, skippedBytes);
  const [first] = runs;
  const tailBytes = skippedBytes - tally.skippedBeforeTail;
  const isOnlyCut = count === 1 && tailBytes === skippedBytes && tailBytes < largestFrame;
  const where =
    first === undefined || isRaw || format !== "tlog"
      ? `${badChecksums} frames have a wrong checksum, and ${skippedBytes} bytes belong to no whole frame`
      : isOnlyCut
        ? `the last record, at byte ${first.offset}, is cut off`
        : `the first bad record is at byte ${first.offset}: ${first.bytes} bytes there belong to no whole frame; ${count} such places, ${skippedBytes} bytes in all`;
  return { name, ok: false, records: frames, fault: `${where}.` };
};
