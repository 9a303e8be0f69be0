import { pickLanguage } from "../i18n/language.ts";
import { phoneEn } from "../i18n/phone-en.ts";
import { phoneZhCn } from "../i18n/phone-zh-cn.ts";

export type PhoneKey = keyof typeof phoneEn;

/** The page's texts in the phone's language; of all catalogues it carries only its own. */
export interface Words {
  (key: PhoneKey, params?: Readonly<Record<string, string | number>>): string;
  readonly language: "zh-CN" | "en";
}

export const wordsFor = (preferred: readonly string[]): Words => {
  const language = pickLanguage(preferred);
  const texts: Readonly<Record<PhoneKey, string>> = language === "zh-CN" ? phoneZhCn : phoneEn;
  const words = (key: PhoneKey, params: Readonly<Record<string, string | number>> = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? "–"));
  return Object.assign(words, { language });
};

/** How long ago, in the largest unit that says something. */
export const ageText = (t: Words, ageMs: number): string => {
  const s = Math.max(0, Math.round(ageMs / 1000));
  if (s < 90) return t("phone.ago.s", { n: s });
  if (s < 5_400) return t("phone.ago.min", { n: Math.round(s / 60) });
  return t("phone.ago.h", { n: Math.round(s / 360) / 10 });
};

/** "21:04" by the phone's own time zone. */
export const timeText = (t: Words, utcMs: number): string =>
  new Date(utcMs).toLocaleTimeString(t.language, { hour: "2-digit", minute: "2-digit", hour12: false });
