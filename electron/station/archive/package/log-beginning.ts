import { open } from "node:fs/promises";
import { TlogReader } from "../../../../shared/mavlink/tlog.ts";

const sampleLength = 1 << 16;

/** The first stamp of a telemetry log, ms since 1970; undefined where it has none. Rejects with what the disk says. */
export const logBeginning = async (path: string): Promise<number | undefined> => {
  const file = await open(path, "r");
  try {
    const sample = new Uint8Array(sampleLength);
    const { bytesRead } = await file.read(sample, 0, sampleLength, 0);
    let firstUs: number | undefined;
    const reader = new TlogReader();
    reader.push(sample.subarray(0, bytesRead), (utcUs) => {
      firstUs ??= utcUs;
    });
    return firstUs === undefined ? undefined : firstUs / 1_000;
  } finally {
    await file.close();
  }
};
