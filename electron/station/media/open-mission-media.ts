import type { MissionMedia } from "../archive/archived-mission.ts";
import type { MissionVideo } from "./video/mission-video.ts";

export interface MissionMediaOptions {
  /** Where a session's pictures lie: `<record>/media/<sessionId>`; it needn't exist. Absent: a mission of logs. */
  readonly folder?: string;
  /** Photos of the incident lie in the record's database. */
  readonly file?: (id: string) => { readonly type: string; readonly bytes: Uint8Array } | undefined;
  /** Imported ones. */
  readonly videos?: readonly MissionVideo[];
}

/** Media that are open. Of a session that is being recorded `feeds` and all answers grow. */
export interface OpenMissionMedia extends MissionMedia {
  /** Looks at what was recorded meanwhile. */
  refresh(): Promise<void>;
  /** Others than before, or moved in time. */
  setVideos(videos: readonly MissionVideo[]): void;
  close(): Promise<void>;
}

/** Opens what was recorded of pictures, maps and thumbnails; a folder that isn't there has none. */
export const openMissionMedia = async (_options: MissionMediaOptions): Promise<OpenMissionMedia> => ({
  feeds: [],
  pieces: async () => undefined,
  tile: async () => undefined,
  searchAt: async () => undefined,
  thumbnail: async () => undefined,
  crop: async () => undefined,
  file: async () => undefined,
  refresh: async () => {},
  setVideos: () => {},
  close: async () => {},
});
