import type { ReportLanguage } from "./report-input.ts";
import { reportWordsEn } from "./report-words-en.ts";
import type { ReportWords } from "./report-words-type.ts";
import { reportWordsZhCn } from "./report-words-zh-cn.ts";

export const reportWords: Readonly<Record<ReportLanguage, ReportWords>> = {
  en: reportWordsEn,
  "zh-CN": reportWordsZhCn,
};
