import type { searchEn } from "./search-en.ts";

/** Texts of the search: the report, the probability map, segments and what next, in Chinese. */
export const searchZhCn: Readonly<Record<keyof typeof searchEn, string>> = {};
