import { FolderRecord, type FolderRecordOptions } from "./folder-record.ts";
import type { Record as MissionRecord } from "./record.ts";
import { openTelemetryFile } from "./telemetry-file.ts";

export type OpenRecordOptions = Pick<FolderRecordOptions, "folder"> & Partial<FolderRecordOptions>;

export type OpenRecordResult =
  | { readonly ok: true; readonly record: MissionRecord }
  | {
      readonly ok: false;
      /** The first two are for the user to decide; `detail` says how. */
      readonly fault: { readonly code: "record-locked" | "record-newer"; readonly detail: string };
    };

/**
 * Opens the mission archive in a folder, which is made if need be, recovers what a crash left and begins a session.
 *
 * Where the disk doesn't let it (full, unplugged, not writable) the record is returned in the state "failed": it keeps telemetry
 * in memory, refuses events, and opens by itself as soon as it can.
 * @returns not ok only where the folder belongs to another station, or to a newer Lantern
 */
export const openRecord = (options: OpenRecordOptions): OpenRecordResult => {
  const record = new FolderRecord({
    utcMs: () => Date.now(),
    openFile: openTelemetryFile,
    version: "",
    retryMs: 3_000,
    maxBufferedBytes: 32 << 20,
    ...options,
  });
  const refusal = record.open();
  return refusal === undefined ? { ok: true, record } : { ok: false, fault: refusal };
};
