import type { MissionSummary } from "../../shared/wire/archive.ts";
import type { Translate } from "../i18n/translate.ts";

/** What a mission is called: as somebody named it, else by its search, else by its file. */
export const missionName = (
  t: Translate,
  { name, incidents, kind, files }: Pick<MissionSummary, "name" | "incidents" | "kind" | "files">,
): string => {
  if (name.trim() !== "") return name;
  const [incident] = incidents;
  if (incident !== undefined) return incident;
  const file = kind === "log" ? files[0]?.split(/[\\/]/).at(-1) : undefined;
  return file ?? t("archive.unnamed");
};
