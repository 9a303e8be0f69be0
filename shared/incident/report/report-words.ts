import type { ReportLanguage } from "./report-input.ts";
import { reportWordsEn } from "./report-words-en.ts";
import { reportWordsZhCn } from "./report-words-zh-cn.ts";

/** The same shape in every language. */
type Worded<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Worded<T[K]> };

export type ReportWords = Worded<typeof reportWordsEn>;

export const reportWords: Readonly<Record<ReportLanguage, ReportWords>> = {
  en: reportWordsEn,
  "zh-CN": reportWordsZhCn,
};
