/** Texts of the search: the report, the probability map, segments and what next, in English. */
export const searchEn = {} as const;
