import type { LostPersonTable } from "../../../shared/search/lost-person/lost-person-table.ts";
import { shippedLostPersonTable } from "../../../shared/search/lost-person/shipped-table.ts";
import type { MessageKey, Translate } from "../../i18n/translate.ts";

/** The categories that somebody has published distances of. */
export const categoryKeys = (table: LostPersonTable = shippedLostPersonTable()): readonly string[] => [
  ...new Set(table.distances.rows.map((row) => row.category)),
];

/** A category as people call it; one of a district's own table stays as it is written there. */
export const categoryName = (t: Translate, key: string): string => {
  const text = t.loose(`category.${key}` as MessageKey, {});
  return text === `category.${key}` ? key : text;
};
