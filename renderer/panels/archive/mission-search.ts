import type { MissionSummary } from "../../../shared/wire/archive.ts";
import type { Translate } from "../../i18n/translate.ts";
import type { Format } from "../format.ts";
import { missionName } from "../mission-name.ts";

export interface MissionWords {
  readonly t: Translate;
  readonly format: Format;
  /** Coordinates as this screen writes them. */
  readonly place: (summary: MissionSummary) => string | undefined;
}

const pad = (value: number): string => String(value).padStart(2, "0");

/** "2026-11-21", by this computer's clock: what people type whatever their language writes. */
const isoDate = (utcMs: number): string => {
  const at = new Date(utcMs);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
};

/** All that a row says, and what it doesn't say but is known by: the names of its files. */
const textOf = (summary: MissionSummary, { t, format, place }: MissionWords): string =>
  [
    missionName(t, summary),
    summary.id,
    ...summary.files,
    ...summary.vehicles.map(({ name }) => name),
    ...summary.incidents,
    ...summary.problems.map(({ code, detail }) => `${t(`archive.problem.${code}`)} ${detail}`),
    place(summary) ?? "",
    t(`archive.kind.${summary.kind}`),
    ...(summary.startUtcMs === undefined
      ? []
      : [isoDate(summary.startUtcMs), format.localDateTime(summary.startUtcMs)]),
  ]
    .join("\n")
    .toLocaleLowerCase();

/** Those that have every word somewhere; the live one first, then the newest. */
export const findMissions = (
  missions: readonly MissionSummary[],
  wanted: string,
  words: MissionWords,
): readonly MissionSummary[] => {
  const parts = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found =
    parts.length === 0
      ? missions
      : missions.filter((summary) => {
          const text = textOf(summary, words);
          return parts.every((part) => text.includes(part));
        });
  const age = ({ live, startUtcMs }: MissionSummary): number =>
    live ? Number.POSITIVE_INFINITY : (startUtcMs ?? Number.NEGATIVE_INFINITY);
  return found.toSorted((a, b) => (age(a) === age(b) ? a.name.localeCompare(b.name) : age(b) - age(a)));
};
