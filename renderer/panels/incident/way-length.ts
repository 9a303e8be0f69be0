import type { Translate } from "../../i18n/translate.ts";
import type { Format } from "../format.ts";

/** How far, m, as people say it: "40 m", "1.5 km". */
export const wayLength = (t: Translate, format: Format, m: number): string => {
  if (m >= 950) return t("model.km", { km: format.number(m / 1000, m < 9_950 ? 1 : 0) });
  const { value, unit } = format.length(Math.max(10, Math.round(m / 10) * 10));
  return `${value} ${unit}`;
};
