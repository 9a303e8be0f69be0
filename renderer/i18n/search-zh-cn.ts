import type { searchEn } from "./search-en.ts";

/** Texts of the search: the report, the probability map, segments and what next, in Chinese. */
export const searchZhCn: Readonly<Record<keyof typeof searchEn, string>> = {
  "panel.search": "搜寻",
  "keys.search": "打开或收起搜寻：走失者、概率图、分区、下一步",
};
