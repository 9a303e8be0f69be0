import type { MissionTimeline } from "../../../shared/archive/timeline.ts";
import type { Translate } from "../../i18n/translate.ts";
import { missionUtcMs, rulerUtcMs } from "../../stores/archive/mission-utc.ts";
import type { Format } from "../format.ts";

const dayMs = 86_400_000;
const pad = (value: number, digits = 2): string => String(value).padStart(digits, "0");

export const zoneMs = (utcMs: number): number => -new Date(utcMs).getTimezoneOffset() * 60_000;

/** A label of the ruler: as fine as its step is; a log without times counts from its beginning. */
export const rulerLabel = (
  timeline: Pick<MissionTimeline, "clock" | "startUtcMs">,
  format: Format,
  positionMs: number,
  stepMs: number,
): string => {
  const utcMs = rulerUtcMs(timeline, positionMs);
  if (utcMs === undefined) return stepMs < 1_000 ? (positionMs / 1_000).toFixed(2) : format.span(positionMs);
  const local = new Date(utcMs);
  if (stepMs >= dayMs) return format.localDate(utcMs);
  if (stepMs < 1_000) return `${pad(local.getSeconds())}.${pad(local.getMilliseconds(), 3)}`;
  const minutes = `${pad(local.getHours())}:${pad(local.getMinutes())}`;
  return stepMs >= 60_000 ? minutes : `${minutes}:${pad(local.getSeconds())}`;
};

/** An instant in full: local time, or where no log has times its place in the mission. */
export const instantText = (
  timeline: Pick<MissionTimeline, "clock" | "startUtcMs">,
  format: Format,
  positionMs: number,
): string => {
  const utcMs = missionUtcMs(timeline, positionMs);
  return utcMs === undefined ? format.span(positionMs) : format.localTime(utcMs);
};

/** The same in UTC, one hover away; undefined where no log has times. */
export const instantUtcText = (utcMs: number): string =>
  `${new Date(utcMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** How long ago, in words. @param agoMs under a second, or less than nothing where clocks differ, is "a moment" */
export const agoText = (t: Translate, format: Pick<Format, "age">, agoMs: number): string =>
  agoMs < 1_000 ? t("timeline.justNow") : t("timeline.ago", { age: format.age(agoMs) });
