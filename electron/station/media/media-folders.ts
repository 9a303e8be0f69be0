import { join } from "node:path";

/** Of all sessions of a record: pictures, versions of the map, thumbnails. */
export const mediaRoot = (recordFolder: string): string => join(recordFolder, "media");

/** Of one session. */
export const mediaFolder = (recordFolder: string, sessionId: string): string =>
  join(mediaRoot(recordFolder), sessionId);

/** A folder of each feed. */
export const feedsFolder = (folder: string): string => join(folder, "feeds");
export const mapFolder = (folder: string): string => join(folder, "map");
export const heatFolder = (folder: string): string => join(folder, "heat");
