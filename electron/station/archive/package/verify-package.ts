import { open } from "node:fs/promises";
import type { VerifyAnswer } from "../../../../shared/wire/archive.ts";
import { manifestName } from "./manifest.ts";
import { openPackage } from "./open-package.ts";
import { BadPackage, packageLimits } from "./package-limits.ts";
import { readZipEntry } from "./read-zip-entry.ts";

/**
 * Whether every file of a mission file is as it was packed. The first that isn't is the first with a fault; where the zip
 * itself is bad, it is told by the name of the entry that it is about. Rejects with what the disk says.
 */
export const verifyPackage = async (path: string): Promise<VerifyAnswer> => {
  const file = await open(path, "r");
  const checked: VerifyAnswer["checked"][number][] = [];
  try {
    const { files } = await openPackage(file, packageLimits);
    checked.push({ name: manifestName, ok: true, records: files.length });
    for (const { entry, sha256 } of files) {
      const fault = await readZipEntry(file, entry, () => {}).then(
        (found) => (found === sha256 ? undefined : "Its SHA-256 isn't what the manifest says: it was changed."),
        (error: unknown) => {
          if (error instanceof BadPackage) return error.message;
          throw error;
        },
      );
      checked.push({
        name: entry.name,
        ok: fault === undefined,
        records: 1,
        ...(fault === undefined ? {} : { fault }),
      });
    }
  } catch (error) {
    if (!(error instanceof BadPackage)) throw error;
    checked.push({ name: error.entry ?? manifestName, ok: false, records: 0, fault: error.message });
  } finally {
    await file.close();
  }
  return { ok: checked.every(({ ok }) => ok), checked };
};
