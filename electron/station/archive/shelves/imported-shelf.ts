import { rm, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { MissionSummary } from "../../../../shared/wire/archive.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import { emptySummary } from "../empty-summary.ts";
import {
  isMissionId,
  listMissionFolders,
  type MissionFolder,
  type MissionFolderRead,
  readMissionFolder,
} from "../package/mission-folder.ts";
import type { MissionShelf, ShelvedMission } from "./mission-shelf.ts";
import { videoFeedId } from "./open-imported.ts";

interface MissionPlace {
  readonly folder: string;
  readonly mission: MissionFolder;
}

export interface ImportedShelfOptions {
  /** Holds a folder for each mission. */
  readonly folder: string;
  readonly open: (place: MissionPlace) => Promise<ArchivedMission>;
}

interface ReadFolder {
  readonly folder: string;
  readonly read: MissionFolderRead;
}

/** Missions that were brought in; each can be taken away again. */
export class ImportedShelf implements MissionShelf {
  readonly #options: ImportedShelfOptions;

  constructor(options: ImportedShelfOptions) {
    this.#options = options;
  }

  async missions(): Promise<readonly ShelvedMission[]> {
    const found = await listMissionFolders(this.#options.folder);
    return Promise.all(found.map((one) => this.#shelved(one)));
  }

  async find(id: string): Promise<ShelvedMission | undefined> {
    if (!isMissionId(id)) return undefined;
    const folder = join(this.#options.folder, id);
    const read = await readMissionFolder(folder);
    return !read.ok && read.fault.code === "none" ? undefined : this.#shelved({ folder, read });
  }

  async #shelved({ folder, read }: ReadFolder): Promise<ShelvedMission> {
    const remove = () => rm(folder, { recursive: true, force: true });
    // Its folder names it, whatever its list says.
    const id = basename(folder);
    if (!read.ok) {
      const { detail } = read.fault;
      const glance = {
        ...emptySummary({ id, name: id, kind: "log" }),
        problems: [{ code: "unreadable", detail } as const],
      };
      const open = () => Promise.reject(new Error(detail));
      return { id, glance, stamp: "unreadable", open, remove, movable: [] };
    }
    return { ...(await shelvedMission({ folder, mission: { ...read.mission, id } }, this.#options.open)), remove };
  }
}

/** A mission by its list of files; one that has a whole path for a name lies elsewhere. */
export const shelvedMission = async (
  place: MissionPlace,
  open: ImportedShelfOptions["open"],
): Promise<ShelvedMission> => {
  const { folder, mission } = place;
  const { id, logs, videos } = mission;
  const sizes = await Promise.all(logs.map(({ file }) => sizeOf(resolve(folder, file))));
  const glance: MissionSummary = {
    ...emptySummary(mission),
    bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
    files: [...logs, ...videos].map(({ name }) => name),
    hasPictures: videos.length > 0,
  };
  return {
    ...{ id, glance },
    stamp: JSON.stringify([logs, videos]),
    open: () => open(place),
    movable: [...logs.map((_, n) => `${n}`), ...videos.map(({ file }) => videoFeedId(file))],
  };
};

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
};
