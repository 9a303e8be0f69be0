import { messageName } from "../../shared/mavlink/dialect.ts";
import { copyFrameBytes, type Frame } from "../../shared/mavlink/frame.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import { TlogReader } from "../../shared/mavlink/tlog.ts";

export interface BareRecord {
  readonly key: string;
  readonly offset: number;
  readonly utcUs: number | undefined;
  readonly bytes: Uint8Array;
}

const keyOf = ({ systemId, componentId, messageId }: Frame): string =>
  `${systemId}/${componentId}/${messageName(messageId)}`;

/** All records of a log as nothing but the scanner finds them. */
export const bareRecords = (log: Uint8Array): readonly BareRecord[] => {
  const found: BareRecord[] = [];
  const reader = new TlogReader();
  const onRecord = (utcUs: number | undefined, frame: Frame) =>
    found.push({ key: keyOf(frame), offset: reader.recordOffset, utcUs, bytes: copyFrameBytes(frame) });
  reader.push(log, onRecord);
  reader.flush(onRecord);
  return found;
};

/** How many frames of each stream there are. */
export const bareCounts = (log: Uint8Array, format: "tlog" | "raw" = "tlog"): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  const count = (key: string) => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  if (format === "tlog") {
    for (const { key } of bareRecords(log)) count(key);
    return counts;
  }
  const scanner = new FrameScanner();
  const onFrame = (frame: Frame) => count(keyOf(frame));
  scanner.push(log, onFrame);
  scanner.flush(onFrame);
  return counts;
};
