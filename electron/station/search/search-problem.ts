import type { SearchProblemCode, SearchView } from "../../../shared/wire/incident.ts";

export type SearchProblem = SearchView["problems"][number];

/** @param params for the words of both catalogues */
export const problemOf = (
  code: SearchProblemCode,
  params: Readonly<Record<string, string | number | undefined>> = {},
): SearchProblem => ({
  code,
  params: Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  ),
});
