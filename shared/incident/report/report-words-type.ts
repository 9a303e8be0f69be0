import type { reportWordsEn } from "./report-words-en.ts";

/** The same shape in every language. */
type Worded<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Worded<T[K]> };

export type ReportWords = Worded<typeof reportWordsEn>;
