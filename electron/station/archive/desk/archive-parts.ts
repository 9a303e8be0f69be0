import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
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
import { type Replay, replayMissionId } from "../replay/open-replay.ts";
import { ReplayShelf } from "../replay/replay-shelf.ts";
import { ImportedShelf } from "../shelves/imported-shelf.ts";
import { MissionBook } from "../shelves/mission-book.ts";
import { openImported } from "../shelves/open-imported.ts";
import { openLogs } from "../shelves/open-logs.ts";
import { RecordedShelf } from "../shelves/recorded-shelf.ts";
import { ArchiveDesk } from "./archive-desk.ts";
import { MissionFileDesk } from "./mission-file-desk.ts";
import { missionPacker } from "./pack-mission-file.ts";
import { verifyMission } from "./verify-mission.ts";

export interface ArchivePartsOptions {
  /** Absent where the station was started to show files, and for nothing else. */
  readonly record: MissionRecord | undefined;
  /** Files that the station was started to show. */
  readonly replay: Replay | undefined;
  readonly journal: StateJournal | undefined;
  readonly kept: KeptThings;
  readonly utcMs: () => number;
}

/** The archive of a station: what it recorded itself, what was brought in, and what it was started to show. */
export const makeArchiveParts = ({ record, replay, journal, kept, utcMs }: ArchivePartsOptions) => {
  const book = new MissionBook(kept);
  const version = programVersion();
  const shelves = [
    ...(record === undefined ? [] : shelvesOf({ record, journal, book, utcMs, version })),
    ...(replay === undefined ? [] : [replayShelf(replay, book, version)]),
  ];
  const archive = new ArchiveDesk({ shelves, book, sessionId: record?.sessionId, utcMs });
  const seed = () => randomUUID();
  const folderOf = (missionId: string): string => (missionId === replayMissionId ? replay : record)?.folder ?? tmpdir();
  const missionFiles = new MissionFileDesk({
    ...{ archive, book, utcMs, seed, folderOf },
    folder: record?.folder,
    random: () => Math.random(),
    pack: (mission, asked) =>
      missionPacker({ folder: folderOf(mission.id), book, version, utcMs, seed })(mission, asked),
    verify: (mission) => verifyMission(mission, folderOf(mission.id)),
  });
  void missionFiles.clean();
  return { archive, missionFiles };
};

const replayShelf = (replay: Replay, book: MissionBook, version: string): ReplayShelf => {
  for (const note of replay.mission.notes) book.putNote(replay.mission.id, note);
  const cacheFolder = join(replay.folder, "cache");
  return new ReplayShelf(replay, (place) => openImported({ ...place, book, version, cacheFolder }));
};

interface Shelving extends Omit<ArchivePartsOptions, "kept" | "record" | "replay"> {
  readonly record: MissionRecord;
  readonly book: MissionBook;
  readonly version: string;
}

/** So long a busy computer may take until the first of a journal is on the disk. */
const begunMs = 60_000;

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
    // As logs it would stay open, and its journal would go unseen.
    if (session.id === sessionId && journal !== undefined && journal.durationMs < begunMs)
      throw new Error("It has only begun: nothing of it can be shown yet. Try again in a moment.");
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
