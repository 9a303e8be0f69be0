import { join } from "node:path";
import type { KeptThings } from "../../kept-things.ts";
import type { Record as MissionRecord } from "../../record/record.ts";
import { verifyRecord } from "../../record/verify-record.ts";
import { ImportedShelf } from "../shelves/imported-shelf.ts";
import { RecordedShelf } from "../shelves/recorded-shelf.ts";
import { ArchiveDesk } from "./archive-desk.ts";
import { MissionBook } from "./mission-book.ts";
import type { MissionFiles } from "./mission-files.ts";

export interface ArchivePartsOptions {
  /** Absent in a replay. */
  readonly record: MissionRecord | undefined;
  readonly kept: KeptThings;
  readonly utcMs: () => number;
}

/** The archive of a station: what it recorded itself and what was brought in. */
export const makeArchiveParts = ({ record, kept, utcMs }: ArchivePartsOptions) => {
  const notYet = () => Promise.reject(new Error("This kind of mission can't be opened yet."));
  const shelves =
    record === undefined
      ? []
      : [
          new RecordedShelf({ record, utcMs, open: notYet }),
          new ImportedShelf({ folder: join(record.folder, "archive"), open: notYet }),
        ];
  const archive = new ArchiveDesk({ shelves, book: new MissionBook(kept), sessionId: record?.sessionId, utcMs });
  const refused = { ok: false, fault: { code: "not-possible", detail: "Not built yet." } } as const;
  const missionFiles: MissionFiles = {
    import: async () => refused,
    export: async () => refused,
    verify: async (missionId) =>
      record === undefined ? undefined : verifyRecord(record.folder, { sessionId: missionId }),
  };
  return { archive, missionFiles };
};
