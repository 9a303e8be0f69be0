import { existsSync } from "node:fs";
import { join } from "node:path";
import type { VerifyAnswer } from "../../../../shared/wire/archive.ts";
import { verifyRecord } from "../../record/verify-record.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import { verifyLog } from "../log-commands/verify-log.ts";
import { changedSinceImport } from "../package/kept-sums.ts";

/** Checks all that a mission is made of; changes nothing. @param folder the record's */
export const verifyMission = async (mission: ArchivedMission, folder: string): Promise<VerifyAnswer> => {
  const imported = join(folder, "archive", mission.id);
  const changed = existsSync(imported) ? await changedSinceImport(imported) : [];
  const { ok, checked } = await verifyRecorded(mission, { folder, imported });
  return { ok: ok && changed.length === 0, checked: [...changed, ...checked] };
};

const verifyRecorded = async (
  mission: ArchivedMission,
  { folder, imported }: { readonly folder: string; readonly imported: string },
): Promise<VerifyAnswer> => {
  if (existsSync(join(imported, "lantern.db"))) return verifyRecord(imported);
  if (mission.summary.kind === "recorded") return verifyRecord(folder, { sessionId: mission.id });
  const checked: VerifyAnswer["checked"][number][] = [];
  for (const { path, log } of await mission.openTelemetry()) {
    // What was made of an autopilot's own log is checked by that log.
    const isOriginal = log.format === "dataflash" || log.format === "ulog";
    const { ok, name, records, fault } = await verifyLog(path);
    checked.push({ name: isOriginal ? log.name : name, ok, records, ...(fault === undefined ? {} : { fault }) });
  }
  return { ok: checked.every(({ ok }) => ok), checked };
};
