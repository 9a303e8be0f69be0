import type { MessageKey, Translate } from "../../i18n/translate.ts";
import type { Format } from "../format.ts";
import { categoryName } from "./category-name.ts";
import { shareText } from "./share-text.ts";

type Params = Readonly<Record<string, string | number>>;

/** A station's word in the reader's language; one that has none there is a name and stays. */
const word = (t: Translate, key: string, value: string): string => {
  const text = t.loose(key as MessageKey, {});
  return text === key ? value : text;
};

/** What the station says of a problem, in words: categories and ground by their names, shares in per cent. */
export const problemWords = (t: Translate, format: Format, params: Params): Params =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value === "number") {
        const isShare = name === "share" || name === "sum" || name === "least";
        return [name, isShare ? shareText(format, value) : format.number(value, 0)];
      }
      if (name === "category") return [name, categoryName(t, value)];
      if (name === "terrainClass") return [name, word(t, `terrain.${value}`, value)];
      if (name === "what") return [name, word(t, `search.what.${value}`, value)];
      if (name === "of") return [name, word(t, `search.of.${value}`, value)];
      return [name, value];
    }),
  );
