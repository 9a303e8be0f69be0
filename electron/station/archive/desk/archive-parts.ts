import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { StateJournal } from "../../journal/state-journal.ts";
import type { KeptThings } from "../../kept-things.ts";
import { mediaFolder } from "../../media/media-folders.ts";
import { openMissionMedia } from "../../media/open-mission-media.ts";
import { programVersion } from "../../project.ts";
import type { Record as MissionRecord, RecordedSession } from "../../record/record.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import { openLogIndex } from "../index/open-log-index.ts";
import { openRecordedMission } from "../recorded-mission/open-recorded-mission.ts";
import { ImportedShelf } from "../shelves/imported-shelf.ts";
import { openImported } from "../shelves/open-imported.ts";
import { openLogs } from "../shelves/open-logs.ts";
import { RecordedShelf } from "../shelves/recorded-shelf.ts";
import { ArchiveDesk } from "./archive-desk.ts";
import { MissionBook } from "./mission-book.ts";
import { MissionFileDesk } from "./mission-file-desk.ts";
import { missionPacker } from "./pack-mission-file.ts";
import { verifyMission } from "./verify-mission.ts";

export interface ArchivePartsOptions {
  /** Absent in a replay. */
  readonly record: MissionRecord | undefined;
  readonly journal: StateJournal | undefined;
  readonly kept: KeptThings;
  readonly utcMs: () => number;
}

/** The archive of a station: what it recorded itself and what was brought in. */
export const makeArchiveParts = ({ record, journal, kept, utcMs }: ArchivePartsOptions) => {
  const book = new MissionBook(kept);
  const version = programVersion();
  const shelves = record === undefined ? [] : shelvesOf({ record, journal, book, utcMs, version });
  const archive = new ArchiveDesk({ shelves, book, sessionId: record?.sessionId, utcMs });
  const seed = () => randomUUID();
  const folder = record?.folder;
  const missionFiles = new MissionFileDesk({
    ...{ folder, archive, book, utcMs, seed },
    random: () => Math.random(),
    pack: missionPacker({ folder: folder ?? ".", book, version, utcMs, seed }),
    verify: (mission) => verifyMission(mission, folder ?? "."),
  });
  void missionFiles.clean();
  return { archive, missionFiles };
};

interface Shelving extends Omit<ArchivePartsOptions, "kept" | "record"> {
  readonly record: MissionRecord;
  readonly book: MissionBook;
  readonly version: string;
}

const shelvesOf = ({ record, journal, book, utcMs, version }: Shelving) => {
  const { folder, sessionId } = record;
  // Indexes of what can't be written to lie here.
  const cacheFolder = join(folder, "cache");
  const open = async (session: RecordedSession): Promise<ArchivedMission> => {
    const opened = await openRecordedMission({
      ...{ folder, sessionId: session.id },
      ...(session.id === sessionId && journal !== undefined ? { live: journal } : {}),
      openLog: (path) => openLogIndex(path, { cacheFolder }),
      openMedia: ({ file }) => openMissionMedia({ folder: mediaFolder(folder, session.id), file }),
    });
    if (opened.ok) return opened.mission;
    if (opened.fault.code !== "no-journal") throw new Error(opened.fault.detail);
    // Recorded before there were journals: what its telemetry tells.
    const { id, telemetryFiles } = session;
    const logs = telemetryFiles.map((file) => ({ path: join(folder, file), offsetMs: 0 }));
    return openLogs({ ...{ id, name: "", logs, version, cacheFolder } });
  };
  return [
    new RecordedShelf({ record, utcMs, open }),
    new ImportedShelf({
      folder: join(folder, "archive"),
      open: (place) => openImported({ ...place, book, version, cacheFolder }),
    }),
  ];
};
