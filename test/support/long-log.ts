import { closeSync, openSync, writeSync } from "node:fs";
import { TlogReader } from "../../shared/mavlink/tlog.ts";
import { writeStamp } from "../../shared/mavlink/tlog-clock.ts";

interface Source {
  readonly bytes: Uint8Array;
  readonly offsets: Float64Array;
  readonly stampsUs: Float64Array;
}

/** Between the end of one log and the beginning of the next. */
const pauseUs = 1_000_000;

const readSource = (bytes: Uint8Array): Source => {
  const offsets: number[] = [];
  const stampsUs: number[] = [];
  const reader = new TlogReader();
  const onRecord = (utcUs: number | undefined) => {
    if (utcUs === undefined) return;
    offsets.push(reader.recordOffset);
    stampsUs.push(utcUs);
  };
  reader.push(bytes, onRecord);
  reader.flush(onRecord);
  return { bytes, offsets: Float64Array.from(offsets), stampsUs: Float64Array.from(stampsUs) };
};

/** Writes undamaged logs one after the other, again and again, each stamped to follow the one before. @returns bytes written */
export const writeLongLog = (path: string, logs: readonly Uint8Array[], wantedBytes: number): number => {
  const sources = logs.map(readSource);
  let nextUs = sources[0]?.stampsUs[0] ?? 0;
  let written = 0;
  const file = openSync(path, "w");
  for (let n = 0; written < wantedBytes; n++) {
    const source = sources[n % sources.length];
    const startUs = source?.stampsUs[0];
    if (source === undefined || startUs === undefined) throw new Error("A log without stamps can't be made longer.");
    const copy = source.bytes.slice();
    const shiftUs = nextUs - startUs;
    for (const [record, offset] of source.offsets.entries()) {
      writeStamp(copy, offset, (source.stampsUs[record] ?? 0) + shiftUs);
    }
    writeSync(file, copy);
    written += copy.length;
    nextUs = (source.stampsUs.at(-1) ?? 0) + shiftUs + pauseUs;
  }
  closeSync(file);
  return written;
};
