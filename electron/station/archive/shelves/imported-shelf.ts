import { rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { MissionSummary } from "../../../../shared/wire/archive.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import type { MissionShelf, ShelvedMission } from "../desk/mission-shelf.ts";
import { emptySummary } from "../empty-summary.ts";
import {
  isMissionId,
  listMissionFolders,
  type MissionFolder,
  type MissionFolderRead,
  readMissionFolder,
} from "../package/mission-folder.ts";
import { videoFeedId } from "./open-imported.ts";

export interface ImportedShelfOptions {
  /** Holds a folder for each mission. */
  readonly folder: string;
  readonly open: (place: { readonly folder: string; readonly mission: MissionFolder }) => Promise<ArchivedMission>;
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
    const mission = { ...read.mission, id };
    const sizes = await Promise.all(mission.logs.map(({ file }) => sizeOf(join(folder, file))));
    const glance: MissionSummary = {
      ...emptySummary(mission),
      bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
      files: [...mission.logs, ...mission.videos].map(({ name }) => name),
      hasPictures: mission.videos.length > 0,
    };
    return {
      ...{ id, glance, remove },
      stamp: `2 ${JSON.stringify([mission.logs, mission.videos])}`,
      open: () => this.#options.open({ folder, mission }),
      movable: [...mission.logs.map((_, n) => `${n}`), ...mission.videos.map(({ file }) => videoFeedId(file))],
    };
  }
}

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
};
