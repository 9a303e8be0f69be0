import { translator } from "../../i18n/translate.ts";
import { languageOf, type SettingsState } from "../../stores/settings-store.ts";
import { scaleText } from "../scale-bar.ts";

const footM = 0.3048;
const mileM = 1_609.344;

/** Per cents as everywhere in the search: one decimal below ten. */
export const percentText = (share: number): string => {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return "<0.1 %";
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
};

/** The words of the search on the map, in the language and the units of the settings. */
export const searchWords = (settings: SettingsState) => {
  const t = translator(languageOf(settings));
  const distanceText = (m: number): string => {
    if (settings.units === "metric")
      return m < 1_000 ? scaleText(Math.round(m), "m") : scaleText(Number((m / 1_000).toPrecision(3)), "km");
    return m < mileM ? scaleText(Math.round(m / footM), "ft") : `${Number((m / mileM).toPrecision(3))} mi`;
  };
  return {
    t,
    language: t.language,
    distanceText,
    poa: (share: number) => t("map.segment.poa", { percent: percentText(share) }),
    pod: (share: number) => t("map.segment.pod", { percent: percentText(share) }),
    ringText: (share: number, distanceM: number) =>
      t("map.ring", { percent: `${Math.round(share * 100)} %`, distance: distanceText(distanceM) }),
  };
};
export type SearchWords = ReturnType<typeof searchWords>;
