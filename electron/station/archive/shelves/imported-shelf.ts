import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { MissionSummary } from "../../../../shared/wire/archive.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import type { MissionShelf, ShelvedMission } from "../desk/mission-shelf.ts";
import { listMissionFolders, type MissionFolder } from "../package/mission-folder.ts";

export interface ImportedShelfOptions {
  /** Holds a folder for each mission. */
  readonly folder: string;
  readonly open: (place: { readonly folder: string; readonly mission: MissionFolder }) => Promise<ArchivedMission>;
}

/** Missions that were brought in; each can be taken away again. */
export class ImportedShelf implements MissionShelf {
  readonly #options: ImportedShelfOptions;

  constructor(options: ImportedShelfOptions) {
    this.#options = options;
  }

  async missions(): Promise<readonly ShelvedMission[]> {
    const found = await listMissionFolders(this.#options.folder);
    return Promise.all(
      found.map(async ({ folder, read }): Promise<ShelvedMission> => {
        const remove = () => rm(folder, { recursive: true, force: true });
        if (!read.ok) {
          const id = folder.slice(this.#options.folder.length + 1);
          const { detail } = read.fault;
          const glance = { ...emptyGlance(id, id), problems: [{ code: "unreadable", detail } as const] };
          return { id, glance, stamp: "unreadable", open: () => Promise.reject(new Error(detail)), remove };
        }
        const { mission } = read;
        const sizes = await Promise.all(mission.logs.map(({ file }) => sizeOf(join(folder, file))));
        const glance: MissionSummary = {
          ...emptyGlance(mission.id, mission.name),
          kind: mission.kind,
          bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
          files: [...mission.logs, ...mission.videos].map(({ name }) => name),
          hasPictures: mission.videos.length > 0,
        };
        return {
          id: mission.id,
          glance,
          stamp: `1 ${JSON.stringify([mission.logs, mission.videos])}`,
          open: () => this.#options.open({ folder, mission }),
          remove,
        };
      }),
    );
  }
}

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
};

const emptyGlance = (id: string, name: string): MissionSummary => ({
  ...{ id, name },
  kind: "log",
  live: false,
  durationMs: 0,
  bytes: 0,
  files: [],
  vehicles: [],
  incidents: [],
  heatSources: 0,
  confirmedHeat: 0,
  hasPictures: false,
  notes: 0,
  problems: [],
});
