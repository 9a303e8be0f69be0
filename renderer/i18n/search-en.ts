/** Texts of the search: the report, the probability map, segments and what next, in English. */
export const searchEn = {
  "panel.search": "Search",
  "keys.search": "Open or close the search: subject, probability, segments, what next",
} as const;
