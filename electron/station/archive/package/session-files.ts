import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { PackedFile } from "./pack-mission.ts";

/** All files below a folder of a mission, by their names in the package; none where it isn't there. */
const filesBelow = async (root: string, folder: string): Promise<readonly PackedFile[]> => {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const source = join(entry.parentPath, entry.name);
      return { name: source.slice(root.length + 1).replaceAll("\\", "/"), source };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** What a session left in its record's folder, beside the database. */
export const sessionFiles = async (
  recordFolder: string,
  sessionId: string,
  telemetryFiles: readonly string[],
): Promise<readonly PackedFile[]> => {
  const folders = [join("journal", sessionId), join("media", sessionId)];
  const found = await Promise.all(folders.map((folder) => filesBelow(recordFolder, folder)));
  // What is gone can't come along; the list at its new place says so as here.
  const telemetry = telemetryFiles
    .map((file) => ({ name: file.replaceAll("\\", "/"), source: join(recordFolder, file) }))
    .filter(({ source }) => existsSync(source));
  return [...telemetry, ...found.flat()];
};

/** All of a mission that lies in a folder of its own, but for side files that are made anew wherever it is opened. */
export const folderFiles = async (folder: string): Promise<readonly PackedFile[]> =>
  (await filesBelow(folder, ".")).filter(({ name }) => !/(^|\/)\.|\.lantern-index$/.test(name));
