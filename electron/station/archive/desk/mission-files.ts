import type { Readable } from "node:stream";
import type { VerifyAnswer } from "../../../../shared/wire/archive.ts";

/** As what a mission can be taken along. */
export const exportFormats = ["lantern", "tlog", "gpx", "kml", "geojson", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportAsk {
  readonly format: ExportFormat;
  /** Positions moved, names and photos left out. */
  readonly anonymised: boolean;
  /** CSV of one kind of message; absent: all, zipped. */
  readonly message?: string | undefined;
  /** Nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
}

/** A file on its way out. */
export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly stream: Readable;
}

export interface ImportAsk {
  readonly name: string;
  readonly source: Readable;
  /** Into a mission that is there; absent: a mission of its own. */
  readonly into?: string | undefined;
  /** Of a video, where somebody knows it. */
  readonly startUtcMs?: number | undefined;
  /** Nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
}

export type FileFault = {
  readonly ok: false;
  readonly fault: {
    readonly code: "bad-file" | "unknown-mission" | "not-possible" | "recording-failed";
    readonly detail: string;
  };
};

/** What comes into the archive, what is taken along, and whether all of it is as it was written. */
export interface MissionFiles {
  take(ask: ImportAsk): Promise<{ readonly ok: true; readonly missionId: string } | FileFault>;
  export(missionId: string, ask: ExportAsk): Promise<({ readonly ok: true } & ExportedFile) | FileFault>;
  /** Undefined where there is no such mission. */
  verify(missionId: string): Promise<VerifyAnswer | undefined>;
}
