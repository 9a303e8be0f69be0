import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { VerifyAnswer } from "../../../../shared/wire/archive.ts";
import { missionFileName } from "./mission-folder.ts";

/** Hidden, so that it stays here when the mission is packed again: the new package has sums of its own. */
const sumsName = ".sums.json";
/** Written again here, as people name and correct missions; the database has hash chains of its own. */
const changing: ReadonlySet<string> = new Set([missionFileName, "notes.json", "lantern.db"]);

const Sums = z.record(z.string(), z.string());

/** Keeps the SHA-256 of the files that came in a package, so that a later change of them is noticed. */
export const keepSums = async (
  folder: string,
  files: readonly { readonly name: string; readonly sha256: string }[],
): Promise<void> => {
  const kept = files.filter(({ name }) => !changing.has(name)).map(({ name, sha256 }) => [name, sha256]);
  await writeFile(join(folder, sumsName), JSON.stringify(Object.fromEntries(kept)));
};

/** Which files of an unpacked mission aren't any more what they were when they came; none where nobody kept that. */
export const changedSinceImport = async (folder: string): Promise<VerifyAnswer["checked"]> => {
  const text = await readFile(join(folder, sumsName), "utf8").catch(() => undefined);
  if (text === undefined) return [];
  const sums = Sums.safeParse(parsed(text));
  const fault = (name: string, what: string) => ({ name, ok: false, records: 1, fault: what });
  if (!sums.success) return [fault(sumsName, "It can't be read: what came with the mission can't be compared.")];
  const checked: VerifyAnswer["checked"][number][] = [];
  for (const [name, sha256] of Object.entries(sums.data)) {
    const found = await sumOf(join(folder, ...name.split("/")));
    if (found === undefined) checked.push(fault(name, "It came with the mission and can't be read any more."));
    else if (found !== sha256) checked.push(fault(name, "Its SHA-256 isn't what it was when it came: it was changed."));
  }
  return checked;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const sumOf = async (path: string): Promise<string | undefined> => {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest("hex");
  } catch {
    return undefined;
  }
};
