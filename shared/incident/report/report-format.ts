import { formatDecimal } from "../../geo/coordinate-format.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import { categoryNamesEn, categoryNamesZhCn } from "../../search/lost-person/category-names.ts";
import type { ReportInput } from "./report-input.ts";
import { reportWords } from "./report-words.ts";
import type { ReportWords } from "./report-words-type.ts";

/** How things are printed in one language and one zone. */
export interface ReportFormat {
  readonly words: ReportWords;
  readonly time: (utcMs: number | undefined) => string;
  /** Without the day. */
  readonly clock: (utcMs: number | undefined) => string;
  readonly duration: (ms: number | undefined) => string;
  readonly percent: (share: number | undefined) => string;
  readonly place: (place: LatLon | undefined) => string;
  readonly area: (areaM2: number) => string;
  readonly distance: (m: number) => string;
  /** A category of lost people; one of a district's own table as it is written there. */
  readonly category: (key: string | undefined) => string;
}

/** For what isn't known: a form's field that stays empty is seen at once. */
export const unknown = "–";

export const reportFormat = ({ language, timeZone }: Pick<ReportInput, "language" | "timeZone">): ReportFormat => {
  const words = reportWords[language];
  const names: Readonly<Record<string, string>> = language === "en" ? categoryNamesEn : categoryNamesZhCn;
  const day = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const hour = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  const whole = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...day, ...hour, timeZone });
  const clock = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...hour, timeZone });
  return {
    words,
    time: (utcMs) => (utcMs === undefined ? unknown : whole.format(utcMs)),
    clock: (utcMs) => (utcMs === undefined ? unknown : clock.format(utcMs)),
    duration: (ms) => {
      if (ms === undefined || !Number.isFinite(ms)) return unknown;
      const minutes = Math.round(Math.abs(ms) / 60_000);
      const text = words.hoursMinutes(Math.floor(minutes / 60), minutes % 60);
      return ms < 0 && minutes > 0 ? `-${text}` : text;
    },
    percent: (share) =>
      share === undefined ? unknown : `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`,
    place: (place) => (place === undefined ? unknown : (formatDecimal(place) ?? unknown)),
    area: (areaM2) => (areaM2 >= 1e5 ? `${(areaM2 / 1e6).toFixed(2)} km²` : `${Math.round(areaM2)} m²`),
    category: (key) => (key === undefined ? unknown : (names[`category.${key}`] ?? key)),
    distance: (m) => (m >= 1000 ? `${(m / 1000).toFixed(1)} km` : `${Math.round(m)} m`),
  };
};
