import type { LogBound } from "./log-window.ts";

export const exportFormats = ["tlog", "gpx", "kml", "geojson", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What is written of a log, and where. */
export interface ExportLogOptions {
  readonly path: string;
  readonly format: ExportFormat;
  /** A file; of CSV without `message` a folder. */
  readonly out: string;
  /** Of CSV: this message only. */
  readonly message?: string;
  /** Makes a copy that tells neither where nor who; the seed says how far places move. */
  readonly anonymiseSeed?: string;
  readonly from?: LogBound;
  readonly to?: LogBound;
  /** Nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
}
